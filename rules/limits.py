"""How much durable-rules can be trusted with, well inside the points where it was seen to fail.

It crashes or hangs, or answers wrongly, at 512 conditions under one parent, at 256 uses of one condition, at 64
conditions of one fact that hold at once, with a text of 64 KiB, with a whole number beyond 64 bits, and refuses a rule
over more than 16 facts.
"""

import json
from collections.abc import Iterable, Iterator

from rules.model import Condition, Feature, Is, Not, OneOf, Rule, Within

RULES = 60
"""Rules in one handle."""
KINDS = 200
"""Kinds of fact in one handle, and so facts in one evaluation: other facts are not shown to it."""
VALUES = 60
"""Conditions on one kind of fact in one handle."""
CONDITIONS = 15
"""Conditions in one rule: the canary is the sixteenth fact."""
TEXT = 60_000
"""Length of a text as it is written for the engine, in bytes: every character in ASCII."""
NUMBERS = range(-(2**63), 2**63)
_WIDEST = 12  # bytes that one character can take
REMEMBERED = 4096
"""Feature sets whose answer one rule set remembers."""


def too_much(rule: Rule) -> str | None:
    """Why the engine cannot be trusted with this rule, as the end of a sentence; None where it can."""
    if len(rule.when) > CONDITIONS:
        return f"it has {len(rule.when)} conditions, and {CONDITIONS} is the most"
    for one in rule.when:
        if weight(one) > VALUES:
            return f"it names {weight(one) - 1} values of {one.feature}, and {VALUES - 1} is the most"
        if not all(map(fits, _constants(one))):
            return f"it compares {one.feature} with a text or a number that is too long"
    return None


def parted(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    """The rules in order, in as few runs as keep each run's rules, kinds and conditions per kind within limits."""
    part: list[Rule] = []
    load: dict[str, int] = {}
    for rule in rules:
        own = {one.feature: weight(one) for one in rule.when}
        heavier = load | {kind: load.get(kind, 0) + conditions for kind, conditions in own.items()}
        if part and (len(part) == RULES or len(heavier) > KINDS or max(heavier.values(), default=0) > VALUES):
            yield part
            part, heavier = [], own
        part, load = [*part, rule], heavier
    yield part


def weight(condition: Condition) -> int:
    """How many conditions of the engine one condition of ours becomes."""
    if isinstance(condition, OneOf):
        return len(condition.values) + 1
    return 2 if isinstance(condition, Within) else 1


def fits(value: Feature) -> bool:
    """Whether the engine tells this value from every other."""
    if isinstance(value, bool):
        return True
    if isinstance(value, int):
        return int(value) in NUMBERS
    return len(value) * _WIDEST < TEXT or len(json.dumps(value)) < TEXT


def _constants(condition: Condition) -> tuple[Feature, ...]:
    match condition:
        case Is(value=value) | Not(value=value):
            return (value,)
        case OneOf(values=values):
            return values
        case Within(at_least=at_least, at_most=at_most):
            return tuple(bound for bound in (at_least, at_most) if bound is not None)
        case _:
            return ()
