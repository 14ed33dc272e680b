"""Holding: who has held the pen from when until when, read from a history. Pure arithmetic over facts."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import msgspec

from states.case import Taken
from states.facts import AnyFact, By, HolderChanged, StepTaken
from states.folding import fold


class Span(msgspec.Struct, frozen=True):
    """One post held the pen from `since` until `until`, both UTC; `until` is None while it still does."""

    holder: By
    since: datetime
    until: datetime | None = None


def spans(history: Iterable[AnyFact], finished: Collection[str]) -> tuple[Span, ...]:
    """Who held the case, in order: each span begins where the one before it ended, or where a finished case reopened.

    `finished`: the steps at which nobody needs to act, so that nobody's time runs there. Instants are those at which
    the moves happened, as corrected since.
    """
    history = tuple(history)
    found: list[Span] = []
    for taken, holder in _holders(history):
        now_holds = None if taken.step in finished else holder
        last = found[-1] if found and found[-1].until is None else None
        if last is not None and last.holder != now_holds:
            found[-1] = msgspec.structs.replace(last, until=taken.at)
        if now_holds is not None and (last is None or last.holder != now_holds):
            found.append(Span(now_holds, taken.at))
    return tuple(found)


def _holders(history: tuple[AnyFact, ...]) -> Iterator[tuple[Taken, By]]:
    """Each move with who held the pen after it; what changes the holder stands behind the move that did."""
    changed: dict[int, By] = {}
    move = 0
    for position, fact in enumerate(history, 1):
        if isinstance(fact, StepTaken):
            move = position
        elif isinstance(fact, HolderChanged):
            changed[move] = By(fact.role, fact.agency)
    holder = By("", "")
    for taken in fold(history).taken:
        holder = changed.get(taken.position, holder)
        yield taken, holder
