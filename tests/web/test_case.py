"""The page of a case, for whoever may do something about it and for whoever may not."""

import re
from pathlib import Path

from tests.spec.desk import DISCUSSED, NO_RISK
from tests.web.case_desk import escalations, text_of, visits

LEAD = "line-manager of school-a"
WORKER = "practitioner of school-a"
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


def test_a_post_with_nothing_to_do_is_told_who_holds_the_pen(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    html = room.browser("lead-partner of partnership").page(f"/cases/{case}")
    assert "There is nothing that your post can do here now." in html
    assert "The pen is with <strong>Practitioner, School A</strong>" in html
    assert 'role="button"' not in html


def test_the_record_stands_in_the_words_of_its_questions_with_its_sealed_texts(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    said = text_of(room.browser(OTHER).page(f"/cases/{case}"))
    assert "What is disputed and what is asked for? The plan has not moved; we ask for a review." in said
    assert "What is the disagreement about? Plan drift" in said


def test_only_who_may_correct_is_offered_a_correction(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    assert "/correct/" not in room.browser(WORKER).page(f"/cases/{case}")
    assert f"/cases/{case}/facts/1/correct/dispute" in room.browser(MANAGER).page(f"/cases/{case}")


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


def test_what_reminds_only_says_so_and_is_never_called_late(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T15:00Z", WORKER, case, "hand-over", **NO_RISK)
    room.wait("2026-12-16T09:00Z")
    row = re.search(
        r"The manager or safeguarding lead takes it on.*?</tr>", room.browser(LEAD).page(f"/cases/{case}"), re.S
    )
    assert row
    assert "it reminds, and is never counted as late" in row[0]
    assert "Suggested time gone by" in row[0]


def test_a_case_nobody_knows_is_not_found(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    assert room.browser(WORKER).get("/cases/ESC-2026-0999").status_code == 404
