"""Reports over cases written by hand, through the real engine into SQLite."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import reports
from engine.handle import handle
from reports.values import Period, Report, Worded
from states.days import parse_instant
from states.refusals import Refused
from store.doors import create
from tests.spec.desk import NO_RISK, UNRESOLVED, Desk, actor
from workflow.commands import OpenCase, TakeStep

WINTER = Period(date(2026, 12, 1), date(2027, 1, 31))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """One at a new database."""
    path = tmp_path / "cases.db"
    store = create(f"sqlite:///{path}", "halton", "live", f"{path}.key")
    yield Desk(store)
    store.close()


def made(desk: Desk, name: str, now: str, period: Period = WINTER, **asked: Any) -> Report:
    return reports.made(desk.store, desk.library, name, period, parse_instant(now), **asked)


def counts(report: Report) -> dict[str, tuple[int | str, int | str]]:
    return {each.label: (each.numerator, each.denominator) for each in report.figures}


def rows(report: Report, title: str) -> list[tuple[object, ...]]:
    return [(row.header, *row.cells) for table in report.tables if table.title == title for row in table.rows]


def test_half_an_hour_after_midnight_in_london_is_the_next_day(desk: Desk) -> None:
    desk.open("2025-03-31T23:30Z", concern_arose_at="2025-03-31T23:00Z")
    old = made(desk, "escalations", "2025-04-02T08:00Z", Period(date(2024, 4, 1), date(2025, 3, 31)))
    new = made(desk, "escalations", "2025-04-02T08:00Z", Period(date(2025, 4, 1), date(2025, 4, 1)))
    assert old.sentence == "No escalations were opened in this period."
    assert new.figures[0].denominator == 1


def test_both_days_at_the_ends_of_a_period_are_in_it() -> None:
    day = Period(date(2026, 7, 1), date(2026, 7, 1))
    inside = ("2026-06-30T23:00Z", "2026-07-01T22:59:59.999Z")
    assert all(day.holds(parse_instant(each)) for each in inside)
    assert not any(day.holds(parse_instant(each)) for each in ("2026-06-30T22:59:59Z", "2026-07-01T23:00Z"))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        Period(date(2026, 7, 2), date(2026, 7, 1))
    assert refused.value.code == "period-backwards"


def test_what_was_recorded_later_was_not_known_then_although_it_had_happened(desk: Desk) -> None:
    desk.open("2026-12-11T09:00Z")
    desk.take("2026-12-11T15:00Z", "practitioner of school-a", "hand-over", seen="2026-12-14T09:00Z", **NO_RISK)
    then = parse_instant("2026-12-12T09:00Z")
    known_then = made(desk, "escalations", "2026-12-15T09:00Z", as_known=then)
    assert known_then.figures[0].cases == (desk.reference,)
    assert [(each.label, each.then, each.now) for each in known_then.differences] == [
        ("Step 1: the two workers talk", "1 of 1 (100 %)", "0 of 1 (0 %)"),
        ("Handed to the manager or safeguarding lead, not yet accepted", "0 of 1 (0 %)", "1 of 1 (100 %)"),
    ]
    assert made(desk, "escalations", "2026-12-15T09:00Z", compared_with=then).differences == known_then.differences


def test_a_case_of_which_nothing_was_known_yet_was_not_counted_then(desk: Desk) -> None:
    desk.open("2026-12-11T09:00Z")
    before = made(desk, "escalations", "2026-12-15T09:00Z", as_known=parse_instant("2026-12-11T08:59Z"))
    assert before.figures == ()
    assert before.differences[0].then == "not counted"


def test_days_at_a_step_leave_out_christmas_and_the_day_on_which_it_began(desk: Desk) -> None:
    desk.climbed_to_step_2()
    desk.take("2026-12-29T09:00Z", "line-manager of school-a", "escalate-to-step-3", **UNRESOLVED)
    step_2 = rows(made(desk, "escalations", "2027-01-04T09:00Z"), "Days at each step")[2]
    # 15 to 24 December without the weekend are eight; 25 and 28 are bank holidays; 29 is the ninth.
    assert step_2[1:5] == (1, 9, 9, 0)
    assert rows(made(desk, "escalations", "2027-01-04T09:00Z"), "Days at each step")[3][1:5] == (0, None, None, 1)


def test_a_missed_deadline_is_late_before_any_sweep_and_names_who_held_the_case_then(desk: Desk) -> None:
    desk.climbed_to_step_2()
    report = made(desk, "late-without-reason", "2026-12-29T09:00Z")
    assert counts(report) == {"Without a reason": (1, 1), "With a reason": (0, 1)}
    assert rows(report, "Late without a reason") == [
        (desk.reference, "Managers' discussion", date(2026, 12, 23), "School A", 2)
    ]
    desk.sweep("2026-12-29T09:00Z")
    assert made(desk, "late-without-reason", "2026-12-29T09:00Z").figures == report.figures


def test_who_held_it_when_the_deadline_passed_stays_named_when_others_hold_it(desk: Desk) -> None:
    desk.climbed_to_step_2()
    skipping = {"ground": "urgent", "reason": "It cannot wait.", "appendix_a_form": "yes"}
    desk.take("2026-12-29T09:00Z", "line-manager of school-a", "escalate-to-step-3", **UNRESOLVED)
    desk.take("2026-12-29T10:00Z", "senior-manager of school-a", "skip-to-step-4", **NO_RISK, **skipping)
    assert desk.case.holder.agency == "partnership"
    [late] = rows(made(desk, "late-without-reason", "2026-12-29T11:00Z"), "Late without a reason")
    assert late[3] == "School A"


def test_a_reason_given_takes_it_off_the_list_and_leaves_it_in_the_denominator(desk: Desk) -> None:
    desk.climbed_to_step_2()
    desk.sweep("2026-12-29T09:00Z")
    desk.give_reason("2026-12-29T10:00Z", "line-manager of school-a", "step-2")
    report = made(desk, "late-without-reason", "2026-12-29T11:00Z")
    assert counts(report) == {"Without a reason": (0, 1), "With a reason": (1, 1)}
    assert rows(report, "Late without a reason") == []
    earlier = made(desk, "late-without-reason", "2026-12-29T11:00Z", as_known=parse_instant("2026-12-29T09:30Z"))
    assert counts(earlier)["Without a reason"] == (1, 1)


def test_what_is_in_time_is_on_no_list_of_the_late(desk: Desk) -> None:
    desk.climbed_to_step_2()
    assert made(desk, "late-without-reason", "2026-12-15T09:00Z").sentence == "No late deadlines in this period."


def test_the_caseload_counts_working_days_ahead_over_christmas(desk: Desk) -> None:
    desk.climbed_to_step_2()
    soon = made(desk, "caseload", "2026-12-21T09:00Z", within=2)
    assert counts(soon)["Due within 2 working days"] == (1, 1)
    assert counts(made(desk, "caseload", "2026-12-21T09:00Z", within=1))["Due later"] == (1, 1)
    assert rows(soon, "Overdue, or due next")[0][-2:] == (date(2026, 12, 23), Worded(2, "2 working days left"))
    late = made(desk, "caseload", "2026-12-24T09:00Z")
    assert late.sentence == "1 of 1 open cases are overdue (100 %)."


def test_no_text_and_no_name_is_in_a_report(desk: Desk) -> None:
    desk.climbed_to_step_2()
    for name in ("escalations", "caseload", "late-without-reason"):
        report = made(desk, name, "2026-12-29T09:00Z")
        text = json.dumps(reports.document(report)) + reports.page(report)
        assert desk.reference in text
        for sealed in ("C-17", "Alex Example", "The plan has not moved"):
            assert sealed not in text


def test_a_live_report_carries_no_notice(desk: Desk) -> None:
    assert made(desk, "escalations", "2026-12-29T09:00Z").training == ""


def test_fewer_than_five_are_told_outside_as_just_that(desk: Desk) -> None:
    desk.climbed_to_step_2()
    report = made(desk, "escalations", "2026-12-29T09:00Z", outward=True)
    assert report.sentence == "Fewer than 5 were counted, so no figure is shown."
    assert (report.figures, report.tables, report.chart) == ((), (), None)


RECOMMENDED = {"recommendation": "Talk earlier.", "came_from": "audit", "raising_agency": "police"}
ASSIGNED = {
    "workstream": "quality-and-impact-group",
    "owner": "An Owner",
    "owner_agency": "police",
    "due_on": "2026-12-18",
    "measure": "Fewer cases drift.",
}


def test_an_action_not_done_by_its_day_is_overdue_and_what_is_ahead_is_only_counted(desk: Desk) -> None:
    seen = parse_instant("2026-12-01T09:00Z")
    unit = "business-unit of partnership"
    opening = OpenCase(at=seen, seen_at=seen, by=actor(unit), pathway="learning-action", answers=RECOMMENDED)
    desk.reference = handle(desk.store, desk.library, opening).reference
    desk.take("2026-12-02T09:00Z", unit, "agree", action="Talk.", agreed_in_group_on="2026-12-02")
    desk.take("2026-12-03T09:00Z", unit, "ratify", ratified_on="2026-12-03")
    desk.take("2026-12-04T09:00Z", unit, "assign", **ASSIGNED)
    ahead = made(desk, "learning-actions", "2026-12-18T09:00Z")
    assert counts(ahead)["Overdue"] == (0, 1)
    late = made(desk, "learning-actions", "2026-12-22T09:00Z")
    assert counts(late)["Overdue"] == (1, 1)
    assert late.chart is not None
    assert [(bar.label, bar.says) for bar in late.chart.bars][:1] == [("Overdue", "1 of 1 (100 %)")]
    [(case, _, due, _, over)] = rows(late, "Overdue")
    assert (case, due, over) == (desk.reference, date(2026, 12, 18), 2)
    desk.take("2026-12-22T10:00Z", unit, "record-done", evidence="Seen.")
    done = made(desk, "learning-actions", "2026-12-22T11:00Z")
    assert counts(done)["Overdue"] == (0, 1)
    assert "It is checked whether the change is embedded" in str(done.figures)


MEETING = {
    "child": "C-9",
    "earliest_request_or_decision": "2026-12-14T09:00Z",
    "earliest_was": "request",
    "immediate_risk": "no",
    "urgency": "standard",
    "concern": "What is feared.",
    "raising_agency": "social-care",
    "receiving_agency": "police",
}
HELD = {
    "chair": "A Chair",
    "could_decide": "yes",
    "decisions": "no-further-action",
    "reasons": "Nothing was found.",
    "child_voice": "Says that all is well.",
    "parents_told": "told",
    "serious_harm_or_death": "no",
    "actions_agreed": "no",
}
CHAIR = "strategy-meeting-chair of social-care"


def attended(**partners: str) -> str:
    entries = ({"partner": who.replace("_", "-"), "attendance": how} for who, how in partners.items())
    return json.dumps([{**each, "reason": "No school yet."} for each in entries])


def meeting(desk: Desk) -> None:
    """Asked for by the police on Monday 14 December at 9, held at 20 to 9 the next morning."""
    seen = parse_instant("2026-12-14T09:10Z")
    opening = OpenCase(
        at=seen, seen_at=seen, by=actor("practitioner of police"), pathway="strategy-meeting", answers=MEETING
    )
    desk.reference = handle(desk.store, desk.library, opening).reference
    act(desk, "2026-12-15T08:40Z", "hold", meeting_kind="video", attendance=attended(police="attended"))


def act(desk: Desk, at: str, move: str, **answers: str) -> None:
    asked = HELD if move in ("hold", "reconvene") else {}
    seen = parse_instant(at)
    desk.do(TakeStep(at=seen, seen_at=seen, by=actor(CHAIR), move=move, answers={**asked, **answers}))


def test_a_meeting_counts_in_its_band_and_by_who_asked_for_it(desk: Desk) -> None:
    meeting(desk)
    report = made(desk, "strategy-meetings", "2026-12-16T09:00Z")
    assert report.sentence == "1 of 1 strategy meetings took place within 24 hours (100 %)."
    assert [row[0] for row in rows(report, "By the sector that asked")] == ["Police", "Total"]


def test_attendance_put_right_afterwards_counts_as_it_was_put_right(desk: Desk) -> None:
    meeting(desk)
    before = made(desk, "strategy-meeting-attendance", "2026-12-16T09:00Z")
    assert counts(before)["Health there"] == (0, 1)
    changed = attended(police="attended", health="deputy", education="written-contribution")
    act(desk, "2026-12-16T10:00Z", "complete-attendance", attendance=changed, attendance_changed_because="Left out.")
    after = made(desk, "strategy-meeting-attendance", "2026-12-16T11:00Z")
    assert counts(after)["Health there"] == (1, 1)
    assert counts(after)["Education there"] == (0, 1)


def test_a_meeting_held_again_is_a_second_meeting(desk: Desk) -> None:
    meeting(desk)
    again = attended(police="absent", health="attended")
    act(desk, "2026-12-18T10:00Z", "reconvene", attendance=again, reconvened_because="Somebody was missing.")
    report = made(desk, "strategy-meeting-attendance", "2026-12-18T11:00Z")
    assert counts(report)["Police there"] == (1, 2)
    assert counts(report)["Health there"] == (1, 2)
    assert report.figures[1].cases == (desk.reference,)


def test_who_was_not_asked_for_is_in_no_denominator(desk: Desk) -> None:
    meeting(desk)
    act(
        desk,
        "2026-12-16T10:00Z",
        "complete-attendance",
        attendance=attended(police="attended", education="not-applicable"),
        attendance_changed_because="No school yet.",
    )
    report = made(desk, "strategy-meeting-attendance", "2026-12-16T11:00Z")
    assert counts(report)["Education there"] == (0, 0)
    assert next(each for each in report.figures if each.label == "Education there").percent is None
