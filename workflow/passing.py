"""What time alone does to clocks: a warning point passes, a deadline passes. It never moves a case."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from states.case import Case, Clock
from states.facts import AnyFact, DeadlineBreached, DeadlineNeared
from workflow.clocks import resumed
from workflow.policy import Policy

A_MOMENT = timedelta(microseconds=1)
"""A deadline is the last moment on time: it has passed one microsecond later."""


def bells(case: Case) -> Iterator[datetime]:
    """The instants at which a running clock changes by time alone, and has not yet."""
    for clock in case.clocks.values():
        if not clock.running or clock.breached:
            continue
        if clock.suspended_until is not None:
            yield clock.suspended_until + A_MOMENT
            continue
        warns = _warns_at(clock)
        if warns is not None:
            yield warns
        if clock.terms.expires:
            yield clock.due_at + A_MOMENT


def passed(case: Case, bell: datetime, policy: Policy, common: dict[str, Any]) -> Iterator[AnyFact]:
    """What becomes true when this bell rings; `at` is the instant itself, for a breach the deadline."""
    for clock in case.clocks.values():
        if not clock.running or clock.breached:
            continue
        if clock.suspended_until is not None:
            if clock.suspended_until + A_MOMENT == bell:
                yield from resumed(clock, clock.suspended_until, policy, {**common, "at": clock.suspended_until})
            continue
        if clock.terms.expires and clock.due_at + A_MOMENT == bell:
            yield DeadlineBreached(clock=clock.id, **{**common, "at": clock.due_at})
        elif _warns_at(clock) == bell:
            yield DeadlineNeared(clock=clock.id, **{**common, "at": bell})


def _warns_at(clock: Clock) -> datetime | None:
    """A clock that begins inside its warning time warns at once; one received late has nothing left to warn of."""
    if clock.neared or clock.near_at is None or clock.received_late:
        return None
    return max(clock.near_at, clock.started_at)
