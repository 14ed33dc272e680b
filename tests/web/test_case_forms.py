"""The forms about a case: what is wrong is said, nothing is done twice, nothing that was typed is lost."""

import hmac
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.web.case_desk import Browser, Room, escalations, text_of, visits

LEAD = "line-manager of school-a"
WORKER = "practitioner of school-a"
MANAGER = "partnership-manager of partnership"
AUDITOR = "auditor of partnership"
REASON = {"code": "workload", "text": "Two meetings fell out.", "authoriser": "C. Head"}


@pytest.fixture
def late(tmp_path: Path) -> tuple[Room, str, str]:
    """A late escalation, and where its reason is given."""
    room, case = escalations(tmp_path)
    room.wait("2026-12-14T09:00Z")
    found = re.search(rf'href="(/cases/{case}/clocks/[^"]*/reason)"', room.browser(LEAD).page(f"/cases/{case}"))
    assert found
    return room, case, found[1]


def length(room: Room, case: str) -> int:
    return len(room.store.history(case))


def test_an_empty_form_says_what_is_missing_and_leads_to_it(late: tuple[Room, str, str]) -> None:
    room, case, address = late
    sent = room.browser(LEAD).send(address, text="Two meetings fell out.")
    html = sent.text
    assert sent.status_code == 422
    assert re.search(r"<title[^>]*>\s*Error: Say why it was late", html)
    assert html.index("govuk-error-summary") < html.index("<h1")
    for name in ("code", "authoriser"):
        assert f'href="#{name}"' in html
        assert re.search(rf'id="{name}"', html)
        assert f'id="{name}-error"' in html
    assert "Two meetings fell out." in html
    assert length(room, case) == length(room, case)


def test_the_same_form_sent_twice_is_done_once(late: tuple[Room, str, str]) -> None:
    room, case, address = late
    browser = room.browser(LEAD)
    form = browser.filled(address, **REASON)
    before = length(room, case)
    first, second = browser.post(address, form), browser.post(address, form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert sum("ReasonGiven" in type(fact).__name__ for fact in room.store.history(case)[before:]) == 1


def test_of_two_browsers_the_second_sees_what_changed_and_keeps_what_it_typed(late: tuple[Room, str, str]) -> None:
    room, case, address = late
    one, other = room.browser(LEAD), room.browser(MANAGER)
    theirs = other.filled(address, code="other", text="Typed at the same time.", authoriser="D. Chief")
    assert one.send(address, **REASON).status_code == 303
    before = length(room, case)
    answer = other.post(address, theirs)
    said = text_of(answer.text)
    assert answer.status_code == 409
    assert "This case changed while you were working" in said
    assert "Reason for lateness given" in said
    assert "Typed at the same time." in answer.text
    assert length(room, case) == before
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))
    assert other.post(address, {**theirs, **again}).status_code == 303


def test_time_that_passes_meanwhile_is_no_conflict(late: tuple[Room, str, str]) -> None:
    room, case, address = late
    browser = room.browser(LEAD)
    form = browser.filled(address, **REASON)
    before = length(room, case)
    room.wait("2026-12-18T09:00Z")
    assert length(room, case) > before
    assert browser.post(address, form).status_code == 303


def test_a_deadline_by_law_explains_with_its_source_why_it_is_not_suspended(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    html = room.browser(LEAD).page(f"/cases/{case}/clocks/by-law/suspend")
    said = text_of(html)
    assert "“By law” (statutory) cannot be suspended: Invented, all of it." in said
    assert "Source: Invented, all of it (edition 1)." in said
    assert 'method="post"' not in html
    assert "/clocks/by-law/suspend" not in room.browser(LEAD).page(f"/cases/{case}")


def test_a_clock_stands_still_and_runs_again_where_its_procedure_allows_it(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    browser = room.browser(LEAD)
    assert f"/cases/{case}/clocks/letter/suspend" in browser.page(f"/cases/{case}")
    wanted = {"code": "awaiting-court", "text": "The court sits.", "authoriser": "C. Head"}
    asked = browser.page(f"/cases/{case}/clocks/letter/suspend")
    assert f"<title>Suspend a deadline: The letter, {case} - Duecourse</title>" in asked
    assert browser.send(f"/cases/{case}/clocks/letter/suspend", **wanted).status_code == 303
    said = text_of(browser.page(f"/cases/{case}"))
    assert "A court decides first. Suspended since Thu 10 Dec 2026, 09:00; it runs again by" in said
    room.wait("2026-12-15T09:00Z")
    assert browser.send(f"/cases/{case}/clocks/letter/resume").status_code == 303
    said = text_of(browser.page(f"/cases/{case}"))
    assert "3 days on which it stood still are part of the length above." in said
    assert "It was suspended on Thu 10 Dec 2026, 09:00: A court decides first." in said


def test_only_who_may_is_offered_to_suspend(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    assert "/suspend" not in room.browser(MANAGER).page(f"/cases/{case}")
    said = text_of(room.browser(MANAGER).page(f"/cases/{case}/clocks/letter/suspend"))
    assert "It is for: Line manager, School A." in said


@pytest.mark.parametrize("amount", ["0", "-1", "two", "99999", "4"])
def test_a_clock_is_extended_only_by_a_number_that_is_allowed(tmp_path: Path, amount: str) -> None:
    room, case = visits(tmp_path)
    wanted = {"code": "agreed", "text": "Both ask.", "authoriser": "C. Head"}
    assert room.browser(LEAD).send(f"/cases/{case}/clocks/letter/extend", amount=amount, **wanted).status_code == 422


def test_a_clock_is_extended_and_says_so(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    wanted = {"amount": "2", "code": "agreed", "text": "Both ask.", "authoriser": "C. Head"}
    assert room.browser(LEAD).send(f"/cases/{case}/clocks/letter/extend", **wanted).status_code == 303
    assert "2 days more were granted on Thu 10 Dec 2026, 09:00: Both agree." in text_of(
        room.browser(LEAD).page(f"/cases/{case}")
    )


def correction(case: str, field: str, n: int = 1) -> str:
    return f"/cases/{case}/facts/{n}/correct/{field}"


def test_a_corrected_answer_shows_and_what_was_said_before_stays(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser(MANAGER)
    address = correction(case, "dispute")
    assert browser.send(address, value="The review is what we ask for.", because="Unclear.").status_code == 303
    assert "The review is what we ask for." in text_of(browser.page(f"/cases/{case}"))
    assert "The plan has not moved; we ask for a review." in text_of(browser.page(f"/cases/{case}/audit"))


def test_a_corrected_instant_is_london_time_and_moves_the_deadline_in_the_open(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser(MANAGER)
    when = {"value-day": "10", "value-month": "12", "value-year": "2026", "value-time": "16:05"}
    assert browser.send(correction(case, "concern_arose_at"), because="Typed wrongly.", **when).status_code == 303
    said = text_of(browser.page(f"/cases/{case}?events=all"))
    assert "When did the concern arise? Thu 10 Dec 2026, 16:05" in said
    assert "Deadline moved: The whole ladder" in said


@pytest.mark.parametrize(
    ("wrong", "field"), [({"day": "31", "month": "6"}, "day"), ({"time": "25:00"}, "time"), ({"month": "Mey"}, "month")]
)
def test_a_date_that_is_none_is_said_to_be_none(tmp_path: Path, wrong: dict[str, str], field: str) -> None:
    room, case = escalations(tmp_path)
    when = {"day": "10", "month": "12", "year": "2026", "time": "16:05", **wrong}
    boxes = {f"value-{part}": text for part, text in when.items()}
    sent = room.browser(MANAGER).send(correction(case, "concern_arose_at"), because="Typed wrongly.", **boxes)
    assert sent.status_code == 422
    assert f'href="#value-{field}"' in sent.text
    assert f'id="value-{field}"' in sent.text


def test_every_field_of_the_record_has_a_form_to_correct_it(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser(MANAGER)
    addresses = re.findall(r'href="([^"]*/correct/[^"]*)"', browser.page(f"/cases/{case}"))
    assert len(addresses) >= 7
    for address in addresses:
        assert "What was wrong?" in browser.page(address)


def test_a_text_is_struck_out_only_after_a_page_that_says_what_will_happen(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser(MANAGER)
    address = f"/cases/{case}/facts/1/strike-out/record.dispute"
    before = length(room, case)
    asked = browser.send(address, because="It names somebody.", authoriser="D. Chief")
    assert asked.status_code == 200
    assert "This cannot be undone." in asked.text
    assert length(room, case) == before
    confirmed = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text))
    assert browser.post(address, confirmed).status_code == 303
    for page in ("", "/audit", "/replay?at=1"):
        assert "The plan has not moved" not in browser.page(f"/cases/{case}{page}")
    assert "struck out" in text_of(browser.page(f"/cases/{case}"))


def test_whoever_may_not_strike_out_is_told_whose_it_is(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    answer = room.browser(WORKER).get(f"/cases/{case}/facts/1/strike-out/record.dispute")
    assert answer.status_code == 403
    assert "“Practitioner” is no post that may strike out a text." in answer.text


def test_an_auditor_reads_every_page_and_writes_on_none(late: tuple[Room, str, str]) -> None:
    room, case, reason = late
    auditor = room.browser(AUDITOR)
    for page in (f"/cases/{case}", f"/cases/{case}/replay", f"/cases/{case}/audit", f"/cases/{case}/known", "/alerts"):
        assert not re.search(r'<form[^>]*method="post"', auditor.page(page)), page
    alert = quote(next(iter(room.store.alert_rows("open"))).key, safe="")
    token = auditor_token(auditor)
    for address in (
        reason,
        f"/cases/{case}/clocks/step-1/suspend",
        f"/cases/{case}/links/new",
        f"/cases/{case}/facts/1/correct/dispute",
        f"/cases/{case}/facts/1/strike-out/record.dispute",
        f"/cases/{case}/alerts/{alert}",
    ):
        assert auditor.get(address).status_code == 403, address
        assert auditor.post(address, {"form_token": token}).status_code == 403, address


def auditor_token(browser: Browser) -> str:
    """The form token of a session, which no page of an auditor's shows."""
    secret = browser.client.cookies["duecourse"]
    return hmac.digest(secret.encode(), b"form", "sha256").hex()
