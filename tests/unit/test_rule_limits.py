"""Rules are put together, and refused, well inside the points where durable-rules fails."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.engines import ENGINE, engine_for
from rules.limits import CONDITIONS, KINDS, RULES, TEXT, VALUES, parted, too_much, weight
from rules.model import Condition, Is, Not, OneOf, Present, Rule, Within
from states.refusals import Refused


def made(name: str, *when: Condition) -> Rule:
    return Rule.model_validate(
        {
            "name": name,
            "title": name,
            "when": when,
            "tell": {"role": "holder"},
            "severity": "warning",
            "source": {"title": "Made up", "confidence": "proposed"},
        }
    )


def within_limits(rules: list[Rule]) -> bool:
    parts = list(parted(rules))
    for part in parts:
        load = Counter(one.feature for rule in part for one in rule.when for _ in range(weight(one)))
        if len(part) > RULES or len(load) > KINDS or max(load.values(), default=0) > VALUES:
            return False
    return [rule for part in parts for rule in part] == rules


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(st.integers(0, 400), unique=True, max_size=CONDITIONS), max_size=150), st.integers(1, VALUES - 1)
)
def test_no_more_rules_are_put_together_than_durable_rules_can_be_trusted_with(
    reads: list[list[int]], values: int
) -> None:
    some = tuple(range(values))
    rules = [made(f"rule-{n}", *(OneOf(feature=f"f-{kind}", values=some) for kind in of)) for n, of in enumerate(reads)]
    assert within_limits(rules)


def test_rules_that_read_much_or_little_are_put_together_in_parts_too() -> None:
    little = [made(f"rule-{n}") for n in range(RULES * 2 + 1)]
    much = [made(f"rule-{n}", *(Present(feature=f"f-{n}-{kind}") for kind in range(CONDITIONS))) for n in range(40)]
    assert within_limits(little)
    assert within_limits(much)


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        (Is(feature="step", value="x" * TEXT), "too long"),
        (Not(feature="step", value="é" * 11_000), "too long"),
        (Within(feature="left", at_most=2**63), "too long"),
        (OneOf(feature="step", values=(1, -(2**63) - 1)), "too long"),
        (OneOf(feature="step", values=tuple(range(VALUES))), "60 values of step, and 59 is the most"),
    ],
    ids=["long text", "long text in ASCII", "big bound", "big number", "many values"],
)
def test_a_rule_that_durable_rules_cannot_be_trusted_with_is_refused_with_the_reason(
    condition: Condition, because: str
) -> None:
    too_large = made("rule", condition)
    assert because in (too_much(too_large) or "")
    if ENGINE == "durable-rules":
        with pytest.raises(Refused, match=because) as refused:
            engine_for([too_large])
        assert refused.value.code == "rule-too-large"


def test_a_rule_of_more_conditions_than_durable_rules_can_hold_together_is_too_large() -> None:
    many = [Present(feature=f"f-{n}") for n in range(CONDITIONS + 1)]
    assert too_much(made("rule", *many)) == "it has 16 conditions, and 15 is the most"
    assert too_much(made("rule", *many[1:])) is None
