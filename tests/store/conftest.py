"""Stores to test: the specification in memory, an SQLite file, and a database on a real PostgreSQL.

TEST_POSTGRES_DSN names a server on which databases may be created; otherwise one is started from the test
dependencies, one for each process of tests that asks for it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from store.contract import Store
from store.doors import create, open_store
from store.memory import MemoryStore
from store.tables import metadata
from tests.store.postgres_server import SUPERUSER, running

PARTNERSHIP = "halton"
_numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[Callable[[str], str]]:
    """The address of a database on the server, by the database's name."""
    named = os.environ.get("TEST_POSTGRES_DSN", "")
    if named:
        yield lambda database: urlsplit(named)._replace(path=f"/{database}").geturl()
        return
    with running() as folder:
        yield lambda database: f"postgresql://{SUPERUSER}@/{database}?host={folder}"


@pytest.fixture(scope="session")
def new_database(server: Callable[[str], str]) -> Iterator[Callable[[], str]]:
    """Makes an empty database on the server, and gives its address."""
    made: list[str] = []

    def make() -> str:
        name = f"duecourse_test_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(server("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return server(name)

    yield make
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_made(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The address and key file of a database with tables, made once and emptied for every test."""
    url, key = new_database(), str(tmp_path_factory.mktemp("postgres") / "key")
    create(url, PARTNERSHIP, "training", key).close()
    return url, key


def emptied(made: tuple[str, str]) -> tuple[str, str]:
    """The same database without any row but its settings."""
    with psycopg.connect(made[0], autocommit=True) as connection:
        for table in metadata.sorted_tables:
            if table.name != "setting":
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
    return made


@pytest.fixture
def postgres_address(postgres_made: tuple[str, str]) -> tuple[str, str]:
    """The address and key file of an empty database on the server."""
    return emptied(postgres_made)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with its key beside it."""
    path = tmp_path_factory.mktemp("sqlite") / "made.db"
    create(str(path), PARTNERSHIP, "training", f"{path}.key").close()
    return path


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A new database file, with its key beside it."""
    path = tmp_path / f"{next(_numbers)}.db"
    shutil.copy(sqlite_template, path)
    shutil.copy(f"{sqlite_template}.key", f"{path}.key")
    return path


@pytest.fixture
def sqlite_address(sqlite_file: Path) -> tuple[str, str]:
    """Its address and its key file."""
    return f"sqlite:///{sqlite_file}", f"{sqlite_file}.key"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The address and key file of an empty database, of each kind in turn."""
    named: tuple[str, str] = request.getfixturevalue(f"{request.param}_address")
    return named


@pytest.fixture
def database(address: tuple[str, str]) -> Iterator[Store]:
    """A store on that database."""
    with closing(open_store(*address)) as opened:
        yield opened


@pytest.fixture
def sqlite(sqlite_address: tuple[str, str]) -> Iterator[Store]:
    """A store on a database file."""
    with closing(open_store(*sqlite_address)) as opened:
        yield opened


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each kind of store in turn, empty."""
    if request.param == "memory":
        yield MemoryStore(PARTNERSHIP)
        return
    with closing(open_store(*request.getfixturevalue(f"{request.param}_address"))) as opened:
        yield opened
