"""Replay in a real browser: by link, by slider, by keyboard, with scripts and without."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from tests.spec.desk import DISCUSSED, NO_RISK
from tests.web.case_desk import Room, escalations
from tests.web.people import secret_of

WORKER = "practitioner of school-a"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Room, str]:
    room, case = escalations(tmp_path_factory.mktemp("replay"))
    room.take("2026-12-11T10:00Z", WORKER, case, "record-discussion", **DISCUSSED)
    room.take("2026-12-11T15:00Z", WORKER, case, "hand-over", **NO_RISK)
    room.wait("2026-12-23T09:00Z")
    return room, case


@pytest.fixture(scope="module")
def address(told: tuple[Room, str]) -> Iterator[str]:
    """The room's pages, served on this machine alone."""
    config = uvicorn.Config(told[0].app, host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@contextmanager
def opened(
    browser: Browser, told: tuple[Room, str], address: str, at: int, *, scripts: bool
) -> Iterator[tuple[Page, list[str]]]:
    """The replay at one event, and what the browser complained of."""
    room, case = told
    secret = secret_of(WORKER, room.store, room.site.pack().partnership, room.now)
    context = browser.new_context(java_script_enabled=scripts)
    context.add_cookies([{"name": "duecourse", "value": secret, "url": address}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/cases/{case}/replay?at={at}")
    yield page, complaints
    context.close()


def last_of(told: tuple[Room, str]) -> int:
    return len(told[0].store.history(told[1]))


def test_with_scripts_next_shows_the_next_event_in_place(
    browser: Browser, told: tuple[Room, str], address: str
) -> None:
    with opened(browser, told, address, 2, scripts=True) as (page, complaints):
        page.evaluate("window.here = true")
        page.get_by_role("link", name="Next", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Event 3 of ")
        assert complaints == []
        assert page.evaluate("window.here") is True
        expect(page.locator("[data-replay-said]")).to_contain_text("Event 3 of ")
        assert page.url.endswith("?at=3")
        assert page.title().startswith("Event 3 of ")
        assert page.evaluate("document.activeElement.dataset.way") == "next"


def test_with_scripts_the_arrows_and_end_move_and_the_focus_stays(
    browser: Browser, told: tuple[Room, str], address: str
) -> None:
    last = last_of(told)
    with opened(browser, told, address, 2, scripts=True) as (page, complaints):
        slider = page.get_by_label("Go to event")
        slider.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("[data-replay-said]")).to_contain_text(f"Event 3 of {last}")
        page.keyboard.press("End")
        expect(page.locator("[data-replay-said]")).to_contain_text(f"Event {last} of {last}")
        assert page.url.endswith(f"?at={last}")
        assert page.evaluate("document.activeElement.id") == "at"
        expect(page.get_by_role("link", name="Next", exact=True)).to_have_count(0)
        expect(page.locator("output")).to_contain_text(f"{last}: ")
        assert complaints == []


def test_with_scripts_the_last_next_leaves_the_focus_on_the_slider(
    browser: Browser, told: tuple[Room, str], address: str
) -> None:
    last = last_of(told)
    with opened(browser, told, address, last - 1, scripts=True) as (page, _):
        page.get_by_role("link", name="Next", exact=True).press("Enter")
        expect(page.locator("[data-replay-said]")).to_contain_text(f"Event {last} of {last}")
        assert page.evaluate("document.activeElement.id") == "at"


def test_without_scripts_every_way_leads_on(browser: Browser, told: tuple[Room, str], address: str) -> None:
    last = last_of(told)
    with opened(browser, told, address, 2, scripts=False) as (page, _):
        heading = page.get_by_role("heading", level=1)
        page.get_by_role("link", name="Next", exact=True).click()
        expect(heading).to_contain_text(f"Event 3 of {last}")
        slider = page.get_by_label("Go to event")
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(heading).to_contain_text(f"Event 4 of {last}")
        slider.focus()
        page.keyboard.press("End")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(heading).to_contain_text(f"Event {last} of {last}")
        page.get_by_role("link", name="First", exact=True).click()
        expect(heading).to_contain_text(f"Event 1 of {last}")


def test_no_page_of_a_case_is_wider_than_a_small_telephone(
    browser: Browser, told: tuple[Room, str], address: str
) -> None:
    with opened(browser, told, address, 5, scripts=True) as (page, complaints):
        page.set_viewport_size({"width": 320, "height": 640})
        case = told[1]
        for where in ("", "?events=all", "/replay?at=5", "/audit", "/known?on=2026-12-12", "/clocks/whole/reason"):
            page.goto(f"{address}/cases/{case}{where}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, where
        assert complaints == []
