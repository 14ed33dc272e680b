"""What happened to a case, line by line: the milestones for a page, every event for the replay and the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine import words
from engine.packs.pack import Procedure
from states.facts import (
    AlertCleared,
    AlertPassedUp,
    AlertRaised,
    AnyFact,
    CaseOpened,
    ClockCancelled,
    ClockStarted,
    ClockStopped,
    Corrected,
    DeadlineNeared,
    HolderChanged,
    StepTaken,
    StruckOut,
    is_cause,
)
from states.folding import replay
from web.showing.actions import titles_in_own_words
from web.showing.people import UNNAMED, doer
from workflow.guards import OPEN

A_WHILE = timedelta(hours=1)
"""What is recorded later than this after it happened says so."""

_IN_PASSING = (
    AlertCleared,
    AlertPassedUp,
    AlertRaised,
    ClockCancelled,
    ClockStarted,
    ClockStopped,
    DeadlineNeared,
    HolderChanged,
)
_TEXTS = {"text": "In words", "because": "Because", "authoriser": "Authorised by", "note": "Note", "told_whom": "Told"}
_GONE = "struck out: it can no longer be read by anybody"


@dataclass(frozen=True)
class Happening:
    """One event. `n` is its place in the history; `texts` are label and words, where any were given.

    instant_of: the number of the fact in which it is corrected when this happened, 0 where that cannot be.
    """

    n: int
    text: str
    at: datetime
    seen_at: datetime
    who: str
    texts: tuple[tuple[str, str], ...]
    milestone: bool
    instant_of: int = 0

    @property
    def recorded_later(self) -> bool:
        """Whether it was recorded well after it happened."""
        return self.seen_at - self.at > A_WHILE


def happenings(history: Sequence[AnyFact], procedure: Procedure) -> list[Happening]:
    """Every event in order, the first first."""
    titles = titles_in_own_words(history, procedure)
    struck = {(fact.position, fact.field) for fact in history if isinstance(fact, StruckOut)}
    partnership = procedure.policy.partnership
    return [
        Happening(
            n,
            words.fact(fact, titles, after),
            fact.at,
            fact.seen_at,
            doer(fact, partnership),
            tuple(_texts(n, fact, struck)),
            _is_milestone(fact),
            n + 1 if isinstance(fact, CaseOpened) else n if isinstance(fact, StepTaken) else 0,
        )
        for n, (fact, after) in enumerate(replay(history), 1)
    ]


def changed_since(history: Sequence[AnyFact], version: int, procedure: Procedure) -> list[Happening]:
    """The milestones after the first `version` things that people recorded: what a form was not made from."""
    from_here = position_of_version(history, version)
    return [each for each in happenings(history, procedure) if each.n > from_here and each.milestone]


def position_of_version(history: Sequence[AnyFact], version: int) -> int:
    """How many facts there were when people had recorded so many things."""
    causes = 0
    for n, fact in enumerate(history):
        causes += is_cause(fact)
        if causes > version:
            return n
    return len(history)


def _is_milestone(fact: AnyFact) -> bool:
    if isinstance(fact, StepTaken) and fact.move == OPEN:
        return False
    return not isinstance(fact, _IN_PASSING)


def _texts(n: int, fact: AnyFact, struck: set[tuple[int, str]]) -> list[tuple[str, str]]:
    found = []
    for path, text in fact.sealed.items():
        label = _TEXTS.get(path) or ("Now reads" if isinstance(fact, Corrected) and path == "value" else "")
        if label:
            found.append((label, _GONE if (n, path) in struck else text or UNNAMED))
    return found
