"""Forms in a real browser, with scripts and without: how many clicks, what is hidden when, and nobody shut out."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.axe import barriers
from tests.web.conftest import NARROW, WIDE, Visit
from web.forms.parts import MOST_CLICKS

LEAD, CHAIR = "a.example", "h.draft"
MOST_PAGES = 10
WAYS = [(WIDE, True), (NARROW, True), (WIDE, False), (NARROW, False)]


class Counted:
    """A page on which every click is counted; typing is not."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def choose(self, question: str, answer: str) -> None:
        self.click(self.page.get_by_role("group", name=question).get_by_label(answer, exact=True))

    def button(self, name: str) -> None:
        self.click(self.page.locator("button:visible", has_text=name).last)

    def type(self, typed: dict[str, str]) -> None:
        for field, text in typed.items():
            self.page.fill(f"#{field}", text)


def nobody_is_shut_out(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
    assert barriers(page) == [], page.url


def begin_escalation(counted: Counted) -> None:
    counted.click(counted.page.get_by_role("button", name="Open a case"))
    counted.click(counted.page.get_by_role("link", name="Open an escalation", exact=True))


@pytest.mark.parametrize(("width", "scripts"), WAYS)
def test_a_lead_opens_an_escalation_in_at_most_eight_clicks(
    served_anew: str, visit: Visit, width: int, scripts: bool
) -> None:
    page = visit(f"{served_anew}/", LEAD, width=width, scripts=scripts)
    counted = Counted(page)
    begin_escalation(counted)
    counted.button("No")
    counted.type({"child": "C-17", "dispute": "The plan has not moved; we ask for a review."})
    when = {"day": "2", "month": "feb", "year": "2026", "time": "9:30am"}
    counted.type({f"concern_arose_at-{part}": text for part, text in when.items()})
    counted.choose("Which agency is the disagreement with?", "Police")
    counted.choose("What is the disagreement about?", "Plan drift")
    counted.choose("Which level of need is the child at?", "Level 3")
    counted.button("Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    counted.button("Open the case")
    expect(page.get_by_role("heading", level=1)).to_have_text("The case is open")
    assert counted.clicks <= MOST_CLICKS


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_on_the_way_to_an_open_case_can_be_used_by_anybody(
    served_anew: str, visit: Visit, width: int
) -> None:
    page = visit(f"{served_anew}/cases/new", LEAD, width=width)
    nobody_is_shut_out(page)
    page.goto(f"{served_anew}/cases/new/escalation")
    nobody_is_shut_out(page)
    page.locator("button:visible", has_text="Yes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A child is at immediate risk")
    nobody_is_shut_out(page)
    page.goto(f"{served_anew}/cases/new/escalation")
    page.locator("button:visible", has_text="No").click()
    page.locator("button:visible", has_text="Continue").last.click()
    nobody_is_shut_out(page)
    summary = page.locator(".govuk-error-summary a")
    for target in [link.get_attribute("href") or "" for link in summary.all()]:
        described = page.locator(target).get_attribute("aria-describedby") or ""
        assert f"{target[1:].removesuffix('-day')}-error" in described.split()
    page.goto(page.url.replace("/2", "/more"))
    nobody_is_shut_out(page)
    page.goto(f"{served_anew}/drafts")
    nobody_is_shut_out(page)
    assert [said for said in page.complaints if "422" not in said] == []  # type: ignore[attr-defined]  # the fixture sets it


def test_with_scripts_a_question_is_hidden_until_it_is_asked(served_anew: str, visit: Visit) -> None:
    page = first_move(served_anew, visit, scripts=True)
    risk = page.get_by_role("group", name="Is a child at immediate risk of harm?")
    card = page.get_by_text("Call first, record afterwards")
    expect(page.locator("#called_whom")).to_be_hidden()
    expect(card).to_be_hidden()
    risk.get_by_label("Yes").check()
    expect(page.locator("#called_whom")).to_be_visible()
    expect(card).to_be_visible()
    page.fill("#called_whom", "The front door")
    risk.get_by_label("No").check()
    expect(page.locator("#called_whom")).to_be_disabled()


def test_without_scripts_every_question_is_there_and_says_when_it_is_asked(served_anew: str, visit: Visit) -> None:
    page = first_move(served_anew, visit, scripts=False)
    expect(page.locator("#called_whom")).to_be_visible()
    expect(page.get_by_text("If “Is a child at immediate risk of harm?” is Yes").first).to_be_visible()


def first_move(address: str, visit: Visit, *, scripts: bool) -> Page:
    """The hand-over of a new escalation of one's own, just opened."""
    page = visit(f"{address}/", LEAD, scripts=scripts)
    counted = Counted(page)
    begin_escalation(counted)
    counted.button("No")
    counted.type({"child": "C-17", "dispute": "The plan has not moved."})
    when = {"day": "2", "month": "2", "year": "2026", "time": "09:30"}
    counted.type({f"concern_arose_at-{part}": text for part, text in when.items()})
    counted.choose("Which agency is the disagreement with?", "Police")
    counted.choose("What is the disagreement about?", "Plan drift")
    counted.choose("Which level of need is the child at?", "Level 3")
    counted.button("Continue")
    counted.button("Open the case")
    case = page.url.split("/")[-2]
    page.goto(f"{address}/cases/{case}/moves/hand-over")
    return page


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_meeting_is_recorded_without_scripts_and_without_a_wide_screen(
    served_anew: str, visit: Visit, width: int
) -> None:
    page = visit(f"{served_anew}/cases/new/strategy-meeting", CHAIR, width=width, scripts=False)
    page.locator("button:visible", has_text="No").click()
    for _ in range(MOST_PAGES):
        if "/check" in page.url:
            break
        fill_in(page)
        page.locator("button:visible", has_text="Continue").last.click()
        assert not page.locator(".govuk-error-summary").count(), page.locator(".govuk-error-summary").inner_text()
    page.locator("button:visible", has_text="Open the case").click()
    case = page.url.split("/")[-2]
    page.goto(f"{served_anew}/cases/{case}/moves/hold")
    rows = page.locator(".app-row[id^=attendance]")
    before = rows.count()
    page.locator("button[name=add][value=attendance]").click()
    expect(rows).to_have_count(before + 1)
    page.locator(f"#attendance-{before + 1}-person").fill("Dee Example")
    page.locator("button[name=remove][value=attendance-1]").click()
    expect(rows).to_have_count(before)
    expect(page.locator(f"#attendance-{before}-person")).to_have_value("Dee Example")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def fill_in(page: Page) -> None:
    """Something in every field that is empty."""
    for name in {radio.get_attribute("name") for radio in page.locator("input[type=radio]").all()}:
        page.locator(f"input[type=radio][name={name}]").first.check()
    for area in page.locator("textarea").all():
        area.fill("Some words.")
    for child in page.locator("#child").all():
        child.fill("C-17")
    parts = {"day": "1", "month": "2", "year": "2026", "time": "09:00"}
    for part, text in parts.items():
        for each in page.locator(f"input[id$=-{part}]").all():
            each.fill(text)
