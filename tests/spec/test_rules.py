"""When a rule of a pack tells somebody, and when it stays quiet."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from rules.engines import engine_for
from rules.evaluate import evaluate
from rules.model import Feature, Rule

A_RULE = {
    "name": "deadline-near",
    "title": "A deadline is coming near",
    "when": {"clock": "near"},
    "tell": {"role": "line-manager", "party": "raising"},
    "severity": "warning",
    "source": {"title": "Escalation procedure", "part": "section 4", "edition": "2024", "confidence": "high"},
}


def rule(when: Mapping[str, object], **others: object) -> Rule:
    return Rule.model_validate({**A_RULE, "when": when, **others})


def fires(when: Mapping[str, object], **features: Feature) -> bool:
    """Whether a rule with these conditions fires for a case with these features (`record_form` is record.form)."""
    of_case = {name.replace("record_", "record."): value for name, value in features.items()}
    answer = evaluate([rule(when)], of_case)
    assert engine_for([rule(when)])(of_case) == answer
    return answer == ("deadline-near",)


def test_a_rule_about_a_clock_that_is_near_fires_when_it_is_near() -> None:
    assert fires({"clock": "near"}, clock="near")


def test_a_rule_about_a_clock_that_is_near_stays_quiet_when_it_is_breached_or_there_is_none() -> None:
    assert not fires({"clock": "near"}, clock="breached")
    assert not fires({"clock": "near"})


def test_a_rule_about_several_steps_fires_in_each_of_them() -> None:
    assert fires({"step": ["step-1", "step-2"]}, step="step-1")
    assert fires({"step": ["step-1", "step-2"]}, step="step-2")


def test_a_rule_about_several_steps_stays_quiet_in_any_other() -> None:
    assert not fires({"step": ["step-1", "step-2"]}, step="step-3")
    assert not fires({"step": ["step-1", "step-2"]})


def test_a_rule_that_asks_for_anything_but_a_given_reason_fires_while_the_reason_is_missing() -> None:
    assert fires({"reason": {"not": "given"}}, reason="missing")


def test_a_rule_that_asks_for_anything_but_a_given_reason_stays_quiet_once_given_and_where_none_is_owed() -> None:
    assert not fires({"reason": {"not": "given"}}, reason="given")
    assert not fires({"reason": {"not": "given"}})


def test_a_rule_about_at_most_two_days_left_fires_on_the_second_and_the_last_day() -> None:
    assert fires({"left": {"at_most": 2}}, left=2)
    assert fires({"left": {"at_most": 2}}, left=0)


def test_a_rule_about_at_most_two_days_left_stays_quiet_with_three_and_where_nothing_runs() -> None:
    assert not fires({"left": {"at_most": 2}}, left=3)
    assert not fires({"left": {"at_most": 2}})


def test_a_rule_about_ten_quiet_days_fires_on_the_tenth_and_not_on_the_ninth() -> None:
    assert fires({"quiet": {"at_least": 10}}, quiet=10)
    assert not fires({"quiet": {"at_least": 10}}, quiet=9)


def test_a_range_includes_both_its_ends_and_nothing_beyond_them() -> None:
    five_to_seven = {"left": {"at_least": 5, "at_most": 7}}
    assert [days for days in range(10) if fires(five_to_seven, left=days)] == [5, 6, 7]


def test_a_range_is_about_whole_numbers_only() -> None:
    assert not fires({"left": {"at_most": 2}}, left="1")
    assert not fires({"left": {"at_most": 2}}, left=True)


def test_a_rule_about_a_missing_form_fires_until_the_form_is_recorded() -> None:
    assert fires({"record.form": {"absent": True}})
    assert not fires({"record.form": {"absent": True}}, record_form="sent")


def test_a_rule_about_a_recorded_form_stays_quiet_until_the_form_is_recorded() -> None:
    assert not fires({"record.form": {"present": True}})
    assert fires({"record.form": {"present": True}}, record_form="sent")


def test_every_condition_must_hold() -> None:
    when = {"clock": "near", "left": {"at_most": 1}, "record.form": {"absent": True}}
    assert fires(when, clock="near", left=1)
    assert not fires(when, clock="running", left=1)
    assert not fires(when, clock="near", left=2)
    assert not fires(when, clock="near", left=1, record_form="sent")


def test_a_number_is_never_a_text_and_yes_is_never_one() -> None:
    assert fires({"attempts": 1}, attempts=1)
    assert not fires({"attempts": 1}, attempts="1")
    assert not fires({"attempts": 1}, attempts=True)
    assert not fires({"urgent": True}, urgent=1)


def test_a_different_kind_of_value_counts_as_different() -> None:
    assert fires({"attempts": {"not": 1}}, attempts="1")
    assert fires({"attempts": {"not": 1}}, attempts=True)


def test_a_pack_whose_every_value_arrives_as_text_means_the_same() -> None:
    assert rule({"urgent": "yes", "left": {"at_most": "2"}, "step": ["1", "held"], "form": {"absent": "true"}}) == rule(
        {"urgent": True, "left": {"at_most": 2}, "step": [1, "held"], "form": {"absent": True}}
    )
    assert rule({"left": 2}, acknowledged_for={"hours": "3"}) == rule({"left": 2}, acknowledged_for={"hours": 3})


def test_a_number_with_a_nought_before_it_stays_text() -> None:
    assert fires({"code": "007"}, code="007")
    assert not fires({"code": "007"}, code=7)


def test_the_rules_that_fire_come_sorted_and_each_once() -> None:
    rules = [rule({"clock": "near"}, name=name) for name in ("second", "first", "third", "first")]
    assert evaluate(rules, {"clock": "near"}) == ("first", "second", "third")


def test_a_ladder_says_who_is_next_and_after_how_long() -> None:
    [rung] = rule(
        {"clock": "near"},
        ladder=[{"after": {"working_days": 1}, "tell": {"role": "senior-manager", "party": "raising"}}],
    ).ladder
    assert (rung.after.amount, rung.after.unit) == (1, "working_days")
    assert (rung.tell.role, rung.tell.party) == ("senior-manager", "raising")


def test_a_rule_read_back_from_what_was_stored_is_the_same_rule() -> None:
    stored = rule({"step": ["a", "b"], "left": {"at_most": 2}, "urgent": True, "form": {"absent": True}})
    assert Rule.model_validate_json(stored.model_dump_json()) == stored


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"source": None}, "source"),
        ({"source": {"title": "Escalation procedure"}}, "confidence"),
        ({"tell": {"role": "line-manager"}}, "which party's line-manager"),
        ({"tell": {"role": "holder", "party": "raising"}}, "the holder has no party"),
        ({"severity": "grave"}, "'information', 'warning' or 'urgent'"),
        ({"name": "Deadline near"}, "should match pattern"),
        ({"when": {"left": {"at_most": "two"}}}, "not a whole number in digits"),
        ({"when": {"left": {"below": 2}}}, "left: a condition is a value, a list of values"),
        ({"when": {"left": {}}}, "left: a condition is a value, a list of values"),
        ({"when": {"form": {"absent": "no"}}}, "form: a condition is a value, a list of values"),
        ({"when": {"step": []}}, "at least 1 item"),
        ({"when": {"left": None}}, "is not a text, a whole number or yes or no"),
        (
            {"when": [{"kind": "present", "feature": "a"}, {"kind": "absent", "feature": "a"}]},
            "more than one condition",
        ),
        ({"acknowledged_for": {"days": 3}}, "in working days or in hours"),
        ({"acknowledged_for": {"hours": 0}}, "at least 1"),
        ({"alarm": "loud"}, "Extra inputs are not permitted"),
    ],
)
def test_a_rule_that_is_not_written_as_it_should_be_does_not_load(wrong: Mapping[str, object], because: str) -> None:
    with pytest.raises(ValidationError, match=because):
        Rule.model_validate({**A_RULE, **wrong})
