"""What a store says to its database, written down, so that the bare driver can say the same again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from store.databases import Database
from store.sql import SqlStore

Said = tuple[str, tuple[Any, ...]]
"""A cursor's method and its arguments."""

_WRITTEN_DOWN = ("execute", "executemany", "fetchone", "fetchall")


class _Cursor:
    """A driver's cursor that hands every call to `hear` and has it done."""

    def __init__(self, cursor: Any, hear: Callable[[Callable[..., Any], Said], Any]) -> None:
        self._cursor = cursor
        for method in _WRITTEN_DOWN:
            setattr(self, method, self._heard(method, hear))

    def _heard(self, method: str, hear: Callable[[Callable[..., Any], Said], Any]) -> Callable[..., Any]:
        done = getattr(self._cursor, method)
        return lambda *arguments: hear(done, (method, arguments))

    @property
    def rowcount(self) -> int:
        """How many rows the last statement wrote."""
        return int(self._cursor.rowcount)


class _Connection:
    """A driver's connection whose cursors are overheard."""

    def __init__(self, connection: Any, hear: Callable[[Callable[..., Any], Said], Any]) -> None:
        self._connection = connection
        self._hear = hear

    def cursor(self) -> _Cursor:
        """An overheard cursor."""
        return _Cursor(self._connection.cursor(), self._hear)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def database_of(store: Any) -> Database:
    """The database under a store."""
    assert isinstance(store, SqlStore)
    return store._database


def overhear(store: Any, hear: Callable[[Callable[..., Any], Said], Any]) -> None:
    """From now on everything that the store asks its driver goes through `hear(do, said)`, which does it."""
    database = database_of(store)
    database.writers.dispose()
    database.readers.dispose()
    database.writers = database._pool(lambda: _Connection(database.connect_to_write(), hear), 1)
    database.readers = database._pool(lambda: _Connection(database.connect_to_read(), hear), 1)


def write_down(store: Any) -> list[Said]:
    """A list that grows by everything that the store says to its database."""
    tape: list[Said] = []

    def hear(do: Callable[..., Any], said: Said) -> Any:
        tape.append(said)
        return do(*said[1])

    overhear(store, hear)
    return tape


@contextmanager
def bare(store: Any) -> Iterator[Any]:
    """A connection of the bare driver to the database of a store, set up as the store's own are."""
    connection = database_of(store).connect_to_write()
    try:
        yield connection
    finally:
        connection.close()


def say_again(tape: list[Said], connection: Any) -> None:
    """The same statements with the same parameters, one after another, on one cursor."""
    cursor = connection.cursor()
    methods = {method: getattr(cursor, method) for method in _WRITTEN_DOWN}
    for method, arguments in tape:
        methods[method](*arguments)


class Shares:
    """Seconds by where they went: what one timed call spends inside another counts for the inner one alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner: list[float] = [0.0]

    def time(self, where: str, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Make a call and book its time."""
        self._inner.append(0.0)
        begun = perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            whole = perf_counter() - begun
            self.spent[where] = self.spent.get(where, 0.0) + whole - self._inner.pop()
            self._inner[-1] += whole

    def timed(self, where: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time booked."""
        return lambda *arguments, **named: self.time(where, call, *arguments, **named)

    def timed_iterator(self, where: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same for one that yields: everything is computed when it is called."""
        return lambda *arguments, **named: iter(self.time(where, lambda: list(call(*arguments, **named))))

    def told(self) -> Iterator[str]:
        """A line for each place, the dearest first."""
        whole = sum(self.spent.values())
        for where, seconds in sorted(self.spent.items(), key=lambda each: -each[1]):
            yield f"    {seconds / whole:6.1%}  {where}"
