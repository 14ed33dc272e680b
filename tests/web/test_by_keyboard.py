"""Without a mouse: the keys alone lead through what people do most, and it is always visible where one is."""

from playwright.sync_api import Page, expect

from tests.web.conftest import NARROW, Visit

LEAD, CHAIR = "a.example", "h.draft"
CASE = "ESC-2026-0022"
FARTHEST = 120
VISIBLE = """() => {
  const here = document.activeElement;
  const told = getComputedStyle(here), around = here.labels?.[0] && getComputedStyle(here.labels[0], '::before');
  const shows = style => style && (style.outlineStyle !== 'none' || style.boxShadow !== 'none');
  return here !== document.body && (shows(told) || shows(around) || told.backgroundColor === 'rgb(255, 221, 0)');
}"""


def to(page: Page, target: str) -> None:
    """Tab on until what is named has the focus; on the way the focus is never lost and always seen."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        here = page.evaluate_handle("document.activeElement").as_element()
        assert here is not None
        assert page.evaluate(VISIBLE), here.evaluate("each => each.outerHTML.slice(0, 200)")
        if here.evaluate("(each, target) => each.matches(target)", target):
            return
    raise AssertionError(f"no key leads to {target} on {page.url}")


def press(page: Page, target: str, key: str = "Enter") -> None:
    to(page, target)
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)


def write(page: Page, field: str, text: str) -> None:
    to(page, f"#{field}")
    page.keyboard.type(text)


def choose(page: Page, name: str, downwards: int) -> None:
    """One of the radio buttons of a question: the first by the space bar, others by the arrow."""
    to(page, f"input[name={name}]")
    page.keyboard.press("Space")
    for _ in range(downwards):
        page.keyboard.press("ArrowDown")


def test_a_case_is_opened_by_keys_alone(served_anew: str, visit: Visit) -> None:
    page = visit(f"{served_anew}/cases/new/escalation", LEAD)
    press(page, "main button[value=no]")
    write(page, "child", "C-17")
    for part, text in {"day": "2", "month": "2", "year": "2026", "time": "09:30"}.items():
        write(page, f"concern_arose_at-{part}", text)
    choose(page, "receiving_agency", 1)
    choose(page, "subject", 3)
    choose(page, "level_of_need", 2)
    write(page, "dispute", "The plan has not moved.")
    press(page, "main button.govuk-button:not(.govuk-button--secondary)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "main button.govuk-button:not(.govuk-button--secondary)")
    expect(page.get_by_role("heading", level=1)).to_have_text("The case is open")


def test_a_discussion_is_recorded_by_keys_alone(served_anew: str, visit: Visit) -> None:
    page = visit(f"{served_anew}/cases/{CASE}", LEAD)
    press(page, "a[href$='/moves/record-discussion']")
    write(page, "spoke_with", "A and B")
    write(page, "raising_position", "Too slow.")
    write(page, "receiving_position", "In hand.")
    press(page, "main button.govuk-button:not(.govuk-button--secondary)")
    expect(page.get_by_role("alert")).to_contain_text("Recorded")


def test_an_alert_is_acknowledged_by_keys_alone_and_the_clock_goes_on(served_anew: str, visit: Visit) -> None:
    page = visit(f"{served_anew}/alerts", LEAD)
    waiting = page.locator("main a[href*='/alerts/']").count()
    press(page, "main a[href*='/alerts/']")
    write(page, "note", "I am on it.")
    press(page, "main button.govuk-button:not(.govuk-button--secondary)")
    expect(page.get_by_role("alert")).to_contain_text("The clock goes on")
    page.goto(f"{served_anew}/alerts")
    assert page.locator("main a[href*='/alerts/']").count() == waiting - 1


def test_a_meeting_is_recorded_by_keys_alone(served_anew: str, visit: Visit) -> None:
    page = visit(f"{served_anew}/cases/new/strategy-meeting", CHAIR)
    press(page, "main button[value=no]")
    assert "/cases/new/strategy-meeting/" in page.url
    to(page, "main textarea, main input[type=text]")
    page.keyboard.type("C-18")
    press(page, "main button[value=draft], main button.govuk-button--secondary")
    assert page.locator("h1").count() == 1


def test_on_a_telephone_the_list_is_sorted_and_nothing_unseen_has_the_focus(served: str, visit: Visit) -> None:
    page = visit(f"{served}/cases", LEAD, width=NARROW)
    reached = page.locator("main th a:visible, .app-sort a:visible")
    assert reached.count() == page.locator("tbody th a").count() + 2
    assert not page.locator("thead a").first.is_visible()
    press(page, ".app-sort a[href*='sort=case']")
    first = [each.inner_text() for each in page.locator("tbody th a").all()]
    assert first == sorted(first)
