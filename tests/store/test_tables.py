"""The migrations make the tables that the queries are written for."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect

import store.migrations
from store.tables import OLDER, SCHEMA, metadata


def test_a_migrated_database_has_the_tables_that_are_described(address: tuple[str, str]) -> None:
    engine = create_engine(address[0].replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        for table in metadata.sorted_tables:
            keys = inspect(connection).get_pk_constraint(table.name)["constrained_columns"]
            assert keys == [column.name for column in table.primary_key], table.name


def test_every_table_s_key_begins_with_the_partnership() -> None:
    assert {next(iter(table.primary_key)).name for table in metadata.sorted_tables} == {"partnership"}


def test_a_database_is_opened_at_the_newest_migration_only() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(store.migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == SCHEMA
    assert {each.revision for each in script.walk_revisions()} == OLDER | {SCHEMA}
