"""A desk with a browser on it: a training database, people in posts, and forms that are filled in and sent."""

import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from httpx2 import Response
from starlette.testclient import TestClient

from access.accounts import add_person, give_post, known_person
from access.sessions import enter
from engine.handle import handle
from engine.library import Library
from states.days import parse_instant
from states.facts import AnyFact
from store.doors import create
from store.people import Post
from tests.spec.desk import OPENING, actor
from web.app import application
from web.site import Site
from workflow.commands import OpenCase, TakeStep

WALL = parse_instant("2026-12-11T09:00Z")
HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')
ERROR_LINK = re.compile(r'<li><a href="#([^"]+)">([^<]+)</a></li>')
OPEN_ESCALATION = {
    "child": "C-17",
    "dispute": "The plan has not moved; we ask for a review.",
    "receiving_agency": "social-care",
    "subject": "plan-drift",
    "level_of_need": "3",
    "concern_arose_at-day": "11",
    "concern_arose_at-month": "12",
    "concern_arose_at-year": "2026",
    "concern_arose_at-time": "08:30",
}


class FormDesk:
    """One training site. `now` is the database's time and stands still; `wall` is the time of day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = create(f"sqlite:///{folder}/desk.db", "halton", "training", f"{folder}/desk.key")
        self.library = Library()
        self.now, self.wall = parse_instant("2026-12-11T09:00Z"), WALL
        self.site = Site(self.store, self.library, lambda: self.now, lambda: self.wall)
        self.app = application(self.site)

    def person(self, who: str) -> "Browser":
        """Somebody's browser, signed in, as "designated-lead of school-a"."""
        role, _, agency = who.partition(" of ")
        name = f"{role}.{agency}".replace("-", ".")
        found = add_person(self.store, name, "Alex Example", f"{name}@example.org", self.wall)
        until = self.now + timedelta(days=90)
        post = Post("", name, role, agency, self.now, until, "A reason for it", "", "", "")
        give_post(self.store, post, self.site.pack().partnership)
        return Browser(self, enter(self.store, found, self.wall, self.now).secret, name)

    def come_back(self, browser: "Browser") -> "Browser":
        """The same person, signed in again in the same browser."""
        found = known_person(self.store, browser.username)
        return Browser(self, enter(self.store, found, self.wall, self.now).secret, browser.username)

    def open(self, pathway: str = "escalation", who: str = "practitioner of school-a", **answers: Any) -> str:
        """A case that is open already."""
        given = {**OPENING, **answers} if pathway == "escalation" else answers
        command = OpenCase(at=self.now, seen_at=self.now, by=actor(who), pathway=pathway, answers=given)
        return handle(self.store, self.library, command).reference

    def take(self, case: str, who: str, move: str, **answers: Any) -> None:
        """A move that somebody else records."""
        command = TakeStep(at=self.now, seen_at=self.now, by=actor(who), move=move, answers=answers)
        handle(self.store, self.library, command, case)

    def wait(self, until: str) -> datetime:
        """It is later now."""
        self.now = parse_instant(until)
        return self.now

    def history(self, case: str) -> tuple[AnyFact, ...]:
        """The case's facts with their texts."""
        return self.store.opened(case)


class Browser:
    """One browser: it follows what it is told to, and counts nothing."""

    def __init__(self, desk: FormDesk, secret: str, username: str) -> None:
        self.desk, self.username = desk, username
        headers = {"sec-fetch-site": "same-origin"}
        self.client = TestClient(desk.app, cookies={"duecourse": secret}, headers=headers, follow_redirects=False)

    def get(self, address: str, status: int = 200) -> str:
        """A page. Fails where it answers otherwise."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, text_of(answer.text))
        return answer.text

    def post(self, address: str, page: str, **typed: Any) -> Response:
        """The form of a page sent, with what it carries hidden and what was typed."""
        return self.client.post(address, data={**hidden(page), **typed})

    def send(self, address: str, **typed: Any) -> Response:
        """The form at an address, sent."""
        return self.post(address, self.get(address), **typed)

    def next_of(self, answer: Response) -> str:
        """Where the sign-in page leads after signing in."""
        return unquote(answer.headers["location"].partition("next=")[2].partition("&")[0])

    def open_escalation(self, **typed: Any) -> str:
        """Through the first pages to the check of the answers; its address."""
        first = self.send("/cases/new/escalation", immediate_risk="no").headers["location"]
        return str(self.send(first, **{**OPEN_ESCALATION, **typed}).headers["location"])


def hidden(page: str) -> dict[str, Any]:
    """What the form carries that nobody typed: a text by name, a list where a name is there more than once."""
    found: dict[str, Any] = {}
    for name, value in HIDDEN.findall(page):
        found.setdefault(name, []).append(unescape(value))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def errors_of(page: str) -> dict[str, str]:
    """The lines of the error summary by the id that they lead to."""
    return {target: unescape(words) for target, words in ERROR_LINK.findall(page)}


def text_of(page: str) -> str:
    """What the main part of a page says, in single spaces."""
    body = page[page.index("<main") :] if "<main" in page else page
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))
