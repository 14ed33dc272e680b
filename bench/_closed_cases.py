"""Many closed escalations of about fifty facts each, for what looks at every case there is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench._databases import File
from bench._histories import CLIMB, OPENING, RISK, pass_time
from engine.handle import handle
from engine.library import Library
from states.days import instant_text, parse_instant
from store.contract import Store
from store.doors import open_store
from workflow.commands import Actor, AnyCommand, OpenCase, TakeStep

DIFFERENT = 400
"""Cases that were really played, each on days and at hours of its own; the others are copies of them."""

OWN = "halton"
BEGINS = parse_instant("2024-12-06T09:00Z")
NOW = parse_instant("2028-02-01T09:00Z")
"""Long after the last one was closed: nothing is due any more."""

AGREED = {"agreement_by": "Two people", "agreement_how": "in-person", "outcome_for_child": "A date was found."}
TOLD = {"raiser_told_by": "One of them", "raiser_told_how": "telephone", "raiser_told_on": "2024-12-06"}
TO_THE_END: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    *CLIMB[:3],
    ("2026-12-29T11:00Z", "line-manager", "school-a", "resolve", {"resolution": "agreed-changed", **AGREED}),
    (
        "2026-12-31T11:00Z",
        "business-unit",
        "partnership",
        "close",
        {**RISK, **TOLD, "learning": "no-wider-learning"},
    ),
)


def closed_cases(folder: Path, number: int) -> File:
    """A database with so many closed cases, every other one settled before anybody took it on at the second step.

    The copies share the sealed texts of what they were copied from.
    """
    folder.mkdir()
    file, library = File(folder / "made.db").made(), Library()
    with closing(open_store(str(file.path), file.key)) as store:
        for which in range(min(DIFFERENT, number)):
            _played(store, library, which)
        originals = list(store.cases())
    with closing(sqlite3.connect(file.path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = DELETE", "synchronous = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for copy in range(number - len(originals)):
            for table in ("fact", "case_head"):
                _copied(connection, table, originals[copy % len(originals)], f"ESC-2099-{copy:05}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    return file


def _played(store: Store, library: Library, which: int) -> None:
    reference = ""
    for command in _commands(which):
        reference = handle(store, library, command, reference).reference
    handle(store, library, pass_time(NOW), reference)


def _commands(which: int) -> Iterator[AnyCommand]:
    """The escalation begun so many days later, each act so many minutes later."""
    opened = BEGINS + timedelta(days=which * 2, minutes=which % 50)
    yield OpenCase(
        at=opened,
        seen_at=opened,
        by=_actor("practitioner", "school-a"),
        pathway="escalation",
        answers={**OPENING, "concern_arose_at": instant_text(opened - timedelta(minutes=30 + which % 90))},
    )
    first = parse_instant("2026-12-11T09:00Z")
    for instant, role, agency, move, answers in TO_THE_END:
        if move == "accept" and which % 2:
            continue
        at = opened + (parse_instant(instant) - first) + timedelta(minutes=which % 37)
        given = {name: _on(at) if name == "raiser_told_on" else value for name, value in answers.items()}
        yield TakeStep(at=at, seen_at=at, by=_actor(role, agency), move=move, answers=given)


def _on(at: datetime) -> str:
    return at.date().isoformat()


def _copied(connection: sqlite3.Connection, table: str, like: str, name: str) -> None:
    columns: list[Any] = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    chosen = ", ".join("?" if column == "case" else f'"{column}"' for column in columns)
    own = f'{table} WHERE partnership = ? AND "case" = ?'
    connection.execute(f"INSERT INTO {table} SELECT {chosen} FROM {own}", (name, OWN, like))  # noqa: S608 - from here


def _actor(role: str, agency: str) -> Actor:
    return Actor(person="Alex Example", role=role, agency=agency, account="bench")
