"""Which database a command works on, what time it is there, and who says they act."""

import getpass
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cli.plain import readable_words
from engine import time
from engine.library import Library
from states.days import parse_instant
from states.refusals import Refused
from store.contract import Store
from store.doors import create, open_store
from workflow.commands import Actor

DEFAULT_FILE = "duecourse.db"


@dataclass(frozen=True)
class Door:
    """An open database, with the instant that is now in it."""

    store: Store
    library: Library
    now: datetime
    training: bool


def url_of(given: str) -> str:
    """The database named, else that of DUECOURSE_DB, else a file in this folder."""
    named = given or os.environ.get("DUECOURSE_DB") or DEFAULT_FILE
    readable_words([named])
    return named if "://" in named else f"sqlite:///{Path(named).absolute()}"


def key_file_of(url: str) -> str:
    """Where the master key lies: the file of DUECOURSE_KEY, else beside the database file."""
    named = os.environ.get("DUECOURSE_KEY", "")
    readable_words([named])
    if named or not url.startswith("sqlite:///"):
        return named
    return f"{url.removeprefix('sqlite:///')}.key"


def opened(given: str, at: str | None) -> Door:
    """The database named, opened. Raises: Refused, also for a time of its own on a live database."""
    url = url_of(given)
    store = open_store(url, key_file_of(url))
    training = store.kind == "training"
    return Door(store, Library(), _now(store, at, training), training)


def made(given: str, partnership: str, kind: str) -> Store:
    """A new database and its key."""
    url = url_of(given)
    return create(url, partnership, kind, key_file_of(url))


def actor(person: str, role: str, agency: str) -> Actor:
    """Who says they act, and the system account that the command ran under."""
    return Actor(person=person, role=role, agency=agency, account=account())


def chosen(at: str | None, training: bool) -> datetime | None:
    """The time that --at chooses, if any. Raises: Refused("at-on-live") where there is nothing to choose."""
    if at is not None and not training:
        raise Refused(
            code="at-on-live",
            because="This is a live database: what time it is there is not for anybody to choose.",
            remedy="Leave --at out; --happened says when something happened. To try dates, use `init --training`.",
        )
    return parse_instant(at) if at is not None else None


def _now(store: Store, at: str | None, training: bool) -> datetime:
    now = chosen(at, training)
    if now is not None:
        return now
    return time.now_in(store)


def account() -> str:
    """The system account that the command runs under."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
