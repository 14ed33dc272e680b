"""Bells: the instants at which rules and ladders may change by time alone, and the alerts that climb when one rings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from rules.alerts import RuleBook, tell
from rules.features import OF_A_CLOCK, SINCE, TIMED
from rules.lately import Lately
from rules.model import Delay, Rule
from rules.model import Within as Range
from states.calendars import Calendar
from states.case import Alert, Case, Clock
from states.days import day_of, start_of
from states.facts import AlertPassedUp
from workflow.passing import A_MOMENT
from workflow.policy import Policy


class Bells:
    """When a case's rules and ladders may change, by one book of rules and one calendar."""

    def __init__(self, book: RuleBook, calendar: Calendar) -> None:
        thresholds = dict.fromkeys(_thresholds(book.rules))
        self._book = book
        self._calendar = calendar
        self._of_case = tuple((SINCE[name], days) for name, days in thresholds if name not in OF_A_CLOCK)
        self._of_clock = tuple((name, days) for name, days in thresholds if name in OF_A_CLOCK)
        self._crossings = Lately(self._crossings_of)
        self._climbing = Lately(self._climbs_at)

    def next(self, case: Case, after: datetime) -> datetime | None:
        """The first of them; of those at which features change, the first later than `after`."""
        found: list[datetime] = []
        for key, alert in case.alerts.items():
            if alert.cleared_at is None and (climbs := self._climbing(key, alert)) is not None:
                found.append(climbs)
        for name, clock in case.clocks.items():
            for bell in self._crossings(name, clock):
                if bell > after:
                    found.append(bell)
                    break
        for since, days in self._of_case:
            begun = since(case)
            if begun is not None and (bell := _start_of_day(begun, days, self._calendar)) > after:
                found.append(bell)
        return min(found, default=None)

    def passed_up(
        self, case: Case, bell: datetime, policy: Policy, common: Mapping[str, Any]
    ) -> Iterator[AlertPassedUp]:
        """The alerts that go one rung higher when this bell rings."""
        for key, alert in case.alerts.items():
            if alert.cleared_at is None and self._climbing(key, alert) == bell:
                rung = self._book.by_name[alert.rule].ladder[alert.rung]
                yield AlertPassedUp(key=key, rung=alert.rung + 1, tell=tell(rung.tell, case, policy), **common)

    def _crossings_of(self, clock: Clock) -> tuple[datetime, ...]:
        """The instants, earliest first, at which a clock's features change; a reminder's day goes by unbroken."""
        found = {
            _start_of_day(clock.due_at, days, self._calendar)
            for feature, days in self._of_clock
            if feature == "over" or clock.running
        }
        if clock.running and not clock.terms.expires:
            found.add(clock.due_at + A_MOMENT)
        return tuple(sorted(found))

    def _climbs_at(self, alert: Alert) -> datetime | None:
        """When a standing alert goes higher unless something happens first; an acknowledgement that runs out counts
        as none."""
        rule = self._book.by_name[alert.rule]
        if alert.rung >= len(rule.ladder):
            return None
        if alert.acknowledged_at is None:
            return _later(alert.moved_at, rule.ladder[alert.rung].after, self._calendar)
        if rule.acknowledged_for is None:
            return None
        return _later(alert.acknowledged_at, rule.acknowledged_for, self._calendar)


def _thresholds(rules: Sequence[Rule]) -> Iterator[tuple[str, int]]:
    """(feature, working days from what it is counted from) for every value at which some rule may change its answer."""
    for rule in rules:
        for condition in rule.when:
            if condition.feature not in TIMED or not isinstance(condition, Range):
                continue
            onwards = -1 if condition.feature == "left" else 1
            for bound, step in ((condition.at_least, min(onwards, 0)), (condition.at_most, max(onwards, 0))):
                if bound is not None:
                    yield condition.feature, onwards * (bound + step)


@lru_cache(maxsize=16_384)
def _start_of_day(since: datetime, days: int, calendar: Calendar) -> datetime:
    """The start of the day in London so many working days after the day of `since`."""
    return start_of(calendar.add_working_days(day_of(since), days))


def _later(instant: datetime, delay: Delay, calendar: Calendar) -> datetime:
    """Elapsed hours, or the start of the day so many working days on; what begins on a weekend waits for Monday."""
    if delay.unit == "hours":
        return instant + timedelta(hours=delay.amount)
    first = calendar.next_working_day(day_of(instant))
    return start_of(calendar.add_working_days(first, delay.amount))
