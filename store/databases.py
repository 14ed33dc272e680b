"""Connections: pools of raw driver connections, and what a driver's error means to a person.

A unit of work holds one connection, on which it begins, commits and rolls back by itself; reading needs no
transaction, except where several reads must see one moment.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from states.refusals import Refused
from store import refusals

PATIENCE = 5
"""Seconds to wait for somebody else to finish writing."""


_Held = tuple[PoolProxiedConnection, DBAPICursor]


class Database(ABC):
    """One database behind two pools. `shown` is its address as people may see it."""

    dialect: str
    begin: str
    begin_snapshot: str
    errors: tuple[type[Exception], ...]

    def __init__(self, shown: str, writers: int) -> None:
        self.shown = shown
        self.writers = self._pool(self.connect_to_write, writers)
        self.readers = self._pool(self.connect_to_read, 4)

    def _pool(self, connect: Any, size: int) -> QueuePool:
        return QueuePool(connect, pool_size=size, max_overflow=0, timeout=PATIENCE, reset_on_return=None)

    @abstractmethod
    def connect_to_write(self) -> Any:
        """A new driver connection that commits nothing by itself but single statements."""

    @abstractmethod
    def connect_to_read(self) -> Any:
        """The same, for reading."""

    @abstractmethod
    def meaning(self, error: Exception) -> Exception:
        """What a driver's error means: Refused, Conflict, or the error itself where it means a fault of ours."""

    @abstractmethod
    def is_lost(self, error: Exception) -> bool:
        """Whether the connection is gone and a new one may do."""

    @abstractmethod
    def forget_destroyed(self) -> None:
        """After keys were destroyed: leave nothing of them behind, as far as the database allows."""

    def damage(self) -> list[str]:
        """What the database finds wrong with its own pages, where it can look; empty if nothing."""
        return []

    def close(self) -> None:
        """Close every connection that nobody holds."""
        self.writers.dispose()
        self.readers.dispose()

    def read(self, sql: str, parameters: Sequence[object]) -> list[Any]:
        """All rows of one statement; spelled out, because a sweep that finds nothing does nothing but this."""
        try:
            connection, cursor = self._first(self.readers, sql, parameters)
            try:
                return list(cursor.fetchall())
            finally:
                connection.close()
        except Exception as error:
            told = self.told(error)
            if told is error:
                raise
            raise told from error

    def maintain(self, sql: str) -> None:
        """Run a statement that stands outside transactions, as well as it can be done now."""
        with suppress(Refused), self._held(self.writers, sql, ()):
            pass

    @contextmanager
    def snapshot(self) -> Iterator[DBAPICursor]:
        """Several reads of one moment."""
        with self._held(self.readers, self.begin_snapshot, ()) as (connection, cursor):
            try:
                yield cursor
            finally:
                self._roll_back(connection, cursor)

    @contextmanager
    def writing(self) -> Iterator[DBAPICursor]:
        """One transaction: committed at the end, rolled back on any exception."""
        with self._held(self.writers, self.begin, ()) as (connection, cursor):
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                self._roll_back(connection, cursor)
                raise

    def told(self, error: Exception) -> Exception:
        """What goes wrong at the database, in words; a fault of ours stays what it is."""
        if isinstance(error, NoConnection):
            return refusals.locked(self.shown)
        if isinstance(error, UnicodeEncodeError):
            return refusals.not_storable()
        return self.meaning(error) if isinstance(error, self.errors) else error

    @contextmanager
    def _held(self, pool: QueuePool, first: str, parameters: Sequence[object]) -> Iterator[_Held]:
        """A connection, with a first statement run on it."""
        try:
            connection, cursor = self._first(pool, first, parameters)
            try:
                yield connection, cursor
            finally:
                connection.close()
        except Exception as error:
            told = self.told(error)
            if told is error:
                raise
            raise told from error

    def start(self, cursor: DBAPICursor, first: str, parameters: Sequence[object]) -> None:
        """Run the first statement on a connection."""
        cursor.execute(first, parameters)

    def _first(self, pool: QueuePool, first: str, parameters: Sequence[object]) -> _Held:
        stale = pool.size()
        while True:
            connection = pool.connect()
            try:
                cursor = connection.cursor()
                self.start(cursor, first, parameters)
            except BaseException as error:
                connection.invalidate()
                connection.close()
                # A server that was restarted has lost every connection of the pool.
                stale -= 1
                if stale < 0 or not isinstance(error, self.errors) or not self.is_lost(error):
                    raise
            else:
                return connection, cursor

    def _roll_back(self, connection: PoolProxiedConnection, cursor: DBAPICursor) -> None:
        """Whatever cannot be rolled back is not used again."""
        try:
            cursor.execute("ROLLBACK")
        except self.errors:
            connection.invalidate()
