"""The page of a case, for whoever may do something about it and for whoever may not."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from states.days import parse_instant
from tests.spec.desk import DISCUSSED, NO_RISK, RESOLVED
from tests.web.case_desk import escalations, text_of, visits

LEAD = "line-manager of school-a"
WORKER = "practitioner of school-a"
SENIOR = "senior-manager of school-a"
UNRESOLVED_URGENTLY = {"ground": "urgent", "reason": "A review cannot wait.", "appendix_a_form": "yes", **NO_RISK}
OTHER = "practitioner of social-care"
MANAGER = "partnership-manager of partnership"


def test_a_case_says_at_once_what_is_due_by_whom_and_why_on_that_date(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    said = text_of(room.browser(WORKER).page(f"/cases/{case}"))
    assert "Step 1: the two workers talk" in said
    assert "Practitioner, School A" in said
    assert "First attempt between the workers Local procedure" in said
    assert "Fri 11 Dec 2026, end of day" in said
    assert "Due today" in said
    assert "It falls due at the end of Fri 11 Dec 2026." in said
    assert "Source: Halton children and young people safeguarding partnership" in said


def test_there_is_one_thing_to_do_first_and_it_keeps_what_is_due_first(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    html = room.browser(WORKER).page(f"/cases/{case}")
    buttons = re.findall(r'<a href="([^"]*)" role="button"', html)
    assert len(buttons) == 1
    assert buttons[0].startswith(f"/cases/{case}/moves/")
    assert f"/cases/{case}/moves/hand-over" in html


def test_a_post_with_nothing_to_do_is_told_for_whom_the_case_waits_for_what_and_until_when(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.browser(WORKER)
    html = room.browser("lead-partner of partnership").page(f"/cases/{case}")
    waits = "Waiting for Practitioner, School A: Record a discussion, by Fri 11 Dec 2026, end of day."
    assert f"Nothing for you to do now. {waits}" in text_of(html)
    assert 'role="button"' not in html


def test_after_a_hand_over_the_first_thing_is_to_accept_it_and_the_tag_speaks_of_the_same_day(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T15:00Z", WORKER, case, "hand-over", **NO_RISK)
    room.now = parse_instant("2026-12-14T09:00Z")
    html = room.browser(LEAD).page(f"/cases/{case}")
    assert re.findall(r'<a href="([^"]*)" role="button"', html) == [f"/cases/{case}/moves/accept"]
    assert "Due today" in html.split("</h1>")[0]
    assert "takes it on: by Mon 14 Dec 2026, end of day (due today)" in html
    waiting = room.browser(WORKER).page(f"/cases/{case}")
    assert "Waiting for Line manager, School A: Accept the hand-over, by Mon 14 Dec 2026" in waiting
    assert 'role="button"' not in waiting


def test_a_promise_of_the_step_comes_before_the_way_out_and_what_is_done_is_not_asked_for_again(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T10:00Z", WORKER, case, "record-discussion", **DISCUSSED)
    html = room.browser(WORKER).page(f"/cases/{case}")
    assert re.findall(r'<a href="([^"]*)" role="button"', html) == [f"/cases/{case}/moves/hand-over"]
    assert "The whole ladder: by" in html
    room.take("2026-12-11T11:00Z", WORKER, case, "hand-over", **NO_RISK)
    room.take("2026-12-11T12:00Z", LEAD, case, "skip-to-step-3", **UNRESOLVED_URGENTLY)
    room.take("2026-12-11T13:00Z", SENIOR, case, "escalate-to-step-4", why_not_agreed="No date.", **NO_RISK)
    room.browser(MANAGER)
    raising = room.browser(SENIOR).page(f"/cases/{case}")
    assert 'role="button"' not in raising
    assert "Waiting for Safeguarding partnership manager" in raising


def test_each_deadline_says_whose_it_is_and_that_nobody_is_there(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T15:00Z", WORKER, case, "hand-over", **NO_RISK)
    html = room.browser(MANAGER).page(f"/cases/{case}")
    posts = "Line manager or Named or designated safeguarding lead, School A"
    assert f"By whom: {posts} (nobody holds any of these posts)" in html
    gone = "Nobody holds that post. Its alerts go to Safeguarding partnership manager,"
    assert html.count(gone) >= 2
    room.browser("designated-lead of school-a")
    html = room.browser(MANAGER).page(f"/cases/{case}")
    assert f"By whom: {posts}</span>" in html
    assert "Line manager, School A (nobody holds this post)" in html
    assert gone in html


def test_the_record_stands_in_the_words_of_its_questions_with_its_sealed_texts(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    said = text_of(room.browser(OTHER).page(f"/cases/{case}"))
    assert "What is disputed and what is asked for? The plan has not moved; we ask for a review." in said
    assert "What is the disagreement about? Plan drift" in said


def test_only_who_may_correct_is_offered_a_correction(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    assert "/correct/" not in room.browser(WORKER).page(f"/cases/{case}")
    html = room.browser(MANAGER).page(f"/cases/{case}")
    assert f"/cases/{case}/facts/1/correct/dispute" in html
    history = html[html.index('<h2 class="govuk-heading-m" id="history">') :]
    assert f"/cases/{case}/facts/2/correct/at" in history


def test_a_late_case_asks_for_the_reason_until_somebody_gives_it(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.wait("2026-12-14T09:00Z")
    browser = room.browser(LEAD)
    assert "Nobody has said why yet" in browser.page(f"/cases/{case}")
    address = re.search(rf'href="(/cases/{case}/clocks/[^"]*/reason)"', browser.page(f"/cases/{case}"))
    assert address
    sent = browser.send(address[1], code="workload", text="Two meetings fell out.", authoriser="C. Head")
    assert (sent.status_code, sent.headers["location"]) == (303, f"/cases/{case}?done=reason")
    said = text_of(browser.page(f"/cases/{case}"))
    assert "Nobody has said why yet" not in said
    assert "Why it was late: Workload: Two meetings fell out." in said


def test_nothing_asks_for_a_reason_while_nothing_is_late(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    assert "Say why it was late" not in room.browser(LEAD).page(f"/cases/{case}")


def test_milestones_are_shown_and_every_event_on_request(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T10:00Z", WORKER, case, "record-discussion", **DISCUSSED)
    browser = room.browser(WORKER)
    short, long = browser.page(f"/cases/{case}"), browser.page(f"/cases/{case}?events=all")
    number = len(room.store.history(case))
    assert f"Show all {number} events" in short
    assert "Clock started" not in short
    assert long.count("app-history__title") == number


def test_a_finished_case_says_when_and_by_whom(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    room.take("2026-12-11T10:00Z", LEAD, case, "finish")
    said = text_of(room.browser(MANAGER).page(f"/cases/{case}"))
    assert "Done since Fri 11 Dec 2026, 10:00, by Alex Example, Line manager, School A." in said
    assert "Nothing is due in this case now." in said


def test_a_finished_case_is_called_closed_in_every_list_and_says_what_is_still_to_be_looked_at(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T10:00Z", WORKER, case, "resolve", **RESOLVED)
    page, rows = (room.browser(MANAGER).page(address) for address in (f"/cases/{case}", "/"))
    assert 'govuk-tag--grey">Closed</strong>' in page.split("</h1>")[0]
    assert "Resolved, the loop not yet closed: something is still to be looked at" in page
    assert 'govuk-tag--grey">Closed</strong> <span class="app-quiet">something is still to be looked at</span>' in rows
    assert "Open, or closed with something still due" in rows


def test_what_reminds_only_says_so_and_is_never_called_late(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T15:00Z", WORKER, case, "hand-over", **NO_RISK)
    room.wait("2026-12-16T09:00Z")
    row = re.search(
        r"<th[^>]*>The manager or safeguarding lead takes it on.*?</tr>",
        room.browser(LEAD).page(f"/cases/{case}"),
        re.S,
    )
    assert row
    assert "it reminds, and is never counted as late" in row[0]
    assert "Suggested time gone by" in row[0]


def test_a_case_nobody_knows_is_not_found(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    assert room.browser(WORKER).get("/cases/ESC-2026-0999").status_code == 404


def test_a_case_that_cannot_be_read_is_the_services_fault_and_nobodys_mistake(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    with closing(sqlite3.connect(room.file)) as database, database:
        database.execute("UPDATE fact SET body = 'x' WHERE position = 2")
    page = room.browser(LEAD).get(f"/cases/{case}")
    assert page.status_code == 503
    assert "<h1" in page.text
