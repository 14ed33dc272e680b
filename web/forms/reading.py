"""From what was typed to the answers that the engine takes, with everything wrong said beside its own field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.refusals import Refused
from web.forms import faults
from web.forms.moments import PARTS, Mistyped, as_given, day_typed, instant_typed
from web.forms.rows import read_rows
from web.forms.typed import Typed, id_of, one
from workflow import in_order
from workflow.answers import LISTS, needed, read_answer
from workflow.entries import read_list
from workflow.kept import NOTHING_KEPT, Standing
from workflow.policy import Partnership
from workflow.questions import Question


@dataclass(frozen=True)
class Reading:
    """`answers` as a command carries them; `errors`: sentences by the id of the input that they are about.

    `record`: those of the answers that conditions may read, as the engine reads them.
    """

    answers: Mapping[str, Any]
    errors: Mapping[str, str]
    record: Mapping[str, Any]


@dataclass(frozen=True)
class Asking:
    """What a form was asked for: the questions, what the case knows and keeps already, by whose words, and when."""

    questions: Mapping[str, Question]
    known: Mapping[str, Any]
    partnership: Partnership
    now: datetime
    stands: Standing = NOTHING_KEPT


def read(asking: Asking, typed: Typed) -> Reading:
    """The answers in a form. A field that is empty was not answered; the engine's own reading judges the others."""
    answers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    record: dict[str, Any] = {}
    for name, question in asking.questions.items():
        try:
            answer = _answer(name, question, typed, errors)
            if answer is None:
                wanted = needed(question, asking.questions, asking.known, record, asking.stands)
                if wanted and not _told(name, errors):
                    errors[first_input(name, question)] = faults.missing(question)
                continue
            answers[name] = answer
            read_as = _judged(name, question, answer, asking)
            if not question.sealed:
                record[name] = read_as
        except Mistyped as wrong:
            errors[f"{id_of(name)}-{wrong.part}"] = faults.mistyped(question, wrong.words)
        except Refused as refused:
            if not _told(name, errors):
                errors[first_input(name, question)] = faults.wrong(question, refused, asking.now)
    return Reading(answers, errors, record)


def too_early(found: Reading, asking: Asking, typed: Typed, happened: datetime) -> dict[str, str]:
    """The days that lie before what they have to come after, each beside its input. `happened`: when the move did."""
    errors = {}
    for each in in_order.too_early(asking.questions, found.record, asking.known, happened):
        number, begins = 0, id_of(each.field)
        if each.question.type == "actions":
            number = read_rows(typed, each.field, each.question).numbers[each.place]
            begins = f"{begins}-{number}-due"
        errors[f"{begins}-day"] = faults.early(each, number, asking.questions)
    return errors


def first_input(name: str, question: Question) -> str:
    """The id of the input that a message about the whole answer leads to."""
    begins = id_of(name)
    match question.type:
        case "date" | "instant":
            return f"{begins}-day"
        case "attendance":
            return f"{begins}-1-partner"
        case "actions":
            return f"{begins}-1-what"
        case _:
            return begins


def _answer(name: str, question: Question, typed: Typed, errors: dict[str, str]) -> Any:
    """What was answered, in the engine's form, None where nothing was."""
    begins = id_of(name)
    match question.type:
        case "date" if _any_part(typed, begins, PARTS):
            return day_typed(typed, begins).isoformat()
        case "instant" if _any_part(typed, begins, (*PARTS, "time")):
            return as_given(instant_typed(typed, begins))
        case "date" | "instant":
            return None
        case "choices":
            return [value for value in typed.get(begins, ()) if value.strip()] or None
        case "attendance" | "actions":
            rows = read_rows(typed, name, question)
            errors.update(rows.errors)
            return None if rows.errors else list(rows.entries) or None
        case _:
            return one(typed, begins) or None


def _any_part(typed: Typed, begins: str, parts: tuple[str, ...]) -> bool:
    return any(one(typed, f"{begins}-{part}") for part in parts)


def _judged(name: str, question: Question, answer: Any, asking: Asking) -> Any:
    if question.type in LISTS:
        return read_list(name, question, answer, asking.partnership, {})
    return read_answer(name, question, answer, asking.partnership, asking.now)


def _told(name: str, errors: Mapping[str, str]) -> bool:
    begins = id_of(name)
    return any(each == begins or each.startswith(f"{begins}-") for each in errors)
