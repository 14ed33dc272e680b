"""What is wrong with the rules of a pack, found when it loads: everything at once, and never raised."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rules.evaluate import same, type_of, within
from rules.limits import too_much
from rules.model import Condition, Feature, Is, Not, OneOf, Rule, Within

Known = type[str] | type[int] | type[bool] | Collection[Feature]
"""What a feature can be: anything of one type, or one of these values."""

_TYPES = {str: "text", int: "number", bool: "flag"}
_CALLED = {"text": "a text", "number": "a whole number", "flag": "yes or no"}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one rule. `field` is `name`, `when`, or `when.` and a feature's name."""

    rule: str
    field: str
    because: str
    remedy: str


def findings(
    rules: Sequence[Rule], of_case: Mapping[str, Known], of_clock: Mapping[str, Known] | None = None
) -> list[Fault]:
    """Every fault of every rule, in the order of the rules.

    `of_case` are the features that every rule can read, `of_clock` those that only a rule about each clock can.
    """
    found: list[Fault] = []
    seen: set[str] = set()
    for rule in rules:
        known = {**of_case, **(of_clock or {})} if rule.each == "clock" else of_case
        if rule.name in seen:
            found.append(Fault(rule.name, "name", "Two rules have this name.", "Give one of them another name."))
        seen.add(rule.name)
        found.extend(_about_whole(rule))
        found.extend(fault for one in rule.when for fault in _about(rule, one, known))
    return found


def _about_whole(rule: Rule) -> Iterator[Fault]:
    if not rule.when:
        yield Fault(rule.name, "when", "It has no condition, so it would always hold.", "Say when it holds.")
    if because := too_much(rule):
        yield Fault(
            rule.name,
            "when",
            f"It is more than the rule engine can be trusted with: {because}.",
            "Say the same with several smaller rules.",
        )


def _about(rule: Rule, condition: Condition, known: Mapping[str, Known]) -> Iterator[Fault]:
    feature, field = condition.feature, f"when.{condition.feature}"
    if feature not in known:
        where = "a case" if rule.each == "case" else "a case or its clocks"
        yield Fault(rule.name, field, f"There is no feature {feature} of {where}.", _instead(feature, known))
        return
    can_be = known[feature]
    match condition:
        case Is(value=value) | Not(value=value):
            yield from _values(rule, field, (value,), can_be)
        case OneOf(values=values):
            yield from _values(rule, field, values, can_be)
        case Within(at_least=int(least), at_most=int(most)) if least > most:
            yield Fault(
                rule.name,
                field,
                f"No number is at least {least} and at most {most}, so it would never hold.",
                "Exchange the two, or leave one out.",
            )
        case Within() if not _reachable(condition, can_be):
            yield Fault(
                rule.name, field, f"{feature} never comes to such a number, so it would never hold.", _says(can_be)
            )
        case _:
            pass


def _values(rule: Rule, field: str, values: Sequence[Feature], can_be: Known) -> Iterator[Fault]:
    for value in values:
        if not _possible(value, can_be):
            feature = field.removeprefix("when.")
            yield Fault(rule.name, field, f"{feature} is never {_shown(value)}.", _says(can_be))


def _possible(value: Feature, can_be: Known) -> bool:
    if isinstance(can_be, type):
        return type_of(value) == _TYPES[can_be]
    return any(same(value, one) for one in can_be)


def _reachable(bounds: Within, can_be: Known) -> bool:
    if isinstance(can_be, type):
        return can_be is int
    return any(within(one, bounds) for one in can_be)


def _says(can_be: Known) -> str:
    if isinstance(can_be, type):
        return f"It is {_CALLED[_TYPES[can_be]]}."
    return f"It is one of: {', '.join(sorted(map(_shown, can_be)))}."


def _shown(value: Feature) -> str:
    """As a pack writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _instead(feature: str, known: Mapping[str, Known]) -> str:
    close = get_close_matches(feature, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"There are: {', '.join(sorted(known))}."
