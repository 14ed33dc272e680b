"""What a rule means, in plain Python: the reference that every other engine must agree with."""

from collections.abc import Sequence
from typing import assert_never

from rules.model import Absent, Condition, Feature, Features, Is, Not, OneOf, Present, Rule, Within


def evaluate(rules: Sequence[Rule], features: Features) -> tuple[str, ...]:
    """The names, sorted and each once, of the rules whose every condition holds."""
    return tuple(sorted({rule.name for rule in rules if all(holds(one, features) for one in rule.when)}))


def holds(condition: Condition, features: Features) -> bool:
    """Whether one condition holds; of a feature that is not there, only `Absent` does."""
    if condition.feature not in features:
        return isinstance(condition, Absent)
    value = features[condition.feature]
    match condition:
        case Is():
            return same(value, condition.value)
        case OneOf():
            return any(same(value, one) for one in condition.values)
        case Not():
            return not same(value, condition.value)
        case Within():
            return within(value, condition)
        case Present():
            return True
        case Absent():
            return False
    assert_never(condition)


def same(one: Feature, other: Feature) -> bool:
    """Equal and of one type: in Python `True == 1`, in a rule a flag is never a number."""
    return type_of(one) == type_of(other) and one == other


def type_of(value: Feature) -> str:
    """`flag`, `number` or `text`."""
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, int) else "text"


def within(value: Feature, bounds: Within) -> bool:
    """A whole number between the bounds; anything else never is."""
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return (bounds.at_least is None or value >= bounds.at_least) and (bounds.at_most is None or value <= bounds.at_most)
