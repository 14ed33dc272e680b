"""People and what they hold beside the cases: posts, sessions, tokens, drafts, and who looked at what.

Rows are values. None of this is ever part of a case's history.
"""

from datetime import datetime
from typing import Protocol, TypeVar

import msgspec


class Person(msgspec.Struct, frozen=True):
    """Somebody with an account. password: its argon2id hash, or empty; subject: who they are to a sign-in provider."""

    username: str
    name: str
    email: str
    password: str
    subject: str
    active: bool
    created_at: datetime


class Post(msgspec.Struct, frozen=True):
    """A role in an agency, held by a person from `since` to `until` (None: for good).

    because: why, where a reason is needed. covers: whose absence it covers, empty for a post of one's own.
    only: references and pathways beyond which nothing is seen, separated by spaces; empty for no such bound.
    """

    id: str
    person: str
    role: str
    agency: str
    since: datetime
    until: datetime | None
    because: str = ""
    covers: str = ""
    only: str = ""
    given_by: str = ""


class Session(msgspec.Struct, frozen=True):
    """A visit of a browser, by the hash of its secret. until: when it ends whatever happens."""

    hash: str
    person: str
    post: str
    created_at: datetime
    seen_at: datetime
    until: datetime


class Token(msgspec.Struct, frozen=True):
    """A program's key to the API, by its hash. scopes: what it may be used for, separated by spaces."""

    hash: str
    name: str
    person: str
    post: str
    scopes: str
    created_at: datetime
    until: datetime


class View(msgspec.Struct, frozen=True):
    """Somebody looked at a case: through which door, on which page."""

    id: str
    case: str
    at: datetime
    person: str
    role: str
    agency: str
    door: str
    page: str


class Draft(msgspec.Struct, frozen=True):
    """What somebody has typed and not sent; sealed in the database."""

    id: str
    person: str
    about: str
    saved_at: datetime
    text: str


class Attempt(msgspec.Struct, frozen=True):
    """A sign-in that failed. whose: the fingerprint of the user name, or of the address, that it was tried with."""

    id: str
    whose: str
    at: datetime


class Grant(msgspec.Struct, frozen=True):
    """Sight of one case beyond one's agency, until an instant; `review` is the case in which that is looked at.

    there: whether there was such a case when it was asked for; one that comes later is not seen.
    """

    case: str
    person: str
    review: str
    until: datetime
    there: bool


Row = TypeVar("Row", Person, Post, Session, Token, View, Draft, Attempt, Grant)

AnyRow = Person | Post | Session | Token | View | Draft | Attempt | Grant


class People(Protocol):
    """What is kept about people. Every method is one short transaction of its own."""

    def find(self, kind: type[Row], **equal: object) -> list[Row]:
        """The rows of a kind whose fields equal these, in order of their keys."""

    def since(self, kind: type[Row], field: str, instant: datetime, **equal: object) -> list[Row]:
        """The same, of those whose `field` is at or after an instant, in that order."""

    def put(self, row: AnyRow) -> None:
        """Keep a row, in place of one with its key.

        Raises: Refused("no-key") for a draft without the master key, Refused("subject-taken") for a person whose
        `subject` is another's.
        """

    def forget(self, kind: type[Row], **equal: object) -> None:
        """Forget the rows of a kind whose fields equal these."""

    def forget_before(self, kind: type[Row], field: str, instant: datetime) -> None:
        """Forget the rows of a kind whose `field` is before an instant."""

    def fingerprint(self, text: str) -> str:
        """What stands for a text that somebody typed and that is not to be kept. Raises: Refused("no-key")."""
