"""Stores of every kind, as the tests of the stores have them."""

from tests.store.conftest import (
    address,
    new_database,
    postgres_address,
    postgres_made,
    server,
    sqlite,
    sqlite_address,
    sqlite_file,
    sqlite_template,
    store,
)

__all__ = [
    "address",
    "new_database",
    "postgres_address",
    "postgres_made",
    "server",
    "sqlite",
    "sqlite_address",
    "sqlite_file",
    "sqlite_template",
    "store",
]
