"""Alerts: raised once for each cause, and cleared when the cause goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from rules.features import Moment, SeenClock, seen
from rules.holding import CaseRules, ClockRules
from rules.lately import Lately
from rules.model import Rule
from rules.model import Tell as Told
from states.case import Case, Clock
from states.days import day_of
from states.facts import AlertCleared, AlertRaised, AnyFact, Tell
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
    def of_case(self) -> CaseRules:
        """The rules about a case as a whole."""
        return CaseRules([rule for rule in self.rules if rule.each == "case"])

    @cached_property
    def of_clock(self) -> ClockRules:
        """The rules about each clock."""
        return ClockRules([rule for rule in self.rules if rule.each == "clock"])

    @cached_property
    def seen(self) -> Lately[Clock, SeenClock]:
        """What rules see of a clock, by the clock's name."""
        return Lately(seen)


def alert_facts(
    case: Case, now: datetime, book: RuleBook, policy: Policy, common: Mapping[str, Any]
) -> Iterator[AnyFact]:
    """Which alerts begin and end, given the case as it is at an instant."""
    standing = {(alert.rule, alert.about): alert for alert in case.alerts.values() if alert.cleared_at is None}
    found = causes(case, now, book, policy)
    for cause, alert in standing.items():
        if cause not in found:
            yield AlertCleared(key=alert.key, because="cause-gone", **common)
    for rule, about in found:
        if (rule, about) not in standing:
            yield AlertRaised(
                key=_unused(rule, about, case),
                rule=rule,
                about=about,
                tell=tell(book.by_name[rule].tell, case, policy),
                severity=book.by_name[rule].severity,
                **common,
            )


def causes(case: Case, now: datetime, book: RuleBook, policy: Policy) -> list[tuple[str, str]]:
    """(rule, clock) of every rule that holds at an instant; no clock where it is about the case."""
    clocks = [book.seen(name, clock) for name, clock in case.clocks.items()]
    moment = Moment(case, clocks, now, day_of(now), policy)
    return [*((rule, "") for rule in book.of_case.holding(moment)), *book.of_clock.holding(moment)]


def tell(told: Told, case: Case, policy: Policy) -> Tell:
    """Whoever that is in this case; where no agency stands as that party, the partnership itself is told."""
    if told.role == "holder":
        return Tell(case.holder.role, case.holder_party, case.holder.agency)
    party = told.party or ""
    return Tell(told.role, party, case.parties.get(party, policy.partnership.own_agency))


def _unused(rule: str, about: str, case: Case) -> str:
    base = f"{rule}/{about}" if about else rule
    earlier = sum(1 for alert in case.alerts.values() if (alert.rule, alert.about) == (rule, about))
    return base if not earlier else f"{base}!{earlier + 1}"
