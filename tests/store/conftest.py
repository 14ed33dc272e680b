"""Stores to test: the specification in memory, an SQLite file, and a database on a real PostgreSQL.

TEST_POSTGRES_DSN names a server on which databases may be created; otherwise one is started from the test
dependencies. A database is copied from one that was created once, since creating one anew takes longer.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from store.contract import Store
from store.doors import create, open_store
from store.memory import MemoryStore
from tests.store.postgres_server import SUPERUSER, running

PARTNERSHIP = "halton"
_numbers = count()

MakeStore = Callable[[], Store]


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
def new_database(server: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """Makes a database on the server, empty or as a copy of another, and gives its address."""
    made: list[str] = []

    def make(template: str) -> str:
        name = f"duecourse_test_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(server("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}" STRATEGY file_copy')
        made.append(name)
        return server(name)

    yield make
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        for name in reversed(made):
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_template(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The name of a database with tables, and its key file."""
    key = tmp_path_factory.mktemp("postgres") / "key"
    url = new_database("template0")
    create(url, PARTNERSHIP, "training", str(key)).close()
    return urlsplit(url).path[1:], key


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
def address(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The URL and key file of a new database: SQLite, unless a test asks for `postgresql`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        path = request.getfixturevalue("sqlite_file")
        return str(path), f"{path}.key"
    template, key = request.getfixturevalue("postgres_template")
    return request.getfixturevalue("new_database")(template), str(key)


@pytest.fixture
def database_store(address: tuple[str, str]) -> Iterator[Store]:
    """A store on that database."""
    store = open_store(*address)
    yield store
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each kind of store in turn, empty."""
    if request.param == "memory":
        yield MemoryStore(PARTNERSHIP)
        return
    if request.param == "sqlite":
        path = request.getfixturevalue("sqlite_file")
        made = open_store(str(path), f"{path}.key")
    else:
        template, key = request.getfixturevalue("postgres_template")
        made = open_store(request.getfixturevalue("new_database")(template), str(key))
    yield made
    made.close()
