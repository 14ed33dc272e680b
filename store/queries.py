"""Every statement there is, described with SQLAlchemy and compiled once per dialect to a string.

Statements that write take their parameters as tuples in the order that is asserted here (an insert: the table's
columns); those that read take them by name, through `bind`. All run on the driver's own cursor.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Dialect,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    true,
    tuple_,
    union,
    update,
)
from sqlalchemy import case as sql_case
from sqlalchemy.dialects import postgresql, sqlite

from store import tables

LAST = chr(0x10FFFF)
"""Sorts after every case reference."""

# Where a case's row is updated, its columns stand for the new values; these say which row.
WHICH_HEAD = ("of_partnership", "of_case", "after", "previous")

_READING = "FROM case_head"

_AMONG = {
    "sqlite": "SELECT value FROM json_each(:{name})",
    "postgresql": "SELECT json_array_elements_text(CAST(:{name} AS json))",
}


def among(dialect: str, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether a column is one of the texts in the JSON array that the parameter of this name holds."""
    return column.in_(text(_AMONG[dialect].format(name=name)).bindparams(_text(name)))


@dataclass(frozen=True, slots=True)
class Query:
    """A statement as a string, the names of its parameters in order, and those whose value is fixed."""

    sql: str
    names: tuple[str, ...]
    fixed: dict[str, Any]

    def bind(self, **values: object) -> tuple[object, ...]:
        """The parameters in order."""
        return tuple(values[name] if name in values else self.fixed[name] for name in self.names)


class Queries:
    """The statements in one dialect, each compiled when it is first asked for."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._compiled: dict[tuple[object, ...], Query] = {}

    def _query(self, name: tuple[object, ...], build: Callable[[], Any], order: tuple[str, ...] = ()) -> Query:
        query = self._compiled.get(name)
        if query is None:
            compiled: Any = build().compile(dialect=self._dialect)
            fixed = {key: value for key, value in compiled.params.items() if value is not None}
            query = self._compiled[name] = Query(str(compiled), tuple(compiled.positiontup), fixed)
            if order and query.names != order:
                raise AssertionError(f"{name}: parameters {query.names}, not {order}")
        return query

    def shaped(
        self, name: tuple[object, ...], build: Callable[[], Any], by: Callable[[], Sequence[str]] = tuple
    ) -> Query:
        """A statement that is built elsewhere; `name` is all that its text depends on.

        by: for each time that it reads cases, the index to go by, empty for whichever. PostgreSQL, which counts its
        rows, finds that by itself; SQLite does not, and is told.
        """
        known = name in self._compiled
        query = self._query(name, build)
        if known or self._dialect.name != "sqlite":
            return query
        read, *after = query.sql.split(_READING)
        indexes = [*by(), *("" for _ in after)]
        told = "".join(
            f"{_READING}{index and f' INDEXED BY {index}'}{rest}" for index, rest in zip(indexes, after, strict=False)
        )
        query = self._compiled[name] = replace(query, sql=read + told)
        return query

    def insert(self, table: Table) -> Query:
        """A new row; one that is there already is an integrity error."""
        return self._query(("insert", table.name), lambda: self._insert(table), _names(table))

    def insert_new(self, table: Table) -> Query:
        """A new row, or nothing where one with its key is there already."""
        return self._query(
            ("insert new", table.name), lambda: self._insert(table).on_conflict_do_nothing(), _names(table)
        )

    def upsert(self, table: Table) -> Query:
        """A new row, or the columns outside its key written where they differ."""

        def build() -> Any:
            row = self._insert(table)
            columns = [column for column in table.c if not column.primary_key]
            changed = or_(*(column != row.excluded[column.name] for column in columns))
            return row.on_conflict_do_update(
                index_elements=list(table.primary_key),
                set_={column.name: row.excluded[column.name] for column in columns},
                where=changed,
            )

        return self._query(("upsert", table.name), build, _names(table))

    def delete(self, table: Table, where: tuple[str, ...] = ()) -> Query:
        """The row with this primary key, or the rows whose `where` columns equal the parameters of the same names."""
        keys = where or tuple(column.name for column in table.primary_key)
        return self._query(("delete", table.name, keys), lambda: delete(table).where(_equal(table, keys)), keys)

    def delete_before(self, table: Table, column: str) -> Query:
        """The rows of which a column is before `instant`."""
        mine = table.c.partnership == _text("partnership")
        return self._query(
            ("delete before", table.name, column),
            lambda: delete(table).where(mine, table.c[column] < _text("instant")),
        )

    def rows_since(self, table: Table, where: tuple[str, ...], column: str) -> Query:
        """The rows whose `where` columns equal the parameters of the same names, from `instant` on, in that order."""
        chosen = [table.c[name] for name in _names(table)]
        return self._query(
            ("rows since", table.name, where, column),
            lambda: (
                select(*chosen)
                .where(_equal(table, where), table.c[column] >= _text("instant"))
                .order_by(table.c[column], *table.primary_key)
            ),
        )

    def move_head(self) -> Query:
        """The case's row to a new head, if its length and its head's hash are as believed."""
        head = tables.case_head
        new = tuple(column.name for column in head.c if not column.primary_key)

        def build() -> Any:
            return (
                update(head)
                .values({name: bindparam(name) for name in new})
                .where(head.c.partnership == _text("of_partnership"), head.c.case == _text("of_case"))
                .where(head.c.version == bindparam("after", type_=Integer), head.c.head == _text("previous"))
            )

        return self._query(("move head",), build, new + WHICH_HEAD)

    def next_number(self) -> Query:
        """The counter of a prefix and year, one higher than it was."""
        counter = tables.counter

        def build() -> Any:
            row = self._insert(counter)
            row = row.on_conflict_do_update(
                index_elements=list(counter.primary_key), set_={"last": counter.c.last + literal_column("1")}
            )
            return row.returning(counter.c.last)

        return self._query(("next number",), build, _names(counter))

    def record_awake(self) -> Query:
        """One awake record; a second one of the same instant is added to it."""
        awake = tables.awake

        def build() -> Any:
            row = self._insert(awake)
            more = sql_case((row.excluded.due > awake.c.due, row.excluded.due), else_=awake.c.due)
            return row.on_conflict_do_update(
                index_elements=list(awake.primary_key),
                set_={
                    "due": more,
                    "handled": awake.c.handled + row.excluded.handled,
                    "facts": awake.c.facts + row.excluded.facts,
                },
            )

        return self._query(("record awake",), build, _names(awake))

    def claim_due(self) -> Query:
        """The earliest due case, locked where the database locks rows."""
        return self._query(("claim due",), lambda: _claim())

    def claim_due_skipping(self) -> Query:
        """The same, but none of the JSON array `skipping`."""
        skipped = among(self._dialect.name, tables.due.c.case, "skipping")
        return self._query(("claim due skipping",), lambda: _claim().where(not_(skipped)))

    def count_due(self) -> Query:
        """How many cases are due at `now`."""
        due = tables.due
        return self._query(
            ("count due",),
            lambda: (
                select(func.count())
                .select_from(due)
                .where(due.c.partnership == _text("partnership"), due.c.due_at <= _text("now"))
            ),
        )

    def rows(
        self, table: Table, where: tuple[str, ...], order: tuple[str, ...], columns: tuple[str, ...] = ()
    ) -> Query:
        """The rows whose `where` columns equal the parameters of the same names, in order."""
        chosen = [table.c[name] for name in columns or _names(table)]
        return self._query(
            ("rows", table.name, where, order, columns),
            lambda: select(*chosen).where(_equal(table, where)).order_by(*(table.c[name] for name in order)),
        )

    def case_page(self, where: tuple[str, ...]) -> Query:
        """Cases by deadline and reference, after `seen_due`, `seen_case`, at most `most`."""
        head = tables.case_head
        return self._query(
            ("case page", where),
            lambda: (
                select(*(column for column in head.c if column.name not in ("partnership", "head")))
                .where(_equal(head, where))
                .where(tuple_(head.c.next_due_at, head.c.case) > tuple_(_text("seen_due"), _text("seen_case")))
                .order_by(head.c.next_due_at, head.c.case)
                .limit(bindparam("most", type_=Integer))
            ),
        )

    def fact_page(self) -> Query:
        """Facts of many cases in order, after `seen_case`, `seen_position`, before `stop`, at most `most`."""
        fact = tables.fact
        seen = tuple_(_text("seen_case"), bindparam("seen_position", type_=Integer))
        return self._query(
            ("fact page",),
            lambda: (
                select(fact.c.case, fact.c.position, fact.c.body, fact.c.sealed)
                .where(fact.c.partnership == _text("partnership"), tuple_(fact.c.case, fact.c.position) > seen)
                .where(fact.c.case < _text("stop"))
                .order_by(fact.c.case, fact.c.position)
                .limit(bindparam("most", type_=Integer))
            ),
        )

    def next_holder(self) -> Query:
        """The first post that holds an open case after `seen_role`, `seen_agency`."""
        head = tables.case_head
        post = (head.c.holder_role, head.c.holder_agency)
        return self._query(
            ("next holder",),
            lambda: (
                select(*post)
                .where(head.c.partnership == _text("partnership"), head.c.finished == 0)
                .where(tuple_(*post) > tuple_(_text("seen_role"), _text("seen_agency")))
                .order_by(*post)
                .limit(literal_column("1"))
            ),
        )

    def told(self) -> Query:
        """How many alerts in `state` each post is told of."""
        alert = tables.alert
        post = (alert.c.tell_role, alert.c.tell_agency)
        return self._query(
            ("told",),
            lambda: (
                select(*post, func.count())
                .where(alert.c.partnership == _text("partnership"), alert.c.state == _text("state"))
                .group_by(*post)
            ),
        )

    def cases(self) -> Query:
        """Every case that has a row or a fact."""
        return self._query(
            ("cases",),
            lambda: union(
                *(
                    select(table.c.case).where(table.c.partnership == _text("partnership"))
                    for table in (tables.case_head, tables.fact)
                )
            ).order_by("case"),
        )

    def latest(self) -> Query:
        """The greatest instant of any fact, and of any awake record."""
        fact, awake = tables.fact, tables.awake
        mine = _text("partnership")
        return self._query(
            ("latest",),
            lambda: select(
                select(func.max(fact.c.seen_at)).where(fact.c.partnership == mine).scalar_subquery(),
                select(func.max(awake.c.at)).where(awake.c.partnership == mine).scalar_subquery(),
            ),
        )

    def ticks(self) -> Query:
        """Awake records from `since` on."""
        awake = tables.awake
        return self._query(
            ("ticks",),
            lambda: (
                select(awake.c.at, awake.c.due, awake.c.handled, awake.c.facts)
                .where(awake.c.partnership == _text("partnership"), awake.c.at >= _text("since"))
                .order_by(awake.c.at)
            ),
        )

    def _insert(self, table: Table) -> Any:
        kind = sqlite.insert if self._dialect.name == "sqlite" else postgresql.insert
        return kind(table).inline().values({name: bindparam(name) for name in _names(table)})


@cache
def queries(dialect: str) -> Queries:
    """The statements for `sqlite` or `postgresql`, in the parameter style of the driver."""
    if dialect == "sqlite":
        return Queries(sqlite.dialect(paramstyle="qmark"))
    psycopg: Any = postgresql.psycopg.dialect
    return Queries(psycopg(paramstyle="format"))


def _claim() -> Any:
    due = tables.due
    return (
        select(due.c.case)
        .where(due.c.partnership == _text("partnership"), due.c.due_at <= _text("now"))
        .order_by(due.c.due_at, due.c.case)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


@cache
def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c)


def _equal(table: Table, names: tuple[str, ...]) -> ColumnElement[bool]:
    return and_(true(), *(table.c[name] == bindparam(name, type_=table.c[name].type) for name in names))


def _text(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text)
