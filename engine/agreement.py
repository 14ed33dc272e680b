"""How far two procedures agree on a history: up to where the recorded facts are also those of the other procedure.

A fact rests on the rules, the calendar, the partnership's words, and on the entries that a cause names: its move, the
step it enters, the timescales that these start, stop or cancel. While all of those are the same, so is what follows.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.packs.pack import Procedure
from states.facts import AlertAcknowledged, AnyFact, CaseOpened, ReasonGiven, StepTaken, is_cause
from workflow.pathways import Pathway
from workflow.policy import Partnership

BY_NAME = ("steps", "moves", "timescales")
"""The parts of a pathway whose entries are compared one by one, each by its name."""

ONLY_WORDS = frozenset({"title", "source", "edition", "in_force_from", "extends"})
"""What a pack says about itself; nothing follows from it."""

EVERYTHING = None
"""They differ in something that every fact rests on."""


def changed(kept: Procedure, other: Procedure) -> frozenset[str] | None:
    """The moves and steps at which the two may begin to differ; EVERYTHING where they may from the first fact on."""
    mine, theirs = kept.policy, other.policy
    everywhere = (
        kept.book.rules == other.book.rules
        and mine.calendar.sha256 == theirs.calendar.sha256
        and _same_words(mine.partnership, theirs.partnership)
        and _same_words(mine.pathway, theirs.pathway, BY_NAME)
    )
    return frozenset(_events(mine.pathway, theirs.pathway)) if everywhere else EVERYTHING


def agreed(history: tuple[AnyFact, ...], events: frozenset[str] | None) -> int:
    """How many facts from the first on are the same under both; `events` as `changed` gives them."""
    if events is EVERYTHING:
        return 0
    for place, fact in enumerate(history):
        if isinstance(fact, StepTaken):
            if fact.move in events or fact.step in events or fact.came_from in events:
                return 0 if place == 1 else place
        elif is_cause(fact) and not isinstance(fact, CaseOpened | AlertAcknowledged | ReasonGiven):
            return place
    return len(history)


def _same_words(mine: Partnership | Pathway, theirs: Partnership | Pathway, but: tuple[str, ...] = ()) -> bool:
    names = set(type(mine).model_fields) - ONLY_WORDS - set(but)
    return all(getattr(mine, name) == getattr(theirs, name) for name in names)


def _events(mine: Pathway, theirs: Pathway) -> Iterator[str]:
    """The names of changed moves and steps, and of those that move a changed timescale's clocks."""
    yield from _differing(mine.steps, theirs.steps)
    yield from _differing(mine.moves, theirs.moves)
    for name in _differing(mine.timescales, theirs.timescales):
        for timescale in filter(None, (mine.timescales.get(name), theirs.timescales.get(name))):
            yield from (*timescale.starts, *timescale.stops, *timescale.cancels)


def _differing(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name))
