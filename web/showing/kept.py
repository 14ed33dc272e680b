"""What is kept one for each agency, or each of some choices: who says what now, and what the same one said before."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from web.showing.answers import in_words
from web.showing.clocks import Seen
from workflow.kept import Kept, differ, kept
from workflow.pathways import Pathway
from workflow.questions import RAISING, Question


class OneKept(NamedTuple):
    """The latest answer of one: whose, what, what it was before, since when, and the number of its fact."""

    of: str
    answer: str
    was: str
    at: datetime
    n: int


class KeptShown(NamedTuple):
    """One question that is kept for each. `by`: what stands above those whose answers they are."""

    ask: str
    by: str
    answers: tuple[OneKept, ...]
    differ: bool


def kept_shown(seen: Seen) -> list[KeptShown]:
    """Every such question that somebody has answered."""
    pathway = seen.procedure.policy.pathway
    found = []
    for field, own in kept(seen.case, pathway).items():
        question, by = _asked(field, pathway)
        answers = tuple(_one(each, question, by, seen) for each in own)
        heading = by.ask if by and by.type == "choice" else "Agency"
        found.append(KeptShown(question.ask, heading, answers, bool(differ(field, seen.case, pathway))))
    return found


def _one(each: Kept, question: Question, by: Question | None, seen: Seen) -> OneKept:
    whose = in_words(by.type if by else "agency", each.of, seen.procedure, by)
    answer, was = (in_words(question.type, said, seen.procedure, question) for said in (each.answer, each.was))
    return OneKept(whose, answer, was if each.was else "", each.at, each.n)


def _asked(field: str, pathway: Pathway) -> tuple[Question, Question | None]:
    """A question for the field and the one that asks whose the answer is; of several moves one that asks whose."""
    return min(_pairs(field, pathway), key=lambda pair: pair[1] is None)


def _pairs(field: str, pathway: Pathway) -> Iterator[tuple[Question, Question | None]]:
    for move in pathway.moves.values():
        question = move.record.get(field)
        if question and question.kept_by:
            yield question, None if question.kept_by == RAISING else move.record[question.kept_by]
