"""Faults of rules that a pack's author hears about before the pack loads."""

from collections.abc import Mapping

from rules.checks import Fault, Known, findings
from rules.model import Rule

OF_CASE: Mapping[str, Known] = {
    "step": {"step-1", "step-2"},
    "quiet-working-days": int,
    "holder": str,
    "finished": bool,
}
OF_CLOCK: Mapping[str, Known] = {"clock": {"running", "near", "breached"}, "left": int, "rung": {0, 1, 2}}


def rule(when: Mapping[str, object], *, name: str = "rule", each: str = "case") -> Rule:
    return Rule.model_validate(
        {
            "name": name,
            "title": "A rule",
            "each": each,
            "when": when,
            "tell": {"role": "holder"},
            "severity": "urgent",
            "source": {"title": "Made up", "confidence": "proposed"},
        }
    )


def fault(when: Mapping[str, object], *, each: str = "clock") -> Fault:
    [only] = findings([rule(when, each=each)], OF_CASE, OF_CLOCK)
    return only


def test_rules_without_faults_have_none() -> None:
    sound = [
        rule({"step": ["step-1", "step-2"], "quiet-working-days": {"at_least": 10}}, name="quiet"),
        rule({"holder": {"not": "chair"}, "finished": False}, name="held"),
        rule(
            {"clock": "near", "left": {"at_least": 1, "at_most": 1}, "holder": {"present": True}},
            name="near",
            each="clock",
        ),
        rule(
            {"rung": {"at_least": 2}, "clock": {"not": "running"}, "left": {"absent": True}}, name="high", each="clock"
        ),
    ]
    assert findings(sound, OF_CASE, OF_CLOCK) == []


def test_a_feature_that_does_not_exist_is_named_with_the_nearest_that_does() -> None:
    assert fault({"quiet-days": {"at_least": 10}}) == Fault(
        rule="rule",
        field="when.quiet-days",
        because="There is no feature quiet-days of a case or its clocks.",
        remedy="Did you mean quiet-working-days?",
    )


def test_a_feature_like_no_other_is_answered_with_those_there_are() -> None:
    assert fault({"weather": "fine"}, each="case").remedy == "There are: finished, holder, quiet-working-days, step."


def test_a_rule_about_the_case_cannot_read_what_only_a_clock_has() -> None:
    assert fault({"left": {"at_most": 2}}, each="case").because == "There is no feature left of a case."


def test_a_value_that_the_feature_can_never_have_is_named_with_those_it_can() -> None:
    wrong = fault({"step": ["step-1", "step-9"]})
    assert (wrong.field, wrong.because, wrong.remedy) == (
        "when.step",
        "step is never step-9.",
        "It is one of: step-1, step-2.",
    )
    assert fault({"clock": {"not": "stopped"}}).because == "clock is never stopped."


def test_a_value_of_another_type_is_one_that_the_feature_can_never_have() -> None:
    assert fault({"left": "two"}).remedy == "It is a whole number."
    assert fault({"finished": 1}).remedy == "It is yes or no."
    assert fault({"holder": "yes"}).because == "holder is never yes."
    assert fault({"rung": True}).remedy == "It is one of: 0, 1, 2."


def test_a_range_of_something_that_is_no_number_can_never_hold() -> None:
    assert fault({"holder": {"at_most": 2}}).because == "holder never comes to such a number, so it would never hold."
    assert fault({"rung": {"at_least": 3}}).because == "rung never comes to such a number, so it would never hold."


def test_a_range_that_contradicts_itself_can_never_hold() -> None:
    assert fault({"left": {"at_least": 3, "at_most": 2}}) == Fault(
        rule="rule",
        field="when.left",
        because="No number is at least 3 and at most 2, so it would never hold.",
        remedy="Exchange the two, or leave one out.",
    )


def test_a_rule_without_a_condition_would_always_hold() -> None:
    assert fault({}).because == "It has no condition, so it would always hold."


def test_two_rules_of_one_name_are_one_too_many_also_when_one_is_about_clocks() -> None:
    [twice] = findings([rule({"step": "step-1"}), rule({"clock": "near"}, each="clock")], OF_CASE, OF_CLOCK)
    assert (twice.field, twice.because) == ("name", "Two rules have this name.")


def test_a_rule_too_large_for_the_engine_is_found_before_it_is_ever_asked() -> None:
    assert "70 values of holder, and 59 is the most" in fault({"holder": [f"role-{n}" for n in range(70)]}).because


def test_one_fault_does_not_hide_the_next() -> None:
    rules = [rule({"weather": "fine", "step": "step-9"}, name="one"), rule({}, name="two")]
    assert [(one.rule, one.field) for one in findings(rules, OF_CASE)] == [
        ("one", "when.weather"),
        ("one", "when.step"),
        ("two", "when"),
    ]
