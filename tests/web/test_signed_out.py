"""Nobody is signed out in silence, and nothing that was typed is lost by it."""

from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response

from tests.web.form_desk import Browser, FormDesk, text_of

WORDS = "Typed with much thought."


@pytest.fixture
def desk(tmp_path: Path) -> FormDesk:
    return FormDesk(tmp_path)


def too_late(desk: FormDesk, browser: Browser, address: str, **typed: str) -> Response:
    """What comes of a form that is filled in, and sent after the session ran out."""
    page = browser.get(address)
    desk.wall += timedelta(hours=9)
    return browser.post(address, page, **typed)


@pytest.mark.parametrize(
    ("who", "address", "typed"),
    [
        ("designated-lead of school-a", "/cases/{case}/facts/1/correct/subject", "because"),
        ("partnership-manager of partnership", "/cases/{case}/facts/1/strike-out/record.dispute", "because"),
        ("practitioner of school-a", "/cases/{case}/links/new", "older"),
        ("practitioner of school-b", "/access-request", "reason"),
        ("partnership-manager of partnership", "/people/new", "name"),
    ],
)
def test_what_was_typed_in_any_form_is_there_again_after_signing_in(
    desk: FormDesk, who: str, address: str, typed: str
) -> None:
    case, browser = desk.open(), desk.person(who)
    recorded = len(desk.history(case))
    late = too_late(desk, browser, address.format(case=case), **{typed: WORDS})
    assert "You were signed out. What you typed is kept." in text_of(browser.get(late.headers["location"]))
    again = desk.come_back(browser)
    assert WORDS in again.get(again.next_of(late))
    assert len(desk.history(case)) == recorded
    assert WORDS not in desk.person("practitioner of police").get("/drafts")


def test_what_was_kept_is_forgotten_once_it_is_recorded(desk: FormDesk) -> None:
    case = desk.open()
    lead = desk.person("designated-lead of school-a")
    too_late(desk, lead, f"/cases/{case}/facts/1/correct/subject", because=WORDS)
    again = desk.come_back(lead)
    listed = again.get("/drafts")
    assert f"Correct the record, {case}" in text_of(listed)
    onwards = listed.partition('href="/cases/')[2].partition('"')[0]
    assert again.send(f"/cases/{onwards}", value="referral-outcome", because=WORDS).status_code == 303
    assert "You have no drafts" in again.get("/drafts")


def test_a_password_is_never_kept(desk: FormDesk) -> None:
    browser = desk.person("practitioner of school-a")
    late = too_late(desk, browser, "/account/password", **dict.fromkeys(("password", "again"), "three words apart"))
    assert "You were signed out. What you sent just now was not done." in text_of(browser.get(late.headers["location"]))
    assert "You have no drafts" in desk.come_back(browser).get("/drafts")


def test_whoever_only_looks_is_told_too_that_they_were_signed_out(desk: FormDesk) -> None:
    browser = desk.person("practitioner of school-a")
    desk.wall += timedelta(hours=9)
    answer = browser.client.get("/alerts")
    assert "You were signed out, because nothing was done" in text_of(browser.get(answer.headers["location"]))
    browser.client.cookies.clear()
    assert browser.client.get("/alerts").headers["location"] == "/sign-in?next=%2Falerts"
