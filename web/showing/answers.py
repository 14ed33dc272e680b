"""The record of a case: what each move recorded, in the words of its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import words
from engine.holders import STRUCK_OUT
from engine.packs.pack import Procedure
from engine.sealed_texts import own_copy, put_back
from engine.unseen import NOT_NAMED
from states.days import parse_day, parse_instant
from states.facts import AnyFact, CaseOpened, Corrected, StepTaken, StruckOut
from web.rendering import said
from web.showing.clocks import Seen
from web.showing.people import UNNAMED, agency_title, post_title
from workflow.answers import LISTS
from workflow.guards import OPEN
from workflow.policy import choice_title
from workflow.questions import Question


@dataclass(frozen=True)
class Answer:
    """One answer to a question: `text` is what a page shows; `reference`: another case; correctable: by one value."""

    field: str
    ask: str
    text: str
    reference: str = ""
    correctable: bool = True


@dataclass(frozen=True)
class Entry:
    """One line of an attendance or of the actions: which partner or what is to be done, and what is said of it."""

    of: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Recorded:
    """What one move recorded: the move, when it happened, by which post, the fact's number, its answers and lists."""

    title: str
    at: datetime
    by: str
    n: int
    answers: list[Answer]
    lists: list[tuple[str, list[Entry]]]


def record_shown(seen: Seen) -> list[Recorded]:
    """What every move recorded, in order, as it was corrected since; a move that recorded nothing is left out."""
    happened = {taken.position: taken.at for taken in seen.case.taken}
    found = []
    for n, fact in enumerate(seen.history, 1):
        if isinstance(fact, CaseOpened | StepTaken) and (answered := _answered(n, fact, seen.history)):
            name = OPEN if isinstance(fact, CaseOpened) else fact.move
            at = happened.get(n + 1 if name == OPEN else n, fact.at)
            found.append(_recorded(n, name, at, post_of(fact, seen), answered, seen))
    return found


def post_of(fact: AnyFact, seen: Seen) -> str:
    """In which post somebody did it."""
    return post_title(fact.by.role, fact.by.agency, seen.procedure.policy.partnership)


def _answered(n: int, fact: CaseOpened | StepTaken, history: tuple[AnyFact, ...]) -> dict[str, Any]:
    """The answers that a fact gave, texts included where they can be read, with what was corrected and struck out."""
    record: dict[str, Any] = own_copy(dict(fact.record))
    for path, text in fact.sealed.items():
        if path.startswith("record."):
            put_back(record, path[7:], text)
    for later in history[n:]:
        match later:
            case Corrected(position=position, field=field, value=value, sealed=sealed) if (
                position == n and field.startswith("record.")
            ):
                record[field[7:]] = sealed.get("value", value)
            case StruckOut(position=position, field=field) if position == n and field.startswith("record."):
                put_back(record, field[7:], STRUCK_OUT)
    return record


def _recorded(n: int, name: str, at: datetime, by: str, answered: Mapping[str, Any], seen: Seen) -> Recorded:
    """The answers in the order in which the move asks; what it sets by itself comes last."""
    moves = seen.procedure.policy.pathway.moves
    own: Mapping[str, Question] = moves[name].record if name in moves else {}
    anywhere = {field: asked for move in reversed(list(moves.values())) for field, asked in move.record.items()}
    order = [field for field in own if field in answered]
    answers: list[Answer] = []
    lists: list[tuple[str, list[Entry]]] = []
    for field in (*order, *(field for field in answered if field not in own)):
        question = own.get(field) or anywhere.get(field)
        if question is not None and question.type in LISTS:
            lists.append((question.ask, [_entry(each, seen.procedure) for each in answered[field]]))
        else:
            answers.append(_answer(field, question, answered[field], field in own, seen))
    title = moves[name].title if name in moves else said(name)
    return Recorded(title, at, by, n, answers, lists)


def _answer(field: str, question: Question | None, value: Any, own: bool, seen: Seen) -> Answer:
    ask = question.ask if question else said(field)
    kind = question.type if question else "text"
    text = in_words(kind, value, seen.procedure, question)
    return Answer(field, ask, text, str(value) if kind == "case" and value != NOT_NAMED else "", own)


def in_words(kind: str, value: Any, procedure: Procedure, question: Question | None = None) -> str:
    """One answer as prose, by the type of its question, and by its titles where it is known."""
    if value is None:
        return UNNAMED
    match kind:
        case "date":
            return words.day(parse_day(value))
        case "instant":
            return words.moment(parse_instant(value))
        case "agency":
            return agency_title(value, procedure.policy.partnership)
        case "sector":
            return procedure.policy.partnership.sectors.get(value, said(value))
        case "choices":
            return "; ".join(_choice(each, procedure, question) for each in value)
        case "choice" | "yes_no":
            return _choice(value, procedure, question)
        case _:
            return str(value)


def _choice(choice: str, procedure: Procedure, question: Question | None) -> str:
    policy = procedure.policy
    return choice_title(question, choice, policy.pathway, policy.partnership) if question else said(choice)


_SHOWN_AS = {"due": "date", "partner": "sector", "agency": "agency", "attendance": "choice"}
_OF = ("partner", "what")
"""What a line is of; the rest of it is said of that."""
_UNLABELLED = "attendance"


def _entry(entry: Mapping[str, Any], procedure: Procedure) -> Entry:
    shown = {
        name: in_words(_SHOWN_AS.get(name, "text"), value, procedure) for name, value in entry.items() if value != ""
    }
    # A line goes on after each part: a full stop that somebody typed would stand there twice.
    shown = {name: text.rstrip(".") for name, text in shown.items()}
    of = next((shown.pop(name) for name in _OF if name in shown), "")
    return Entry(of, tuple(("" if name == _UNLABELLED else said(name), text) for name, text in shown.items()))
