"""Signing in and staying in: what a cookie is worth, when a session ends, and what a sign-in tells whoever guesses."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from starlette.testclient import TestClient

from access import accounts
from access.accounts import find_person, set_active, set_password
from access.sessions import ALTOGETHER, BY_ADDRESS, BY_NAME, IDLE, WINDOW
from engine import time
from engine.library import Library
from store.doors import create
from store.people import Attempt
from tests.web.watched import LEAD, Watched
from web.app import application
from web.site import Site

PASSWORD = "three words apart"  # noqa: S105 - of a person of the tests
WRONG = "four words together"
NAME = "example.designated.lead.school.a"


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    found = Watched(tmp_path)
    found.secret(LEAD)
    person = find_person(found.store, NAME)
    assert person is not None
    set_password(found.store, person, PASSWORD)
    return found


def entering(
    watched: Watched, name: str = NAME, password: str = PASSWORD, *, sent: Mapping[str, str] = MappingProxyType({})
) -> tuple[TestClient, int, str]:
    """A browser that has sent the sign-in form; the status and the words of the answer."""
    headers = {"sec-fetch-site": "same-origin", **sent}
    browser = TestClient(watched.app, headers=headers, follow_redirects=False)
    page = browser.get("/sign-in").text
    found = re.search(r'name="form_token" value="(\w+)"', page)
    assert found
    form = {"username": name, "password": password, "form_token": found[1], "next": "/alerts"}
    answer = browser.post("/sign-in", data=form)
    return browser, answer.status_code, answer.text.replace(name, "NAME").replace(found[1], "")


def test_the_cookie_from_before_signing_in_is_worth_nothing_after(watched: Watched) -> None:
    browser = watched.browser("")
    page = browser.get("/sign-in").text
    before = browser.cookies["duecourse"]
    token = re.search(r'name="form_token" value="(\w+)"', page)
    assert token
    entered = browser.post("/sign-in", data={"username": NAME, "password": PASSWORD, "form_token": token[1]})
    assert entered.status_code == 303
    after = browser.cookies["duecourse"]
    assert after != before
    assert browser.get("/").status_code == 200
    for planted in (before, "planted", ""):
        other = TestClient(watched.app, cookies={"duecourse": planted}, follow_redirects=False)
        assert other.get("/").status_code == 303


def test_signing_in_again_ends_the_session_that_the_browser_had(watched: Watched) -> None:
    browser, _, _ = entering(watched)
    first = browser.cookies["duecourse"]
    form = {
        "username": "nobody",
        "form_token": re.findall(r'form_token" value="(\w+)"', browser.get("/sign-in").text)[0],
    }
    browser.post("/sign-in/as", data=form | {"username": NAME})
    assert browser.cookies["duecourse"] != first
    assert TestClient(watched.app, cookies={"duecourse": first}, follow_redirects=False).get("/").status_code == 303


@pytest.mark.parametrize("page", ["/sign-out", "/account/sign-out-everywhere"])
def test_after_signing_out_the_cookie_is_gone_and_opens_nothing_for_whoever_kept_it(
    watched: Watched, page: str
) -> None:
    browser, _, _ = entering(watched)
    kept = browser.cookies["duecourse"]
    token = re.findall(r'form_token" value="(\w+)"', browser.get(page).text)[0]
    answer = browser.post(page, data={"form_token": token})
    assert "duecourse" not in browser.cookies
    assert 'duecourse=""' in answer.headers["set-cookie"]
    again = TestClient(watched.app, cookies={"duecourse": kept}, follow_redirects=False)
    assert again.get("/").status_code == 303


def test_a_session_ends_when_it_is_not_used_and_in_any_case_in_the_end(watched: Watched) -> None:
    browser, _, _ = entering(watched)
    begun = watched.wall
    watched.wall = begun + IDLE - timedelta(seconds=1)
    assert browser.get("/").status_code == 200
    watched.wall += IDLE + timedelta(seconds=1)
    assert browser.get("/").status_code == 303
    browser, _, _ = entering(watched)
    begun = watched.wall
    while watched.wall + IDLE / 2 < begun + ALTOGETHER:
        watched.wall += IDLE / 2
        assert browser.get("/").status_code == 200
    watched.wall = begun + ALTOGETHER + timedelta(seconds=1)
    assert browser.get("/").status_code == 303


def test_a_new_password_and_a_disabled_account_end_every_session(watched: Watched) -> None:
    person = find_person(watched.store, NAME)
    assert person is not None
    browser, _, _ = entering(watched)
    changed = set_password(watched.store, person, WRONG)
    assert browser.get("/").status_code == 303
    browser, _, _ = entering(watched, password=WRONG)
    assert browser.get("/").status_code == 200
    set_active(watched.store, changed, active=False)
    assert browser.get("/").status_code == 303
    assert entering(watched, password=WRONG)[1] == 422


def test_changing_ones_own_password_keeps_one_in_with_a_new_cookie_and_puts_every_other_browser_out(
    watched: Watched,
) -> None:
    browser, _, _ = entering(watched)
    other, _, _ = entering(watched)
    first = browser.cookies["duecourse"]
    token = re.findall(r'form_token" value="(\w+)"', browser.get("/account/password").text)[0]
    form = {"form_token": token, "current": PASSWORD, "password": WRONG, "again": WRONG}
    assert browser.post("/account/password", data=form | {"current": "no"}).status_code == 422
    assert browser.post("/account/password", data=form).status_code == 303
    assert browser.cookies["duecourse"] != first
    assert browser.get("/").status_code == 200
    assert other.get("/").status_code == 303


@pytest.mark.parametrize("https", [False, True])
def test_no_script_and_no_other_site_gets_at_the_cookie(watched: Watched, https: bool) -> None:
    base = "https://testserver" if https else "http://testserver"
    app = application(replace(watched.site, https=https))
    browser = TestClient(app, base, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    shown = browser.get("/sign-in")
    token = re.findall(r'form_token" value="(\w+)"', shown.text)[0]
    entered = browser.post("/sign-in", data={"username": NAME, "password": PASSWORD, "form_token": token})
    left = browser.post(
        "/sign-out", data={"form_token": re.findall(r'form_token" value="(\w+)"', browser.get("/sign-out").text)[0]}
    )
    for answer in (shown, entered, left):
        [cookie] = answer.headers.get_list("set-cookie")
        name = cookie.partition("=")[0]
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert name == ("__Host-duecourse" if https else "duecourse")
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) == https
        assert not any(flag.startswith("domain") for flag in flags)
    assert left.status_code == 303


def test_under_https_a_cookie_that_another_host_may_have_set_opens_nothing(watched: Watched) -> None:
    secret = watched.secret(LEAD)
    app = application(replace(watched.site, https=True))
    for name, status in (("duecourse", 303), ("__Host-duecourse", 200)):
        browser = TestClient(app, "https://testserver", cookies={name: secret}, follow_redirects=False)
        assert browser.get("/").status_code == status


def test_an_unknown_name_and_a_wrong_password_are_answered_alike_with_the_same_work(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    hasher = accounts._hasher

    class Counted:
        def verify(self, password: str, known: str) -> bool:
            done.append("verify")
            return hasher.verify(password, known)

        def hash(self, password: str) -> str:
            return hasher.hash(password)

    monkeypatch.setattr(accounts, "_hasher", Counted())
    person = find_person(watched.store, NAME)
    assert person is not None
    told = {}
    for case in ("wrong password", "unknown name", "disabled", "no password"):
        done.clear()
        set_active(watched.store, person, active=case != "disabled")
        name = "nobody.here" if case == "unknown name" else NAME
        if case == "no password":
            watched.secret("practitioner of school-a")
            name = "example.practitioner.school.a"
        _, status, words = entering(watched, name, WRONG)
        told[case] = (status, " ".join(re.findall(r'href="#[^<]+', words)), len(done))
        assert "do not fit" in told[case][1]
    assert len(set(told.values())) == 1, told
    assert told["unknown name"][0] == 422
    assert told["unknown name"][2] == 1
    done.clear()
    set_active(watched.store, person, active=False)
    assert entering(watched, NAME, PASSWORD)[1] == 422


def test_too_many_tries_at_one_name_are_stopped_whether_or_not_there_is_such_a_person(watched: Watched) -> None:
    for name in (NAME, "nobody.here"):
        statuses = [entering(watched, name, WRONG)[1] for _ in range(BY_NAME + 2)]
        assert statuses == [422] * BY_NAME + [429, 429]
    assert entering(watched, NAME.upper() + " ")[1] == 429
    assert entering(watched)[1] == 429
    watched.wall += WINDOW + timedelta(seconds=1)
    assert entering(watched)[1] == 303


def test_too_many_tries_from_one_address_are_stopped_whatever_the_names_and_whatever_it_claims_to_be(
    watched: Watched,
) -> None:
    for number in range(BY_ADDRESS):
        claimed = {"x-forwarded-for": f"10.0.0.{number}", "forwarded": f"for=10.0.0.{number}"}
        assert entering(watched, f"nobody{number}", WRONG, sent=claimed)[1] == 422
    assert (
        entering(watched, "somebody", WRONG, sent={"x-forwarded-for": "192.0.2.1", "x-real-ip": "192.0.2.1"})[1] == 429
    )
    watched.wall += WINDOW + timedelta(seconds=1)
    assert entering(watched)[1] == 303


def test_what_was_tried_is_not_kept_in_words(watched: Watched) -> None:
    typed = "my.password.in.the.wrong.field"
    entering(watched, typed, WRONG)
    assert watched.store.people.find(Attempt)
    assert typed not in watched.file.read_bytes().decode("latin-1")
    assert not any(typed in each.whose for each in watched.store.people.find(Attempt))


def test_nobody_is_let_in_by_name_alone_where_people_are_real(tmp_path: Path) -> None:
    store = create(f"sqlite:///{tmp_path}/live.db", "halton", "live", f"{tmp_path}/live.key")
    site = Site(store, Library(), lambda: time.now_in(store), time.now)
    browser = TestClient(application(site), headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    token = re.findall(r'form_token" value="(\w+)"', browser.get("/sign-in").text)[0]
    assert browser.post("/sign-in/as", data={"username": "a.example", "form_token": token}).status_code == 404
    store.close()
