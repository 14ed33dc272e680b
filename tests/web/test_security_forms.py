"""Forms that nobody here made, or that another site sends in somebody's name: refused, and nothing is written."""

import re
from pathlib import Path

import pytest

from access.accounts import set_active
from states.refusals import Refused
from store.people import Person
from tests.web.form_desk import OPEN_ESCALATION, hidden
from tests.web.watched import LEAD, MANAGER, OTHER, UNIT, Watched, filled, routes, token_in
from web.visits import FORM

ELSEWHERE = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"origin": "https://elsewhere.example"},
    {"origin": "http://testserver.elsewhere.example"},
    {"origin": "http://testserver:8001"},
    {"origin": "http://elsewhere.example@testserver"},
    {"origin": "https://testserver"},
    {"origin": "null"},
    {"origin": ""},
    {"referer": "http://testserver/"},
    {"authorization": "Basic YTpi"},
)
"""What a browser says of where a form comes from when it is no page of ours, or says nothing of it beside a cookie."""

ANSWERS = {**OPEN_ESCALATION, "spoke_with": "A and B", "raising_position": "Slow.", "receiving_position": "In hand."}


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(Path(tmp_path_factory.mktemp("watched")))


@pytest.fixture(scope="module")
def posts(watched: Watched) -> list[str]:
    """Every address that takes a form, the parts of it filled in."""
    found = [address for method, address in routes(watched.app) if method == "POST" and not address.startswith("/api/")]
    assert len(found) > 20
    return [filled(address, watched.places(watched.case)) for address in found]


@pytest.mark.parametrize("who", [LEAD, MANAGER])
def test_a_form_without_its_token_or_with_anybody_elses_does_nothing(
    watched: Watched, posts: list[str], who: str
) -> None:
    browser = watched.browser(who)
    others, earlier = token_in(watched.browser(OTHER)), token_in(watched.browser(who))
    tokens = ("", "0" * 64, "é\u2028" * 20, others, earlier)
    before, walked = watched.written(), 0
    for address in posts:
        for sent in tokens:
            answer = browser.post(address, data={**ANSWERS, "form_token": sent})
            assert answer.status_code == 403, (address, sent)
            assert "<h1" in answer.text
            walked += 1
        unsaid = browser.post(f"{address}?form_token={token_in(browser)}", data=ANSWERS)
        assert unsaid.status_code == 403, address
    assert walked == len(posts) * len(tokens)
    assert watched.written() == before


def test_the_token_is_another_on_every_page_and_each_is_taken_whole_and_by_no_other_session(watched: Watched) -> None:
    address = f"/cases/{watched.case}/moves/record-discussion"
    browser, other = watched.browser(LEAD), watched.browser(LEAD)
    pages = [hidden(browser.get(address).text) for _ in range(3)]
    tokens = [page.pop("form_token") for page in pages]
    assert len(set(tokens)) == len({token[32:] for token in tokens}) == 3
    assert pages[0] == pages[1] == pages[2]
    for token in tokens:
        kept = {**pages[0], **ANSWERS, "do": "later"}
        assert browser.post(address, data={**kept, "form_token": token}).status_code == 303
        assert other.post(address, data={**kept, "form_token": token}).status_code == 403
        changed = f"{int(token[-1], 16) ^ 1:x}"
        wrong = (token[:-1] + changed, changed + token[1:], token[32:] * 2, token[:32], token.upper(), f" {token}", "")
        for sent in {each for each in wrong if each != token}:
            assert browser.post(address, data={**kept, "form_token": sent}).status_code == 403, sent


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_a_form_that_another_site_sends_is_refused_even_with_the_right_token(
    watched: Watched, posts: list[str], headers: dict[str, str]
) -> None:
    token = ""
    for who in (LEAD, MANAGER):
        own = watched.browser(who)
        token = token_in(own)
        browser = watched.browser(who, **headers)
        browser.cookies = own.cookies
        before = watched.written()
        for address in posts:
            answer = browser.post(address, data={**ANSWERS, "form_token": token})
            assert answer.status_code == 403, address
            assert "from another site" in answer.text
        assert watched.written() == before


def test_our_own_pages_may_send_forms_whichever_way_the_browser_says_so(watched: Watched) -> None:
    for headers in ({"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}):
        own = watched.browser(UNIT)
        token = token_in(own)
        browser = watched.browser(UNIT, **headers)
        browser.cookies = own.cookies
        assert browser.post("/sign-out", data={"form_token": token}).status_code == 303


def test_a_stranger_without_a_cookie_has_no_form_that_would_be_taken(watched: Watched) -> None:
    browser = watched.browser("")
    known = "f49a1fb8ae2ec0e3b7ba6a4f6a5f3d2f" * 2
    for token in ("", known):
        assert browser.post("/sign-in", data={"username": "a", "password": "b", "form_token": token}).status_code == 403


def test_a_form_of_another_kind_than_ours_is_as_if_it_were_empty(watched: Watched) -> None:
    browser = watched.browser(LEAD)
    token, before = token_in(browser), watched.written()
    address = f"/cases/{watched.case}/moves/record-discussion"
    form = hidden(browser.get(address).text) | ANSWERS
    as_files = {name: (None, str(value)) for name, value in form.items()}
    assert browser.post(address, files=as_files).status_code == 403
    assert browser.post(address, json=form).status_code == 403
    plain = f"form_token={token}&spoke_with=A"
    for kind in ("text/plain", "multipart/form-data; boundary=x; charset=idna", "", f"text/plain, {FORM}"):
        assert browser.post(address, content=plain, headers={"content-type": kind}).status_code == 403, kind
    assert watched.written() == before


def test_what_a_form_with_an_old_token_says_is_kept_for_its_writer_and_tells_nothing_of_cases_out_of_sight(
    watched: Watched,
) -> None:
    browser = watched.browser(OTHER)
    for reference in (watched.case, "ESC-2026-9999"):
        sent = browser.post(f"/cases/{reference}/moves/record-discussion", data={**ANSWERS, "form_token": "0" * 64})
        assert sent.status_code == 403
    drafts = browser.get("/drafts").text
    told = {(re.sub("ESC-[0-9-]+", "", title), leads) for title, leads in _rows(drafts)}
    assert len(told) == 1, told


def _rows(page: str) -> list[tuple[str, bool]]:
    """What the list of drafts says of each: its title, and whether it leads on."""
    found = [row for row in page.split("govuk-summary-list__row")[1:] if "ESC-" in row]
    assert found
    return [(row.partition("</dt>")[0].rpartition(">")[2], "Continue" in row) for row in found]


def test_a_form_is_refused_to_an_account_that_was_disabled_meanwhile(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    browser = watched.browser(LEAD)
    token, before = token_in(browser), watched.written()
    [person] = [each for each in watched.store.people.find(Person) if each.username.startswith("example.designated")]
    set_active(watched.store, person, active=False)
    disabled = watched.written()
    answer = browser.post(
        f"/cases/{watched.case}/moves/record-discussion", data={**ANSWERS, "form_token": token, "do": "later"}
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert watched.written() == disabled != before
    with pytest.raises(Refused, match="no post"):
        watched.secret(LEAD)
