"""Which rules hold at a moment: only the features that some rule reads are looked up, and each answer is remembered."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from rules.engines import engine_for
from rules.features import Moment, SeenClock, of_case, of_clock
from rules.lately import MOST
from rules.limits import REMEMBERED
from rules.model import Feature, Rule

Holding = Callable[..., tuple[str, ...]]
"""The names, sorted, of the rules that hold where features have these values, one after another; None is none."""


class CaseRules:
    """Rules about a case as a whole."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        lookups = {name: look for name in features_read(rules) if (look := of_case(name))}
        self._lookups = tuple(lookups.values())
        self._holding = _remembered(rules, tuple(lookups))

    def holding(self, moment: Moment) -> tuple[str, ...]:
        """The names, sorted, of the rules that hold."""
        return self._holding(*[look(moment) for look in self._lookups])


class ClockRules:
    """Rules about each clock of a case."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        names = features_read(rules)
        shared = {name: look for name in names if (look := of_case(name))}
        own = {name: look_at for name in names if (look_at := of_clock(name))}
        self._any = bool(rules)
        self._counts_down = "left" in own
        self._shared, self._own = tuple(shared.values()), tuple(own.values())
        self._holding = _remembered(rules, (*shared, *own))
        self._lately: dict[str, tuple[SeenClock, bool, list[tuple[type, Feature | None]], tuple[str, ...]]] = {}

    def holding(self, moment: Moment) -> list[tuple[str, str]]:
        """(rule, clock) for each rule that holds of a clock, clock by clock, the names sorted."""
        if not self._any:
            return []
        shared = [look(moment) for look in self._shared]
        typed = [(type(value), value) for value in shared]
        return [
            (rule, each.clock.id) for each in moment.clocks for rule in self._holding_of(each, moment, shared, typed)
        ]

    def _holding_of(
        self,
        each: SeenClock,
        moment: Moment,
        shared: list[Feature | None],
        typed: list[tuple[type, Feature | None]],
    ) -> tuple[str, ...]:
        """A clock whose features do not count days now has the same answer from day to day."""
        overdue = each.overdue(moment.now)
        known = self._lately.get(each.clock.id)
        if known is not None and known[0] is each and known[1] is overdue and known[2] == typed:
            return known[3]
        found = self._holding(*shared, *[look(each, moment) for look in self._own])
        if not (overdue or each.late or (each.running and self._counts_down)):
            if len(self._lately) >= MOST:
                self._lately.clear()
            self._lately[each.clock.id] = each, overdue, typed, found
        return found


def features_read(rules: Sequence[Rule]) -> tuple[str, ...]:
    """The features that some rule asks for, in order; those that no case can have are among them."""
    return tuple(sorted({one.feature for rule in rules for one in rule.when}))


def _remembered(rules: Sequence[Rule], names: tuple[str, ...]) -> Holding:
    """Told apart by type as well: in Python `True == 1`, in a rule a flag is never a number."""
    evaluator = engine_for(tuple(rules))

    def asked(*values: Feature | None) -> tuple[str, ...]:
        return evaluator({name: value for name, value in zip(names, values, strict=True) if value is not None})

    return lru_cache(maxsize=REMEMBERED, typed=True)(asked)
