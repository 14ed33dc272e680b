"""A real browser before a real server with the demonstration's years behind it."""

import fcntl
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Cookie, Page, Playwright, sync_playwright

from cli.demo_year import run
from cli.personas import add_personas
from engine import time
from engine.library import Library
from states.days import day_of
from store.doors import create, open_store
from tests.web.chromium import chromium
from web.app import application
from web.site import Site

WIDE, NARROW = 1280, 320


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the demonstration's years and people in it, made once for all workers: not to be written."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    file = shared / "years.db"
    with (shared / "years.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "years.done").exists():
            store = create(f"sqlite:///{file}", "halton", "training", f"{file}.key")
            run(store, Library(), lambda *_: None)
            now = time.now_in(store)
            add_personas(store, Library().opening("halton", day_of(now), store), now)
            store.close()
            (shared / "years.done").touch()
    return file


@contextmanager
def serving(file: Path) -> Iterator[tuple[str, Site]]:
    """The web app on a database file, at an address of its own on this machine."""
    store = open_store(f"sqlite:///{file}", f"{file}.key")
    site = Site(store, Library(), lambda: time.now_in(store), time.now)
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(application(site), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        ready = threading.Event()
        startup = server.startup

        async def started(sockets: list[socket.socket] | None = None) -> None:
            await startup(sockets)
            ready.set()

        server.startup = started  # type: ignore[method-assign]  # the library tells nobody else that it is ready
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert ready.wait(30)
        try:
            yield f"http://127.0.0.1:{port}", site
        finally:
            server.should_exit = True
            thread.join(30)
            store.close()


def copy_of(file: Path, folder: Path) -> Path:
    """The database and its key in another folder, to write to."""
    for name in (file.name, f"{file.name}.key"):
        shutil.copy(file.with_name(name), folder / name)
    return folder / file.name


@pytest.fixture(scope="session")
def served(years: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the demonstration's years, for tests that only look."""
    with serving(copy_of(years, tmp_path_factory.mktemp("served"))) as (address, _):
        yield address


@pytest.fixture
def served_anew(years: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server on a copy of the years of one's own, for a test that writes."""
    with serving(copy_of(years, tmp_path)) as (address, _):
        yield address


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_: Playwright) -> Iterator[Browser]:
    """Headless Chromium."""
    opened = playwright_.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
    yield opened
    opened.close()


Visit = Callable[..., Page]


SignedIn = dict[tuple[str, str], list[Cookie]]


@pytest.fixture(scope="session")
def signed_in() -> SignedIn:
    """The cookies of whoever has signed in before, by server and person: most pages need not ask again."""
    return {}


@contextmanager
def windows(browser: Browser, signed_in: SignedIn) -> Iterator[Visit]:
    """Opens pages, each in a window of its own, and closes them all."""
    contexts: list[BrowserContext] = []

    def opened(
        address: str, persona: str = "", *, width: int = WIDE, scripts: bool = True, forced_colors: str = "none"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            forced_colors=forced_colors,  # type: ignore[arg-type]  # one of two words
        )
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        own = "/".join(address.split("/")[:3])
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(own) else complaints.append(asked.url))
        page.complaints = complaints  # type: ignore[attr-defined]  # the list travels with its page
        known = signed_in.get((own, persona), [])
        context.add_cookies(known)  # type: ignore[arg-type]  # what the browser gave, it takes
        page.goto(address if known or not persona else f"{own}/sign-in?next={address.removeprefix(own) or '/'}")
        if persona and "/sign-in" in page.url:
            page.click(f'button[value="{persona}"]')
            page.wait_for_url(lambda url: "/sign-in" not in url)
            signed_in[own, persona] = context.cookies()
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser: Browser, signed_in: SignedIn) -> Iterator[Visit]:
    """Opens a page in a window of one's own: `visit(address, persona="a.example", width=320, scripts=False)`.

    Whatever the browser complains of, and every request to another place, is in `page.complaints`.
    """
    with windows(browser, signed_in) as opened:
        yield opened


@pytest.fixture(scope="module")
def look(browser: Browser, signed_in: SignedIn) -> Iterator[Visit]:
    """As `visit`, in one window for each person and way, which stays open: for tests that only look at pages."""
    kept: dict[tuple[object, ...], Page] = {}
    with windows(browser, signed_in) as opened:

        def again(address: str, persona: str = "", *, width: int = WIDE, scripts: bool = True) -> Page:
            page = kept.get((persona, scripts))
            if page is None:
                page = kept[persona, scripts] = opened(address, persona, width=width, scripts=scripts)
            else:
                page.complaints.clear()  # type: ignore[attr-defined]  # the list travels with its page
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(address)
            return page

        yield again
