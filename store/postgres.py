"""PostgreSQL: several writers at once; rows that are due are claimed by locking them."""

from typing import Any

import psycopg

from store import refusals
from store.contract import Conflict
from store.databases import PATIENCE, Database

_CONFLICTS = ("23505", "40001", "40P01")  # unique violation, serialization failure, deadlock
_MEANINGS = {
    "55P03": refusals.locked,
    "25006": refusals.read_only,
    "42501": refusals.read_only,
    "53100": refusals.full,
    "XX001": refusals.damaged,
    "XX002": refusals.damaged,
}


class PostgresDatabase(Database):
    """A database on a server. `address` is a libpq URI; `shown` the same without its password."""

    dialect = "postgresql"
    begin = "BEGIN ISOLATION LEVEL READ COMMITTED"
    begin_snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    errors = (psycopg.Error,)

    def __init__(self, address: str, shown: str) -> None:
        self.address = address
        super().__init__(shown, writers=4)

    def connect_to_create(self) -> psycopg.Connection[Any]:
        """A connection on which tables are made in one transaction."""
        return psycopg.connect(self.address, connect_timeout=10, client_encoding="utf8")

    def connect_to_write(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self.address, autocommit=True, connect_timeout=10, client_encoding="utf8")
        connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
        return connection

    def connect_to_read(self) -> psycopg.Connection[Any]:
        return self.connect_to_write()

    def forget_destroyed(self) -> None:
        """Takes dead rows out of the table; the server's own logs and backups are out of reach."""
        self.maintain("VACUUM field_key")

    def is_lost(self, error: Exception) -> bool:
        return isinstance(error, psycopg.OperationalError) and (error.sqlstate or "08")[:2] in ("08", "57")

    def meaning(self, error: Exception) -> Exception:
        state = getattr(error, "sqlstate", None)
        if state in _CONFLICTS:
            return Conflict()
        if state in _MEANINGS:
            return _MEANINGS[state](self.shown)
        if isinstance(error, psycopg.DataError):
            return refusals.not_storable()
        if self.is_lost(error):
            return refusals.unreachable(self.shown, str(error).strip().splitlines()[0].rstrip("."))
        return error
