"""Every page, as each kind of person, wide and narrow, with scripts and without: what must hold of all of them."""

import re

import pytest
from playwright.sync_api import Page

from tests.web.axe import barriers
from tests.web.conftest import NARROW, WIDE, Visit

LEAD, UNIT, MANAGER, AUDITOR = "a.example", "f.mockup", "g.outline", "j.inspector"

STRANGERS = ("/sign-in", "/help", "/accessibility", "/api")
EVERYBODYS = (
    "/",
    "/cases",
    "/alerts",
    "/reports",
    "/reports/{report}",
    "/procedure",
    "/procedure/escalation",
    "/account",
    "/cases/{case}",
    "/cases/{case}?events=all",
    "/cases/{case}/replay?at=4",
    "/cases/{case}/audit",
    "/cases/{case}/known",
    "/sign-out",
)
WRITERS = (
    "/cases/new",
    "/cases/new/escalation",
    "/cases/{case}/tasks",
    "/cases/{case}/moves/record-discussion",
    "/cases/{case}/clocks/step-1/reason",
    "/cases/{case}/links/new",
    "/drafts",
    "/access-request",
)
ADMINISTRATORS = ("/people", "/people/new", "/people/vacancies", "/people/views", "/cases/{case}/child")
PAGES = (
    *(("", address) for address in STRANGERS),
    *((LEAD, address) for address in (*EVERYBODYS, *WRITERS)),
    *((UNIT, address) for address in ("/", "/cases/{case}", "/alerts", "/reports/{report}")),
    *((MANAGER, address) for address in ADMINISTRATORS),
    *((AUDITOR, address) for address in EVERYBODYS),
)
CASE, REPORT = "ESC-2026-0022", "strategy-meetings?from=2024-04-01&to=2025-03-31"


def shown(look: Visit, served: str, who: str, address: str, width: int, *, scripts: bool = True) -> Page:
    return look(served + address.format(case=CASE, report=REPORT), who, width=width, scripts=scripts)


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_is_accessible_and_fits_whatever_the_width(look: Visit, served: str, who: str, address: str) -> None:
    page = shown(look, served, who, address, WIDE)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" - Duecourse")
    assert page.locator("html").get_attribute("lang") == "en"
    for landmark in ("header", "main", "footer"):
        assert page.locator(landmark).count() == 1, landmark
    assert page.complaints == []  # type: ignore[attr-defined]  # the visit adds it


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_works_without_scripts_and_says_what_this_is_not(
    look: Visit, served: str, who: str, address: str
) -> None:
    page = shown(look, served, who, address, NARROW, scripts=False)
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert "not for emergencies" in page.locator("header").inner_text()
    assert "everything here is invented" in page.locator("header").inner_text()
    assert page.complaints == []  # type: ignore[attr-defined]  # the visit adds it


def test_a_page_that_is_not_accessible_is_found_out(visit: Visit, served: str) -> None:
    page = visit(f"{served}/help")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"/x\"><input><h4>No order</h4>'")
    assert len(barriers(page)) > 1


def test_no_two_pages_have_the_same_title(visit: Visit, served: str) -> None:
    page = visit(served, LEAD)
    titles = []
    for address in (*EVERYBODYS, *WRITERS):
        page.goto(served + address.format(case=CASE, report=REPORT))
        titles.append(page.title())
    same = {title for title in titles if titles.count(title) > 1}
    assert not {title for title in same if not re.search(CASE, title)}, same


def test_an_auditor_finds_no_form_to_send_but_the_one_that_signs_out(visit: Visit, served: str) -> None:
    page = visit(served, AUDITOR)
    for address in EVERYBODYS:
        page.goto(served + address.format(case=CASE, report=REPORT))
        assert "Read only" in page.locator("header").inner_text()
        forms = page.locator("main form[method=post]").count()
        assert forms == (1 if address == "/sign-out" else 0), address


def test_the_first_visit_to_the_work_list_is_light(visit: Visit, served: str) -> None:
    page = visit(served, UNIT)
    sizes = page.evaluate(
        "performance.getEntries().filter(e => e.transferSize !== undefined && e.entryType !== 'paint')"
        ".map(e => [e.name, e.transferSize])"
    )
    page.context.clear_cookies(name="nothing")
    assert sum(size for _, size in sizes) < 60_000, sizes
    assert len(sizes) <= 6, sizes


def test_colours_of_ones_own_leave_every_key_of_a_chart_to_be_told_apart(visit: Visit, served: str) -> None:
    page = visit(f"{served}/reports/{REPORT}", UNIT, forced_colors="active")
    assert page.locator("main svg rect").count() > 0
    for colour in page.eval_on_selector_all(".app-key i", "all => all.map(i => getComputedStyle(i).backgroundColor)"):
        assert colour not in ("rgba(0, 0, 0, 0)", "rgb(0, 0, 0)")


def test_a_printed_page_leaves_out_what_paper_cannot_do(visit: Visit, served: str) -> None:
    page = visit(f"{served}/cases/{CASE}", UNIT, scripts=False)
    page.emulate_media(media="print")
    pressed = "main a[href$='/reason'], main a[href*='/correct/'], main a[href*='/alerts/'], main a[href*='/moves/']"
    for hidden in (".govuk-service-navigation", ".govuk-button", ".app-strip--who", ".app-footer a", pressed):
        for each in page.locator(hidden).all():
            assert not each.is_visible(), each.inner_text()
    for proof in page.locator(".app-proof li").all():
        assert proof.is_visible()
    assert page.locator(".app-header a").first.evaluate("a => getComputedStyle(a).color") == "rgb(11, 12, 12)"
    assert "OFFICIAL-SENSITIVE" in page.locator(".app-print-only").inner_text()


def test_wider_spacing_of_text_cuts_nothing_off(visit: Visit, served: str) -> None:
    page = visit(f"{served}/cases/{CASE}", LEAD, width=NARROW)
    page.evaluate(
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('* { line-height: 1.5 !important;"
        " letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important }');"
        "document.adoptedStyleSheets = [sheet];"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
