"""A training site that is attacked: people of every kind, a case with everything in it, and every address there is."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from httpx2 import Response
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from access import tokens
from access.accounts import add_person, give_post
from access.sessions import enter, visitor_of
from engine.handle import handle
from scheduler.due import sweep
from states.facts import ClockStarted
from store.people import Draft, Person, Post
from tests.spec.desk import actor
from tests.web.form_desk import FormDesk
from web.showing.accounts import number_of
from workflow.commands import OpenCase

LEAD, OTHER = "designated-lead of school-a", "designated-lead of school-b"
UNIT, MANAGER = "business-unit of partnership", "partnership-manager of partnership"
AUDITOR = "auditor of partnership"
KEPT_OUT = "Kit Keptout"
"""Holds the lead's post too, and is named as kept out of the restricted case."""

NOBODYS = "ESC-2026-9999"
"""The reference of no case."""

ALLEGATION = {
    "immediate_risk": "no",
    "child": "C-99",
    "known_at": "2026-12-11T08:00:00Z",
    "person_concerned": KEPT_OUT,
    "kept_out": "nobody",
    "about": "a-member-of-staff",
    "ground": ["harmed-a-child"],
    "allegation": "What is alleged.",
}


class Watched(FormDesk):
    """One escalation between School A and social care, late and with alerts, and one restricted case of School A."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.file = folder / "desk.db"
        self.people: dict[str, str] = {}
        self.case = self.open()
        self.restricted = self._restricted()
        self.person(LEAD).send("/cases/new/escalation", immediate_risk="no")
        sweep(self.store, self.library, self.wait("2027-01-04T09:00Z"))
        self.wall = self.now

    def _restricted(self) -> str:
        command = OpenCase(
            at=self.now, seen_at=self.now, by=actor(LEAD), pathway="allegation", answers=self.allegation()
        )
        return handle(self.store, self.library, command).reference

    def allegation(self) -> dict[str, Any]:
        """Answers to the opening of an allegation; one of its choices where it has some."""
        move = self.site.pack().procedures["allegation"].policy.pathway.moves["open"]
        given = {name: ALLEGATION.get(name) for name in move.record}
        for name, each in move.record.items():
            if given[name] is None or name == "ground":
                first = each.choices[0] if each.choices else "yes"
                by_type = {"choices": [first], "choice": first, "yes_no": "no", "text": "Said.", "person": "Bea"}
                given[name] = by_type.get(each.type) if each.required else None
        return {name: value for name, value in given.items() if value is not None}

    def secret(self, who: str, name: str = "Alex Example") -> str:
        """The secret of a new session of somebody in this post."""
        role, _, agency = who.partition(" of ")
        username = username_of(who, name)
        if username not in self.people:
            person = add_person(self.store, username, name, f"{username}@example.org", self.wall)
            until = self.now + timedelta(days=90)
            post = Post("", username, role, agency, self.now - timedelta(days=90), until, "A reason for it")
            kept = give_post(self.store, post, self.site.pack().partnership)
            self.people[username] = kept.id
        [person] = [each for each in self.store.people.find(Person) if each.username == username]
        return enter(self.store, person, self.wall, self.now).secret

    def browser(self, who: str, name: str = "Alex Example", **headers: str) -> TestClient:
        """The browser of somebody who is signed in; without a name of a post a stranger's."""
        sent = headers or {"sec-fetch-site": "same-origin"}
        cookies = {"duecourse": self.secret(who, name)} if who else {}
        return TestClient(self.app, cookies=cookies, headers=sent, follow_redirects=False)

    def program(self, who: str, name: str = "Alex Example", scopes: str = "read write report") -> TestClient:
        """A program with a token of somebody's post; without a name of a post it has none."""
        if not who:
            return TestClient(self.app, follow_redirects=False)
        self.secret(who, name)
        username = username_of(who, name)
        visitor = visitor_of(self.store, username, "", self.now)
        assert visitor is not None
        until = self.wall + timedelta(days=9)
        partnership = self.site.pack().partnership
        made = tokens.made(self.store, visitor, partnership, "a program", scopes.split(), until, self.wall)
        return TestClient(self.app, headers={"authorization": f"Bearer {made.secret}"}, follow_redirects=False)

    def written(self) -> str:
        """Everything in the database but who looked, whose session was used when, and kept drafts."""
        with sqlite3.connect(self.file) as database:
            names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
            left = [name for name in names if name not in ("view", "session", "draft", "token", "sqlite_stat1")]
            every = "select * from {}"  # of our own tables
            rows = ((name, row) for name in sorted(left) for row in database.execute(every.format(name)))
            return "\n".join(f"{name} {row!r}" for name, row in rows)

    def places(self, case: str) -> Mapping[str, str]:
        """What stands in an address for each of its parts; a part that is not here belongs to a new address."""
        [person] = [each for each in self.store.people.find(Person) if each.name == "Alex Example"][:1]
        clocks = [each.clock for each in self.store.history(case) if isinstance(each, ClockStarted)]
        alerts = [row.key for row in self.store.alert_rows(case=case)]
        draft = self.store.people.find(Draft)[0].id
        return {
            "case": case,
            "move": "record-discussion",
            "clock": clocks[0] if clocks else "first-attempt",
            "n": "1",
            "field": "dispute",
            "key": alerts[0] if alerts else "reported",
            "alert": alerts[0] if alerts else "reported",
            "pathway": "escalation",
            "draft": draft,
            "part": "1",
            "name": "escalations",
            "kind": "csv",
            "person": number_of(person),
            "post": self.people.get(person.username, "none"),
            "timescale": "first-attempt",
            "edition": "2024-12",
            "token": "0" * 64,
        }


def username_of(who: str, name: str) -> str:
    """The user name of somebody of this name in this post."""
    last = "".join(filter(str.isalnum, name.split()[-1].lower()))[:10]
    return f"{last}.{who.replace(' of ', '.').replace('-', '.')}"


OURS = re.compile(r"/(?!/)|#|\?|tel:|mailto:|https://www\.(nationalarchives\.gov\.uk|equalityadvisoryservice\.com)/")
"""Where a page of ours may lead."""

PART = re.compile(r"\{(\w+)(?::\w+)?\}")


def routes(app: Starlette) -> Iterator[tuple[str, str]]:
    """Every method and address there is, those of what is mounted too. Fails at a kind of route that it cannot read."""
    yield from _routes(app.routes, "")


def _routes(found: Iterable[BaseRoute], under: str) -> Iterator[tuple[str, str]]:
    for route in found:
        if isinstance(route, Mount):
            yield from _routes(route.routes, under + route.path)
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes, under)
        else:
            assert isinstance(route, Route), route
            yield from ((method, under + route.path) for method in sorted(route.methods or {"GET"}))


def filled(address: str, places: Mapping[str, str]) -> str:
    """An address with something in each of its parts."""
    more = {**places, "field": "record.dispute"} if "strike-out" in address else places
    return PART.sub(lambda part: quote(more[part[1]], safe=""), address)


def body_for(app: Starlette, address: str) -> dict[str, Any]:
    """What a program may send to an address of the API, as that is described."""
    described = app.state.api.openapi()
    operation = described["paths"][address.removeprefix("/api").replace(":path", "")]["post"]
    if "requestBody" not in operation:
        return {}
    shape = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = described["components"]["schemas"][shape]
    samples = {"string": "x", "integer": 1, "object": {}}
    return {name: samples.get(schema["properties"][name].get("type", ""), "x") for name in schema.get("required", ())}


def token_in(client: TestClient) -> str:
    """The token that the forms of a browser's session carry."""
    found = re.search(r'name="form_token" value="(\w+)"', client.get("/sign-out").text)
    assert found
    return found[1]


class Seen(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """Everything that can be read, and what stands in fields."""
        return "".join(self.words) + " ".join(attributes.get("value", "") for _, attributes in self.tags)

    @property
    def dangers(self) -> list[str]:
        """Whatever in it runs, is styled in place, or leads to another place."""
        found = []
        for tag, attributes in self.tags:
            if tag in ("iframe", "object", "embed", "base") or "http-equiv" in attributes:
                found.append(f"<{tag}>")
            if tag == "img" and not attributes.get("src", "").startswith("/static/"):
                found.append(f"<img {attributes}>")
            if tag == "script" and attributes and not attributes.get("src", "").startswith("/static/"):
                found.append(f"<script {attributes}>")
            for name, value in attributes.items():
                led = name in ("href", "src", "action", "formaction", "xlink:href")
                if led and not OURS.match(value or "#"):
                    found.append(f"{tag} {name}={value}")
                if name.startswith("on") or name == "style" or name == "srcdoc":
                    found.append(f"{tag} {name}")
        scripts = [attributes for tag, attributes in self.tags if tag == "script" and "src" not in attributes]
        styles = [tag for tag, _ in self.tags if tag == "style"]
        # Every page has one script that says that scripts run; a report to keep has one style sheet of its own.
        return [*found, *(["more scripts"] if len(scripts) > 1 else []), *(["more styles"] if len(styles) > 1 else [])]


def said_to(answer: Response, reference: str) -> tuple[int, str, str]:
    """What an answer tells, whatever the reference in it is."""
    told = re.sub(r"\b[0-9a-f]{64}\b|such as [A-Z]+-[0-9]+-[0-9]+", "", answer.text).replace(reference, "CASE")
    return answer.status_code, told, answer.headers.get("location", "").replace(reference, "CASE")
