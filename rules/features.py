"""Features: the small typed values of a case that rules see. Never an identity, never a sealed text.

Of the case: `step`, `finished`, `holder`, `party`, `told`, `step-working-days`, `held-working-days`,
`quiet-working-days`, `record.<field>`, `differs.<field>`, `lowered.<field>`, `highest.<field>`, `taken.<move>`,
`clock.<timescale>`, `reason.<timescale>`.
`told` is yes once anything is recorded of how the present holder was told, and no until then; a post that took the pen
itself has no such feature. Of a field kept one for each agency: `differs` from the second agency on that has answered;
from the first `lowered`, which is yes where the latest answer of any is lower than its own before, and `highest`, the
highest of the latest answers. A timescale with several clocks has a reason `missing` as long as one of them has.
Of each clock, beside those: `clock`, `timescale`, `kind`, `counts`, `left`, `over`, `reason`, `received`.
Each is looked up alone, so that nothing is worked out that no rule reads.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import msgspec

from rules.model import Feature, scalar
from states.case import Case, Clock
from states.days import day_of
from workflow.answers import readable
from workflow.kept import differ, highest, lowered
from workflow.policy import Policy

CLOCK_STATES = ("running", "near", "breached", "met", "late", "suspended", "cancelled", "passed")
"""A clock's status, or `passed` for a reminder whose day has gone by: that is nobody's breach."""


class SeenClock(msgspec.Struct, frozen=True):
    """What rules see of a clock as long as nobody does anything about it. `lapses`: it can still become overdue."""

    clock: Clock
    due_on: date
    state: str
    reason: str
    running: bool
    late: bool
    lapses: bool

    def overdue(self, now: datetime) -> bool:
        """Whether its deadline has passed now, noticed or not."""
        return self.lapses and now > self.clock.due_at

    def state_at(self, now: datetime) -> str:
        """One of CLOCK_STATES, or a band."""
        return "passed" if self.overdue(now) and not self.clock.terms.counts else self.state


def seen(clock: Clock) -> SeenClock:
    """What rules see of a clock."""
    lapses = clock.running and clock.suspended_at is None and not clock.terms.at_least
    state = clock.band or clock.status
    return SeenClock(clock, day_of(clock.due_at), state, _reason(clock), clock.running, clock.late, lapses)


class Moment(NamedTuple):
    """A case at an instant; `today` is its day in London."""

    case: Case
    clocks: Sequence[SeenClock]
    now: datetime
    today: date
    policy: Policy


OfCase = Callable[[Moment], Feature | None]
OfClock = Callable[[SeenClock, Moment], Feature | None]
"""How one feature is looked up; None where the case, or the clock, has no such feature now."""


def _finished(moment: Moment) -> Feature:
    return moment.policy.pathway.steps[moment.case.step].finished


def _told(moment: Moment) -> Feature | None:
    handed_over = moment.case.handed_over
    return None if handed_over.to_itself else handed_over.told


SINCE: Mapping[str, Callable[[Case], datetime | None]] = {
    "step-working-days": lambda case: case.step_since,
    "held-working-days": lambda case: case.handed_over.at,
    "quiet-working-days": lambda case: case.recorded_at,
}
"""The working days that a case's features count, and from when; None where nothing is counted yet."""


def _working_days(since: Callable[[Case], datetime | None]) -> OfCase:
    def passed(moment: Moment) -> Feature | None:
        begun = since(moment.case)
        return None if begun is None else moment.policy.calendar.working_days_between(day_of(begun), moment.today)

    return passed


_OF_CASE: Mapping[str, OfCase] = {
    "step": lambda moment: moment.case.step,
    "finished": _finished,
    "holder": lambda moment: moment.case.holder.role,
    "party": lambda moment: moment.case.holder_party,
    "told": _told,
    **{name: _working_days(since) for name, since in SINCE.items()},
}


def _recorded(field: str) -> OfCase:
    """An answer; of an attendance, as `meeting.police`, how that partner took part."""
    asked = field.partition(".")[0]

    def answer(moment: Moment) -> Feature | None:
        record = moment.case.record
        if asked not in record:
            return None
        value = record[field] if asked == field else readable({asked: record[asked]}).get(field)
        return _as_meant(value) if isinstance(value, str) else value if isinstance(value, int) else None

    return answer


_as_meant = lru_cache(maxsize=1024)(scalar)


def _differs(field: str) -> OfCase:
    return lambda moment: differ(field, moment.case, moment.policy.pathway)


def _lowered(field: str) -> OfCase:
    return lambda moment: lowered(field, moment.case, moment.policy.pathway)


def _highest(field: str) -> OfCase:
    def answer(moment: Moment) -> Feature | None:
        found = highest(field, moment.case, moment.policy.pathway)
        return None if found is None else _as_meant(found)

    return answer


OF_KEPT: Mapping[str, Callable[[str], OfCase]] = {"differs": _differs, "lowered": _lowered, "highest": _highest}
"""What rules see of a field that is kept one for each agency."""


def _taken(move: str) -> OfCase:
    return lambda moment: any(taken.move == move for taken in moment.case.taken) or None


def _state_of(timescale: str) -> OfCase:
    """That of its latest clock."""

    def state(moment: Moment) -> Feature | None:
        own = [each for each in moment.clocks if each.clock.timescale == timescale]
        return own[-1].state_at(moment.now) if own else None

    return state


def _reason_of(timescale: str) -> OfCase:
    """`missing` as long as one of its clocks has that."""

    def reason(moment: Moment) -> Feature | None:
        own = [each.reason for each in moment.clocks if each.clock.timescale == timescale and each.reason]
        return None if not own else "missing" if "missing" in own else own[-1]

    return reason


_NAMED: Mapping[str, Callable[[str], OfCase]] = {
    "record": _recorded,
    **OF_KEPT,
    "taken": _taken,
    "clock": _state_of,
    "reason": _reason_of,
}


def _left(each: SeenClock, moment: Moment) -> Feature | None:
    if not each.running or moment.now > each.clock.due_at:
        return None
    return moment.policy.calendar.working_days_between(moment.today, each.due_on)


def _over(each: SeenClock, moment: Moment) -> Feature | None:
    if not each.late and not each.overdue(moment.now):
        return None
    return moment.policy.calendar.working_days_between(each.due_on, moment.today)


_OF_CLOCK: Mapping[str, OfClock] = {
    "clock": lambda each, moment: each.state_at(moment.now),
    "timescale": lambda each, _: each.clock.timescale,
    "kind": lambda each, _: each.clock.terms.kind,
    "counts": lambda each, _: each.clock.terms.counts,
    "left": _left,
    "over": _over,
    "reason": lambda each, _: each.reason or None,
    "received": lambda each, _: "late" if each.clock.received_late else "in-time",
}

CASE_FEATURES = tuple(_OF_CASE)
CLOCK_FEATURES = tuple(_OF_CLOCK)
OF_A_CLOCK = frozenset({"left", "over"})
TIMED = OF_A_CLOCK | SINCE.keys()
"""The features that change while nobody does anything."""


def of_case(name: str) -> OfCase | None:
    """How a feature of the case is looked up; None for a name that no case has."""
    prefix, _, rest = name.partition(".")
    return _NAMED[prefix](rest) if rest and prefix in _NAMED else _OF_CASE.get(name)


def of_clock(name: str) -> OfClock | None:
    """How a feature of each clock is looked up; None for a name that no clock has."""
    return _OF_CLOCK.get(name)


def _reason(clock: Clock) -> str:
    """`missing` or `given` where a promise that counts was broken."""
    if not clock.wants_reason or not (clock.terms.counts or clock.terms.bands):
        return ""
    return "given" if clock.reason else "missing"
