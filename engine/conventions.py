"""Parallel conventions: one promise that is counted in several ways, and where these disagree about being late.

A promise is known by what keeps it: timescales that the same moves stop. A later round of one timescale is another
promise, a least time is the opposite of one, and a cancelled clock promises nothing any more.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from engine import words
from engine.holders import hours_between
from states.case import Case, Clock
from states.days import day_of
from states.derivations import due_at
from states.terms import Term, text_of
from workflow.clocks import anchor_of, longer
from workflow.policy import Policy
from workflow.timescales import Timescale


class Disagreement(msgspec.Struct, frozen=True):
    """Clocks, by id, of which some are late and others not; one clock alone where its two readings differ.

    `late` and `not_late` go by the readings that count. `because`: a sentence with every convention and its date.
    """

    clocks: tuple[str, ...]
    late: tuple[str, ...]
    not_late: tuple[str, ...]
    because: str


def disagreements(case: Case, policy: Policy, now: datetime) -> Iterator[Disagreement]:
    """Where the conventions of one promise disagree at this instant, and where the two readings of one clock do."""
    clocks = [clock for clock in case.clocks.values() if clock.cancelled_at is None and _is_late_or_not(clock)]
    for together in _together(clocks, policy):
        late = tuple(clock.id for clock in together if is_late(clock, now))
        others = tuple(clock.id for clock in together if clock.id not in late)
        if late and others:
            ended = together[0].stopped_at is not None
            because = _sentence(_conventions(together, late, policy), ended)
            yield Disagreement(tuple(clock.id for clock in together), late, others, because)
    for clock in clocks:
        yield from _two_readings(clock, policy, now)


def is_late(clock: Clock, now: datetime) -> bool:
    """Stopped late, breached, or running past its deadline."""
    return clock.late or clock.overdue(now)


def _is_late_or_not(clock: Clock) -> bool:
    """A minimum is broken only by acting early, and what is told in bands is neither late nor in time."""
    return not clock.terms.at_least and not clock.terms.bands


def took(clock: Clock, policy: Policy, now: datetime) -> dict[str, Any] | None:
    """How long after what it is counted from it ended, or now is; None where that day has not come.

    In working days, the first day not counted, and in elapsed hours where it is counted from an instant.
    """
    since, until = anchor_of(clock.anchor), clock.stopped_at or clock.cancelled_at or now
    instant = since if isinstance(since, datetime) else None
    begun = day_of(since) if isinstance(since, datetime) else since
    if begun > day_of(until) or (instant is not None and instant > until):
        return None
    return {
        "from": clock.anchor,
        "working_days": policy.calendar.working_days_between(begun, day_of(until)),
        "hours": hours_between(instant, until) if instant else None,
    }


def _together(clocks: Iterable[Clock], policy: Policy) -> Iterator[list[Clock]]:
    """Clocks of different timescales that the same moves stop, for the same party or action, in the same round."""
    groups: dict[tuple[Any, ...], dict[str, Clock]] = {}
    for clock in clocks:
        timescale = policy.pathway.timescales.get(clock.timescale)
        if timescale is not None:
            whose = clock.id.partition("#")[0].partition(":")[2]
            key = (_stopping_moves(timescale, policy), whose, clock.stopped_by if clock.stopped_at else 0)
            groups.setdefault(key, {})[clock.timescale] = clock
    yield from (list(group.values()) for group in groups.values() if len(group) > 1)


def _stopping_moves(timescale: Timescale, policy: Policy) -> frozenset[tuple[str, str]]:
    """The ways (move, step it enters) that keep the promise, whether the pack names the move or the step."""
    ways = ((move, "" if source == target else target) for move, source, target in policy.edges)
    return frozenset((move, step) for move, step in ways if move in timescale.stops or step in timescale.stops)


def _two_readings(clock: Clock, policy: Policy, now: datetime) -> Iterator[Disagreement]:
    also = clock.terms.also
    if also is None:
        return
    added, anchor = clock.paused + clock.extended, anchor_of(clock.anchor)
    due = due_at(longer(also, added), anchor, policy.calendar)
    other = (clock.stopped_at or clock.suspended_at or now) > due
    ours = is_late(clock, now)
    if ours == other:
        return
    ended = clock.stopped_at is not None
    title = policy.pathway.timescales[clock.timescale].title
    said = (
        (f"By “{title}” read as {_dated(clock.terms.within, clock, clock.due_at)},", ours),
        (f"read as {_dated(also, clock, due)},", other),
    )
    late, not_late = ((clock.id,), ()) if ours else ((), (clock.id,))
    yield Disagreement((clock.id,), late, not_late, _sentence(said, ended))


def _conventions(clocks: Iterable[Clock], late: Collection[str], policy: Policy) -> Iterator[tuple[str, bool]]:
    """Each clock's own convention in words, and whether it is late by it."""
    for place, clock in enumerate(clocks):
        timescale = policy.pathway.timescales[clock.timescale]
        unsure = {"high": "", "unconfirmed": "unconfirmed ", "proposed": "suggested "}[clock.terms.confidence]
        term = _dated(clock.terms.within, clock, clock.due_at)
        by = "By" if place == 0 else "by"
        yield f"{by} “{timescale.title}” ({unsure}{clock.terms.kind}, {term})", clock.id in late


def _dated(term: Term, clock: Clock, due: datetime) -> str:
    """15 working days after Mon 12 Jan 2026, due Mon 2 Feb 2026."""
    anchor = anchor_of(clock.anchor)
    if term.unit == "hours" and isinstance(anchor, datetime):
        return f"{text_of(term)} after {words.moment(anchor)}, due {words.moment(due)}"
    if (term.unit, term.amount, term.count_from) == ("calendar_days", 1, "include_trigger") and not term.from_day:
        return f"on the day that was given, {words.day(day_of(due))}"
    begun = words.day(day_of(anchor) if isinstance(anchor, datetime) else anchor)
    how = (
        f"from {begun} on"
        if term.count_from == "include_trigger"
        else f"{'before' if term.before else 'after'} {begun}"
    )
    return f"{text_of(term)} {how}, due {words.day(day_of(due))}"


def _sentence(said: Iterable[tuple[str, bool]], ended: bool) -> str:
    verb = "was" if ended else "is"
    return "; ".join(f"{convention} it {verb} {'late' if late else 'in time'}" for convention, late in said) + "."
