"""`rehearse`: yesterday's causes under another pack. What would have been due, late and told, changing nothing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import lru_cache

import msgspec

from engine.agreement import EVERYTHING, agreed, changed
from engine.deciding import consequences, time_passed
from engine.library import Library
from engine.packs.pack import Pack, Procedure, from_documents
from engine.processes import in_order, processors
from engine.verify import command_of
from states.case import Case, Clock
from states.days import instant_text
from states.facts import AnyFact, Repinned, is_cause
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from store.doors import open_store
from workflow.commands import Correct, StrikeOut

MANY = 1000
"""From so many cases on, starting further processes takes less time than they save."""

TOGETHER = 100
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
        self._changed: dict[tuple[str, str, str], frozenset[str] | None] = {}

    def of(self, cases: Iterable[str]) -> Iterator[Difference]:
        """What would be otherwise in these cases, case by case."""
        for case in cases:
            yield from self.of_case(case, self._store.history(case))

    def of_case(self, reference: str, history: tuple[AnyFact, ...]) -> Iterator[Difference]:
        """The same for one case; what both packs give alike is not worked out again."""
        first = self._kept_by(fold(history[:1]))
        alike = agreed(history, self._changes(first))
        if alike < len(history):
            yield from self.from_fact(reference, history, alike)

    def from_fact(self, reference: str, history: tuple[AnyFact, ...], alike: int) -> Iterator[Difference]:
        """The same for one case whose first so many facts are taken as they are, and all later causes played again."""
        before = fold(history[:alike])
        recorded = fold(history[alike:], onto=before)
        until = max(self._now, recorded.seen_at or self._now)
        as_it_is = fold(time_passed(recorded, until, self._kept_by(recorded)), onto=recorded)
        first = self._kept_by(fold(history[:1]))
        try:
            other = self._pack.procedure(recorded.pathway)
            as_it_would_be = _played(history, before, first, other, until)
        except Refused as refused:
            yield Difference(reference, "refused", refused.code, None, refused.because)
            return
        yield from compared(reference, as_it_is, as_it_would_be)

    def _kept_by(self, case: Case) -> Procedure:
        return self._library.pinned(case, self._store.pack)

    def _changes(self, kept: Procedure) -> frozenset[str] | None:
        pathway = kept.policy.pathway.pathway
        which = (kept.policy.pack, kept.policy.calendar.sha256, pathway)
        if which not in self._changed:
            other = self._pack.procedures.get(pathway)
            self._changed[which] = EVERYTHING if other is None else changed(kept, other)
        return self._changed[which]


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


def _played(history: tuple[AnyFact, ...], before: Case, first: Procedure, other: Procedure, until: datetime) -> Case:
    """The causes of a history after the facts that `before` is the fold of, under another procedure.

    Corrections and strike-outs find their facts by the causes of those.
    """
    case, facts = before, list(history[: before.length])
    places = dict[int, int]()
    for place, fact in enumerate(history[before.length :], before.length):
        if not is_cause(fact) or isinstance(fact, Repinned) or place + 1 in places:
            continue
        command = command_of(fact, history, place, first)
        known: tuple[AnyFact, ...] = ()
        if isinstance(command, Correct | StrikeOut):
            command = msgspec.structs.replace(command, position=places.get(command.position, command.position))
            known = tuple(facts)
        new = consequences(case, command, other, known)
        causes = [(offset, each) for offset, each in enumerate(new, len(facts) + 1) if is_cause(each)]
        # One command may bring about several causes that stand together: they are not played once more.
        for recorded, (offset, each) in enumerate(causes, place + 1):
            if recorded <= len(history) and _alike(history[recorded - 1], each):
                places[recorded] = offset
        facts.extend(new)
        case = fold(new, onto=case)
    return fold(time_passed(case, until, other), onto=case)


def _alike(recorded: AnyFact, played: AnyFact) -> bool:
    """Whether they tell of the same act, whatever it led to."""
    if type(recorded) is not type(played) or (recorded.seen_at, recorded.by) != (played.seen_at, played.by):
        return False
    return getattr(recorded, "field", "") == getattr(played, "field", "")
