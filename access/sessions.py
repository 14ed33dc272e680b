"""Sessions: who is signed in, by a secret that only their browser has; and the limits on trying."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from access.accounts import find_person, is_password
from access.visitor import Visitor, held
from states.refusals import Refused
from store.contract import Store
from store.people import Attempt, Grant, Person, Post, Session, Token
from store.sealing import new_secret

IDLE, ALTOGETHER = timedelta(hours=8), timedelta(hours=24)
WINDOW = timedelta(minutes=15)
AFTERWARDS = timedelta(days=2)
A_WHILE = timedelta(days=1)
"""How long after its end a session still tells whose it was."""
BY_NAME, BY_ADDRESS = 5, 30
"""How many sign-ins may fail within the window, for one user name and from one address."""


@dataclass(frozen=True)
class Entered:
    """Somebody came in: their secret, which is kept nowhere else, and their session."""

    secret: str
    session: Session


@dataclass(frozen=True)
class Known:
    """A session and whose it is."""

    session: Session
    visitor: Visitor


def sign_in(store: Store, username: str, password: str, address: str, wall: datetime, now: datetime) -> Entered:
    """Let a person in by password. wall: the time of day; now: the instant in the database, by which posts are held.

    Raises: Refused("too-many-attempts"), Refused("wrong-password") for anything that does not fit, said alike, and
    Refused("no-post") for a person who holds no post now.
    """
    sweep_away(store, wall, now)
    typed = (f"name {username.strip().lower()}", f"address {address}")
    whose = tuple(store.people.fingerprint(each) for each in typed)
    limits = (BY_NAME, BY_ADDRESS)
    for key, limit in zip(whose, limits, strict=True):
        if len(store.people.since(Attempt, "at", wall - WINDOW, whose=key)) >= limit:
            raise Refused(
                code="too-many-attempts",
                because="There were too many tries to sign in.",
                remedy="Wait a quarter of an hour and try again, or ask the business unit for a new password.",
            )
    person = find_person(store, username)
    if not is_password(person, password) or person is None:
        for key in whose:
            store.people.put(Attempt(new_secret(), key, wall))
        raise Refused(
            code="wrong-password",
            because="That user name and password do not fit.",
            remedy="Check both and try again.",
        )
    store.people.forget(Attempt, whose=whose[0])
    return enter(store, person, wall, now)


def sweep_away(store: Store, wall: datetime, now: datetime) -> None:
    """Forget what has run out: tries, sessions and tokens by the time of day, what was granted by the database's own.

    A session is kept for a while after its end, so that what was typed in it can still be given back to its owner.
    """
    people = store.people
    people.forget_before(Attempt, "at", wall - WINDOW)
    people.forget_before(Session, "until", wall - AFTERWARDS)
    people.forget_before(Token, "until", wall)
    people.forget_before(Grant, "until", now)


def enter(store: Store, person: Person, wall: datetime, now: datetime) -> Entered:
    """A new session of a person who has shown who they are. Raises: Refused("no-post")."""
    posts = held(store.people.find(Post, person=person.username), now)
    if not posts or not person.active:
        raise Refused(
            code="no-post",
            because="Your account holds no post at present.",
            remedy="Ask the partnership's business unit.",
        )
    secret = new_secret()
    session = Session(hash_of(secret), person.username, posts[0].id, wall, wall, wall + ALTOGETHER)
    store.people.put(session)
    return Entered(secret, session)


def known(store: Store, secret: str, wall: datetime, now: datetime) -> Known | None:
    """Who has this secret; None where nobody has, or not any more."""
    found = store.people.find(Session, hash=hash_of(secret))
    if not found or found[0].until < wall or found[0].seen_at < wall - IDLE:
        return None
    session = found[0]
    visitor = visitor_of(store, session.person, session.post, now)
    if visitor is None:
        return None
    if wall - session.seen_at > timedelta(minutes=1):
        session = replace(session, seen_at=wall)
        store.people.put(session)
    return Known(session, visitor)


def lately(store: Store, secret: str, wall: datetime) -> str:
    """The user name of whoever had this secret until their session ran out, not long ago; empty where nobody had."""
    found = store.people.find(Session, hash=hash_of(secret)) if secret else []
    return next((each.person for each in found if each.until + A_WHILE > wall), "")


def visitor_of(store: Store, username: str, post: str, now: datetime) -> Visitor | None:
    """A person in a post, or in another that they hold where they hold that one no more; None where they hold none."""
    person = find_person(store, username)
    posts = held(store.people.find(Post, person=username), now)
    if person is None or not person.active or not posts:
        return None
    return Visitor(person, next((each for each in posts if each.id == post), posts[0]), posts)


def act_as(store: Store, known_session: Known, post: str) -> None:
    """From now on act in another post that one holds. Raises: Refused("not-your-post")."""
    if post not in [each.id for each in known_session.visitor.posts]:
        raise Refused(
            code="not-your-post", because="That is not a post that you hold now.", remedy="Choose one of yours."
        )
    store.people.put(replace(known_session.session, post=post))


def leave(store: Store, secret: str) -> None:
    """End a session."""
    store.people.forget(Session, hash=hash_of(secret))


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
