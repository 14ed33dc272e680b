"""A database of an earlier version is brought up to date once, whole or not at all, and keeps what it holds."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import store
from store import creating
from store.doors import create, open_store, upgrade
from store.tables import SCHEMA
from tests.spec.desk import refused
from tests.store.histories import CASE, SECRET, add, case_opened

NEXT = "9999"
MIGRATION = f'''
"""A migration of a later version."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{SCHEMA}"


def upgrade() -> None:
    op.create_table("visit", sa.Column("partnership", sa.Text(), primary_key=True))
'''


@pytest.fixture(params=["sqlite", "postgres"])
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The address and key file of a database of this version, with one fact in it."""
    if request.param == "sqlite":
        address: tuple[str, str] = request.getfixturevalue("sqlite_address")
    else:
        new_database: Callable[[], str] = request.getfixturevalue("new_database")
        address = new_database(), str(tmp_path / "key")
        create(address[0], "halton", "training", address[1]).close()
    with closing(open_store(*address)) as opened, opened.transaction() as unit:
        add(unit, CASE, case_opened(text=SECRET))
    return address


@pytest.fixture
def outgrown(earlier: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[str, str], Path]:
    """The same database, with the product as it will be one migration from now; and the file of that migration."""
    shutil.copytree(creating.MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    migration = tmp_path / "migrations" / "versions" / "m9999_visits.py"
    migration.write_text(MIGRATION, encoding="utf-8")
    monkeypatch.setattr(creating, "MIGRATIONS", tmp_path / "migrations")
    monkeypatch.setattr(store.tables, "OLDER", store.tables.OLDER | {SCHEMA})
    monkeypatch.setattr(store.tables, "SCHEMA", NEXT)
    return earlier, migration


def test_a_database_of_this_version_needs_nothing(earlier: tuple[str, str]) -> None:
    assert upgrade(earlier[0]) == (SCHEMA, SCHEMA)


def test_an_earlier_database_is_refused_until_it_is_brought_up_to_date(
    outgrown: tuple[tuple[str, str], Path],
) -> None:
    earlier, _ = outgrown
    with refused("schema-too-old"):
        open_store(*earlier)
    assert upgrade(earlier[0]) == (SCHEMA, NEXT)
    assert upgrade(earlier[0]) == (NEXT, NEXT)
    with closing(open_store(*earlier)) as opened:
        [fact] = opened.opened(CASE)
        assert SECRET in fact.sealed.values()
        assert opened.check_whole() == []


def test_a_migration_that_fails_halfway_changes_nothing(outgrown: tuple[tuple[str, str], Path]) -> None:
    earlier, migration = outgrown
    [*_, last] = MIGRATION.strip().splitlines()
    migration.write_text(f"{MIGRATION}{last}\n", encoding="utf-8")
    with pytest.raises(Exception, match="visit"):
        upgrade(earlier[0])
    migration.write_text(MIGRATION, encoding="utf-8")
    assert upgrade(earlier[0]) == (SCHEMA, NEXT)


def test_where_there_is_no_database_there_is_nothing_to_bring_up_to_date(tmp_path: Path) -> None:
    with refused("no-database"):
        upgrade(f"sqlite:///{tmp_path}/none.db")
