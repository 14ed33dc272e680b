"""People and what they hold, in a database."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table

from store import refusals, tables
from store.contract import Conflict
from store.databases import Database
from store.instants import NEVER, from_text, or_never
from store.people import AnyRow, Attempt, Draft, Grant, Person, Post, Row, Session, Token, View
from store.queries import Query, queries
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
        self._queries = queries(database.dialect)

    def find(self, kind: type[Row], **equal: object) -> list[Row]:
        table = _TABLES[kind]
        keys = tuple(column.name for column in table.primary_key)[1:]
        return self._read(kind, self._queries.rows(table, ("partnership", *equal), keys), equal)

    def since(self, kind: type[Row], field: str, instant: datetime, **equal: object) -> list[Row]:
        query = self._queries.rows_since(_TABLES[kind], ("partnership", *equal), field)
        return self._read(kind, query, {**equal, "instant": instant})

    def put(self, row: AnyRow) -> None:
        query = self._queries.upsert(_TABLES[type(row)])
        try:
            self._run(query, self._columns(row))
        except Conflict:
            if isinstance(row, Person):
                raise refusals.subject_taken() from None
            raise

    def forget(self, kind: type[Row], **equal: object) -> None:
        self._run(self._queries.delete(_TABLES[kind], ("partnership", *equal)), equal)

    def forget_before(self, kind: type[Row], field: str, instant: datetime) -> None:
        self._run(self._queries.delete_before(_TABLES[kind], field), {"instant": instant})

    def fingerprint(self, text: str) -> str:
        if self._sealer is None:
            raise refusals.no_key(self._key_file)
        return self._sealer.fingerprint(text.encode(), "attempts")

    def _read(self, kind: type[Row], query: Query, values: Mapping[str, object]) -> list[Row]:
        names = [column.name for column in _TABLES[kind].c]
        rows = self._database.read(query.sql, self._bound(query, values))
        return [self._row(kind, dict(zip(names, row, strict=True))) for row in rows]

    def _run(self, query: Query, values: Mapping[str, object]) -> None:
        with self._database.writing() as cursor:
            cursor.execute(query.sql, self._bound(query, values))

    def _bound(self, query: Query, values: Mapping[str, object]) -> tuple[object, ...]:
        return query.bind(partnership=self._partnership, **{name: _kept(value) for name, value in values.items()})

    def _columns(self, row: Any) -> dict[str, object]:
        columns = {name: getattr(row, name) for name in row.__struct_fields__}
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


def _kept(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, datetime):
        return or_never(value)
    return value
