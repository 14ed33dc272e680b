"""The work list: what it tells the number of is what one finds by following it."""

import re
from pathlib import Path

import pytest

from tests.web.case_desk import Browser, Room
from tests.web.long_list import EVERY, long_list

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
