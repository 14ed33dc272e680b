"""The doors to real databases: `create` a new one, `open_store` one that is there, `upgrade` an older one."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from states.refusals import Refused
from store import refusals, tables
from store.contract import Store
from store.databases import Database
from store.sealing import Sealer, read_key, write_key
from store.sql import SqlStore
from store.sqlite import SqliteDatabase

KINDS = ("training", "live")


def create(url: str, partnership: str, kind: str, key_file: str) -> Store:
    """A new database for one partnership, with a new master key in a new file `key_file`, and the store on it.

    url: `sqlite:///path`, a bare path, or `postgresql://…` naming an empty database. Whatever fails, nothing is left.
    Raises: Refused("database-exists"), Refused("key-exists"), Refused("no-key") where no key file is named, and what
    storage refuses.
    """
    if kind not in KINDS or not partnership:
        raise ValueError(f"a {kind} database for “{partnership}”")
    if not key_file:
        raise refusals.key_needed()
    path = _file_of(url)
    shown = str(path) if path else _shown(url)
    key = Path(key_file)
    try:
        if path and path.exists():
            raise refusals.database_exists(shown)
        master = write_key(key)
        try:
            settings = {"partnership": partnership, "kind": kind, "key_id": Sealer(master, partnership).key_id}
            _make_file(path, settings) if path else _make_on_server(url, settings)
        except BaseException:
            key.unlink(missing_ok=True)
            raise
        _sync_folder(key.parent)
    except OSError as error:
        raise _told(error, shown) from error
    return open_store(url, key_file)


def open_store(url: str, key_file: str = "") -> Store:
    """The store on a database that is there.

    Where the key file is missing or none is named, everything that needs no key still works.
    Raises: Refused("wrong-key") for another database's key, and what storage refuses.
    """
    database = _database(url)
    try:
        partnership, kind, key_id = _settings(database)
        master = read_key(Path(key_file)) if key_file else None
        sealer = Sealer(master, partnership) if master else None
        if sealer and sealer.key_id != key_id:
            raise refusals.wrong_key(key_file)
    except BaseException:
        database.close()
        raise
    return SqlStore(database, partnership, kind, sealer, key_file)


def upgrade(url: str) -> tuple[str, str]:
    """Brings the tables of a database up to date where they are not; gives the versions before and after.

    Needs no key: what is sealed stays as it is. Raises: what `open_store` raises, but for tables that are too old.
    """
    database = _database(url)
    try:
        was = _version(database)
        if was != tables.SCHEMA:
            _upgrade_tables(url, database)
        return was, _version(database)
    finally:
        database.close()


def _upgrade_tables(url: str, database: Database) -> None:
    from store.upgrading import upgrade_tables

    try:
        if isinstance(database, SqliteDatabase):
            upgrade_tables("sqlite", database.connect_to_write)
        else:
            from store.postgres import PostgresDatabase

            upgrade_tables("postgresql+psycopg", PostgresDatabase(_libpq(url), database.shown).connect_to_create)
    except database.errors as error:
        raise database.told(error) from error


def _settings(database: Database) -> tuple[str, str, str]:
    if _version(database) in tables.OLDER:
        raise refusals.schema_too_old(database.shown)
    partnership, kind, key_id = _only_row(database, "SELECT partnership, kind, key_id FROM setting")
    if kind not in KINDS:
        raise refusals.damaged(database.shown)
    return partnership, kind, key_id


def _version(database: Database) -> str:
    """The migration that its tables are at. Raises: Refused("schema-too-new") for one that is not known here."""
    [version] = _only_row(database, "SELECT version_num FROM alembic_version")
    if version != tables.SCHEMA and version not in tables.OLDER:
        raise refusals.schema_too_new(database.shown)
    return str(version)


def _only_row(database: Database, question: str) -> tuple[Any, ...]:
    """The one row of a table that every database of ours has."""
    try:
        [row] = database.read(question, ())
    except Refused as refused:
        # No such table: a database, and somebody else's.
        if not str(refused.__cause__).startswith("no such"):
            raise
        raise refusals.not_a_database(database.shown) from refused
    except database.errors as error:
        # No such table: on a server, an empty database is where one may still be created.
        told = refusals.no_database if database.dialect == "postgresql" else refusals.not_a_database
        raise told(database.shown) from error
    except ValueError as error:
        raise refusals.not_a_database(database.shown) from error
    return tuple(row)


def _database(url: str) -> Database:
    path = _file_of(url)
    if path is None:
        from store.postgres import PostgresDatabase  # its driver takes a while to load, and most use a file

        return PostgresDatabase(_libpq(url), _shown(url))
    try:
        if not path.exists():
            raise refusals.no_database(str(path))
    except OSError as error:
        raise _told(error, str(path)) from error
    if not path.is_file():
        raise refusals.not_a_database(str(path))
    return SqliteDatabase(path)


def _make_file(path: Path, settings: dict[str, str]) -> None:
    """Under another name first: what has the right name is whole. That name also keeps a second `create` out."""
    from store.creating import make_tables

    making = path.with_name(path.name + ".creating")
    try:
        os.close(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise refusals.being_created(str(making)) from None
    database = SqliteDatabase(making)
    try:
        connection = database.connect_to_write()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        make_tables("sqlite", database.connect_to_write, settings)
        if path.exists():
            raise refusals.database_exists(str(path))
        making.rename(path)
        _sync_folder(path.parent)
    except BaseException as error:
        for ending in ("", "-wal", "-shm"):
            making.with_name(making.name + ending).unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise database.told(error) from error
        raise


def _make_on_server(url: str, settings: dict[str, str]) -> None:
    from store.creating import TablesExist, make_tables
    from store.postgres import PostgresDatabase

    database = PostgresDatabase(_libpq(url), _shown(url))
    try:
        make_tables("postgresql+psycopg", database.connect_to_create, settings)
    except TablesExist:
        raise refusals.database_exists(database.shown) from None
    except database.errors as error:
        raise database.told(error) from error


def _file_of(url: str) -> Path | None:
    """The database file; None for a server."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        named = url
    elif scheme == "sqlite":
        named = rest.removeprefix("/")
    else:
        return None
    if not named:
        raise refusals.not_an_address(url)
    return Path(named)


def _libpq(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise refusals.not_an_address(_shown(url))
    return f"postgresql://{rest}"


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return url.partition("://")[0] + "://…"


def _sync_folder(folder: Path) -> None:
    """A new file's name is on disk before anybody relies on it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _told(error: OSError, shown: str) -> Refused:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return refusals.read_only(shown)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return refusals.full(shown)
    if error.errno == errno.ENOENT:
        return refusals.no_folder(shown)
    return refusals.unreachable(shown, error.strerror or str(error))
