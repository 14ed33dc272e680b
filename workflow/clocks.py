"""Clocks: which promises a move starts, keeps or ends, and when each falls due."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from states.calendars import Calendar
from states.case import Case, Clock, Taken
from states.days import day_of, instant_text, parse_day, parse_instant, start_of
from states.derivations import due_at
from states.facts import (
    TIME,
    AnyFact,
    BreachWithdrawn,
    ClockCancelled,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    DeadlineBreached,
    DeadlineMoved,
    Terms,
)
from states.terms import Term
from workflow.answers import readable
from workflow.policy import Policy
from workflow.timescales import Timescale, Within


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
    """When a clock falls due, on which terms, counted from what."""

    anchor: str
    terms: Terms
    due_at: datetime
    near_at: datetime | None


_TO_THE_FULL_HOUR = {False: timedelta(microseconds=1), True: timedelta(0)}
"""A deadline in days is the last microsecond of its day: so many hours before it are counted from midnight."""


def clock_facts(moved: Moved, policy: Policy) -> Iterator[AnyFact]:
    """What the move does to clocks, promise by promise in the pathway's order."""
    concerned = frozenset[str]().union(*(policy.moved_by.get(event, ()) for event in moved.events))
    for name, timescale in policy.pathway.timescales.items():
        if name not in concerned:
            continue
        running = [clock for clock in moved.case.clocks_of(name) if clock.running]
        for clock in running:
            yield from _ended(clock, timescale, moved, policy)
        stopped = any(_stopping(clock, timescale, moved) for clock in running)
        if timescale.repeat and stopped and not moved.events.intersection(timescale.cancels):
            yield _start(name, timescale, moved, policy, _unused(name, moved.case), timescale.repeat)
        elif _starts(timescale, moved):
            still = {clock.id for clock in running if not _ends(clock, timescale, moved)}
            yield from _started(name, timescale, moved, policy, still)


def terms_of(timescale: Timescale, policy: Policy, again: Within | None = None) -> Terms:
    """What a clock of this timescale keeps for ever; `again` for a later round of one that repeats."""
    return Terms(
        within=policy.pathway.term(timescale, again),
        calendar=policy.calendar.sha256,
        kind=timescale.kind,
        confidence=timescale.source.confidence,
        near=timescale.near.near() if timescale.near else None,
        also=policy.pathway.other_reading(timescale),
        at_least=timescale.at_least,
        bands=timescale.bands.hours if timescale.bands else (),
    )


def due(terms: Terms, anchor: date | datetime, policy: Policy, added: int = 0) -> Due:
    """When a promise on these terms falls due, counted from its anchor, `added` days later for every pause and grant.

    Raises: Refused("outside-calendar").
    """
    anchor_text = instant_text(anchor) if isinstance(anchor, datetime) else anchor.isoformat()
    last_moment = due_at(longer(terms.within, added), anchor, policy.calendar)
    return Due(anchor_text, terms, last_moment, near_at(terms, anchor, policy.calendar, added))


def longer(term: Term, added: int) -> Term:
    """The term with so many more of its own days: a day that a clock stood still is a day more to its deadline."""
    return msgspec.structs.replace(term, amount=term.amount + added) if added else term


def moved_by_days(clock: Clock, policy: Policy, because: str, common: Mapping[str, Any]) -> DeadlineMoved:
    """Where a clock's deadline goes after a pause or a grant that it already knows of."""
    new = due(clock.terms, anchor_of(clock.anchor), policy, clock.paused + clock.extended)
    return DeadlineMoved(
        clock=clock.id,
        anchor=clock.anchor,
        was=clock.due_at,
        due_at=new.due_at,
        near_at=new.near_at,
        because=because,
        **common,
    )


def resumed(
    clock: Clock, at: datetime, policy: Policy, common: Mapping[str, Any]
) -> tuple[ClockResumed, DeadlineMoved]:
    """The clock runs again at an instant, and its deadline moves by the days it really stood still."""
    assert clock.suspended_at is not None  # noqa: S101 - only what stands still can run again
    begun, ended = day_of(clock.suspended_at), day_of(at)
    working = clock.terms.within.unit == "working_days"
    paused = policy.calendar.working_days_between(begun, ended) if working else (ended - begun).days
    again = msgspec.structs.replace(clock, paused=clock.paused + paused)
    return ClockResumed(clock=clock.id, paused=paused, **common), moved_by_days(again, policy, "suspended", common)


def overdue(clock: Clock, policy: Policy, now: datetime) -> bool:
    """Whether the deadline has passed, noticed or not: that of a clock that stood still for as long as it may, too."""
    if clock.suspended_until is None or now <= clock.suspended_until:
        return clock.overdue(now)
    _, moved = resumed(clock, clock.suspended_until, policy, {"at": clock.suspended_until, "seen_at": now, "by": TIME})
    return now > moved.due_at


def near_at(terms: Terms, anchor: date | datetime, calendar: Calendar, added: int = 0) -> datetime | None:
    """The warning point: before the earliest reading of the deadline, so that neither can surprise anybody."""
    if terms.near is None:
        return None
    readings = [terms.within] if terms.also is None else [terms.within, terms.also]
    earliest = min(due_at(longer(term, added), anchor, calendar) for term in readings)
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
        if timescale.each_action:
            continue
        was = _anchor(timescale, _as_when_started(clock, before), before.clocks[clock.id].started_at, policy)
        anchor = _anchor(timescale, _as_when_started(clock, after), clock.started_at, policy)
        # An answer that a later move has overwritten is no longer what this clock was counted from.
        if was == anchor or was != anchor_of(clock.anchor):
            continue
        new = due(clock.terms, anchor, policy, clock.paused + clock.extended)
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


def repinned_clocks(case: Case, policy: Policy, common: Mapping[str, Any]) -> Iterator[AnyFact]:
    """What a new edition or calendar does to the clocks that still run; one that it no longer knows is cancelled."""
    for clock in case.clocks.values():
        if not clock.running:
            continue
        timescale = policy.pathway.timescales.get(clock.timescale)
        if timescale is None:
            yield ClockCancelled(clock=clock.id, because="repinned", **common)
            continue
        again = timescale.repeat if "#" in clock.id else None
        terms = terms_of(timescale, policy, again)
        answered = case.answered.get(timescale.anchor, clock.started_by)
        keeps = again is not None or bool(timescale.each_action) or answered > clock.started_by
        anchor = (
            anchor_of(clock.anchor)
            if keeps
            else _anchor(timescale, _as_when_started(clock, case), clock.started_at, policy)
        )
        new = due(terms, anchor, policy, clock.paused + clock.extended)
        same_terms = msgspec.structs.replace(terms, calendar=clock.terms.calendar) == clock.terms
        if not same_terms or (new.anchor, new.due_at, new.near_at) != (clock.anchor, clock.due_at, clock.near_at):
            yield DeadlineMoved(
                clock=clock.id,
                anchor=new.anchor,
                was=clock.due_at,
                due_at=new.due_at,
                near_at=new.near_at,
                terms=terms,
                because="repinned",
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


def _ended(clock: Clock, timescale: Timescale, moved: Moved, policy: Policy) -> Iterator[AnyFact]:
    if not _ends(clock, timescale, moved):
        return
    if clock.suspended_at is not None:
        yield from resumed(clock, moved.common["at"], policy, {**moved.common, "by": TIME})
    if _stopping(clock, timescale, moved):
        yield ClockStopped(clock=clock.id, **moved.common)
    else:
        yield ClockCancelled(clock=clock.id, because=moved.taken.move, **moved.common)
    if clock.terms.at_least:
        if clock.terms.counts and _stopping(clock, timescale, moved) and moved.common["at"] <= clock.due_at:
            yield DeadlineBreached(clock=clock.id, **moved.common)
    elif clock.breached and moved.common["at"] <= clock.due_at:
        yield BreachWithdrawn(clock=clock.id, because="recorded-late", **moved.common)


def _starts(timescale: Timescale, moved: Moved) -> bool:
    if not moved.events.intersection(timescale.starts):
        return False
    if timescale.only_in and moved.case.step not in timescale.only_in:
        return False
    return timescale.when.hold(readable(moved.case.record))


def _started(
    name: str, timescale: Timescale, moved: Moved, policy: Policy, still_running: set[str]
) -> Iterator[AnyFact]:
    if timescale.each_action:
        yield from _actions_started(name, timescale, moved, policy)
        return
    for base in _bases(name, timescale, moved.case):
        if any(clock == base or clock.startswith(f"{base}#") for clock in still_running):
            continue
        yield _start(name, timescale, moved, policy, _unused(base, moved.case))


def _start(
    name: str, timescale: Timescale, moved: Moved, policy: Policy, clock: str, again: Within | None = None
) -> ClockStarted:
    """`again`: a later round, which is counted from the act that ended the one before."""
    at = moved.common["at"]
    anchor = at if again else _anchor(timescale, moved.case, at, policy)
    return _clock_started(name, clock, due(terms_of(timescale, policy, again), anchor, policy), moved)


def _clock_started(name: str, clock: str, falls: Due, moved: Moved) -> ClockStarted:
    return ClockStarted(
        clock=clock,
        timescale=name,
        anchor=falls.anchor,
        terms=falls.terms,
        due_at=falls.due_at,
        near_at=falls.near_at,
        **moved.common,
    )


def _actions_started(name: str, timescale: Timescale, moved: Moved, policy: Policy) -> Iterator[AnyFact]:
    """One clock for each action, numbered through the case, due on the day that the action itself names."""
    so_far = len(moved.case.clocks_of(name))
    for number, action in enumerate(moved.record.get(timescale.each_action, ()), so_far + 1):
        yield _clock_started(
            name, f"{name}:{number}", due(terms_of(timescale, policy), parse_day(action["due"]), policy), moved
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


def title_of_clock(clock: Clock, policy: Policy) -> str:
    """What a refusal calls a clock: its promise in the pack's words, where this edition still has it."""
    timescale = policy.pathway.timescales.get(clock.timescale)
    return timescale.title if timescale else clock.timescale
