"""An escalation, from the first conversation to the statutory partners, and everything that may go wrong on the way."""

import pytest

from states.facts import BreachWithdrawn, ClockStarted, DeadlineBreached, DeadlineMoved, StepTaken
from states.refusals import Refused
from tests.spec.desk import DISCUSSED, NO_RISK, RESOLVED, UNRESOLVED, Desk, refused

TEACHER = "practitioner of school-a"
HEAD = "line-manager of school-a"
SENIOR = "senior-manager of school-a"
REPRESENTATIVE = "partnership-representative of school-a"
MANAGER = "partnership-manager of partnership"


def test_opened_on_friday_11_december_the_days_end_on_23_december_5_january_and_13_january() -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2026-12-22T10:00Z", HEAD, "escalate-to-step-3", **UNRESOLVED)
    desk.take("2027-01-05T10:00Z", REPRESENTATIVE, "escalate-to-step-4", **NO_RISK, why_not_agreed="Still no date.")
    assert [desk.due(name) for name in ("step-2", "step-3", "step-4")] == ["2026-12-23", "2027-01-05", "2027-01-13"]
    assert desk.due("whole") == "2027-01-13"


def test_a_concern_that_arose_on_a_saturday_has_its_day_1_on_the_monday() -> None:
    desk = Desk()
    desk.open("2026-12-14T09:00Z", concern_arose_at="2026-12-12T20:00:00Z")
    assert desk.due("step-1") == "2026-12-14"


def test_only_the_current_steps_clock_runs_and_the_whole() -> None:
    desk = Desk().climbed_to_step_2()
    running = {clock.id for clock in desk.case.clocks.values() if clock.running}
    assert running == {"step-2", "whole"}


def test_the_recorded_discussion_keeps_the_promise_of_step_1_and_moves_nothing() -> None:
    desk = Desk()
    desk.open("2026-12-11T09:00Z")
    desk.take("2026-12-11T12:00Z", TEACHER, "record-discussion", **DISCUSSED)
    assert desk.clock("step-1").status == "met"
    assert desk.case.step == "step-1"


def test_not_escalated_by_day_9_is_breached_once_and_dated_to_the_deadline() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-30T06:00Z")
    desk.sweep("2026-12-30T07:00Z")
    [breach] = desk.facts(DeadlineBreached)
    assert breach.clock == "step-2"
    assert breach.at.isoformat() == "2026-12-23T23:59:59.999999+00:00"
    assert breach.seen_at.isoformat() == "2026-12-30T06:00:00+00:00"


def test_time_never_moves_a_case() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2027-03-01T06:00Z")
    assert desk.case.step == "step-2"


def test_escalated_in_time_but_recorded_late_is_not_late_after_all_and_both_facts_stay() -> None:
    for swept_between in ("2026-12-30T06:00Z", ""):
        desk = Desk().climbed_to_step_2()
        if swept_between:
            desk.sweep(swept_between)
        desk.take("2026-12-22T10:00Z", HEAD, "escalate-to-step-3", seen="2026-12-30T11:00Z", **UNRESOLVED)
        assert len(desk.facts(DeadlineBreached)) == len(desk.facts(BreachWithdrawn)) == 1
        assert desk.clock("step-2").status == "met"
        assert not desk.clock("step-2").late
        assert "deadline-breached/step-2" not in desk.open_alerts()


def test_a_step_entered_after_its_last_day_is_late_at_once_and_marked_received_late() -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2027-01-08T10:00Z", HEAD, "escalate-to-step-3", **UNRESOLVED)
    clock = desk.clock("step-3")
    assert (clock.status, clock.received_late) == ("breached", True)
    assert desk.facts(DeadlineBreached)[-1].at == clock.due_at


def test_a_suggested_time_reminds_and_is_never_breached() -> None:
    desk = Desk()
    desk.open("2026-12-11T09:00Z")
    desk.take("2026-12-11T15:00Z", TEACHER, "hand-over", **NO_RISK)
    desk.sweep("2026-12-17T09:00Z")
    assert not [breach for breach in desk.facts(DeadlineBreached) if breach.clock == "hand-over"]
    assert desk.clock("hand-over").overdue(desk.history[-1].seen_at)


def test_the_warning_goes_by_the_earlier_reading_while_the_unit_is_unconfirmed() -> None:
    desk = Desk().climbed_to_step_2()
    clock = desk.clock("step-2")
    assert clock.terms.also is not None
    assert clock.terms.also.unit == "calendar_days"
    assert clock.near_at is not None
    assert clock.near_at.isoformat() == "2026-12-17T00:00:00+00:00"


def test_immediate_risk_asks_first_who_was_called_and_shows_whom_to_call() -> None:
    desk = Desk()
    with pytest.raises(Refused, match="999") as refusal:
        desk.open("2026-12-11T09:00Z", immediate_risk="yes")
    assert refusal.value.code == "missing-answer"
    for asked in ("called_whom", "called_at", "safe_meanwhile"):
        assert asked in refusal.value.because


def test_immediate_risk_starts_24_hours_to_senior_level_which_step_3_ends() -> None:
    desk = Desk()
    desk.open(
        "2026-12-11T09:00Z",
        immediate_risk="yes",
        called_whom="The front door",
        called_at="2026-12-11T08:45Z",
        safe_meanwhile="With a grandparent.",
    )
    assert desk.clock("urgent").due_at.isoformat() == "2026-12-12T09:00:00+00:00"
    assert "immediate-risk" in desk.open_alerts()
    desk.take(
        "2026-12-11T12:00Z", SENIOR, "skip-to-step-3", **NO_RISK, ground="urgent", reason="Risk.", appendix_a_form="no"
    )
    assert desk.clock("urgent").status == "met"


def test_the_clocks_change_takes_no_hour_from_an_urgent_24() -> None:
    desk = Desk()
    desk.open("2026-10-24T12:00Z", concern_arose_at="2026-10-24T11:00Z")
    desk.take(
        "2026-10-24T12:30Z", TEACHER, "raise-risk", called_whom="x", called_at="2026-10-24T12:20Z", safe_meanwhile="y"
    )
    clock = desk.clock("urgent")
    assert (clock.due_at - clock.started_at).total_seconds() == 24 * 3600


def test_a_case_that_arrives_at_step_3_has_no_clock_for_the_steps_before() -> None:
    desk = Desk()
    desk.open(
        "2026-12-29T09:00Z",
        who="business-unit of partnership",
        raising_agency="school-a",
        entered_at="step-3",
        appendix_a_form="yes",
        step_1_evidence="in-the-agency-file",
        step_2_evidence="unknown",
    )
    assert desk.case.step == "step-3"
    assert set(desk.case.clocks) == {"step-3", "whole"}
    assert desk.case.parties["raising"] == "school-a"


def test_reopening_starts_a_new_day_1_and_the_old_clocks_stay() -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2026-12-18T10:00Z", HEAD, "resolve", **RESOLVED)
    desk.take("2027-01-11T10:00Z", HEAD, "reopen", **NO_RISK, reason="The review did not happen.")
    assert desk.clock("step-2").status == "met"
    assert desk.due("step-1#2") == "2027-01-11"
    assert desk.clock("close-loop").status == "cancelled"


def test_resolved_means_five_working_days_to_close_the_loop_and_ninety_days_to_look_again() -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2026-12-18T10:00Z", HEAD, "resolve", **RESOLVED)
    assert desk.clock("whole").status == "met"
    assert (desk.due("close-loop"), desk.due("impact-review")) == ("2026-12-29", "2027-03-18")


def test_each_agency_has_its_own_clock_for_its_representation() -> None:
    desk = Desk()
    desk.open(
        "2026-12-29T09:00Z",
        who="business-unit of partnership",
        raising_agency="school-a",
        entered_at="step-4",
        appendix_a_form="yes",
        step_1_evidence="unknown",
        step_2_evidence="unknown",
        step_3_evidence="unknown",
    )
    with refused("too-early"):
        desk.take("2026-12-29T10:00Z", MANAGER, "receive-representation", from_agency="school-a")
    desk.take("2026-12-29T10:00Z", MANAGER, "request-representations")
    desk.take("2026-12-30T10:00Z", MANAGER, "receive-representation", from_agency="school-a")
    assert desk.clock("representations:school-a").status == "met"
    assert desk.clock("representations:social-care").running
    assert desk.due("representations:social-care") == "2027-01-04"


def test_a_missing_reason_is_itself_a_finding_and_a_given_one_ends_it() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-30T06:00Z")
    assert "late-without-reason/step-2" in desk.open_alerts()
    desk.give_reason("2026-12-30T09:00Z", HEAD, "step-2")
    assert "late-without-reason/step-2" not in desk.open_alerts()
    assert "deadline-breached/step-2" in desk.open_alerts()


def test_whoever_is_told_on_a_saturday_has_the_whole_of_monday_before_the_next_rung() -> None:
    desk = Desk()
    desk.open("2026-12-04T09:00Z", concern_arose_at="2026-12-04T08:00Z")
    desk.sweep("2026-12-07T06:00Z")
    assert desk.case.alerts["deadline-breached/step-1"].rung == 0
    desk.sweep("2026-12-08T06:00Z")
    assert desk.case.alerts["deadline-breached/step-1"].tell.role == "senior-manager"


def test_an_acknowledged_alert_does_not_climb_and_the_clock_goes_on() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-24T06:00Z")
    desk.acknowledge("2026-12-24T07:00Z", HEAD, "deadline-breached/step-2")
    desk.sweep("2026-12-30T06:00Z")
    assert desk.case.alerts["deadline-breached/step-2"].rung == 0
    assert desk.clock("step-2").running


def test_an_acknowledgement_that_nothing_follows_runs_out_and_the_alert_goes_higher() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-24T06:00Z")
    desk.acknowledge("2026-12-24T07:00Z", HEAD, "deadline-breached/step-2")
    desk.sweep("2027-01-06T06:00Z")
    assert desk.case.alerts["deadline-breached/step-2"].tell.role == "partnership-manager"


def test_correcting_the_day_of_the_concern_moves_open_deadlines_in_the_open() -> None:
    desk = Desk().climbed_to_step_2()
    desk.correct("2026-12-15T09:00Z", MANAGER, 1, "concern_arose_at", "2026-12-10T08:30Z")
    moved = {fact.clock: fact for fact in desk.facts(DeadlineMoved)}
    assert desk.due("step-2") == "2026-12-22"
    assert moved["step-2"].was.date().isoformat() == "2026-12-23"
    assert "step-1" not in moved


def test_correcting_when_a_move_happened_withdraws_the_breach_that_it_was_not() -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2026-12-29T10:00Z", HEAD, "escalate-to-step-3", **UNRESOLVED)
    position = next(n for n, fact in enumerate(desk.history, 1) if getattr(fact, "move", "") == "escalate-to-step-3")
    desk.correct("2026-12-30T09:00Z", MANAGER, position, "at", "2026-12-22T10:00Z")
    assert desk.clock("step-2").status == "met"
    assert len(desk.facts(BreachWithdrawn)) == 1
    assert desk.findings() == []


def test_repeating_a_command_with_its_key_changes_nothing_and_another_with_that_key_is_refused() -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2026-12-22T10:00Z", HEAD, "escalate-to-step-3", key="k", **UNRESOLVED)
    before = desk.history
    desk.take("2026-12-22T10:00Z", HEAD, "escalate-to-step-3", key="k", **UNRESOLVED)
    assert desk.history == before
    with refused("key-used"):
        desk.take("2026-12-22T11:00Z", HEAD, "withdraw", key="k", reason="x", signed_off_by="y")


def test_what_cannot_be_done_is_refused_with_why_and_what_would_work_and_nothing_is_written() -> None:
    desk = Desk().climbed_to_step_2()
    before = desk.history
    with refused("unknown-move"):
        desk.take("2026-12-15T10:00Z", HEAD, "escalate")
    with refused("move-not-open"):
        desk.take("2026-12-15T10:00Z", HEAD, "close")
    with refused("not-your-move"):
        desk.take("2026-12-15T10:00Z", TEACHER, "escalate-to-step-3", **UNRESOLVED)
    with refused("not-your-move"):
        desk.take("2026-12-15T10:00Z", "line-manager of school-b", "escalate-to-step-3", **UNRESOLVED)
    with refused("unknown-role"):
        desk.take("2026-12-15T10:00Z", "king of school-a", "escalate-to-step-3", **UNRESOLVED)
    with refused("unknown-agency"):
        desk.take("2026-12-15T10:00Z", "line-manager of school-z", "escalate-to-step-3", **UNRESOLVED)
    with refused("missing-answer"):
        desk.take("2026-12-15T10:00Z", HEAD, "escalate-to-step-3", **NO_RISK, appendix_a_form="yes")
    with refused("unknown-field"):
        desk.take("2026-12-15T10:00Z", HEAD, "escalate-to-step-3", **UNRESOLVED, mood="bad")
    with refused("not-yes-or-no"):
        desk.take("2026-12-15T10:00Z", HEAD, "escalate-to-step-3", **{**UNRESOLVED, "appendix_a_form": "maybe"})
    with refused("in-the-future"):
        desk.take("2026-12-16T10:00Z", HEAD, "escalate-to-step-3", seen="2026-12-15T10:00Z", **UNRESOLVED)
    with refused("out-of-order"):
        desk.take("2026-12-12T10:00Z", HEAD, "escalate-to-step-3", seen="2026-12-15T10:00Z", **UNRESOLVED)
    with refused("earlier-than-known"):
        desk.take("2026-12-11T10:00Z", HEAD, "escalate-to-step-3", **UNRESOLVED)
    with refused("not-late"):
        desk.give_reason("2026-12-15T10:00Z", HEAD, "step-2")
    with refused("unknown-clock"):
        desk.give_reason("2026-12-15T10:00Z", HEAD, "step-9")
    with refused("unknown-alert"):
        desk.acknowledge("2026-12-15T10:00Z", HEAD, "nothing")
    assert desk.history == before


def test_an_opening_that_cannot_be_is_refused() -> None:
    for code, answers in (
        ("not-a-choice", {"subject": "weather"}),
        ("unknown-agency", {"receiving_agency": "ministry"}),
        ("same-agency", {"receiving_agency": "school-a"}),
        ("instant-without-offset", {"concern_arose_at": "2026-12-11T08:30"}),
        ("not-an-instant", {"concern_arose_at": "2026-02-30T08:30Z"}),
        ("in-the-future", {"concern_arose_at": "2026-12-12T08:30Z"}),
        ("missing-answer", {"dispute": ""}),
    ):
        with refused(code):
            Desk().open("2026-12-11T09:00Z", **answers)


def test_a_text_struck_out_is_gone_and_the_case_still_verifies() -> None:
    desk = Desk().climbed_to_step_2()
    desk.strike_out("2026-12-15T10:00Z", MANAGER, 1, "dispute")
    assert desk.store.opened(desk.reference)[0].sealed["record.dispute"] is None
    assert desk.findings() == []
    with refused("already-struck-out"):
        desk.strike_out("2026-12-15T11:00Z", MANAGER, 1, "dispute")
    with refused("not-your-move"):
        desk.strike_out("2026-12-15T11:00Z", TEACHER, 1, "child")


def test_every_case_told_here_follows_from_what_was_recorded() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-30T06:00Z")
    desk.take("2026-12-22T10:00Z", HEAD, "escalate-to-step-3", seen="2026-12-30T11:00Z", **UNRESOLVED)
    desk.acknowledge("2026-12-30T12:00Z", SENIOR, "deadline-near/step-3")
    desk.sweep("2027-01-20T06:00Z")
    desk.give_reason("2027-01-20T09:00Z", SENIOR, "step-3")
    assert desk.findings() == []
    assert desk.facts(StepTaken)
    assert all(start.terms.calendar for start in desk.facts(ClockStarted))
