"""The record of a case: the latest answer to every question, in the words of the question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import words
from engine.documents import record_document
from engine.packs.pack import Procedure
from states.days import parse_day, parse_instant
from states.facts import CaseOpened, StepTaken
from web.rendering import said
from web.showing.clocks import Seen
from web.showing.people import UNNAMED, agency_title
from workflow.answers import LISTS
from workflow.guards import OPEN
from workflow.pathways import Question
from workflow.policy import choice_title


@dataclass(frozen=True)
class Answer:
    """One answer. `n` and `field` say which fact gave it; `text` is what a page shows; `reference`: another case."""

    field: str
    ask: str
    text: str
    n: int
    reference: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of an attendance or of the actions: which partner or what is to be done, and what is said of it."""

    of: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Record:
    """All answers, and the lists among them by the question that asked for them."""

    answers: list[Answer]
    attendance: list[tuple[str, list[Entry]]]
    actions: list[tuple[str, list[Entry]]]


def record_shown(seen: Seen) -> Record:
    """What is recorded, in the order in which the procedure asks."""
    document = record_document(seen.case, seen.history)
    asked = _questions(seen)
    answers: list[Answer] = []
    lists: dict[str, list[tuple[str, list[Entry]]]] = {name: [] for name in sorted(LISTS)}
    for field, value in document.items():
        question = asked.get(field)
        if question is not None and question.type in LISTS:
            entries = [_entry(each, seen.procedure) for each in value]
            lists[question.type].append((question.ask, entries))
        else:
            answers.append(_answer(field, question, value, seen))
    order = list(asked)
    answers.sort(key=lambda each: order.index(each.field) if each.field in order else len(order))
    return Record(answers, lists["attendance"], lists["actions"])


def _questions(seen: Seen) -> Mapping[str, Question]:
    """The question behind each field: that of the move which answered it last, else any that asks it."""
    moves = seen.procedure.policy.pathway.moves
    found = {name: question for move in reversed(list(moves.values())) for name, question in move.record.items()}
    ordered = {name: found[name] for move in moves.values() for name in move.record}
    for name, n in seen.case.answered.items():
        fact = seen.history[n - 1]
        move = OPEN if isinstance(fact, CaseOpened) else fact.move if isinstance(fact, StepTaken) else ""
        if move in moves and name in moves[move].record:
            ordered[name] = moves[move].record[name]
    return ordered


def _answer(field: str, question: Question | None, value: Any, seen: Seen) -> Answer:
    ask = question.ask if question else said(field)
    kind = question.type if question else "text"
    n = seen.case.answered.get(field, 0)
    return Answer(field, ask, in_words(kind, value, seen.procedure, question), n, str(value) if kind == "case" else "")


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
    of = next((shown.pop(name) for name in _OF if name in shown), "")
    return Entry(of, tuple(("" if name == _UNLABELLED else said(name), text) for name, text in shown.items()))
