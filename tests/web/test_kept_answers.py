"""What each agency says, on the page of a case; and what its form asks where an answer has become lower."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from tests.web.conftest import serving
from tests.web.form_desk import FormDesk, errors_of, text_of

WHO = "contextual-safeguarding-coordinator of partnership"
LOWER = {"lowered_because": "At home again.", "lowered_told": "The school"}


@pytest.fixture
def graded(tmp_path: Path) -> tuple[FormDesk, str]:
    """A referral that school B grades medium and the police high."""
    desk = FormDesk(tmp_path)
    answers = {"child": "C-1", "harm": "online-harm", "concern": "Pictures.", "grade": "medium", "family_told": "yes"}
    answers |= {"graded_because": "So it seems.", "immediate_risk": "no"}
    case = desk.open("contextual-safeguarding", "designated-lead of school-b", **answers)
    desk.wait("2026-12-14T10:00Z")
    desk.take(case, WHO, "grade-risk", grading_agency="police", grade="high", graded_because="Seen there.")
    return desk, case


def test_the_page_lists_what_each_agency_says_and_that_they_differ(graded: tuple[FormDesk, str]) -> None:
    desk, case = graded
    browser = desk.person(WHO)
    page = browser.get(f"/cases/{case}")
    said = text_of(page)
    assert "School B Medium None Fri 11 Dec 2026, 09:00 Event 1" in said
    assert "Police High None Mon 14 Dec 2026, 10:00 Event 5" in said
    assert "These answers differ." in said
    assert f'href="/cases/{case}/replay?at=5"' in page
    desk.take(case, WHO, "grade-risk", grading_agency="police", grade="medium", graded_because="Gone.", **LOWER)
    said = text_of(browser.get(f"/cases/{case}"))
    assert "Police Medium High Mon 14 Dec 2026, 10:00" in said
    assert "These answers differ." not in said


def test_the_page_of_a_case_that_keeps_nothing_apart_has_no_such_list(tmp_path: Path) -> None:
    desk = FormDesk(tmp_path)
    page = desk.person("practitioner of school-a").get(f"/cases/{desk.open()}")
    assert 'id="kept"' not in page


def test_a_form_asks_why_it_is_lower_only_of_the_agency_whose_answer_is(graded: tuple[FormDesk, str]) -> None:
    desk, case = graded
    browser, address = desk.person(WHO), f"/cases/{case}/moves/grade-risk"
    page = browser.get(address)
    assert "&#34;police&#34;: [&#34;low&#34;, &#34;medium&#34;]" in page
    assert "is lower than this agency's answer before" in text_of(page)
    lower = browser.send(address, grading_agency="police", grade="medium", graded_because="Gone.")
    assert lower.status_code == 422
    assert list(errors_of(lower.text)) == ["lowered_because", "lowered_told"]
    others = browser.send(address, grading_agency="health-trust-a", grade="low", graded_because="Gone.")
    assert others.status_code < 400


def test_the_script_shows_why_it_is_lower_as_soon_as_it_is(graded: tuple[FormDesk, str], browser: Chromium) -> None:
    desk, case = graded
    secret = str(desk.person(WHO).client.cookies["duecourse"])
    shutil.copy(desk.folder / "desk.key", desk.folder / "desk.db.key")
    with serving(desk.folder / "desk.db") as (address, _), closing(browser.new_context()) as context:
        context.add_cookies([{"name": "duecourse", "value": secret, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/cases/{case}/moves/grade-risk")
        asked = {}
        for agency, grade in (("Police", "Medium"), ("Police", "High"), ("Health trust A", "Low"), ("Police", "Low")):
            page.get_by_role("group", name="Which agency grades the risk?").get_by_label(agency, exact=True).check()
            page.get_by_role("group", name="How does it grade the risk?").get_by_label(grade, exact=True).check()
            asked[agency, grade] = page.locator("#lowered_because").is_visible()
    assert [said for said, shown in asked.items() if shown] == [("Police", "Medium"), ("Police", "Low")]


def test_the_procedure_says_in_words_what_its_rules_and_questions_see(graded: tuple[FormDesk, str]) -> None:
    said = text_of(graded[0].person(WHO).get("/procedure/contextual-safeguarding"))
    assert "the answers to “How does it grade the risk?” differ from one another" in said
    assert "the highest of the answers to “How does it grade the risk?” is “medium” or “high”" in said
    assert "must be answered if the answers to “How does it grade the risk?” have become lower" in said
