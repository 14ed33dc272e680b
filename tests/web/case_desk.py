"""A room with a training database in it, in which people of any post open cases and look at their pages."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from engine import time
from engine.handle import handle
from engine.library import Library
from scheduler.due import sweep, swept_document
from states.days import parse_instant
from store.contract import Store
from store.doors import create
from tests.spec.desk import OPENING, actor
from tests.spec.visit_pack import visit_library
from tests.web.people import secret_of
from web.app import application
from web.site import Site
from workflow.commands import OpenCase, TakeStep

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Room:
    """`now`: what time it is for everybody in it. On a database file of its own, unless a store is given."""

    def __init__(self, folder: Path, library: Library, partnership: str, store: Store | None = None) -> None:
        self.file = folder / "room.db"
        self.store = store or create(f"sqlite:///{self.file}", partnership, "training", f"{folder}/room.key")
        self.library = library
        self.now = parse_instant("2026-12-11T09:00Z")
        self.site = Site(
            self.store,
            library,
            lambda: self.now,
            time.now,
            sweep=lambda now: swept_document(sweep(self.store, library, now)),
        )
        self.app = application(self.site)

    def open(self, at: str, who: str, pathway: str, answers: dict[str, Any], **more: str) -> str:
        self.now = parse_instant(at)
        command = OpenCase(at=self.now, seen_at=self.now, by=actor(who), pathway=pathway, answers=answers, **more)
        return handle(self.store, self.library, command).reference

    def take(self, at: str, who: str, case: str, move: str, **answers: Any) -> None:
        self.now = parse_instant(at)
        command = TakeStep(at=self.now, seen_at=self.now, by=actor(who), move=move, answers=answers)
        handle(self.store, self.library, command, case)

    def wait(self, until: str) -> datetime:
        self.now = parse_instant(until)
        sweep(self.store, self.library, self.now)
        return self.now

    def browser(self, who: str) -> "Browser":
        return Browser(self, who)


class Browser:
    """Somebody's browser, as "line-manager of school-a"."""

    def __init__(self, room: Room, who: str) -> None:
        headers = {"sec-fetch-site": "same-origin"}
        secret = secret_of(who, room.store, room.site.pack().partnership, room.now)
        self.client = TestClient(room.app, cookies={"duecourse": secret}, headers=headers, follow_redirects=False)

    def get(self, address: str) -> Response:
        return self.client.get(address)

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def filled(self, address: str, **typed: str) -> dict[str, str]:
        """The form at an address with what was typed into it, ready to be sent."""
        return {**dict(HIDDEN.findall(self.page(address))), **typed}

    def send(self, address: str, **typed: str) -> Response:
        return self.client.post(address, data=self.filled(address, **typed))

    def post(self, address: str, form: dict[str, str]) -> Response:
        return self.client.post(address, data=form)


def escalations(folder: Path) -> tuple[Room, str]:
    """A room with one escalation in it, opened on Friday 11 December 2026 by School A."""
    room = Room(folder, Library(), "halton")
    return room, room.open("2026-12-11T09:00Z", "practitioner of school-a", "escalation", dict(OPENING))


def visits(folder: Path) -> tuple[Room, str]:
    """A room with one case of the invented pathway in it, whose letter may be suspended and extended."""
    room = Room(folder, visit_library(folder), "halton-test")
    return room, room.open("2026-12-10T09:00Z", "line-manager of school-a", "visits", {})


def text_of(html: str) -> str:
    """What a page says, without its tags, in single spaces."""
    body = html[html.index("<main") :] if "<main" in html else html
    return re.sub(r"\s+([.,:])", r"\1", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))
