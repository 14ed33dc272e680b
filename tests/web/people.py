"""People with accounts and posts, signed in: what a browser of theirs carries."""

from datetime import datetime

from access.accounts import add_person, find_person, give_post
from access.sessions import enter
from engine import time
from states.days import parse_instant
from store.contract import Store
from store.people import Post
from workflow.policy import Partnership

SINCE, UNTIL = parse_instant("2020-01-01T00:00Z"), parse_instant("2050-01-01T00:00Z")


def secret_of(who: str, store: Store, partnership: Partnership, now: datetime, name: str = "Alex Example") -> str:
    """The secret of a new session of somebody in this post: "line-manager of school-a"."""
    role, _, agency = who.partition(" of ")
    username = f"{role}.{agency}"
    person = find_person(store, username)
    if person is None:
        person = add_person(store, username, name, "", SINCE)
        because = "an inspection"
        give_post(store, Post("", username, role, agency, SINCE, UNTIL, because), partnership)
    return enter(store, person, time.now(), now).secret
