"""Features: the small typed values of a case that rules see. Never an identity, never a sealed text.

Of the case: `step`, `finished`, `holder`, `party`, `step-working-days`, `quiet-working-days`, `record.<field>`,
`taken.<move>`, `clock.<timescale>`, `reason.<timescale>`.
Of each clock, beside those: `clock`, `timescale`, `kind`, `counts`, `left`, `over`, `reason`, `received`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from rules.model import Feature, scalar
from states.case import Case, Clock
from states.days import day_of, start_of
from workflow.answers import readable
from workflow.policy import Policy

CASE_FEATURES = ("step", "finished", "holder", "party", "step-working-days", "quiet-working-days")
CLOCK_FEATURES = ("clock", "timescale", "kind", "counts", "left", "over", "reason", "received")
CLOCK_STATES = ("running", "near", "breached", "met", "late", "suspended", "cancelled", "passed")
"""A clock's status, or `passed` for a reminder whose day has gone by: that is nobody's breach."""


class Scope(NamedTuple):
    """What a rule is evaluated on: the case (`about` empty) or one clock."""

    about: str
    features: Mapping[str, Feature]


def scopes(case: Case, now: datetime, policy: Policy) -> Iterator[Scope]:
    """The features of the case at an instant, and those of each of its clocks."""
    of_case = _of_case(case, now, policy)
    yield Scope("", of_case)
    for clock in case.clocks.values():
        yield Scope(clock.id, {**of_case, **_of_clock(clock, now, policy)})


def crossings(case: Case, about: str, feature: str, value: int, policy: Policy) -> Iterator[datetime]:
    """When a feature that only time changes first has this value: the start of a day in London."""
    calendar = policy.calendar
    if feature == "quiet-working-days" and not about and case.recorded_at:
        yield start_of(calendar.add_working_days(day_of(case.recorded_at), value))
    elif feature == "step-working-days" and not about and case.step_since:
        yield start_of(calendar.add_working_days(day_of(case.step_since), value))
    elif about and feature == "left" and case.clocks[about].running:
        yield start_of(calendar.add_working_days(day_of(case.clocks[about].due_at), -value))
    elif about and feature == "over":
        yield start_of(calendar.add_working_days(day_of(case.clocks[about].due_at), value))


TIMED = frozenset({"quiet-working-days", "step-working-days", "left", "over"})
"""The features that change while nobody does anything."""


def _of_case(case: Case, now: datetime, policy: Policy) -> dict[str, Feature]:
    calendar = policy.calendar
    today = day_of(now)
    found: dict[str, Feature] = {
        "step": case.step,
        "finished": policy.pathway.steps[case.step].finished,
        "holder": case.holder.role,
        "party": case.holder_party,
    }
    if case.step_since:
        found["step-working-days"] = calendar.working_days_between(day_of(case.step_since), today)
    if case.recorded_at:
        found["quiet-working-days"] = calendar.working_days_between(day_of(case.recorded_at), today)
    for name, value in readable(case.record).items():
        if isinstance(value, str | int):
            found[f"record.{name}"] = scalar(value)
    found.update((f"taken.{taken.move}", True) for taken in case.taken)
    for clock in case.clocks.values():
        found[f"clock.{clock.timescale}"] = _state(clock, now)
        reason = _reason(clock)
        if reason:
            found[f"reason.{clock.timescale}"] = reason
    return found


def _of_clock(clock: Clock, now: datetime, policy: Policy) -> dict[str, Feature]:
    today, last = day_of(now), day_of(clock.due_at)
    found: dict[str, Feature] = {
        "clock": _state(clock, now),
        "timescale": clock.timescale,
        "kind": clock.terms.kind,
        "counts": clock.terms.counts,
        "received": "late" if clock.received_late else "in-time",
    }
    if clock.running and now <= clock.due_at:
        found["left"] = policy.calendar.working_days_between(today, last)
    if clock.late or clock.overdue(now):
        found["over"] = policy.calendar.working_days_between(last, today)
    reason = _reason(clock)
    if reason:
        found["reason"] = reason
    return found


def _state(clock: Clock, now: datetime) -> str:
    if not clock.terms.counts and clock.overdue(now):
        return "passed"
    return clock.band or clock.status


def _reason(clock: Clock) -> str:
    """`missing` or `given` where a promise that counts was broken."""
    if not clock.wants_reason or not (clock.terms.counts or clock.terms.bands):
        return ""
    return "given" if clock.reason else "missing"
