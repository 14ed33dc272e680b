"""SQLite: one file, one writer at a time, every commit on disk before it is answered."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from sqlalchemy.engine.interfaces import DBAPICursor

from states.refusals import Refused
from store import refusals
from store.contract import Conflict
from store.databases import PATIENCE, Database

ASKING = 0.001
"""Seconds between asking twice whether nobody else is writing."""


class SqliteDatabase(Database):
    """A database file that exists."""

    dialect = "sqlite"
    begin = "BEGIN IMMEDIATE"
    begin_snapshot = "BEGIN"
    errors = (sqlite3.Error,)

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path), writers=1)

    def connect_to_write(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode=rw",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        # FULL: a commit survives the loss of power. Secure delete: destroyed keys are overwritten, not left behind.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def connect_to_read(self) -> sqlite3.Connection:
        connection = self.connect_to_write()
        connection.execute("PRAGMA query_only = ON")
        return connection

    def start(self, cursor: DBAPICursor, first: str, parameters: Sequence[object]) -> None:
        """To write, wait one's turn by asking often. SQLite asks ever less often, and hardly ever meets the short time
        between two writes of a process that writes all the time, as a sweep does.
        """
        if first != self.begin:
            cursor.execute(first, parameters)
            return
        until = monotonic() + PATIENCE
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            while not _begun(cursor, first, last=monotonic() >= until):
                sleep(ASKING)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")

    def forget_destroyed(self) -> None:
        """Empties the write-ahead log too, as soon as no reader needs it."""
        self.maintain("PRAGMA wal_checkpoint(TRUNCATE)")

    def damage(self) -> list[str]:
        try:
            found = [str(row[0]) for row in self.read("PRAGMA integrity_check(5)", ())]
        except Refused as refused:
            return [refused.because.rstrip(".")]
        return [] if found == ["ok"] else found

    def is_lost(self, error: Exception) -> bool:  # noqa: ARG002 - a file does not hang up
        return False

    def meaning(self, error: Exception) -> Exception:
        extended = getattr(error, "sqlite_errorcode", 0)
        if extended in (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE):
            return Conflict()
        match extended & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return refusals.locked(self.shown)
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
                return refusals.read_only(self.shown)
            case sqlite3.SQLITE_CANTOPEN:
                return refusals.read_only(self.shown) if self.path.exists() else refusals.no_database(self.shown)
            case sqlite3.SQLITE_FULL:
                return refusals.full(self.shown)
            case sqlite3.SQLITE_CORRUPT:
                return refusals.damaged(self.shown)
            case sqlite3.SQLITE_NOTADB:
                return refusals.not_a_database(self.shown)
            case sqlite3.SQLITE_ERROR if str(error).startswith("no such"):
                return refusals.damaged(self.shown)
            case sqlite3.SQLITE_IOERR:
                return refusals.unreachable(self.shown, str(error))
        return error


def _begun(cursor: DBAPICursor, begin: str, *, last: bool) -> bool:
    """Whether a transaction could begin. Raises: sqlite3.Error where it never will, or where this was the last try."""
    try:
        cursor.execute(begin)
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
