"""Databases to measure on: files and databases copied from one that was made before, and rounds that take turns."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from store.doors import create, open_store

SIZE = float(os.environ.get("DUECOURSE_BENCH_SIZE", "1"))
"""A tenth of everything with DUECOURSE_BENCH_SIZE=0.1, for whoever only wants to see it run."""

_numbers = count()


def sized(number: int, least: int = 1) -> int:
    """So many, or fewer where smaller sizes are wished for."""
    return max(least, round(number * SIZE))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with TemporaryDirectory(prefix="duecourse-bench-") as name:
        yield Path(name)


def copied(path: Path, copy: Path) -> None:
    """A file copied, all of it on disk: nothing that is measured afterwards waits for that."""
    shutil.copyfile(path, copy)
    with copy.open("rb+") as written:
        os.fsync(written.fileno())


class File:
    """An SQLite database, its key beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.key = str(path.parent / "key")

    def made(self) -> "File":
        """Itself, with its tables."""
        create(str(self.path), "halton", "training", self.key).close()
        return self

    @contextmanager
    def copied(self) -> Iterator[Any]:
        """The store on a fresh copy, all of it on disk already."""
        copy = self.path.with_name(f"{next(_numbers)}.db")
        copied(self.path, copy)
        try:
            with closing(open_store(str(copy), self.key)) as store:
                yield store
        finally:
            copy.unlink()


class OnServer:
    """A database on a PostgreSQL server. `address`: of a database there, by its name."""

    def __init__(self, address: Callable[[str], str], key: Path) -> None:
        self.address = address
        self.key = str(key)
        self.name = f"duecourse_bench_{os.getpid()}"

    @contextmanager
    def made(self) -> Iterator["OnServer"]:
        """Itself, with its tables, until the end of the `with`."""
        self._say(f"CREATE DATABASE {self.name}")
        try:
            create(self.address(self.name), "halton", "training", self.key).close()
            yield self
        finally:
            self._say(f"DROP DATABASE {self.name} WITH (FORCE)")

    @contextmanager
    def copied(self) -> Iterator[Any]:
        """The store on a fresh copy."""
        copy = f"{self.name}_{next(_numbers)}"
        self._say(f"CREATE DATABASE {copy} TEMPLATE {self.name}")
        try:
            with closing(open_store(self.address(copy), self.key)) as store:
                yield store
        finally:
            self._say(f"DROP DATABASE {copy} WITH (FORCE)")

    def _say(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.encode())


@contextmanager
def on_server(where: Path) -> Iterator[OnServer]:
    """A database on the server that TEST_POSTGRES_DSN names, or on one started here, every commit on disk."""
    named = os.environ.get("TEST_POSTGRES_DSN", "")
    if named:
        with OnServer(lambda name: urlsplit(named)._replace(path=f"/{name}").geturl(), where / "key").made() as made:
            yield made
        return
    from tests.store.postgres_server import SUPERUSER, running

    with (
        running(durable="on") as socket,
        OnServer(lambda name: f"postgresql://{SUPERUSER}@/{name}?host={socket}", where / "key").made() as made,
    ):
        yield made


def medians(rounds: int, *ways: Callable[[], float]) -> list[float]:
    """The middle of what each way gives, the ways taking turns; a first round does not count."""
    found: list[list[float]] = [[] for _ in ways]
    for number in range(rounds + 1):
        for way, figures in zip(ways, found, strict=True):
            figure = way()
            if number:
                figures.append(figure)
    return [median(figures) for figures in found]


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def row(
    name: str, ours_per_s: float, against: str, against_per_s: float, target: float | None = None
) -> dict[str, object]:
    """Speed against speed."""
    return {
        "name": name,
        "ours_per_s": ours_per_s,
        "against": against,
        "against_per_s": against_per_s,
        "ratio": ours_per_s / against_per_s,
        "target": target,
    }


def cost_row(name: str, ours: float, against: str, other: float, most: float) -> dict[str, object]:
    """Seconds against seconds: how many times as dear, and how often it can be at most."""
    return {**row(name, 1 / ours, against, 1 / other), "ratio": ours / other, "target": -most}
