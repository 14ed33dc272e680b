"""Every address of pages and API as everybody who has no business there; a new one is walked as soon as it is there."""

import re
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.web.watched import (
    AUDITOR,
    KEPT_OUT,
    LEAD,
    MANAGER,
    NOBODYS,
    OTHER,
    UNIT,
    Watched,
    body_for,
    filled,
    routes,
    said_to,
    token_in,
)

PUBLIC = {
    ("GET", "/static/{name}"),
    ("GET", "/help"),
    ("GET", "/accessibility"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-in/as"),
    ("GET", "/sign-in/with"),
    ("GET", "/sign-in/back"),
    ("GET", "/sign-out"),
    ("POST", "/sign-out"),
    ("GET", "/api"),
    ("GET", "/api/openapi.json"),
}
"""What strangers may ask for; everything else leads them to the sign-in page, or asks for a token."""

OF_ONESELF = {"/sign-in", "/sign-in/as", "/sign-out", "/account/sign-out-everywhere"}
"""What even those who only read may send: it changes nothing but their own session."""

ONLY_TRIED = {"/api/rehearsals", "/api/calendar-previews"}
"""What is sent there is only tried, so those who only read may ask too."""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(Path(tmp_path_factory.mktemp("watched")))


@pytest.fixture(scope="module")
def everything(watched: Watched) -> list[tuple[str, str]]:
    found = [each for each in routes(watched.app) if each[0] != "HEAD"]
    assert len(found) > 80
    return found


def asked(watched: Watched, client: TestClient, method: str, address: str, case: str, token: str = "") -> Response:
    """One address asked for, with the token of the browser's forms, or with what the API says it takes."""
    there = filled(address, {**watched.places(watched.case), "case": case})
    if method == "GET":
        return client.get(there)
    if address.startswith("/api/"):
        return client.request(method, there, json=body_for(watched.app, address))
    return client.request(method, there, data={"form_token": token})


def test_a_stranger_gets_the_public_pages_and_is_led_to_sign_in_from_every_other(
    watched: Watched, everything: list[tuple[str, str]]
) -> None:
    for method, address in everything:
        answer = asked(watched, watched.browser(""), method, address, watched.case)
        if (method, address) in PUBLIC:
            assert answer.status_code in (200, 403, 404, 503), (method, address, answer.status_code)
        elif address.startswith("/api/"):
            assert answer.status_code == 401, (method, address)
        else:
            assert answer.status_code == 303, (method, address)
            assert answer.headers["location"].startswith("/sign-in?next=%2F"), (method, address)


def test_an_address_that_nobody_thought_of_is_not_found(watched: Watched) -> None:
    for who in ("", LEAD):
        for address in ("/nothing", "/cases/x/y/z", "/api/nothing", "/static/nothing.css", "/admin", "/.env"):
            assert watched.browser(who).get(address).status_code == 404, address


@pytest.mark.parametrize(("who", "name"), [(OTHER, "Alex Example"), (LEAD, KEPT_OUT)])
def test_a_case_that_somebody_may_not_see_is_answered_at_every_address_as_if_it_were_not_there(
    watched: Watched, everything: list[tuple[str, str]], who: str, name: str
) -> None:
    hidden = watched.case if who == OTHER else watched.restricted
    browser, program = watched.browser(who, name), watched.program(who, name)
    token = token_in(browser)
    walked = 0
    for method, address in everything:
        if "{case}" in address:
            client = program if address.startswith("/api/") else browser
            answer = asked(watched, client, method, address, hidden, token)
            never = asked(watched, client, method, address, NOBODYS, token)
            assert answer.status_code == 404, (method, address, answer.status_code)
            assert said_to(answer, hidden) == said_to(never, NOBODYS), (method, address)
            walked += 1
    assert walked > 35


def test_whoever_only_reads_is_refused_every_write_and_finds_no_form_to_send(
    watched: Watched, everything: list[tuple[str, str]]
) -> None:
    browser = watched.browser(AUDITOR)
    program = watched.program(AUDITOR, scopes="read report")
    token, before = token_in(browser), watched.written()
    for method, address in everything:
        client = program if address.startswith("/api/") else browser
        if address in OF_ONESELF or address.startswith("/sign-in"):
            continue
        answer = asked(watched, client, method, address, watched.case, token)
        if method == "GET":
            assert answer.status_code < 500, address
            assert not re.search(r"<form[^>]*method=\"?post", answer.text, re.IGNORECASE), address
        elif address in ONLY_TRIED:
            assert answer.status_code == 422, address
        else:
            assert answer.status_code == 403, (method, address, answer.status_code)
    assert watched.written() == before


@pytest.mark.parametrize("who", [LEAD, UNIT, MANAGER, OTHER, AUDITOR])
def test_no_address_is_a_fault_to_anybody(watched: Watched, everything: list[tuple[str, str]], who: str) -> None:
    program = watched.program(who, scopes="read report" if who == AUDITOR else "read write report")
    for case in (watched.case, watched.restricted):
        for method, address in everything:
            browser = watched.browser(who)
            client = program if address.startswith("/api/") else browser
            token = token_in(browser) if method != "GET" else ""
            if address.startswith("/people/{person}") and method != "GET":
                continue  # the walk would end its own people; they have tests of their own
            answer = asked(watched, client, method, address, case, token)
            fine = answer.status_code < 500 or (address == "/sign-in/with" and answer.status_code == 503)
            assert fine, (method, address, answer.status_code)


@pytest.mark.parametrize("who", [LEAD, UNIT, AUDITOR])
def test_those_who_keep_no_people_have_no_way_to_them(
    watched: Watched, everything: list[tuple[str, str]], who: str
) -> None:
    browser = watched.browser(who)
    token = token_in(browser)
    for method, address in everything:
        if address.startswith("/people") and (who, address) != (AUDITOR, "/people/views") and who != UNIT:
            assert asked(watched, browser, method, address, watched.case, token).status_code == 403, address


def test_looking_changes_nothing_but_the_log_of_who_looked(watched: Watched, everything: list[tuple[str, str]]) -> None:
    everybody = [(watched.browser(who), watched.program(who, scopes="read")) for who in (LEAD, UNIT, MANAGER, AUDITOR)]
    before = watched.written()
    for browser, program in everybody:
        for method, address in everything:
            if method == "GET":
                client = program if address.startswith("/api/") else browser
                there = filled(address, watched.places(watched.case))
                client.get(there, params={"done": "recorded", "do": "later", "confirmed": "yes"})
                client.head(there)
    assert watched.written() == before


def test_other_methods_than_an_address_has_are_refused(watched: Watched, everything: list[tuple[str, str]]) -> None:
    browser = watched.browser(LEAD)
    before = watched.written()
    for _, address in everything:
        there = filled(address, watched.places(watched.case))
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            assert browser.request(method, there).status_code in (401, 403, 404, 405), (method, address)
    assert watched.written() == before
