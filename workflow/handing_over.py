"""Handing over: the pen passes, and what the answers of a move say of who was told of it, how and when."""

from collections.abc import Iterator, Mapping
from typing import Any

from states.case import Case
from states.days import parse_instant
from states.facts import TIME, AnyFact, CaseOpened, Corrected, HolderChanged, StepTaken
from workflow.answers import Answers
from workflow.guards import OPEN
from workflow.parties import agency_of
from workflow.pathways import Move
from workflow.policy import Policy
from workflow.questions import Question

WHOM = "told_whom"
_FIELDS = {"whom": WHOM, "how": "told", "when": "told_at"}
"""What a question tells, and the field of `HolderChanged` that keeps it."""


def handed_over(
    case: Case, move: Move, came_from: str, answers: Answers, common: Mapping[str, Any], policy: Policy
) -> Iterator[HolderChanged]:
    """The pen passes where the move, or the step it entered, names somebody else than holds it now."""
    entered = case.step != came_from
    holder = move.holder or (policy.pathway.steps[case.step].holder if entered else None)
    if holder is None:
        return
    agency = agency_of(holder, case, policy.partnership)
    if (holder.role, agency) != (case.holder.role, case.holder.agency):
        yield HolderChanged(role=holder.role, party=holder.party, agency=agency, **_told(move, answers), **common)


def _told(move: Move, answers: Answers) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, question in move.record.items():
        if question.tells == "whom" and name in answers.sealed:
            found["sealed"] = {WHOM: answers.sealed[name]}
        elif question.tells and name in answers.record:
            answer = answers.record[name]
            found[_FIELDS[question.tells]] = parse_instant(answer) if question.tells == "when" else answer
    return found


def by_the_move(position: int, history: tuple[AnyFact, ...]) -> int:
    """The position of the fact by which the move answered at `position` passed the pen; 0 where it did not.

    It stands right behind the move; the answers of the move `open` stand one fact before it.
    """
    fact = history[position - 1]
    if isinstance(fact, StepTaken):
        place = position + 1 if fact.move != OPEN else 0
    else:
        place = position + 2 if isinstance(fact, CaseOpened) else 0
    found = history[place - 1] if 0 < place <= len(history) else None
    return place if isinstance(found, HolderChanged) else 0


def told_otherwise(
    corrected: Corrected, question: Question, history: tuple[AnyFact, ...], common: Mapping[str, Any]
) -> Iterator[Corrected]:
    """An answer that tells of a hand-over, corrected or given only now, corrects the hand-over with it."""
    place = by_the_move(corrected.position, history) if question.tells else 0
    if place:
        sealed = {"value": corrected.sealed["value"]} if question.sealed else {}
        field = _FIELDS[question.tells]
        yield Corrected(position=place, field=field, value=corrected.value, sealed=sealed, **{**common, "by": TIME})


def copies_of(position: int, path: str, history: tuple[AnyFact, ...], policy: Policy) -> Iterator[tuple[int, str]]:
    """Where else the same name of whom was told stands sealed: what is struck out of one goes from the other too."""
    fact = history[position - 1]
    if isinstance(fact, HolderChanged):
        yield from _answer_behind(position, history, policy)
    elif isinstance(fact, Corrected):
        beside = position - 1 if fact.field == WHOM else position + 1
        if path == "value" and _corrects_the_same(min(position, beside), history):
            yield beside, path
    else:
        place = by_the_move(position, history)
        if place and path in _told_by(fact, policy) and WHOM in history[place - 1].sealed:
            yield place, WHOM


def _answer_behind(position: int, history: tuple[AnyFact, ...], policy: Policy) -> Iterator[tuple[int, str]]:
    for place in range(position - 1, 0, -1):
        if by_the_move(place, history) == position:
            fact = history[place - 1]
            yield from ((place, path) for path in _told_by(fact, policy) if path in fact.sealed)


def _told_by(fact: AnyFact, policy: Policy) -> list[str]:
    name = fact.move if isinstance(fact, StepTaken) else OPEN
    move = policy.pathway.moves.get(name)
    return [f"record.{field}" for field, asked in move.record.items() if asked.tells == "whom"] if move else []


def _corrects_the_same(position: int, history: tuple[AnyFact, ...]) -> bool:
    """Whether the fact at a position corrects an answer, and the one after it the hand-over with it."""
    answer, *others = history[position - 1 : position + 1]
    return (
        isinstance(answer, Corrected)
        and any(isinstance(other, Corrected) and other.field == WHOM for other in others)
        and bool(by_the_move(answer.position, history))
    )
