"""Without a mouse: the keys alone lead through what people do most, and it is always visible where one is."""

from playwright.sync_api import Page, expect

from tests.web.conftest import NARROW, Visit

LEAD, CHAIR = "a.example", "h.draft"
CASE = "ESC-2026-0022"
FARTHEST = 120
MOST_PAGES = 10
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


def test_after_an_error_was_put_right_the_way_back_leads_to_the_form(served_anew: str, visit: Visit) -> None:
    page = visit(f"{served_anew}/cases/{CASE}/moves/record-discussion", LEAD)
    write(page, "spoke_with", "A and B")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    write(page, "raising_position", "Too slow.")
    write(page, "receiving_position", "In hand.")
    press(page, "main button.govuk-button:not(.govuk-button--secondary)")
    expect(page.get_by_role("alert")).to_contain_text("Recorded")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Record a discussion")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def test_an_alert_is_acknowledged_by_keys_alone_and_the_clock_goes_on(served_anew: str, visit: Visit) -> None:
    page = visit(f"{served_anew}/alerts", LEAD)
    waiting = page.locator("main a[href*='/alerts/']").count()
    press(page, "main a[href*='/alerts/']")
    write(page, "note", "I am on it.")
    press(page, "main button.govuk-button:not(.govuk-button--secondary)")
    expect(page.get_by_role("alert")).to_contain_text("The clock goes on")
    page.goto(f"{served_anew}/alerts")
    assert page.locator("main a[href*='/alerts/']").count() == waiting - 1


def answer(page: Page, skipped: str, **typed: str) -> None:
    """Go through a whole form by keys: the first of every choice, some words everywhere, and on to its button.

    `skipped`: a selector of what is left empty; `typed`: what is written into fields by the end of their names.
    """
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        kind = page.evaluate(KIND, skipped)
        if kind == "choose":
            page.keyboard.press("Space")
        elif kind == "pick":
            page.keyboard.press("ArrowDown")
        elif kind == "no":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        elif kind.startswith("write "):
            name = kind.removeprefix("write ")
            page.keyboard.type(next((text for end, text in typed.items() if name.endswith(end)), "As was said."))
        elif kind == "send":
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert not page.locator(".govuk-error-summary").count(), page.locator("main").inner_text()
            return
    raise AssertionError(f"no key leads to the end of {page.url}")


KIND = """skipped => {
  const here = document.activeElement;
  if (!here.closest('main form') || here.matches(skipped)) return 'on';
  if (here.matches('select')) return here.value ? 'on' : 'pick';
  if (here.matches('[name=actions_agreed]') && !here.form.actions_agreed.value) return 'no';
  if (here.matches('input[type=radio], input[type=checkbox]'))
    return document.querySelector(`input[name="${here.name}"]:checked`) ? 'on' : 'choose';
  if (here.matches('textarea, input[type=text]')) return here.value ? 'on' : `write ${here.name}`;
  return here.matches('button.govuk-button:not(.govuk-button--secondary)') ? 'send' : 'on';
}"""


def test_a_meeting_is_asked_for_and_recorded_by_keys_alone(served_anew: str, visit: Visit) -> None:
    page = visit(f"{served_anew}/cases/new/strategy-meeting", CHAIR)
    press(page, "main button[value=no]")
    when = {"-day": "15", "-month": "7", "-year": "2026", "-time": "16:00"}
    for _ in range(MOST_PAGES):
        if not page.locator("main form textarea, main form input:not([type=hidden])").count():
            break
        answer(page, "[name=receiving_agency], details input, details textarea", **when)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "main button.govuk-button:not(.govuk-button--secondary)")
    expect(page.get_by_role("heading", level=1)).to_have_text("The case is open")
    press(page, "main a[href*='/cases/STM-']")
    press(page, "main a[href$='/moves/hold']")
    answer(page, "[name^=safety_plan], [name^=told], [name^=happened], [name$=_case], [name=serious_incident]", **when)
    for _ in range(3):
        if page.get_by_role("alert").count():
            break
        answer(page, "*:not(button)")
    expect(page.get_by_role("alert")).to_contain_text("Recorded")
    expect(page.locator("main")).to_contain_text("Held, the record not yet circulated")


def test_on_a_telephone_the_list_is_sorted_and_nothing_unseen_has_the_focus(served: str, visit: Visit) -> None:
    page = visit(f"{served}/cases", LEAD, width=NARROW)
    reached = page.locator("main th a:visible, .app-sort a:visible")
    assert reached.count() == page.locator("tbody th a").count() + 2
    assert not page.locator("thead a").first.is_visible()
    press(page, ".app-sort a[href*='sort=case']")
    first = [each.inner_text() for each in page.locator("tbody th a").all()]
    assert first == sorted(first)
