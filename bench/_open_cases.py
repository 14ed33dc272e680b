"""Many open cases, a hundred of them due."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench._databases import File
from bench._histories import commands
from engine.handle import handle
from engine.library import Library
from states.days import parse_instant
from store.doors import open_store
from store.instants import to_text

DUE = 100
NOW = parse_instant("2026-12-15T09:00Z")
"""Every real case has passed a deadline by then, and no other has."""

LATER = parse_instant("2027-06-01T09:00Z")
A_MINUTE = timedelta(minutes=1)


def open_cases(folder: Path, number: int) -> File:
    """A database with so many open cases, DUE of them real and due at NOW; the others have a row and a due row each."""
    folder.mkdir()
    file, library = File(folder / "made.db").made(), Library()
    opening = next(commands())
    with closing(open_store(str(file.path), file.key)) as store:
        for _ in range(DUE):
            handle(store, library, opening)
    with closing(sqlite3.connect(file.path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = DELETE", "synchronous = OFF", "cache_size = -500000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for table in ("case_head", "due"):
            _fill(connection, table, number - DUE)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    return file


def _fill(connection: sqlite3.Connection, table: str, others: int) -> None:
    """The row of the first real case so many times more, under other references and with later deadlines."""
    told = connection.execute(f"SELECT * FROM {table} WHERE \"case\" = 'ESC-2026-0001'")  # noqa: S608 - from here
    like = told.fetchone()
    names = [column[0] for column in told.description]
    due = names.index("due_at" if table == "due" else "next_due_at")
    assert names[:2] == ["partnership", "case"]
    rows = (
        (like[0], f"OTHER-2026-{n:07}", *like[2:due], to_text(LATER + n * A_MINUTE), *like[due + 1 :])
        for n in range(others)
    )
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", rows)  # noqa: S608 - from here
