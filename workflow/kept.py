"""Answers kept one for each agency, or what else a pathway keeps them by: who says what now, and whether they agree.

All of it follows from what a case was given and from its pathway; nothing of it is recorded anywhere.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from states.case import Case
from workflow.guards import OPEN
from workflow.pathways import Pathway
from workflow.questions import RAISING, Question


class Kept(NamedTuple):
    """The latest answer of one. `of`: the agency or choice whose it is; `was`: the answer before it of the same one,
    empty where it is the first; `at`: when it was given, in UTC; `n`: the number of its fact."""

    of: str
    answer: str
    was: str
    at: datetime
    n: int


class Standing(NamedTuple):
    """What a case keeps when a question is asked: by field, whose latest answer is what; and who is party to it."""

    parties: Mapping[str, str] = {}
    answers: Mapping[str, Mapping[str, str]] = {}


NOTHING_KEPT = Standing()


class Fall(NamedTuple):
    """An answer that is lower than the one before it of the same agency."""

    field: str
    of: str
    was: str
    answer: str


def kept(case: Case, pathway: Pathway) -> dict[str, tuple[Kept, ...]]:
    """By field the latest answer of each, whoever answered first standing first; fields without any are left out."""
    found: dict[str, dict[str, Kept]] = {}
    for taken in case.taken:
        move = pathway.moves.get(taken.move)
        n = taken.position - 1 if taken.move == OPEN else taken.position
        given = case.given.get(n, {})
        for field, of in _whose(move.record if move else {}, given, case.parties):
            own = found.setdefault(field, {})
            own[of] = Kept(of, given[field], own[of].answer if of in own else "", taken.at, n)
    return {field: tuple(own.values()) for field, own in found.items()}


def standing(case: Case, pathway: Pathway) -> Standing:
    """What a case keeps so far."""
    answers = {field: {each.of: each.answer for each in own} for field, own in kept(case, pathway).items()}
    return Standing(case.parties, answers)


def differ(field: str, case: Case, pathway: Pathway) -> bool | None:
    """Whether those who have answered say different things now; None before two of them have."""
    own = kept(case, pathway).get(field, ())
    return None if len(own) < 2 else len({each.answer for each in own}) > 1


def lowered(field: str, case: Case, pathway: Pathway) -> bool | None:
    """Whether the latest answer of any is lower than its own before; None before anybody has answered."""
    own = kept(case, pathway).get(field, ())
    return any(is_lower(each.answer, each.was, choices_of(field, pathway)) for each in own) if own else None


def highest(field: str, case: Case, pathway: Pathway) -> str | None:
    """The highest of the latest answers; None before anybody has answered."""
    choices = choices_of(field, pathway)
    given = [each.answer for each in kept(case, pathway).get(field, ()) if each.answer in choices]
    return max(given, key=choices.index, default=None)


def falls(questions: Mapping[str, Question], record: Mapping[str, Any], stands: Standing) -> Iterator[Fall]:
    """Of the answers in `record` to these questions, those that are lower than what the same agency said before."""
    for field, of in _whose(questions, record, stands.parties):
        was = stands.answers.get(field, {}).get(of, "")
        if questions[field].rising and is_lower(record[field], was, questions[field].choices):
            yield Fall(field, of, was, record[field])


def is_lower(answer: str, was: str, choices: tuple[str, ...]) -> bool:
    """Whether a choice stands before another; one that is none of the choices is neither lower nor higher."""
    return answer in choices and was in choices and choices.index(answer) < choices.index(was)


def choices_of(field: str, pathway: Pathway) -> tuple[str, ...]:
    """The choices of a field that rise, from the lowest; none where they do not."""
    asked = (move.record[field] for move in pathway.moves.values() if field in move.record)
    return next((question.choices for question in asked if question.rising), ())


def _whose(
    questions: Mapping[str, Question], given: Mapping[str, Any], parties: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Each answer that is kept, with whose it is."""
    for field, question in questions.items():
        if question.kept_by and field in given:
            of = parties.get(RAISING) if question.kept_by == RAISING else given.get(question.kept_by)
            if of:
                yield field, of
