"""Features: the small typed values of a case that rules see. Never an identity, never a sealed text.

Of the case: `step`, `finished`, `holder`, `party`, `told`, `step-working-days`, `held-working-days`,
`quiet-working-days`, `record.<field>`, `taken.<move>`, `clock.<timescale>`, `reason.<timescale>`.
`told` is yes once anything is recorded of how the present holder was told, and no until then; a post that took the pen
itself has no such feature. A timescale with several clocks has a reason `missing` as long as one of them has.
Of each clock, beside those: `clock`, `timescale`, `kind`, `counts`, `left`, `over`, `reason`, `received`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from rules.model import Feature, scalar
from states.case import NO_CASE, Case, Clock
from states.days import day_of, start_of
from workflow.answers import readable
from workflow.policy import Policy

CASE_FEATURES = (
    "step",
    "finished",
    "holder",
    "party",
    "told",
    "step-working-days",
    "held-working-days",
    "quiet-working-days",
)
CLOCK_FEATURES = ("clock", "timescale", "kind", "counts", "left", "over", "reason", "received")
CLOCK_STATES = ("running", "near", "breached", "met", "late", "suspended", "cancelled", "passed")
"""A clock's status, or `passed` for a reminder whose day has gone by: that is nobody's breach."""


class Scope(NamedTuple):
    """What a rule is evaluated on: the case (`about` empty) or one clock."""

    about: str
    features: Mapping[str, Feature]


class _Told(NamedTuple):
    """What rules see of a clock, whether they look at the case or at the clock itself."""

    state: str
    reason: str


def scopes(case: Case, now: datetime, policy: Policy) -> Iterator[Scope]:
    """The features of the case at an instant, and those of each of its clocks."""
    told = {clock.id: _Told(_state(clock, now), _reason(clock)) for clock in case.clocks.values()}
    of_case = _of_case(case, now, policy, told)
    yield Scope("", of_case)
    for clock in case.clocks.values():
        yield Scope(clock.id, {**of_case, **_of_clock(clock, now, policy, told[clock.id])})


def crossing(case: Case, about: str, feature: str, value: int, policy: Policy) -> datetime | None:
    """When a feature that only time changes first has this value: the start of a day in London."""
    since = _counted_from(case, about, feature)
    if since is None:
        return None
    onwards = -value if feature == "left" else value
    return start_of(policy.calendar.add_working_days(day_of(since), onwards))


def _counted_from(case: Case, about: str, feature: str) -> datetime | None:
    """None where nothing is counted (any more)."""
    if about:
        clock = case.clocks[about]
        return clock.due_at if feature == "over" or (feature == "left" and clock.running) else None
    return _since(case).get(feature)


def _since(case: Case) -> Mapping[str, datetime | None]:
    """The working days that a case's features count, and from when."""
    return {
        "step-working-days": case.step_since,
        "held-working-days": case.handed_over.at,
        "quiet-working-days": case.recorded_at,
    }


OF_A_CLOCK = frozenset({"left", "over"})
TIMED = OF_A_CLOCK | _since(NO_CASE).keys()
"""The features that change while nobody does anything."""


def _of_case(case: Case, now: datetime, policy: Policy, told: Mapping[str, _Told]) -> dict[str, Feature]:
    calendar = policy.calendar
    today = day_of(now)
    found: dict[str, Feature] = {
        "step": case.step,
        "finished": policy.pathway.steps[case.step].finished,
        "holder": case.holder.role,
        "party": case.holder_party,
    }
    if not case.handed_over.to_itself:
        found["told"] = case.handed_over.told
    for feature, since in _since(case).items():
        if since is not None:
            found[feature] = calendar.working_days_between(day_of(since), today)
    for name, value in readable(case.record).items():
        if isinstance(value, str | int):
            found[f"record.{name}"] = scalar(value)
    found.update((f"taken.{taken.move}", True) for taken in case.taken)
    for clock in case.clocks.values():
        found[f"clock.{clock.timescale}"], reason = told[clock.id]
        if reason and found.get(f"reason.{clock.timescale}") != "missing":
            found[f"reason.{clock.timescale}"] = reason
    return found


def _of_clock(clock: Clock, now: datetime, policy: Policy, told: _Told) -> dict[str, Feature]:
    today, last = day_of(now), day_of(clock.due_at)
    found: dict[str, Feature] = {
        "clock": told.state,
        "timescale": clock.timescale,
        "kind": clock.terms.kind,
        "counts": clock.terms.counts,
        "received": "late" if clock.received_late else "in-time",
    }
    if clock.running and now <= clock.due_at:
        found["left"] = policy.calendar.working_days_between(today, last)
    if clock.late or clock.overdue(now):
        found["over"] = policy.calendar.working_days_between(last, today)
    if told.reason:
        found["reason"] = told.reason
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
