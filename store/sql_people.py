"""People and what they hold, in a database."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from store import refusals, tables
from store.databases import Database
from store.instants import NEVER, from_text, or_never, to_text
from store.people import AnyRow, Attempt, Draft, Grant, Person, Post, Row, Session, Token, View
from store.sealing import Sealer

_TABLES: dict[type, Table] = {
    Person: tables.person,
    Post: tables.post,
    Session: tables.session,
    Token: tables.token,
    View: tables.view,
    Draft: tables.draft,
    Attempt: tables.attempt,
    Grant: tables.granted,
}


class SqlPeople:
    """`People` on a database."""

    def __init__(self, database: Database, partnership: str, sealer: Sealer | None, key_file: str) -> None:
        self._database = database
        self._partnership = partnership
        self._sealer = sealer
        self._key_file = key_file

    def find(self, kind: type[Row], **equal: object) -> list[Row]:
        table = _TABLES[kind]
        keys = list(table.primary_key)[1:]
        return self._read(kind, select(table).where(self._equal(kind, equal)).order_by(*keys))

    def since(self, kind: type[Row], field: str, instant: datetime, **equal: object) -> list[Row]:
        table = _TABLES[kind]
        wanted = and_(self._equal(kind, equal), table.c[field] >= to_text(instant))
        return self._read(kind, select(table).where(wanted).order_by(table.c[field]))

    def put(self, row: AnyRow) -> None:
        table = _TABLES[type(row)]
        values = {"partnership": self._partnership, **self._columns(row)}
        insert: Any = sqlite.insert if self._database.dialect == "sqlite" else postgresql.insert
        statement = insert(table).values(values)
        changed = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
        self._run(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed))

    def forget(self, kind: type[Row], **equal: object) -> None:
        self._run(delete(_TABLES[kind]).where(self._equal(kind, equal)))

    def _equal(self, kind: type[Row], equal: dict[str, object]) -> Any:
        table = _TABLES[kind]
        mine = table.c.partnership == self._partnership
        return and_(mine, *(table.c[name] == _kept(value) for name, value in equal.items()))

    def _read(self, kind: type[Row], statement: Any) -> list[Row]:
        sql, parameters = compiled(statement, self._database.dialect)
        names = [column.name for column in _TABLES[kind].c]
        return [self._row(kind, dict(zip(names, row, strict=True))) for row in self._database.read(sql, parameters)]

    def _run(self, statement: Any) -> None:
        sql, parameters = compiled(statement, self._database.dialect)
        with self._database.writing() as cursor:
            cursor.execute(sql, parameters)

    def _columns(self, row: Any) -> dict[str, object]:
        columns = {name: _kept(getattr(row, name)) for name in row.__struct_fields__}
        if isinstance(row, Draft):
            if self._sealer is None:
                raise refusals.no_key(self._key_file)
            box, key = self._sealer.seal_apart(f"draft {row.id}", str(columns.pop("text")))
            columns |= {"sealed": base64.b64encode(box).decode(), "key": key}
        return columns

    def _row(self, kind: type[Row], columns: dict[str, Any]) -> Row:
        del columns["partnership"]
        if kind is Draft:
            box, key = base64.b64decode(columns.pop("sealed")), bytes(columns.pop("key"))
            text = self._sealer.open_apart(f"draft {columns['id']}", box, key) if self._sealer else None
            columns["text"] = text or ""
        for field in msgspec.structs.fields(kind):
            value = columns[field.name]
            if field.type is bool:
                columns[field.name] = bool(value)
            elif field.type is not str:
                columns[field.name] = None if value == NEVER else from_text(value)
        return kind(**columns)


def compiled(statement: Any, dialect: str) -> tuple[str, Sequence[object]]:
    """A statement made for the moment, as a string and its parameters in order."""
    psycopg: Any = postgresql.psycopg.dialect
    spoken = sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else psycopg(paramstyle="format")
    made: Any = statement.compile(dialect=spoken, compile_kwargs={"render_postcompile": True})
    return str(made), tuple(made.params[name] for name in made.positiontup)


def _kept(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, datetime):
        return or_never(value)
    return value
