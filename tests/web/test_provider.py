"""Signing in with a real OpenID Connect provider on this machine."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from access.accounts import add_person, give_post
from engine import time
from engine.library import Library
from states.days import parse_instant
from store.contract import Store
from store.doors import create
from store.people import Person, Post
from web.app import application
from web.site import Provider, Site

CLAIMS = '{"sub": "%s", "email": "%s", "email_verified": %s}'
NOW = parse_instant("2026-12-11T09:00Z")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = [
        ("one", "alex@example.org", "true"),
        ("two", "bo@example.org", "false"),
        ("three", "x@example.org", "true"),
    ]
    claims = [part for each in people for part in ("--user-claims", CLAIMS % each)]
    command = [str(Path(sys.executable).with_name("oidc-provider-mock")), "--port", str(port), *claims]
    env = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert running.stdout is not None
    for line in running.stdout:
        if "http://" in line:
            break
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(10)
    running.stdout.close()


@contextmanager
def room(folder: Path, issuer: str) -> Iterator[tuple[TestClient, Store]]:
    store = create(f"sqlite:///{folder}/room.db", "halton", "training", f"{folder}/room.key")
    provider = Provider("Example Council", issuer, "duecourse", "a secret between us")
    site = Site(store, Library(), lambda: NOW, time.now, provider=provider)
    for username, email in (("alex", "alex@example.org"), ("bo", "bo@example.org")):
        add_person(store, username, username.title(), email, NOW)
        give_post(store, Post("", username, "designated-lead", "school-a", NOW, None), site.pack().partnership)
    headers = {"sec-fetch-site": "same-origin"}
    with TestClient(application(site), headers=headers, follow_redirects=False) as client:
        yield client, store
    store.close()


def at_the_provider(client: TestClient, subject: str, onwards: str = "/alerts") -> str:
    """What the provider answers to somebody who signs in there: the address that leads back."""
    left = client.get(f"/sign-in/with?next={onwards}")
    assert left.status_code == 302
    with httpx.Client() as elsewhere:
        answered = elsewhere.post(left.headers["location"], data={"sub": subject})
    return re.sub(r"^http://[^/]+", "", answered.headers["location"])


def test_a_person_signs_in_there_and_comes_back_to_the_page_they_wanted(tmp_path: Path, issuer: str) -> None:
    with room(tmp_path, issuer) as (client, store):
        answer = client.get(at_the_provider(client, "one"))
        assert (answer.status_code, answer.headers["location"]) == (303, "/alerts")
        assert client.get("/").status_code == 200
        [alex] = store.people.find(Person, username="alex")
        assert alex.subject.endswith("|one")


def test_the_second_time_they_are_known_whatever_their_address_has_become(tmp_path: Path, issuer: str) -> None:
    with room(tmp_path, issuer) as (client, store):
        client.get(at_the_provider(client, "one"))
        [alex] = store.people.find(Person, username="alex")
        store.people.put(replace(alex, email="other@example.org"))
        client.cookies.clear()
        assert client.get(at_the_provider(client, "one")).headers["location"] == "/alerts"


@pytest.mark.parametrize("subject", ["two", "three"])
def test_an_address_that_nobody_verified_or_nobody_here_has_lets_nobody_in(
    tmp_path: Path, issuer: str, subject: str
) -> None:
    with room(tmp_path, issuer) as (client, _):
        answer = client.get(at_the_provider(client, subject))
        assert answer.status_code == 403
        assert "has no account for you" in answer.text
        assert client.get("/").status_code == 303


def test_an_answer_that_nobody_asked_for_or_that_comes_twice_lets_nobody_in(tmp_path: Path, issuer: str) -> None:
    with room(tmp_path, issuer) as (client, _):
        back = at_the_provider(client, "one")
        other = TestClient(client.app, headers={"sec-fetch-site": "cross-site"}, follow_redirects=False)
        assert other.get(back).status_code == 403
        assert client.get(back.replace("state=", "state=x")).status_code == 403
        assert client.get(back).status_code == 403


def test_after_signing_in_it_leads_to_no_other_site(tmp_path: Path, issuer: str) -> None:
    with room(tmp_path, issuer) as (client, _):
        answer = client.get(at_the_provider(client, "one", "https%3A%2F%2Felsewhere.example%2F"))
        assert answer.headers["location"] == "/"


def test_without_a_provider_that_answers_the_page_says_so(tmp_path: Path) -> None:
    with room(tmp_path, "http://127.0.0.1:9") as (client, _):
        answer = client.get("/sign-in/with")
        assert answer.status_code == 503
        assert "could not be signed in" in answer.text
