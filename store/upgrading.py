"""Brings the tables of a database that is there up to the newest migration, in one transaction, or not at all."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from store.creating import to_newest


def upgrade_tables(dialect: str, connect: Callable[[], Any]) -> None:
    """Raises: the driver's own error, with nothing changed."""
    engine = create_engine(f"{dialect}://", creator=connect, poolclass=NullPool)
    if dialect == "sqlite":
        event.listen(engine, "begin", _as_only_writer)
    try:
        with engine.begin() as connection:
            to_newest(connection)
    except DBAPIError as error:
        raise error.orig or error from error


def _as_only_writer(connection: Connection) -> None:
    """Our connections to a file begin nothing by themselves."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
