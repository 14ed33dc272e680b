"""Alerts: raised once for each cause, passed up a ladder while nobody takes them on, cleared when the cause goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from rules.engines import Evaluator, engine_for
from rules.features import OF_A_CLOCK, TIMED, crossing, scopes
from rules.model import Delay, Rule
from rules.model import Tell as Told
from rules.model import Within as Range
from states.case import Alert, Case
from states.days import day_of, start_of
from states.facts import AlertCleared, AlertPassedUp, AlertRaised, AnyFact, Tell
from workflow.passing import A_MOMENT
from workflow.policy import Policy


@dataclass(frozen=True)
class RuleBook:
    """The rules of one pathway in one edition, ready to be asked."""

    rules: tuple[Rule, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """Each rule by its name."""
        return {rule.name: rule for rule in self.rules}

    @cached_property
    def of_case(self) -> Evaluator:
        """The rules about a case as a whole."""
        return engine_for(tuple(rule for rule in self.rules if rule.each == "case"))

    @cached_property
    def of_clock(self) -> Evaluator:
        """The rules about each clock."""
        return engine_for(tuple(rule for rule in self.rules if rule.each == "clock"))

    @cached_property
    def thresholds(self) -> tuple[tuple[str, int], ...]:
        """(feature, value) for every value of a timed feature at which some rule may change its answer."""
        return tuple(dict.fromkeys(_thresholds(self.rules)))


def alert_facts(
    case: Case, now: datetime, book: RuleBook, policy: Policy, common: Mapping[str, Any]
) -> Iterator[AnyFact]:
    """Which alerts begin and end, given the case as it is at an instant."""
    standing = {(alert.rule, alert.about): alert for alert in case.alerts.values() if alert.state != "cleared"}
    causes: list[tuple[str, str]] = []
    for scope in scopes(case, now, policy):
        fired = (book.of_clock if scope.about else book.of_case)(scope.features)
        causes.extend((rule, scope.about) for rule in fired)
    for cause, alert in standing.items():
        if cause not in causes:
            yield AlertCleared(key=alert.key, because="cause-gone", **common)
    for rule, about in causes:
        if (rule, about) not in standing:
            yield AlertRaised(
                key=_unused(rule, about, case),
                rule=rule,
                about=about,
                tell=_tell(book.by_name[rule].tell, case, policy),
                severity=book.by_name[rule].severity,
                **common,
            )


def passed_up(
    case: Case, bell: datetime, book: RuleBook, policy: Policy, common: Mapping[str, Any]
) -> Iterator[AnyFact]:
    """The alerts that go one rung higher when this bell rings."""
    for alert in case.alerts.values():
        if _climbs_at(alert, book, policy) == bell:
            rung = book.by_name[alert.rule].ladder[alert.rung]
            yield AlertPassedUp(key=alert.key, rung=alert.rung + 1, tell=_tell(rung.tell, case, policy), **common)


def bells(case: Case, after: datetime, book: RuleBook, policy: Policy) -> Iterator[datetime]:
    """The instants at which rules or ladders may change by time alone; those of features only later than `after`."""
    for alert in case.alerts.values():
        climbs = _climbs_at(alert, book, policy)
        if climbs is not None:
            yield climbs
    for feature, value in book.thresholds:
        for about in case.clocks if feature in OF_A_CLOCK else ("",):
            bell = crossing(case, about, feature, value, policy)
            if bell is not None and bell > after:
                yield bell
    for clock in case.clocks.values():
        if clock.running and not clock.terms.expires and clock.due_at + A_MOMENT > after:
            yield clock.due_at + A_MOMENT


def _thresholds(rules: Sequence[Rule]) -> Iterator[tuple[str, int]]:
    for rule in rules:
        for condition in rule.when:
            if condition.feature not in TIMED or not isinstance(condition, Range):
                continue
            onwards = -1 if condition.feature == "left" else 1
            for bound, step in ((condition.at_least, min(onwards, 0)), (condition.at_most, max(onwards, 0))):
                if bound is not None:
                    yield condition.feature, bound + step


def _climbs_at(alert: Alert, book: RuleBook, policy: Policy) -> datetime | None:
    """When the alert goes higher unless something happens first; an acknowledgement that runs out counts as none."""
    if alert.cleared_at is not None:
        return None
    rule = book.by_name[alert.rule]
    if alert.rung >= len(rule.ladder):
        return None
    if alert.acknowledged_at is None:
        return _later(alert.moved_at, rule.ladder[alert.rung].after, policy)
    if rule.acknowledged_for is None:
        return None
    return _later(alert.acknowledged_at, rule.acknowledged_for, policy)


def _later(instant: datetime, delay: Delay, policy: Policy) -> datetime:
    """Elapsed hours, or the start of the day so many working days on; what begins on a weekend waits for Monday."""
    if delay.unit == "hours":
        return instant + timedelta(hours=delay.amount)
    first = policy.calendar.next_working_day(day_of(instant))
    return start_of(policy.calendar.add_working_days(first, delay.amount))


def _tell(told: Told, case: Case, policy: Policy) -> Tell:
    """Whoever that is in this case; where no agency stands as that party, the partnership itself is told."""
    if told.role == "holder":
        return Tell(case.holder.role, case.holder_party, case.holder.agency)
    party = told.party or ""
    return Tell(told.role, party, case.parties.get(party, policy.partnership.own_agency))


def _unused(rule: str, about: str, case: Case) -> str:
    base = f"{rule}/{about}" if about else rule
    earlier = sum(1 for alert in case.alerts.values() if (alert.rule, alert.about) == (rule, about))
    return base if not earlier else f"{base}!{earlier + 1}"
