"""Moves in the browser: any of them by one form, with what follows shown first, and nothing that was typed lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from states.facts import StepTaken
from tests.web.form_desk import Browser, FormDesk, errors_of, hidden, text_of
from web.forms.foreseeing import clock_title

REQUEST = {
    "immediate_risk": "no",
    "child": "C-17",
    "earliest_request_or_decision": "2026-12-11T08:00:00Z",
    "earliest_was": "request",
    "urgency": "standard",
    "concern": "What is feared.",
}
MEETING = {
    "chair": "Bea Example",
    "attendance-1-partner": "social-care",
    "attendance-1-attendance": "attended",
    "attendance-2-partner": "police",
    "attendance-2-attendance": "attended",
    "attendance-3-partner": "health",
    "attendance-3-attendance": "attended",
    "attendance-4-partner": "education",
    "attendance-4-attendance": "deputy",
    "attendance-4-person": "Dee Example",
    "could_decide": "yes",
    "decisions": ["joint-enquiry", "medical-assessment"],
    "reasons": "Because of the injuries.",
    "child_voice": "Does not want to go home.",
    "parents_told": "told",
    "serious_harm_or_death": "no",
    "actions_agreed": "yes",
    "safety_plan-1-what": "Visit the home",
    "safety_plan-1-owner": "Bea Example",
    "safety_plan-1-due-day": "14",
    "safety_plan-1-due-month": "12",
    "safety_plan-1-due-year": "2026",
    "meeting_kind": "video",
}
DISCUSSION = {"spoke_with": "A and B", "raising_position": "Too slow.", "receiving_position": "In hand."}


@pytest.fixture
def desk(tmp_path: Path) -> FormDesk:
    return FormDesk(tmp_path)


@pytest.fixture
def worker(desk: FormDesk) -> Browser:
    return desk.person("practitioner of school-a")


@pytest.fixture
def chair(desk: FormDesk) -> Browser:
    return desk.person("strategy-meeting-chair of social-care")


@pytest.fixture
def meeting(desk: FormDesk) -> str:
    return desk.open("strategy-meeting", "strategy-meeting-chair of social-care", **REQUEST)


def last_move(desk: FormDesk, case: str) -> StepTaken:
    return [fact for fact in desk.history(case) if isinstance(fact, StepTaken)][-1]


def test_a_move_that_only_records_is_done_at_once(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    answer = worker.send(f"/cases/{case}/moves/record-discussion", **DISCUSSION)
    assert answer.headers["location"] == f"/cases/{case}?done=recorded"
    taken = last_move(desk, case)
    assert (taken.move, taken.at) == ("record-discussion", desk.now)
    assert taken.sealed["record.raising_position"] == "Too slow."


def test_it_can_have_happened_earlier_than_now(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    desk.wait("2026-12-14T15:00Z")
    earlier = {"happened-day": "11", "happened-month": "12", "happened-year": "2026", "happened-time": "4pm"}
    worker.send(f"/cases/{case}/moves/record-discussion", **DISCUSSION, **earlier)
    assert last_move(desk, case).at == desk.now.replace(day=11, hour=16)


def test_when_it_happened_cannot_lie_before_what_is_recorded_or_in_the_future(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/record-discussion"
    for day in ("10", "12"):
        when = {"happened-day": day, "happened-month": "12", "happened-year": "2026", "happened-time": "10:00"}
        answer = worker.send(address, **DISCUSSION, **when)
        assert answer.status_code == 422
        assert list(errors_of(answer.text)) == ["happened-day"]
        assert ("Last on record: “Open an escalation”" in answer.text) == (day == "10")
        assert "Too slow." in answer.text


def test_a_move_to_another_holder_shows_what_will_happen_before_it_does(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    desk.take(case, "practitioner of school-a", "confirm-same-child", same_child="yes", checked_how="nhs-number")
    address = f"/cases/{case}/moves/hand-over"
    between = worker.send(address, immediate_risk="no", handed_to="Mel Example", told_how="telephone")
    page = text_of(between.text)
    assert "What will happen" in page
    assert "Line manager, School A" in page
    assert last_move(desk, case).move == "confirm-same-child"
    done = worker.post(address, between.text)
    assert done.headers["location"] == f"/cases/{case}?done=recorded"
    assert last_move(desk, case).move == "hand-over"


def test_a_hand_over_of_which_nobody_said_how_it_was_told_asks_for_it_before_it_is_recorded(
    desk: FormDesk, worker: Browser
) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/hand-over"
    between = worker.send(address, immediate_risk="no", handed_to="Mel Example")
    assert 'name="told_how"' in between.text
    worker.post(address, between.text, told_how="telephone")
    assert last_move(desk, case).record["told_how"] == "telephone"


def test_danger_said_in_a_move_leads_over_the_card_that_says_to_call_first(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/hand-over"
    danger = {"called_whom": "The front door", "safe_meanwhile": "With her aunt."}
    called = {"called_at-day": "11", "called_at-month": "12", "called_at-year": "2026", "called_at-time": "08:50"}
    card = worker.send(address, immediate_risk="yes", **danger, **called)
    assert "Call first, record afterwards" in card.text
    assert last_move(desk, case).move == "open"
    between = worker.post(address, card.text)
    assert "The case is then at" in between.text
    worker.post(address, between.text)
    assert last_move(desk, case).sealed["record.called_whom"] == "The front door"


def test_answers_that_do_not_go_together_are_refused_beside_their_own_inputs(chair: Browser, meeting: str) -> None:
    address = f"/cases/{meeting}/moves/hold"
    wrong = {"decisions": ["joint-enquiry", "no-further-action"], "safety_plan-1-due-day": "10"}
    answer = chair.send(address, **{**MEETING, **wrong})
    assert errors_of(answer.text) == {
        "decisions": "Select “No further action” alone, or the others, in answer to “What was decided?”",
        "safety_plan-1-due-day": "The day of action 1 must not be before Fri 11 Dec 2026, when this happened",
    }
    assert 'data-behaviour="exclusive"' in answer.text


def test_a_meeting_is_recorded_with_who_took_part_and_what_was_agreed(
    desk: FormDesk, chair: Browser, meeting: str
) -> None:
    address = f"/cases/{meeting}/moves/hold"
    between = chair.send(address, **MEETING)
    chair.post(address, between.text)
    taken = last_move(desk, meeting)
    assert taken.record["attendance"][3] == {"partner": "education", "attendance": "deputy"}
    assert taken.record["decisions"] == ["joint-enquiry", "medical-assessment"]
    assert taken.record["safety_plan"] == [{"due": "2026-12-14"}]
    assert taken.sealed["record.attendance.3.person"] == "Dee Example"
    assert taken.sealed["record.safety_plan.0.what"] == "Visit the home"


def test_the_form_begins_with_a_row_for_every_partner_whom_a_rule_asks_after(chair: Browser, meeting: str) -> None:
    page = chair.get(f"/cases/{meeting}/moves/hold")
    for sector in ("social-care", "police", "health", "education"):
        assert f'<option value="{sector}" selected>' in page
    assert page.count('app-row"') == 5


def test_rows_are_added_and_removed_by_buttons_and_the_others_keep_what_they_say(chair: Browser, meeting: str) -> None:
    address = f"/cases/{meeting}/moves/hold"
    page = chair.post(address, chair.get(address), **MEETING, remove="attendance-9").text
    assert 'formaction="#attendance-5"' in page, "the button leads to the row that it adds"
    assert f'<form method="post" action="{address}"' in page, "and what is sent afterwards leads to no row"
    more = chair.post(address, page, **MEETING, add="attendance").text
    assert 'id="attendance-5-partner"' in more
    assert '<fieldset class="govuk-fieldset app-row" id="attendance-5">' in more
    assert 'value="Dee Example"' in more
    fewer = chair.post(address, more, **MEETING, remove="attendance-1").text
    assert 'id="attendance-4-partner"' not in fewer
    assert '<option value="police" selected>' in fewer[: fewer.index('id="attendance-2"')]
    assert 'id="attendance-3-person" name="attendance-3-person" type="text" spellcheck="false" value="Dee' in fewer


def test_a_row_that_is_half_filled_in_says_what_it_lacks_at_its_own_place(chair: Browser, meeting: str) -> None:
    address = f"/cases/{meeting}/moves/hold"
    answer = chair.send(address, **{**MEETING, "attendance-2-attendance": "", "safety_plan-1-due-month": "13"})
    assert answer.status_code == 422
    assert errors_of(answer.text) == {
        "attendance-2-attendance": "Choose how entry 2 took part",
        "safety_plan-1-due-month": "The day of action 1 must be a real date",
    }
    assert 'aria-describedby="attendance-2-attendance-error"' in answer.text


def test_a_partner_who_did_not_attend_is_pointed_out_and_the_reason_asked_for_there(
    desk: FormDesk, chair: Browser, meeting: str
) -> None:
    address = f"/cases/{meeting}/moves/hold"
    between = chair.send(address, **{**MEETING, "attendance-2-attendance": "absent"})
    page = text_of(between.text)
    assert "The police did not take part" in page
    assert "You can still record it" in page
    assert 'name="why_not_quorate"' in between.text
    chair.post(address, between.text, why_not_quorate="too-urgent-to-wait")
    assert last_move(desk, meeting).record["why_not_quorate"] == "too-urgent-to-wait"


def test_a_meeting_with_everybody_is_not_pointed_out(chair: Browser, meeting: str) -> None:
    page = text_of(chair.send(f"/cases/{meeting}/moves/hold", **MEETING).text)
    assert "did not take part" not in page


def test_an_action_is_done_by_choosing_it_among_those_that_are_open(
    desk: FormDesk, chair: Browser, meeting: str
) -> None:
    address = f"/cases/{meeting}/moves/hold"
    chair.post(address, chair.send(address, **MEETING).text)
    [move] = [
        name
        for name, each in desk.site.pack().procedures["strategy-meeting"].policy.pathway.timescales.items()
        if each.each_action
    ]
    stops = desk.site.pack().procedures["strategy-meeting"].policy.pathway.timescales[move].stops
    page = chair.get(f"/cases/{meeting}/moves/{stops[0]}")
    assert "Visit the home, due Mon 14 Dec 2026, end of day" in text_of(page)


def test_the_same_form_sent_twice_gives_one_move(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/record-discussion"
    page = worker.get(address)
    first, second = worker.post(address, page, **DISCUSSION), worker.post(address, page, **DISCUSSION)
    assert first.status_code == second.status_code == 303
    assert [fact.move for fact in desk.history(case) if isinstance(fact, StepTaken)] == ["open", "record-discussion"]


def test_of_two_people_the_second_is_shown_what_changed_and_keeps_everything_typed(
    desk: FormDesk, worker: Browser
) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/record-discussion"
    page = worker.get(address)
    desk.take(case, "practitioner of social-care", "record-discussion", **DISCUSSION)
    conflict = worker.post(address, page, **{**DISCUSSION, "plan": "A plan of mine."})
    assert conflict.status_code == 409
    assert "This case changed while you were working" in conflict.text
    assert "Changed while you were working: Record a discussion" in conflict.text
    assert "Who spoke with whom? A and B" in text_of(conflict.text)
    assert "A plan of mine." in conflict.text
    assert last_move(desk, case).by.agency == "social-care"
    again = worker.post(address, conflict.text, **{**DISCUSSION, "plan": "A plan of mine."})
    assert again.status_code == 303
    assert last_move(desk, case).sealed["record.plan"] == "A plan of mine."


def test_where_the_move_is_no_longer_open_what_was_typed_is_still_shown(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/hand-over"
    page = worker.get(address)
    desk.take(case, "practitioner of school-a", "hand-over", immediate_risk="no", handed_to="Mel Example")
    conflict = worker.post(address, page, immediate_risk="no", handed_to="Somebody Else")
    assert conflict.status_code == 409
    assert "Somebody Else" in text_of(conflict.text)
    kept = worker.post(address, conflict.text, do="later")
    assert kept.headers["location"] == "/drafts?done=draft"


def test_a_move_that_is_not_open_says_when_it_is_and_what_can_be_done_now(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    page = text_of(desk.person("line-manager of school-a").get(f"/cases/{case}/moves/accept", 409))
    assert "This cannot be recorded while the case is at “Step 1: the two workers talk”" in page
    assert "Record a discussion" in page


def test_a_move_of_another_post_says_whose_it_is(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    page = text_of(worker.get(f"/cases/{case}/moves/recommend", 403))
    assert "Safeguarding partnership manager" in page
    address = f"/cases/{case}/moves/recommend"
    token = hidden(worker.get(f"/cases/{case}/moves/record-discussion"))
    assert worker.client.post(address, data={**token, "recommendation": "x"}).status_code == 403
    assert last_move(desk, case).move == "open"


def test_a_case_of_other_agencies_is_not_there_at_all(desk: FormDesk) -> None:
    case = desk.open()
    stranger = desk.person("practitioner of school-b")
    stranger.get(f"/cases/{case}/moves/record-discussion", 404)
    stranger.get(f"/cases/{case}/tasks", 404)
    stranger.get(f"/cases/{case}/opened", 404)


def test_an_auditor_reads_the_task_list_and_sends_no_move(desk: FormDesk) -> None:
    case = desk.open()
    partnership = desk.site.pack().partnership
    assert partnership.access is not None
    auditor = desk.person(f"{partnership.access.audits[0]} of {partnership.own_agency}")
    page = auditor.get(f"/cases/{case}/tasks")
    assert 'method="post"' not in page
    assert "/moves/" not in page
    auditor.get(f"/cases/{case}/moves/record-discussion", 403)
    assert auditor.client.post(f"/cases/{case}/moves/record-discussion", data={}).status_code == 403


def test_a_draft_of_a_move_is_gone_on_with_and_goes_when_it_is_sent(
    desk: FormDesk, chair: Browser, meeting: str
) -> None:
    address = f"/cases/{meeting}/moves/hold"
    chair.send(address, **MEETING, do="later")
    drafts = chair.get("/drafts")
    [link] = [part.split('"')[0] for part in drafts.split('href="')[1:] if part.startswith(address)]
    page = chair.get(link)
    assert "Because of the injuries." in page
    between = chair.post(address, page, **MEETING)
    chair.post(address, between.text)
    assert last_move(desk, meeting).move == "hold"
    assert "You have no drafts" in chair.get("/drafts")


def test_a_draft_is_deleted_by_its_owner(chair: Browser, meeting: str) -> None:
    address = f"/cases/{meeting}/moves/hold"
    chair.send(address, **MEETING, do="later")
    page = chair.get("/drafts")
    action = page.split('action="/drafts/')[1].split('"')[0]
    assert chair.post(f"/drafts/{action}", page).headers["location"] == "/drafts?done=discarded"
    assert "You have no drafts" in chair.get("/drafts")


def test_what_was_sent_after_the_session_ran_out_is_there_again_after_signing_in(
    desk: FormDesk, worker: Browser
) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/record-discussion"
    page = worker.get(address)
    desk.wall += timedelta(hours=9)
    late = worker.post(address, page, **DISCUSSION)
    assert late.status_code == 303
    assert late.headers["location"].startswith("/sign-in?next=%2Fcases")
    assert last_move(desk, case).move == "open"
    again = desk.come_back(worker)
    assert "Too slow." in again.get(again.next_of(late))


def test_what_an_unknown_browser_sends_is_not_kept(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    worker.client.cookies.clear()
    answer = worker.client.post(f"/cases/{case}/moves/record-discussion", data={"form_token": "0" * 64, "plan": "x"})
    assert answer.status_code == 303
    assert "draft" not in answer.headers["location"]


def test_a_form_with_a_wrong_token_records_nothing(desk: FormDesk, worker: Browser) -> None:
    case = desk.open()
    address = f"/cases/{case}/moves/record-discussion"
    typed: dict[str, Any] = {**hidden(worker.get(address)), **DISCUSSION, "form_token": "0" * 64}
    answer = worker.client.post(address, data=typed)
    assert answer.status_code == 403
    assert last_move(desk, case).move == "open"
    assert "Continue with what you typed" in answer.text


def test_what_a_step_needs_are_its_tasks_and_ways_that_do_the_same_are_one(
    desk: FormDesk, chair: Browser, meeting: str
) -> None:
    before = text_of(chair.get(f"/cases/{meeting}/tasks"))
    assert "0 of 1 completed at this step" in before
    assert "How it goes on from here, by one of these:" in before
    assert "The meeting held: due Sat 12 Dec 2026, 08:00 Not started" in before
    assert "Record an agency's grading of the risk" in before.partition("You can also")[2]
    address = f"/cases/{meeting}/moves/hold"
    chair.post(address, chair.send(address, **MEETING).text)
    after = text_of(chair.get(f"/cases/{meeting}/tasks"))
    assert "Record that the record was circulated" in after.partition("You can also")[0]


def test_what_was_done_at_a_step_is_completed_and_what_comes_after_cannot_start_yet(
    desk: FormDesk, worker: Browser
) -> None:
    case = desk.open()
    worker.send(f"/cases/{case}/moves/record-discussion", **DISCUSSION)
    page = text_of(worker.get(f"/cases/{case}/tasks"))
    assert "Record a discussion Recorded for Fri 11 Dec 2026, 09:00 Completed" in page
    assert "1 of 2 completed at this step" in page
    assert "Withdraw" in page.partition("You can also")[2]


def test_whose_clock_it_is_is_said_by_the_title_of_the_agency(desk: FormDesk) -> None:
    procedure = desk.site.pack().procedures["escalation"]
    assert clock_title("representations:health-trust-a", procedure).endswith("(Health trust A)")
    assert clock_title("step-1#2", procedure) == procedure.titles["step-1"]
