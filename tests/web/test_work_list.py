"""The work list: what it tells the number of is what one finds by following it."""

import re
from pathlib import Path

import pytest

from states.days import parse_instant
from tests.web.case_desk import Browser, Room, visits
from tests.web.long_list import EVERY, long_list
from web import standing

KEEPER, WORKER = "business-unit of partnership", "practitioner of school-a"
OPEN, EVERYTHING = 7 * EVERY, 8 * EVERY
NUMBERS = {
    "/": OPEN,
    "/?status=late": EVERY,
    "/?status=today": 2 * EVERY,
    "/?status=later": 2 * EVERY,
    "/?status=none": 2 * EVERY,
    "/?status=closed": EVERY,
    "/cases": EVERYTHING,
}
FILTERS = ("?holder=agency", "?holder=me", "?pathway=escalation", "?q=-000", "?pathway=escalation&q=1&sort=-due")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return long_list(Path(tmp_path_factory.mktemp("room")))


@pytest.mark.parametrize(("address", "number"), NUMBERS.items())
def test_a_list_tells_how_many_cases_there_are(room: Room, address: str, number: int) -> None:
    page = Browser(room, KEEPER).page(address)
    assert told(page) == number
    assert counts(page)[:3] == [EVERY, 2 * EVERY, 2 * EVERY]
    assert sum(counts(page)) == told(Browser(room, KEEPER).page("/"))


@pytest.mark.parametrize("who", [KEEPER, WORKER])
@pytest.mark.parametrize("asked", ["", *(f"?status={each}" for each in ("late", "none", "closed", "all")), *FILTERS])
def test_every_number_beside_a_list_is_that_of_the_cases_found_by_following_it(
    room: Room, who: str, asked: str
) -> None:
    browser = Browser(room, who)
    for start in ("/", "/cases"):
        page = browser.page(start + asked)
        assert told(page) == len(found(browser, start + asked)), start
        for number, address in zip(counts(page), followed(page), strict=True):
            assert number == len(found(browser, address)), address


def test_a_page_past_the_end_of_a_list_leads_to_its_first(room: Room) -> None:
    answer = Browser(room, KEEPER).get("/?page=99&status=late")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?status=late")


def told(page: str) -> int:
    """How many cases the list says that it has."""
    said = re.search(r"<p class=\"govuk-body\">([\d,]+) cases?, ", page)
    return int(said[1].replace(",", "")) if said else 0


def counts(page: str) -> list[int]:
    return [int(each) for each in re.findall(r"<strong>(\d+)</strong> (?:late|due|no deadline)", page)]


def followed(page: str) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall(r'<li><a href="([^"]+)"[^>]*><strong>', page)]


def found(browser: Browser, address: str) -> set[str]:
    """The cases of a list, page after page."""
    cases: set[str] = set()
    for number in range(1, 9):
        answer = browser.get(f"{address}{'&' if '?' in address else '?'}page={number}")
        if answer.status_code == 303:
            break
        seen = set(re.findall(r'href="/cases/(ESC-[\d-]+)"', answer.text))
        assert not seen & cases
        cases |= seen
    return cases


def test_a_deadline_that_falls_within_a_day_is_told_of_in_hours_while_it_is_near(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    browser = room.browser("line-manager of school-a")
    for at, far in (("2026-12-10T12:00Z", "21 hours left"), ("2026-12-11T08:30Z", "less than an hour left")):
        room.wait(at)
        row = re.search(rf">{case}</a>.*?</tr>", browser.page("/"), re.S)
        assert row
        assert f"Fri 11 Dec 2026, 09:00</span> {far}" in row[0]
        assert far in browser.page(f"/cases/{case}")
        assert far in browser.page(f"/cases/{case}/replay")
    due, calendar = parse_instant("2026-12-11T09:00Z"), room.site.pack().calendar
    assert standing.distance(due, parse_instant("2026-12-11T12:00Z"), calendar) == "3 hours late"
    assert standing.distance(due, parse_instant("2026-12-17T12:00Z"), calendar) == "4 working days late"
    assert standing.ago(due, parse_instant("2026-12-11T10:30Z"), calendar) == "1 hour ago"
