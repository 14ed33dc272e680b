"""Tokens: a program's key to the API, in one post of one person, for the uses it was made for, until its day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.accounts import find_person
from access.seeing import is_read_only
from access.sessions import hash_of
from access.visitor import Visitor, held
from states.days import day_of
from states.refusals import Refused
from store.contract import Store
from store.people import Post, Token
from store.sealing import new_secret
from workflow.policy import Partnership

SCOPES = {
    "read": "Look at cases, alerts and procedures",
    "write": "Record what the post may record",
    "report": "Make reports",
}
LONGEST = timedelta(days=366)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Made:
    """A new token and its secret, which is shown once and kept nowhere."""

    secret: str
    token: Token


def made(
    store: Store,
    visitor: Visitor,
    partnership: Partnership,
    name: str,
    scopes: Collection[str],
    until: datetime,
    wall: datetime,
) -> Made:
    """A token for the post that the visitor acts in; `name` says what it is for, `scopes` are some of `SCOPES`.

    Raises: Refused("no-name"), Refused("unknown-scope"), Refused("token-unbounded"), Refused("read-only").
    """
    said = " ".join(name.split())[:LONGEST_NAME]
    if not said.isprintable() or not said:
        raise Refused(
            code="no-name",
            because="The token has no name.",
            remedy="Say which program it is for, such as “nightly export”.",
        )
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Refused(
            code="unknown-scope",
            because="The token does not say what it is for.",
            remedy=f"Choose one or more of {', '.join(SCOPES)}.",
        )
    if not wall < until <= wall + LONGEST:
        raise Refused(
            code="token-unbounded",
            because="A token ends, after today and within a year.",
            remedy=f"Choose a day from {day_of(wall)} to {day_of(wall + LONGEST) - timedelta(days=1)}.",
        )
    if "write" in scopes and is_read_only(visitor, partnership):
        raise Refused(
            code="read-only",
            because="Your post only reads, so no token of yours may write.",
            remedy="Make it without “write”.",
        )
    secret = new_secret()
    kept = " ".join(each for each in SCOPES if each in scopes)
    token = Token(hash_of(secret), said, visitor.person.username, visitor.post.id, kept, wall, until)
    store.people.put(token)
    return Made(secret, token)


def by_secret(store: Store, secret: str, wall: datetime, now: datetime) -> tuple[Token, Visitor] | None:
    """The token with this secret and whom it stands for, in the post that it was made in.

    None where there is none, it has ended, its person may not enter any more or holds that post no longer.
    """
    found = store.people.find(Token, hash=hash_of(secret))
    if not found or found[0].until <= wall:
        return None
    token = found[0]
    person = find_person(store, token.person)
    if person is None or not person.active:
        return None
    posts = held(store.people.find(Post, person=token.person), now)
    post = next((each for each in posts if each.id == token.post), None)
    return None if post is None else (token, Visitor(person, post, posts))


def of_person(store: Store, username: str) -> list[Token]:
    """A person's tokens, the newest first."""
    return sorted(store.people.find(Token, person=username), key=lambda each: each.created_at, reverse=True)


def revoke(store: Store, token: Token) -> None:
    """The token opens nothing any more, from now on."""
    store.people.forget(Token, hash=token.hash)
