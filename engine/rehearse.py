"""`rehearse`: yesterday's causes under another pack. What would have been due, late and told, changing nothing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from engine.agreement import EVERYTHING, Changed, agreed, changed, narrowed, with_promises
from engine.deciding import time_passed
from engine.library import Library
from engine.packs.pack import Pack, Procedure, from_documents
from engine.playing import clocks_played, played
from engine.processes import in_order, processors
from states.case import Case, Clock
from states.days import instant_text
from states.facts import AnyFact, Corrected, StruckOut
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from store.doors import open_store

MANY = 1000
"""From so many cases on, starting further processes takes less time than they save."""

TOGETHER = 200
"""Cases that one process takes on at a time: what is found in them waits in memory until its turn."""


class Difference(msgspec.Struct, frozen=True):
    """One thing that would be otherwise: `what` is deadline, status, alert or refused; None where there is none."""

    case: str
    what: str
    name: str
    was: str | None
    becomes: str | None


class Part(msgspec.Struct, frozen=True):
    """Some cases, for a process that opens the database at `address` by itself; no key is needed for that."""

    address: str
    cases: tuple[str, ...]
    document: str
    calendar_document: str
    now: datetime


def rehearse(
    store: Store, library: Library, pack: Pack, now: datetime, reference: str = "", address: str = ""
) -> Iterator[Difference]:
    """Every date and alert of every case, open or closed, that would differ had it been opened under `pack`.

    `address`: where the database of `store` lies. With it, many cases are shared among as many processes as there are
    processors, and what those find comes in the same order.
    """
    cases = [reference] if reference else list(store.cases())
    processes = processors()
    if address and processes > 1 and len(cases) >= MANY:
        yield from rehearse_apart(address, cases, pack, now, processes)
    else:
        yield from Rehearsal(store, library, pack, now).of(cases)


def rehearse_apart(
    address: str, cases: Sequence[str], pack: Pack, now: datetime, processes: int, together: int = TOGETHER
) -> Iterator[Difference]:
    """The same in so many processes, each of which takes on so many cases at a time."""
    parts = (
        Part(address, tuple(cases[place : place + together]), pack.document, pack.calendar_document, now)
        for place in range(0, len(cases), together)
    )
    for found in in_order(rehearsed, parts, processes):
        yield from found


def rehearsed(part: Part) -> list[Difference]:
    """What is found in one part; the pack stays parsed in a process from one part to the next."""
    with closing(open_store(part.address)) as store:
        pack = _parsed(part.document, part.calendar_document)
        return list(Rehearsal(store, Library(), pack, part.now).of(part.cases))


_parsed = lru_cache(maxsize=1)(from_documents)


class Rehearsal:
    """Cases of one store under one other pack, as they would stand now."""

    def __init__(self, store: Store, library: Library, pack: Pack, now: datetime) -> None:
        self._store = store
        self._library = library
        self._pack = pack
        self._now = now
        self._changed: dict[tuple[str, str, str], Changed | None] = {}
        self._others: dict[tuple[str, frozenset[str] | None], Procedure] = {}

    def of(self, cases: Iterable[str]) -> Iterator[Difference]:
        """What would be otherwise in these cases, case by case."""
        for case in cases:
            yield from self.of_case(case, self._store.history(case))

    def of_case(self, reference: str, history: tuple[AnyFact, ...]) -> Iterator[Difference]:
        """The same for one case; what both packs give alike is not worked out again."""
        first = self._kept_by(fold(history[:1]))
        change = self._change(first)
        alike = agreed(history, change)
        if alike < len(history):
            amended = any(isinstance(fact, Corrected | StruckOut) for fact in history[alike:])
            promises = EVERYTHING if amended or change is EVERYTHING else change.promises
            yield from self.from_fact(reference, history, alike, promises)

    def from_fact(
        self, reference: str, history: tuple[AnyFact, ...], alike: int, promises: frozenset[str] | None = EVERYTHING
    ) -> Iterator[Difference]:
        """The same for one case whose first so many facts are taken as they are, and all later causes played again.

        `promises`: the only ones whose clocks, and the alerts about these, can come out otherwise.
        """
        before = fold(history[:alike])
        recorded = fold(history[alike:], onto=before)
        until = max(self._now, recorded.seen_at or self._now)
        as_it_is = fold(time_passed(recorded, until, self._kept_by(recorded)), onto=recorded)
        first = self._kept_by(fold(history[:1]))
        try:
            other = self._other(recorded.pathway, promises)
            if promises is not EVERYTHING:
                before, recorded, as_it_is = (with_promises(case, promises) for case in (before, recorded, as_it_is))
                as_it_would_be = clocks_played(history, before, recorded, first, other, until)
            else:
                as_it_would_be = played(history, before, first, other, until)
        except Refused as refused:
            yield Difference(reference, "refused", refused.code, None, refused.because)
            return
        yield from compared(reference, as_it_is, as_it_would_be)

    def _kept_by(self, case: Case) -> Procedure:
        return self._library.pinned(case, self._store.pack)

    def _change(self, kept: Procedure) -> Changed | None:
        pathway = kept.policy.pathway.pathway
        which = (kept.policy.pack, kept.policy.calendar.sha256, pathway)
        if which not in self._changed:
            other = self._pack.procedures.get(pathway)
            self._changed[which] = EVERYTHING if other is None else changed(kept, other)
        return self._changed[which]

    def _other(self, pathway: str, promises: frozenset[str] | None) -> Procedure:
        which = (pathway, promises)
        if which not in self._others:
            other = self._pack.procedure(pathway)
            self._others[which] = other if promises is EVERYTHING else narrowed(other, promises)
        return self._others[which]


def differences_document(cases: int, differences: Iterable[Difference]) -> dict[str, Any]:
    """So many cases looked at, and everything that would be otherwise in them."""
    return {"cases": cases, "differences": [msgspec.to_builtins(each) for each in differences]}


def compared(reference: str, before: Case, after: Case) -> Iterator[Difference]:
    """The clocks and alerts in which two cases differ."""
    for name in dict.fromkeys((*before.clocks, *after.clocks)):
        was, becomes = before.clocks.get(name), after.clocks.get(name)
        if _due(was) != _due(becomes):
            yield Difference(reference, "deadline", name, _text(_due(was)), _text(_due(becomes)))
        if _status(was) != _status(becomes):
            yield Difference(reference, "status", name, _status(was), _status(becomes))
    for key in dict.fromkeys((*before.alerts, *after.alerts)):
        raised, would_be = _raised(before, key), _raised(after, key)
        if raised != would_be:
            yield Difference(reference, "alert", key, _text(raised), _text(would_be))


def _due(clock: Clock | None) -> datetime | None:
    return clock.due_at if clock else None


def _status(clock: Clock | None) -> str | None:
    return clock.status if clock else None


def _raised(case: Case, key: str) -> datetime | None:
    return case.alerts[key].raised_at if key in case.alerts else None


def _text(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None
