"""The procedure to read: every part of the pack stands there, with where it is stated."""

import re
from html import unescape
from pathlib import Path

import pytest

from engine.packs.editions import editions, root
from engine.packs.pages import page
from tests.web.case_desk import Browser, escalations, text_of

TEACHER = "practitioner of school-a"


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """A teacher's."""
    room, _ = escalations(tmp_path)
    return room.browser(TEACHER)


def said(browser: Browser, address: str) -> str:
    return unescape(text_of(browser.page(address)))


def test_every_procedure_is_listed_and_has_a_page(browser: Browser) -> None:
    html = browser.page("/procedure")
    names = re.findall(r'href="/procedure/([a-z0-9-]+)"', html)
    assert "escalation" in names
    titles = {name: browser.page(f"/procedure/{name}") for name in names}
    assert len({re.findall(r"<title>(.*?)</title>", each, re.S)[0] for each in titles.values()}) == len(names)


def test_no_page_of_the_procedure_shows_a_code_or_a_date_in_figures(browser: Browser) -> None:
    names = re.findall(r'href="(/procedure/[a-z0-9-]+)"', browser.page("/procedure"))
    codes = {
        found
        for address in ("/procedure", *names)
        for found in re.findall(r"\b[a-z0-9]+(?:[-_][a-z0-9]+)+\b|\b\d{4}-[01]\d(?:-\d\d)?\b", said(browser, address))
    }
    ordinary = {"multi-agency", "re-audit", "pre-publication", "looked-after", "sign-off", "hand-over", "up-to-date"}
    years = {each for each in codes if re.fullmatch(r"20(\d\d)-(\d\d)", each) and int(each[5:]) == int(each[2:4]) + 1}
    # As GOV.UK itself names its list, where it is cited.
    cited = {"bank-holidays", "england-and-wales", "govuk-bank-holidays", "2026-02-25"}
    assert codes - ordinary - years - cited == set()


def test_every_step_move_promise_and_rule_stands_on_the_page_of_its_procedure(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    pack = room.site.pack()
    browser = room.browser(TEACHER)
    for name in ("escalation", "strategy-meeting", "serious-incident"):
        text, document = said(browser, f"/procedure/{name}"), page(pack, name)
        for part in ("steps", "moves", "timescales", "rules"):
            missing = [each["title"] for each in document[part] if " ".join(each["title"].split()) not in text]
            assert missing == [], (name, part)


def test_a_number_that_nobody_confirmed_says_so_beside_it(browser: Browser) -> None:
    html = browser.page("/procedure/escalation")
    heading = re.findall(r'<h3[^>]*id="timescale-step-3-title">(.*?)</h3>', html, re.S)[0]
    assert "Unconfirmed" in heading
    confirmed = re.findall(r'<h3[^>]*id="timescale-step-4-title">(.*?)</h3>', html, re.S)[0]
    assert "Unconfirmed" not in confirmed


def test_a_promise_says_how_long_from_what_and_on_whose_authority(browser: Browser) -> None:
    text = said(browser, "/procedure/escalation")
    assert (
        "Day 16 to Day 21 Whose promise Local procedure Begins with reaching “Step 4: the statutory partners”" in text
    )
    assert "Source Halton children and young people safeguarding partnership" in text


def test_conditions_are_said_in_the_words_of_the_questions(browser: Browser) -> None:
    text = said(browser, "/procedure/escalation")
    assert "“Is a child at immediate risk of harm?” is answered “yes”" in text
    assert "immediate_risk" not in text


def test_who_is_told_and_who_is_next_is_said(browser: Browser) -> None:
    text = said(browser, "/procedure/escalation")
    assert "Told first" in text
    assert re.search(r"If nobody takes it on in \d+ (hours|working days?)", text)


def test_the_drawing_has_a_title_a_description_and_no_style(browser: Browser) -> None:
    html = browser.page("/procedure/escalation")
    drawing = html[html.index("<svg", html.index('id="drawing"')) :]
    assert "<desc" in drawing
    assert 'role="img"' in drawing
    assert "style=" not in html


def test_the_days_that_are_not_counted_are_listed_with_their_names(browser: Browser) -> None:
    text = said(browser, "/procedure")
    assert "Fri 25 Dec 2026: Christmas Day" in text
    assert "School terms" in text


def test_the_page_of_the_procedure_says_no_code_and_nothing_twice(browser: Browser) -> None:
    text = said(browser, "/procedure")
    assert "(high)" not in text
    assert "Police (Police)" not in text
    assert "School A (Education)" in text


def test_the_edition_in_force_is_marked_and_an_unknown_one_is_not_found(browser: Browser) -> None:
    [own] = [each.edition for each in editions(root()) if each.partnership == "halton"]
    assert own == "2024-12"
    assert re.search(r"December 2024, in force from [A-Z][a-z]+ \d+ [A-Z][a-z]+ \d+\.", said(browser, "/procedure"))
    assert "In force now" in said(browser, "/procedure")
    assert browser.get(f"/procedure/escalation?edition={own}").status_code == 200
    assert browser.get("/procedure?edition=1999-01").status_code == 404
    assert browser.get("/procedure/nowhere").status_code == 404
