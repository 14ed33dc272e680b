"""Makes the tables of a new database. Imported only then, since Alembic takes its time to load."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine, insert, inspect
from sqlalchemy.exc import DBAPIError

from store import tables

MIGRATIONS = Path(__file__).with_name("migrations")


class TablesExist(Exception):  # noqa: N818 - told apart from a failure by whoever asked
    """There are tables in this database already."""


def make_tables(dialect: str, connect: Callable[[], Any], settings: dict[str, str]) -> None:
    """All tables and the one row of settings, in one transaction where the database can.

    Raises: TablesExist, or the driver's own error.
    """
    engine = create_engine(f"{dialect}://", creator=connect, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            if inspect(connection).has_table("alembic_version"):
                raise TablesExist
            to_newest(connection)
            connection.execute(insert(tables.setting).values(settings))
    except DBAPIError as error:
        raise error.orig or error from error


def to_newest(connection: Connection) -> None:
    """Every migration that this database has not had, inside the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
