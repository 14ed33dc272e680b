"""A database to look at in the browser: many open cases, some due, some with a history, some to move."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from access.accounts import add_person, give_post
from access.sessions import enter
from bench._databases import File
from bench._histories import OPENING, commands, play
from engine import time
from engine.handle import handle
from engine.library import Library
from states.days import day_of, parse_instant
from store.contract import Store
from store.doors import open_store
from store.instants import to_text
from store.people import Post
from workflow.commands import OpenCase

NOW = parse_instant("2027-01-20T09:00Z")
FRIDAY = "2027-01-15T09:00Z"
"""A case opened then and left alone has passed a deadline by NOW."""

JUST_NOW = "2027-01-20T08:30Z"
SINCE = parse_instant("2020-01-01T00:00Z")
A_MINUTE = timedelta(minutes=1)
AGENCIES = ("school-a", "social-care", "police", "school-b")
READ = 8
KEEPER, WORKER = "business-unit of partnership", "practitioner of school-a"
"""Somebody who sees every case and keeps the people, and somebody of one agency."""


@dataclass(frozen=True)
class Served:
    """What was made. `read` and `moved` have histories of their own; secrets: of a session of each, by post."""

    file: File
    read: tuple[str, ...]
    moved: tuple[str, ...]
    secrets: dict[str, str]


def served_cases(folder: Path, number: int, due: int, moved: int) -> Served:
    """A database with so many open cases, `due` of them due at NOW and `moved` of them opened just now."""
    folder.mkdir()
    file, library = File(folder / "made.db").made(), Library()
    with closing(open_store(str(file.path), file.key)) as store:
        read = tuple(play(store, library) for _ in range(READ))
        like = _opened(store, library, FRIDAY)
        just_opened = tuple(_opened(store, library, JUST_NOW) for _ in range(moved))
        secrets = {who: _secret_of(who, store, library) for who in (KEEPER, WORKER)}
    with closing(sqlite3.connect(file.path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = DELETE", "synchronous = OFF", "cache_size = -500000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        _copy_due(connection, like, due - 1)
        _copy_open(connection, like, number - due - moved - READ)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    return Served(file, read, just_opened, secrets)


def _opened(store: Store, library: Library, at: str) -> str:
    first = next(commands(at))
    assert isinstance(first, OpenCase)
    return handle(store, library, replace(first, answers={**OPENING, "concern_arose_at": at})).reference


def _secret_of(who: str, store: Store, library: Library) -> str:
    """The secret of a new session of somebody in this post."""
    role, _, agency = who.partition(" of ")
    pack = library.opening("halton", day_of(NOW), store)
    person = add_person(store, role, "Alex Example", "", SINCE)
    give_post(store, Post("", role, role, agency, SINCE, None), pack.partnership)
    return enter(store, person, time.now(), NOW).secret


def _copy_due(connection: sqlite3.Connection, like: str, number: int) -> None:
    """The whole of a case so many times more, under other references; nobody opens their sealed texts."""
    for table in ("fact", "case_head", "due"):
        rows = _rows(connection, table, like)
        copies = ((*row[:1], f"DUE-2027-{n:06}", *row[2:]) for n in range(number) for row in rows)
        _insert(connection, table, copies)


def _copy_open(connection: sqlite3.Connection, like: str, number: int) -> None:
    """The row of a case so many times more, of one agency or another, with later deadlines and nothing behind it."""
    names = [column[1] for column in connection.execute("PRAGMA table_info(case_head)")]
    [row] = _rows(connection, "case_head", like)
    copies = []
    for n, agency in zip(range(number), cycle(AGENCIES), strict=False):
        other = AGENCIES[(n // len(AGENCIES) + 1 + n) % len(AGENCIES)]
        at = to_text(NOW + (n + 1) * A_MINUTE)
        changed = {"case": f"OTHER-2027-{n:07}", "raising": agency, "receiving": other, "holder_agency": agency}
        changed |= {"next_due_at": at, "late_from": at}
        copies.append([changed.get(name, value) for name, value in zip(names, row, strict=True)])
    _insert(connection, "case_head", copies)
    due = names.index("next_due_at")
    _insert(connection, "due", ((copy[0], copy[1], copy[due]) for copy in copies))


def _rows(connection: sqlite3.Connection, table: str, case: str) -> list[Any]:
    return connection.execute(f'SELECT * FROM {table} WHERE "case" = ?', (case,)).fetchall()  # noqa: S608 - from here


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Any]) -> None:
    places = ", ".join("?" for _ in connection.execute(f"PRAGMA table_info({table})"))
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - from here
