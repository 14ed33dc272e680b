"""Alerts: seen by whom they are for, taken on by somebody, and the clock goes on."""

import re
from pathlib import Path

import pytest

from tests.web.case_desk import Room, escalations, text_of, visits

WORKER = "practitioner of school-a"
LEAD = "line-manager of school-a"
CARE = "line-manager of social-care"
POLICE = "practitioner of police"
MANAGER = "partnership-manager of partnership"


@pytest.fixture
def late(tmp_path: Path) -> tuple[Room, str]:
    room, case = escalations(tmp_path)
    room.wait("2026-12-14T09:00Z")
    return room, case


def buttons(html: str) -> list[tuple[str, str]]:
    """Where each leads, and what it is called for those who hear it."""
    found = re.findall(r'<a class="[^"]*app-row-button"[^>]*href="([^"]*)">(.*?)</a>', html, re.S)
    return [(address, re.sub(r"\s+", " ", re.sub("<[^>]+>", "", name)).strip()) for address, name in found]


def test_an_alert_is_taken_on_leaves_the_list_and_moves_no_deadline(late: tuple[Room, str]) -> None:
    room, case = late
    browser = room.browser(WORKER)
    html = browser.page("/alerts")
    before = buttons(html)
    address, name = before[0]
    assert name.startswith(f"Acknowledge {case}, ")
    number = html.count("<strong>(your post)</strong>")
    assert number
    assert f'Alerts {number}<span class="govuk-visually-hidden"> to your post, not acknowledged</span>' in html
    due = room.store.case_row(case)
    assert "The clock goes on:" in browser.page(address)
    sent = browser.send(address, note="I ring them now.")
    assert (sent.status_code, sent.headers["location"]) == (303, "/alerts?done=acknowledged")
    after = browser.page("/alerts?done=acknowledged")
    assert len(buttons(after)) == len(before) - 1
    assert "Acknowledged. The clock goes on." in after
    taken = text_of(browser.page("/alerts?show=acknowledged"))
    assert case in taken
    assert re.search(r"Practitioner, School A, Mon 14 Dec 2026, 09:00 ?Note: I ring them now\.", taken), taken
    shown = text_of(browser.page(f"/cases/{case}"))
    assert "Alert acknowledged:" in shown
    assert "Note: I ring them now." in shown
    row = room.store.case_row(case)
    assert row is not None
    assert due is not None
    assert row.next_due_at == due.next_due_at


def test_ones_own_come_first_and_are_said_to_be(late: tuple[Room, str]) -> None:
    room, _ = late
    html = room.browser(WORKER).page("/alerts")
    rows = re.findall(r'<tr class="govuk-table__row">\s*<th scope="row".*?</tr>', html, re.S)
    mine = ["(your post)" in row for row in rows]
    assert any(mine)
    assert mine == sorted(mine, reverse=True)


def test_what_is_told_to_a_post_that_nobody_holds_comes_to_the_fallback_post_first(late: tuple[Room, str]) -> None:
    room, _ = late
    instead = "(nobody holds that post: to you as the fallback)"
    html = room.browser(MANAGER).page("/alerts")
    rows = re.findall(r'<tr class="govuk-table__row">\s*<th scope="row".*?</tr>', html, re.S)
    assert instead in next(row for row in rows if "Practitioner, School A" in row)
    before = sum(instead in row for row in rows)
    assert f"{len(rows)} not acknowledged, {before} of them to your post" in html
    assert f'Alerts {before}<span class="govuk-visually-hidden"> to your post' in html
    room.browser(WORKER)
    held = room.browser(MANAGER).page("/alerts")
    assert held.count(instead) < before
    assert instead not in room.browser("business-unit of partnership").page("/alerts")


def test_another_agency_in_the_case_sees_the_alert_and_does_not_take_it_on(late: tuple[Room, str]) -> None:
    room, case = late
    html = room.browser(CARE).page("/alerts")
    assert case in html
    ours = [row for row in room.store.alert_rows("open") if row.tell_agency == "social-care"]
    assert len(buttons(html)) == len(ours)


def test_whoever_may_not_see_the_case_sees_no_alert_of_it(late: tuple[Room, str]) -> None:
    room, case = late
    html = room.browser(POLICE).page("/alerts")
    assert case not in html
    assert "No alerts to acknowledge." in html
    assert "not acknowledged</span>" not in html


def test_an_alert_taken_on_by_somebody_else_meanwhile_is_said_to_be(late: tuple[Room, str]) -> None:
    room, _ = late
    one, other = room.browser(WORKER), room.browser(MANAGER)
    address = buttons(one.page("/alerts"))[0][0]
    theirs = other.filled(address, note="We look at it.")
    assert one.send(address).status_code == 303
    answer = other.post(address, theirs)
    assert answer.status_code == 409
    assert "We look at it." in answer.text


def test_an_alert_that_is_none_is_not_found(late: tuple[Room, str]) -> None:
    room, case = late
    assert room.browser(WORKER).get(f"/cases/{case}/alerts/no-such").status_code == 404


def test_an_alert_about_an_action_says_which_on_its_case_in_the_words_agreed_and_in_lists_by_its_number(
    tmp_path: Path,
) -> None:
    room, case = visits(tmp_path)
    plan = [{"what": "Visit the home", "owner": "Bea Example", "due": "2026-12-11"}]
    room.take(
        "2026-12-10T10:00Z",
        LEAD,
        case,
        "note-meeting",
        people=[{"partner": "police", "attendance": "attended"}],
        safety_plan=plan,
    )
    room.wait("2026-12-14T09:00Z")
    browser = room.browser(LEAD)
    listed = browser.page("/alerts")
    assert "No reason recorded: Actions (action 1)" in listed
    assert "Visit the home" not in listed
    said = text_of(browser.page(f"/cases/{case}"))
    assert "No reason recorded: Actions (action 1): Visit the home, Bea Example" in said
    assert "The deadline passed: Actions (action 1): Visit the home, Bea Example" in said
    address = next(address for address, name in buttons(listed) if "action 1" in name)
    own = browser.page(address)
    assert "Actions (action 1): Visit the home, Bea Example" in text_of(own)
    assert "Visit the home" not in own.partition("</title>")[0]
    assert "Visit the home" in text_of(browser.page(f"/cases/{case}/clocks/action%3A1/reason"))
