"""Accounts: people added, their passwords (argon2id) and their posts. The only door to `pwdlib`."""

from datetime import datetime
from functools import cache

from msgspec.structs import replace
from pwdlib import PasswordHash

from access.visitor import held
from states.refusals import Refused
from store.contract import Store
from store.people import Person, Post, Session
from store.sealing import new_secret
from workflow.policy import Partnership

SHORTEST, LONGEST = 12, 200
_hasher = PasswordHash.recommended()


def add_person(store: Store, username: str, name: str, email: str, now: datetime) -> Person:
    """A new account, which nobody can sign in to before it has a password or a sign-in provider's subject.

    Raises: Refused("username-taken"), Refused("not-a-username").
    """
    if not (username.isascii() and username.replace(".", "").replace("-", "").isalnum() and len(username) <= 60):
        raise Refused(
            code="not-a-username",
            because=f"“{username[:60]}” cannot be a user name.",
            remedy="Use letters, digits, dots and hyphens, at most 60 of them, such as a.example.",
        )
    if not name.strip():
        raise Refused(code="no-name", because="The person has no name.", remedy="Give the name that others know.")
    if find_person(store, username) is not None:
        raise Refused(
            code="username-taken",
            because=f"There is a person with the user name “{username}” already.",
            remedy="Choose another user name, or give that person another post.",
        )
    person = Person(username.lower(), " ".join(name.split()), email.strip(), "", "", active=True, created_at=now)
    store.people.put(person)
    return person


def find_person(store: Store, username: str) -> Person | None:
    """A person by user name, however it is capitalised."""
    found = store.people.find(Person, username=username.strip().lower())
    return found[0] if found else None


def known_person(store: Store, username: str) -> Person:
    """The same. Raises: Refused("unknown-person")."""
    person = find_person(store, username)
    if person is None:
        raise Refused(
            code="unknown-person",
            because=f"Nobody has the user name “{username[:60]}”.",
            remedy="`duecourse people list` shows everybody.",
        )
    return person


def set_password(store: Store, person: Person, password: str) -> Person:
    """A new password; every session of the person ends. Raises: Refused("password-too-weak")."""
    told = person.username in password.lower() or len(set(password)) < 5
    if not SHORTEST <= len(password) <= LONGEST or told:
        raise Refused(
            code="password-too-weak",
            because="That password is too easy to guess.",
            remedy=f"Use at least {SHORTEST} characters, such as three words that do not belong together, "
            "without your user name.",
        )
    changed = replace(person, password=_hasher.hash(password))
    store.people.put(changed)
    store.people.forget(Session, person=person.username)
    return changed


def is_password(person: Person | None, password: str) -> bool:
    """Whether this is the person's password. It takes the same work for somebody who does not exist."""
    nobodys = _nobodys()
    known = person.password if person is not None and person.password else nobodys
    try:
        right = _hasher.verify(password[: LONGEST + 1], known)
    except ValueError:
        right = False
    return right and person is not None and bool(person.password) and person.active


@cache
def _nobodys() -> str:
    """A hash that is nobody's password."""
    return _hasher.hash(new_secret())


def set_active(store: Store, person: Person, *, active: bool) -> Person:
    """Let somebody in again, or nobody any more by this account; their sessions end."""
    changed = replace(person, active=active)
    store.people.put(changed)
    store.people.forget(Session, person=person.username)
    return changed


def give_post(store: Store, post: Post, partnership: Partnership) -> Post:
    """Let a person hold a post from a day to a day. Its id is made here.

    A post that covers somebody's absence is one that they hold: its role and agency are theirs.
    Raises: Refused for a person, role or agency that is not there, for an auditor's post without end or reason, for a
    post that ends before it begins, and for cover of what the other does not hold, or without end.
    """
    known_person(store, post.person)
    if post.role not in partnership.roles:
        raise Refused(
            code="unknown-role",
            because=f"There is no role “{post.role[:60]}”.",
            remedy=f"The roles are {', '.join(partnership.roles)}.",
        )
    if post.agency not in partnership.agencies:
        raise Refused(
            code="unknown-agency",
            because=f"There is no agency “{post.agency[:60]}”.",
            remedy=f"The agencies are {', '.join(partnership.agencies)}.",
        )
    if post.until is not None and post.until <= post.since:
        raise Refused(
            code="ends-before-it-begins",
            because="The post would end before it begins.",
            remedy="Give an end after the beginning, or none.",
        )
    audits = partnership.access is not None and post.role in partnership.access.audits
    if audits and (post.until is None or not post.because):
        raise Refused(
            code="assignment-unbounded",
            because="Whoever only reads, reads for a time and a reason.",
            remedy="Say until when, and because of what.",
        )
    if post.covers and (known_person(store, post.covers).username == post.person or post.until is None):
        raise Refused(
            code="cover-unbounded",
            because="A post that covers somebody's absence is another person's, and ends.",
            remedy="Say whose absence it covers and until when.",
        )
    if post.covers:
        _must_be_held(store, post)
    kept = replace(post, id=new_secret()[:16])
    store.people.put(kept)
    return kept


def _must_be_held(store: Store, post: Post) -> None:
    """Raises: Refused("not-their-post") where the one who is covered does not hold that post when the cover begins."""
    theirs = held(store.people.find(Post, person=known_person(store, post.covers).username), post.since)
    own = [each for each in theirs if not each.covers]
    if (post.role, post.agency) not in [(each.role, each.agency) for each in own]:
        raise Refused(
            code="not-their-post",
            because=f"{post.covers} does not hold that post when the cover would begin.",
            remedy=f"Choose one of theirs: {', '.join(f'{each.role} of {each.agency}' for each in own) or 'none'}.",
        )


def end_post(store: Store, post: Post, now: datetime) -> Post:
    """The post is not held any more from now on."""
    ended = replace(post, until=now)
    store.people.put(ended)
    return ended
