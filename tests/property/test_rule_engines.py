"""The rule engine in use gives the answers of the reference, whatever the rules and whatever the case."""

import importlib.util
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import engines
from rules.engines import ENGINE, engine_for, engine_name
from rules.evaluate import evaluate
from rules.limits import CONDITIONS, KINDS, TEXT, VALUES
from rules.model import Absent, Condition, Feature, Features, Is, Not, OneOf, Present, Rule, Within

BIGGEST = 2**63 - 1
# Two pairs with one hash (FNV-1a-32), which is all that durable-rules compares of the names of fields.
FEATURES = [
    "step",
    "clock.held",
    "record.form",
    "costarring",
    "liquid",
    "declinate",
    "macallums",
    "left",
    "reason.held",
]
TEXTS = ["", "near", "given", "1", "true", "number 1", "costarring", "liquid", '"', "\\", '\\"', "'", "{}", "\n", "\0"]
NUMBERS = [-(2**63), -1, 0, 1, 2, 3, BIGGEST]

some_text = (
    st.sampled_from(TEXTS) | st.text(max_size=30) | st.sampled_from(["é日本", "\ud800", "x" * 5_000, "é" * 9_000])
)
some_value = some_text | st.booleans() | st.sampled_from(NUMBERS) | st.integers(-3, 12)
too_long = st.sampled_from(["x" * 70_000, "é" * 11_000, BIGGEST + 1, -(10**30)])
some_features = st.dictionaries(st.sampled_from(FEATURES), some_value | too_long, max_size=len(FEATURES))


@st.composite
def conditions(draw: st.DrawFn, feature: str) -> Condition:
    match draw(st.integers(0, 6)):
        case 0:
            return Is(feature=feature, value=draw(some_value))
        case 1:
            return OneOf(feature=feature, values=tuple(draw(st.lists(some_value, min_size=1, max_size=6))))
        case 2:
            return Not(feature=feature, value=draw(some_value))
        case 3:
            return Present(feature=feature)
        case 4:
            return Absent(feature=feature)
        case 5:
            return Within(feature=feature, at_least=draw(st.sampled_from(NUMBERS)))
        case _:
            return Within(feature=feature, at_least=draw(st.integers(-3, 3)), at_most=draw(st.sampled_from(NUMBERS)))


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


@st.composite
def rule_sets(draw: st.DrawFn) -> tuple[Rule, ...]:
    chosen = st.lists(st.sampled_from(FEATURES), unique=True, max_size=draw(st.sampled_from([2, 4, len(FEATURES)])))
    count = draw(st.integers(0, 12))
    return tuple(made(f"rule-{n}", *(draw(conditions(name)) for name in draw(chosen))) for n in range(count))


def agree(rules: tuple[Rule, ...], *cases: Features) -> None:
    engine = engine_for(rules)
    for features in cases:
        assert engine(features) == evaluate(rules, features)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(rule_sets(), st.lists(some_features, min_size=1, max_size=6))
def test_both_engines_fire_the_same_rules_whatever_the_rules_and_the_case(
    rules: tuple[Rule, ...], cases: list[Features]
) -> None:
    agree(rules, {}, *cases)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FEATURES).flatmap(conditions), st.lists(some_value | too_long, max_size=12))
def test_both_engines_agree_on_one_condition_whatever_the_value(condition: Condition, values: list[Feature]) -> None:
    agree((made("rule", condition),), {}, *({condition.feature: value} for value in values))


def test_both_engines_agree_over_hundreds_of_rules() -> None:
    steps = [made(f"step-{n}", Is(feature="step", value=f"step-{n}"), Absent(feature=f"form-{n}")) for n in range(300)]
    days = [
        made(f"days-{n}", Within(feature="left", at_most=n), Not(feature="step", value=f"step-{n}")) for n in range(130)
    ]
    cases: list[Features] = [{"step": f"step-{n}", "left": n, f"form-{n + 1}": True} for n in range(-1, 300, 23)]
    agree((*steps, *days), {}, *cases)


def test_both_engines_agree_where_everything_the_engine_can_be_trusted_with_holds_at_once() -> None:
    names = [f"f-{n}" for n in range(CONDITIONS)]
    widest = tuple(made(f"wide-{n}", *(Present(feature=name) for name in names)) for n in range(VALUES))
    differing = tuple(made(f"not-{n}", Not(feature="f-1", value=n)) for n in range(VALUES))
    listed = tuple(
        made(f"one-of-{n}", OneOf(feature="f-2", values=(*range(n, n + VALUES - 2), "all"))) for n in range(70)
    )
    everything: dict[str, Feature] = dict.fromkeys(names, "all")
    agree((*widest, *differing, *listed), everything, {**everything, "f-3": 1}, {"f-1": 5, "f-2": 65})


def test_both_engines_agree_where_a_case_has_more_features_than_the_engine_can_be_trusted_with() -> None:
    rules = tuple(made(f"rule-{n}", Present(feature=f"f-{n}"), Absent(feature=f"f-{n + 1}")) for n in range(KINDS + 50))
    agree(rules, *({f"f-{n}": n for n in range(0, many, step)} for many in (KINDS, KINDS + 50) for step in (1, 2)))


def test_one_engine_gives_the_right_answer_over_and_over() -> None:
    rules = tuple(
        made(f"rule-{n}", Is(feature="step", value=n % 7), Within(feature="left", at_most=n), Absent(feature="form"))
        for n in range(30)
    )
    cases: list[Features] = [{"step": n % 7, "left": n, "form" if n % 3 else "other": n} for n in range(5_000)]
    agree(rules, *cases)


def test_many_at_once_may_ask_one_engine() -> None:
    rules = tuple(made(f"rule-{n}", Within(feature="left", at_most=n)) for n in range(40))
    engine = engine_for(rules)
    asked: list[Features] = [{"left": n - 500} for n in range(1_000)]
    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that threads interrupt each other in the middle of an evaluation
    try:
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(engine, asked)) == [evaluate(rules, features) for features in asked]
    finally:
        sys.setswitchinterval(pause)


def test_what_durable_rules_would_cut_short_is_not_shown_to_it() -> None:
    agree((made("rule", Within(feature="left", at_most=BIGGEST)),), {"left": BIGGEST}, {"left": BIGGEST + 1})
    agree((made("rule", Is(feature="step", value="near")),), {"step": "near"}, {"step": "near" + "x" * 2**16})


def test_an_answer_for_yes_is_not_remembered_as_the_answer_for_one() -> None:
    agree((made("rule", Is(feature="urgent", value=True)),), {"urgent": 1}, {"urgent": True}, {"urgent": 1})


def test_a_rule_about_yes_is_not_taken_for_a_rule_about_one() -> None:
    about_yes, about_one = (made("rule", Is(feature="urgent", value=value)) for value in (True, 1))
    assert engine_for([about_yes])({"urgent": True}) == ("rule",)
    assert engine_for([about_one])({"urgent": True}) == ()


def test_the_same_rules_are_compiled_once() -> None:
    rules = (made("rule", Present(feature="step")),)
    assert engine_for(list(rules)) is engine_for(rules)


def test_rules_that_are_long_out_of_use_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    deleted: list[int] = []
    if ENGINE == "durable-rules":
        monkeypatch.setattr("durable_rules_engine.delete_ruleset", deleted.append)
    for n in range(200):
        engine_for((made(f"rule-{n}", Present(feature="step")),))
    assert len(deleted) >= (100 if ENGINE == "durable-rules" else 0)


def test_the_engine_in_use_is_durable_rules_wherever_it_loads_and_else_the_reference() -> None:
    loads = importlib.util.find_spec("durable_rules_engine") is not None and sys.version_info < (3, 13)
    assert engine_name() == ("durable-rules 2.0.28" if loads else "reference")
    rules = (made("rule", Present(feature="step")),)
    assert engine_for(rules)({"step": "one"}) == ("rule",)


def test_where_durable_rules_does_not_load_the_reference_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "ENGINE", "reference")
    assert engine_name() == "reference"
    assert engine_for((made("rule", Present(feature="step")),))({"step": "one"}) == ("rule",)


def test_the_texts_that_durable_rules_compares_are_shorter_than_where_it_fails() -> None:
    longest = "é" * ((TEXT - 3) // 6)
    assert len(json.dumps(longest)) < TEXT < 2**16
    agree((made("rule", Is(feature="step", value=longest)),), {"step": longest}, {"step": longest[:-1] + "e"})
