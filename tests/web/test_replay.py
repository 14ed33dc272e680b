"""Replay, audit and the case as known on a date: what was known, by whom, when."""

import csv
import io
import re
import sqlite3
from pathlib import Path

import pytest

from reports.csv_files import neutral
from states.days import parse_instant
from tests.spec.desk import DISCUSSED, NO_RISK
from tests.web.case_desk import Room, escalations, text_of
from web.showing.happenings import Happening
from web.showing.strip import strip

LEAD = "line-manager of school-a"
WORKER = "practitioner of school-a"
MANAGER = "partnership-manager of partnership"
AUDITOR = "auditor of partnership"


@pytest.fixture
def told(tmp_path: Path) -> tuple[Room, str, int]:
    """An escalation with some history, and how many events that has."""
    room, case = escalations(tmp_path)
    room.take("2026-12-11T10:00Z", WORKER, case, "record-discussion", **DISCUSSED)
    room.take("2026-12-11T15:00Z", WORKER, case, "hand-over", **NO_RISK)
    room.wait("2026-12-23T09:00Z")
    return room, case, len(room.store.history(case))


def title(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found
    return found[1]


def test_every_event_has_its_address_and_next_leads_to_the_one_after_it(told: tuple[Room, str, int]) -> None:
    room, case, last = told
    browser = room.browser(LEAD)
    for at in range(1, last + 1):
        html = browser.page(f"/cases/{case}/replay?at={at}")
        assert title(html).startswith(f"Event {at} of {last}: ")
        ways = dict(re.findall(r'data-way="(\w+)" href="[^"]*at=(\d+)"', html))
        back = {"first": "1", "previous": str(at - 1)} if at > 1 else {}
        on = {"next": str(at + 1), "last": str(last)} if at < last else {}
        assert ways == {**back, **on}


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 1), ("-3", 1), ("999", -1), ("x", -1), ("", -1), ("２", -1), ("9" * 40, -1)]
)
def test_what_is_no_event_leads_to_the_nearest(told: tuple[Room, str, int], asked: str, shown: int) -> None:
    room, case, last = told
    html = room.browser(LEAD).page(f"/cases/{case}/replay?at={asked}")
    assert title(html).startswith(f"Event {last if shown < 0 else shown} of {last}: ")


def test_while_a_case_is_being_opened_nobody_has_it_and_since_nothing(told: tuple[Room, str, int]) -> None:
    room, case, _ = told
    browser = room.browser(LEAD)
    first, second, third = (text_of(browser.page(f"/cases/{case}/replay?at={at}")) for at in (1, 2, 3))
    for page in (first, second):
        assert "Who holds the pen Nobody yet" in page
        assert "Since" not in page
    assert "Since Fri 11 Dec 2026, 09:00" in third


def stands(html: str) -> tuple[str, list[str], list[str]]:
    holder = re.search(r"data-holder>(.*?)[<\n]", html)
    assert holder
    clocks = re.findall(r'data-clock="([^"]*)"', html)
    dates = re.findall(r'<time class="app-due__date" datetime="([^"]*)">', html)
    tags = re.findall(r"govuk-tag--\w+\">([^<]*)", html)
    return holder[1].strip(), clocks, [*dates, *tags]


def test_after_the_last_event_the_case_stands_as_on_its_page(told: tuple[Room, str, int]) -> None:
    room, case, last = told
    browser = room.browser(LEAD)
    page, replayed = browser.page(f"/cases/{case}"), browser.page(f"/cases/{case}/replay?at={last}")
    holder, clocks, shown = stands(page)
    tag_of_the_case = 1
    assert stands(replayed)[:2] == (holder, clocks)
    dates = len(clocks)
    assert stands(replayed)[2] == [*shown[:dates], *shown[dates + tag_of_the_case :]]


def test_a_deadline_is_shown_as_it_was_then_and_a_change_is_marked(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser(MANAGER)
    parts = {"day": "9", "month": "12", "year": "2026", "time": "09:00"}
    when = {"because": "Typed wrongly.", **{f"value-{part}": text for part, text in parts.items()}}
    then = room.site.store.history(case)
    assert browser.send(f"/cases/{case}/facts/1/correct/concern_arose_at", **when).status_code == 303
    last = len(room.store.history(case))
    before = text_of(browser.page(f"/cases/{case}/replay?at={len(then)}"))
    moved = [
        at
        for at in range(1, last + 1)
        if "Deadline moved: The whole ladder" in title(browser.page(f"/cases/{case}/replay?at={at}"))
    ]
    after = text_of(browser.page(f"/cases/{case}/replay?at={moved[0]}"))
    assert "The whole ladder Changed" not in before
    assert "The whole ladder Changed before: Wed 13 Jan 2027, end of day" in after


def test_a_case_of_one_event_says_that_nothing_has_happened_since(told: tuple[Room, str, int]) -> None:
    room, case, _ = told
    first = text_of(room.browser(LEAD).page(f"/cases/{case}/replay?at=1"))
    assert "Being opened" in first


def test_a_case_as_known_on_a_date_goes_by_what_had_been_recorded(told: tuple[Room, str, int]) -> None:
    room, case, _ = told
    browser = room.browser(LEAD)
    early = text_of(browser.page(f"/cases/{case}/known?on-day=11&on-month=dec&on-year=2026&on-time=12:00"))
    assert "As known on Fri 11 Dec 2026, 12:00" in early
    assert "Step 1: the two workers talk" in early
    assert "Hand over to the manager" not in early
    assert "events were recorded after that" in early
    before = text_of(browser.page(f"/cases/{case}/known?on=2026-12-10"))
    assert "Nothing was known of this case then" in before


@pytest.mark.parametrize(
    "asked", ["on=2026-02-30", "on=tomorrow", "on-day=11&on-month=12&on-year=2026&on-time=25:00", "on-day=1"]
)
def test_a_date_that_cannot_be_read_is_said_so(told: tuple[Room, str, int], asked: str) -> None:
    room, case, _ = told
    answer = room.browser(LEAD).get(f"/cases/{case}/known?{asked}")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_the_audit_lists_every_fact_with_its_hashes_and_says_that_all_of_it_holds(told: tuple[Room, str, int]) -> None:
    room, case, last = told
    html = room.browser(AUDITOR).page(f"/cases/{case}/audit")
    assert f"none of the {last} events was altered" in html
    for envelope in room.store.envelopes(case):
        assert envelope.hash in html
    assert "Alex Example, Practitioner, School A" in html


def test_the_audit_says_what_does_not_hold(told: tuple[Room, str, int]) -> None:
    room, case, _ = told
    with sqlite3.connect(room.file) as connection:
        connection.execute("UPDATE fact SET body = replace(body, 'plan-drift', 'attendance') WHERE position = 1")
    said = text_of(room.browser(AUDITOR).page(f"/cases/{case}/audit"))
    assert "does not hold" in said or "do not hold" in said
    assert "Event 1:" in said


def test_whoever_administers_sees_who_looked_and_others_do_not(told: tuple[Room, str, int]) -> None:
    room, case, _ = told
    room.browser(WORKER).page(f"/cases/{case}")
    assert "Alex Example, Practitioner, School A case (web)" in text_of(
        room.browser(MANAGER).page(f"/cases/{case}/audit")
    )
    assert "Who has looked at this case" not in room.browser(WORKER).page(f"/cases/{case}/audit")


def test_the_audit_comes_as_a_file_in_which_nothing_is_a_formula(told: tuple[Room, str, int]) -> None:
    room, case, last = told
    answer = room.browser(AUDITOR).get(f"/cases/{case}/audit.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == last
    assert rows[0]["fact"] == "CaseOpened"
    assert answer.headers["content-disposition"] == f'attachment; filename="{case}-audit.csv"'
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_a_text(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"
    assert neutral(f"a{cell}") == f"a{cell}"


def test_the_strip_is_to_scale_and_names_a_gap_of_more_than_a_week() -> None:
    instants = ("2026-01-01T09:00Z", "2026-01-02T09:00Z", "2026-01-21T09:00Z", "2026-01-22T09:00Z")
    events = [
        Happening(n, "", parse_instant(at), parse_instant(at), "", (), milestone=True)
        for n, at in enumerate(instants, 1)
    ]
    drawn = strip(events, 2)
    places = sorted(mark.x for mark in drawn.marks)
    assert [gap.text for gap in drawn.gaps] == ["19 days"]
    assert places[2] - places[1] == pytest.approx(19 * (places[1] - places[0]), abs=19)
    assert [mark.x for mark in drawn.marks if mark.now] == [places[1]]
