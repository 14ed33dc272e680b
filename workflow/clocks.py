"""Clocks: which promises a move starts, keeps or ends, and when each falls due."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from states.calendars import Calendar
from states.case import Case, Clock, Taken
from states.days import day_of, instant_text, parse_day, parse_instant, start_of
from states.derivations import due_at
from states.facts import AnyFact, BreachWithdrawn, ClockCancelled, ClockStarted, ClockStopped, DeadlineMoved, Terms
from workflow.pathways import Timescale
from workflow.policy import Policy


class Moved(msgspec.Struct, frozen=True):
    """A move that has just been decided, as clocks see it: the case after it, and the names of what happened."""

    case: Case
    events: frozenset[str]
    record: Mapping[str, Any]
    common: Mapping[str, Any]

    @property
    def taken(self) -> Taken:
        """The move itself."""
        return self.case.taken[-1]


class Due(msgspec.Struct, frozen=True):
    """When a clock falls due: `readings` are all meanings of the term, the configured one first."""

    anchor: str
    terms: Terms
    due_at: datetime
    near_at: datetime | None


_TO_THE_FULL_HOUR = {False: timedelta(microseconds=1), True: timedelta(0)}
"""A deadline in days is the last microsecond of its day: so many hours before it are counted from midnight."""


def clock_facts(moved: Moved, policy: Policy) -> Iterator[AnyFact]:
    """What the move does to clocks, promise by promise in the pathway's order."""
    for name, timescale in policy.pathway.timescales.items():
        running = [clock for clock in moved.case.clocks_of(name) if clock.running]
        for clock in running:
            yield from _ended(clock, timescale, moved)
        if _starts(timescale, moved):
            still = {clock.id for clock in running if not _ends(clock, timescale, moved)}
            yield from _started(name, timescale, moved, policy, still)


def due(timescale: Timescale, case: Case, at: datetime, policy: Policy) -> Due:
    """When a promise falls due that starts at `at` in this case. Raises: Refused("outside-calendar")."""
    anchor = _anchor(timescale, case, at, policy)
    terms = Terms(
        within=policy.pathway.term(timescale),
        calendar=policy.calendar.sha256,
        kind=timescale.kind,
        confidence=timescale.source.confidence,
        near=timescale.near.near() if timescale.near else None,
        also=policy.pathway.other_reading(timescale),
    )
    anchor_text = instant_text(anchor) if isinstance(anchor, datetime) else anchor.isoformat()
    last_moment = due_at(terms.within, anchor, policy.calendar)
    return Due(anchor_text, terms, last_moment, near_at(terms, anchor, policy.calendar))


def near_at(terms: Terms, anchor: date | datetime, calendar: Calendar) -> datetime | None:
    """The warning point: before the earliest reading of the deadline, so that neither can surprise anybody."""
    if terms.near is None:
        return None
    readings = [terms.within] if terms.also is None else [terms.within, terms.also]
    earliest = min(due_at(term, anchor, calendar) for term in readings)
    if terms.near.unit == "hours":
        return earliest - timedelta(hours=terms.near.amount) + _TO_THE_FULL_HOUR[terms.within.unit == "hours"]
    return start_of(calendar.add_working_days(day_of(earliest), -terms.near.amount))


def anchor_of(text: str) -> date | datetime:
    """A clock's anchor as it is kept: a day, or an instant."""
    return parse_instant(text) if "T" in text else parse_day(text)


def moved_deadlines(before: Case, after: Case, policy: Policy, common: Mapping[str, Any]) -> Iterator[AnyFact]:
    """A correction changed what some open clocks are counted from: their deadlines move in the open."""
    for clock in after.clocks.values():
        if not clock.running:
            continue
        timescale = policy.pathway.timescales[clock.timescale]
        new = due(timescale, _as_when_started(clock, after), clock.started_at, policy)
        if (new.anchor, new.due_at, new.near_at) != (clock.anchor, clock.due_at, clock.near_at):
            yield DeadlineMoved(
                clock=clock.id,
                anchor=new.anchor,
                was=before.clocks[clock.id].due_at,
                due_at=new.due_at,
                near_at=new.near_at,
                because="corrected",
                **common,
            )


def _as_when_started(clock: Clock, case: Case) -> Case:
    """The case with only the moves up to the one that started the clock: a reopened case has a later Day 1."""
    taken = tuple(taken for taken in case.taken if taken.position <= clock.started_by)
    return msgspec.structs.replace(case, taken=taken)


def _stopping(clock: Clock, timescale: Timescale, moved: Moved) -> bool:
    if not moved.events.intersection(timescale.stops):
        return False
    if not timescale.matched_by or timescale.matched_by not in moved.record:
        return True
    return clock.id.split("#")[0] == f"{clock.timescale}:{moved.record[timescale.matched_by]}"


def _ends(clock: Clock, timescale: Timescale, moved: Moved) -> bool:
    return _stopping(clock, timescale, moved) or bool(moved.events.intersection(timescale.cancels))


def _ended(clock: Clock, timescale: Timescale, moved: Moved) -> Iterator[AnyFact]:
    if not _ends(clock, timescale, moved):
        return
    if _stopping(clock, timescale, moved):
        yield ClockStopped(clock=clock.id, **moved.common)
    else:
        yield ClockCancelled(clock=clock.id, because=moved.taken.move, **moved.common)
    if clock.breached and moved.common["at"] <= clock.due_at:
        yield BreachWithdrawn(clock=clock.id, because="recorded-late", **moved.common)


def _starts(timescale: Timescale, moved: Moved) -> bool:
    if not moved.events.intersection(timescale.starts):
        return False
    if timescale.only_in and moved.case.step not in timescale.only_in:
        return False
    return timescale.when.hold(moved.case.record)


def _started(
    name: str, timescale: Timescale, moved: Moved, policy: Policy, still_running: set[str]
) -> Iterator[AnyFact]:
    at = moved.common["at"]
    for base in _bases(name, timescale, moved.case):
        if any(clock == base or clock.startswith(f"{base}#") for clock in still_running):
            continue
        falls = due(timescale, moved.case, at, policy)
        yield ClockStarted(
            clock=_unused(base, moved.case),
            timescale=name,
            anchor=falls.anchor,
            terms=falls.terms,
            due_at=falls.due_at,
            near_at=falls.near_at,
            **moved.common,
        )


def _bases(name: str, timescale: Timescale, case: Case) -> list[str]:
    if not timescale.each_party:
        return [name]
    return [f"{name}:{case.parties[party]}" for party in timescale.each_party if party in case.parties]


def _unused(base: str, case: Case) -> str:
    earlier = sum(1 for clock in case.clocks if clock.split("#")[0] == base)
    return base if not earlier else f"{base}#{earlier + 1}"


def _anchor(timescale: Timescale, case: Case, at: datetime, policy: Policy) -> date | datetime:
    if timescale.anchor:
        return anchor_of(case.record[timescale.anchor])
    if timescale.within.window is not None:
        return day_one(case, policy)
    return at


def day_one(case: Case, policy: Policy) -> date:
    """The day that the ladder's Day 1 is counted from: the day itself, or the next working day if it is none."""
    ladder = policy.pathway.day_one
    assert ladder is not None  # noqa: S101 - a pack with windows and no Day 1 does not load
    begun = next(taken for taken in reversed(case.taken) if taken.move in ladder.starts)
    field = ladder.starts[begun.move]
    if field == "at":
        return day_of(begun.at)
    anchor = anchor_of(case.record[field])
    return day_of(anchor) if isinstance(anchor, datetime) else anchor
