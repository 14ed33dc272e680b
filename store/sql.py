"""A store on a database, the same for SQLite and PostgreSQL."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine.interfaces import DBAPICursor

from states.facts import AnyFact, with_sealed
from store import chain, reading, refusals, sights, tables
from store.contract import Conflict
from store.databases import Database
from store.findings import Stored, findings, opened, read_sealed
from store.instants import from_text, or_never, to_text
from store.people import People
from store.queries import LAST, Queries, Query, queries
from store.rows import AlertRow, Answer, CaseRow, Envelope, Excluded, Finding, LinkRow, OutboxRow, Sight, Tick, Wanted
from store.sealing import Sealer
from store.sights import Shape
from store.sql_people import SqlPeople
from store.unit import SqlUnit, fingerprints

_PAGE = 5000

_BEHIND = "\x01"
"""After a name, what sorts just behind it: SQLite reads every row that equals a bound, and there may be many."""

_FACT = Envelope.__struct_fields__
_ALERT = AlertRow.__struct_fields__
_CASE = CaseRow.__struct_fields__
_OUTBOX = OutboxRow.__struct_fields__


class SqlStore:
    """A `Store`. Without a sealer, sealed texts stay closed and none can be added."""

    def __init__(self, database: Database, partnership: str, kind: str, sealer: Sealer | None, key_file: str) -> None:
        self.partnership = partnership
        self.kind = kind
        self._database = database
        self._sealer = sealer
        self._key_file = key_file
        self._queries = queries(database.dialect)
        self.people: People = SqlPeople(database, partnership, sealer, key_file)

    @contextmanager
    def transaction(self) -> Iterator[SqlUnit]:
        with self._database.writing() as cursor:
            unit = SqlUnit(self._database, cursor, self._queries, self.partnership, self._sealer, self._key_file)
            yield unit
            if unit.lost:
                raise Conflict
        if unit.destroyed:
            self._database.forget_destroyed()

    def history(self, case: str) -> tuple[AnyFact, ...]:
        return reading.history_of(case, self._of_case(tables.fact, case, ("position",), reading.HISTORY))

    def opened(self, case: str) -> tuple[AnyFact, ...]:
        with self._database.snapshot() as cursor:
            rows = self._read(cursor, tables.fact, case, ("position",), reading.HISTORY)
            keys, wrapped = self._keys(cursor, case)
        facts = reading.history_of(case, rows)
        sealer = self._sealer.case(case, wrapped) if self._sealer and wrapped is not None else None
        if sealer is None:
            return facts
        return tuple(
            with_sealed(fact, opened(sealer, row[0], read_sealed(row[2]), keys)) if fact.sealed else fact
            for fact, row in zip(facts, rows, strict=True)
        )

    def histories(self, start: str = "", stop: str = "") -> Iterator[tuple[str, tuple[AnyFact, ...]]]:
        for case, rows in groupby(self._facts(start, stop or LAST), key=itemgetter(0)):
            yield case, reading.history_of(case, [row[1:] for row in rows])

    def envelopes(self, case: str) -> tuple[Envelope, ...]:
        return tuple(Envelope(*row) for row in self._of_case(tables.fact, case, ("position",), _FACT))

    def check_chain(self, case: str) -> list[Finding]:
        with self._database.snapshot() as cursor:
            facts = self._read(cursor, tables.fact, case, ("position",), _FACT)
            heads = self._read(cursor, tables.case_head, case, (), ("version", "head"))
            keys, wrapped = self._keys(cursor, case)
        version, head = heads[0] if heads else (0, "")
        stored = Stored(case, [Envelope(*row) for row in facts], version, head, keys, wrapped)
        return list(findings(self.partnership, stored, self._sealer))

    def counters(self) -> dict[tuple[str, int], int]:
        query = self._queries.rows(tables.counter, ("partnership",), ("prefix", "year"), ("prefix", "year", "last"))
        return {(prefix, year): last for prefix, year, last in self._rows(query)}

    def answers(self) -> list[Answer]:
        query = self._queries.rows(
            tables.command, ("partnership",), ("case", "first", "last"), Answer.__struct_fields__
        )
        return [Answer(*row) for row in self._rows(query)]

    def added_packs(self) -> list[str]:
        added = "SELECT partnership, text FROM pack WHERE substr(sha256, 1, 6) = 'added:' ORDER BY sha256"
        return [text for partnership, text in self._database.read(added, ()) if partnership == self.partnership]

    def check_whole(self) -> list[Finding]:
        found = [
            Finding("", 0, "database-damaged", f"The database itself says: {line}.") for line in self._database.damage()
        ]
        for [partnership] in self._database.read("SELECT DISTINCT partnership FROM fact", ()):
            if partnership != self.partnership:
                because = (
                    f"There are facts of “{partnership}”, and this database is set to be that of {self.partnership}."
                )
                found.append(Finding("", 0, "setting-changed", because))
        return found

    def cases(self) -> Iterator[str]:
        yield from (row[0] for row in self._rows(self._queries.cases()))

    def case_row(self, case: str) -> CaseRow | None:
        rows = self._of_case(tables.case_head, case, (), _CASE)
        return reading.case_row(rows[0]) if rows else None

    def case_rows(
        self, pathway: str = "", status: str = "", limit: int = 1000, after: CaseRow | None = None
    ) -> list[CaseRow]:
        chosen = {name: value for name, value in (("pathway", pathway), ("status", status)) if value}
        seen = (or_never(after.next_due_at), after.case) if after else ("", "")
        query = self._queries.case_page(("partnership", *chosen))
        rows = self._rows(query, seen_due=seen[0], seen_case=seen[1], most=limit, **chosen)
        return [reading.case_row(row) for row in rows]

    def cases_seen(self, sight: Sight, wanted: Wanted, limit: int = 50, skip: int = 0) -> list[CaseRow]:
        rows = self._seen(sights.page, sight, wanted, most=limit, skip=skip)
        return [reading.case_row(row) for row in rows]

    def count_seen(self, sight: Sight, wanted: Wanted) -> int:
        [[number]] = self._seen(sights.count, sight, wanted)
        return int(number)

    def alerts_seen(self, sight: Sight, state: str = "open") -> list[AlertRow]:
        return [reading.alert_row(row) for row in self._seen(sights.alerts, sight, Wanted(), state=state)]

    def count_alerts_told(self, sight: Sight, posts: Collection[tuple[str, str]], state: str = "open") -> int:
        told = [f"{role} {agency}" for role, agency in sorted(self.told(state).keys() & set(posts))]
        if not told:
            return 0
        [[number]] = self._seen(
            sights.count_alerts_told, sight, Wanted(), state=state, posts=chain.canonical(told).decode()
        )
        return int(number)

    def holders(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        role = agency = ""
        while rows := self._rows(self._queries.next_holder(), seen_role=role, seen_agency=f"{agency}{_BEHIND}"):
            [(role, agency)] = rows
            found.append((role, agency))
        return found

    def held_by(self, role: str, agency: str) -> list[str]:
        where = ("partnership", "finished", "holder_role", "holder_agency")
        query = self._queries.rows(tables.case_head, where, ("next_due_at", "case"), ("case",))
        return [row[0] for row in self._rows(query, finished=0, holder_role=role, holder_agency=agency)]

    def told(self, state: str = "open") -> dict[tuple[str, str], int]:
        return {(role, agency): number for role, agency, number in self._rows(self._queries.told(), state=state)}

    def wrongly_excluded(self, case: str, answers: Sequence[Excluded]) -> list[Excluded]:
        if self._sealer is None:
            return []
        kept: dict[tuple[int, str], set[str]] = {}
        for position, field, each in self._of_case(tables.excluded, case, (), ("position", "field", "fingerprint")):
            kept.setdefault((position, field), set()).add(each)
        named = {(answer.position, answer.field): answer for answer in answers}
        wrong = [
            answer
            for place, answer in named.items()
            if kept.get(place, set()) != set(fingerprints(self._sealer, answer.keys))
        ]
        return [*wrong, *(Excluded(*place, ()) for place in sorted(kept.keys() - named.keys()))]

    def _seen(
        self, statement: Callable[[Queries, Shape], Query], sight: Sight, wanted: Wanted, **more: object
    ) -> list[Any]:
        """Without the master key nobody's name is known, so whoever has one is not let in."""
        if sight.names and self._sealer is None:
            raise refusals.no_key(self._key_file)
        query = statement(self._queries, sights.shape_of(self._database.dialect, sight, wanted))
        named = fingerprints(self._sealer, sight.names)
        return self._database.read(
            query.sql, query.bind(**sights.values_of(self.partnership, sight, named, wanted), **more)
        )

    def alert_rows(self, state: str = "", case: str = "") -> list[AlertRow]:
        chosen = {name: value for name, value in (("state", state), ("case", case)) if value}
        query = self._queries.rows(tables.alert, ("partnership", *chosen), ("raised_at", "case", "key"), _ALERT)
        return [reading.alert_row(row) for row in self._rows(query, **chosen)]

    def outbox_rows(self, case: str = "") -> list[OutboxRow]:
        chosen = {"case": case} if case else {}
        query = self._queries.rows(
            tables.outbox, ("partnership", *chosen), ("queued_at", "case", "key", "rung"), _OUTBOX
        )
        return [reading.outbox_row(row) for row in self._rows(query, **chosen)]

    def link_rows(self, case: str = "", to: str = "") -> list[LinkRow]:
        chosen = {name: value for name, value in (("case", case), ("to", to)) if value}
        query = self._queries.rows(
            tables.link, ("partnership", *chosen), ("to", "case", "relation"), LinkRow.__struct_fields__
        )
        return [LinkRow(*row) for row in self._rows(query, **chosen)]

    def due_at(self, case: str) -> datetime | None:
        rows = self._of_case(tables.due, case, (), ("due_at",))
        return from_text(rows[0][0]) if rows else None

    def count_due(self, now: datetime) -> int:
        [[count]] = self._database.read(self._queries.count_due().sql, (self.partnership, to_text(now)))
        return int(count)

    def latest_instant(self) -> datetime | None:
        [instants] = self._rows(self._queries.latest())
        latest = max(instant or "" for instant in instants)
        return from_text(latest) if latest else None

    def ticks(self, since: datetime) -> list[Tick]:
        return [reading.tick(row) for row in self._rows(self._queries.ticks(), since=to_text(since))]

    def pack(self, sha256: str) -> str | None:
        query = self._queries.rows(tables.pack, ("partnership", "sha256"), (), ("text",))
        rows = self._rows(query, sha256=sha256)
        return str(rows[0][0]) if rows else None

    def close(self) -> None:
        self._database.close()

    def _rows(self, query: Query, **values: object) -> list[Any]:
        return self._database.read(query.sql, query.bind(partnership=self.partnership, **values))

    def _of_case(self, table: Table, case: str, order: tuple[str, ...], columns: tuple[str, ...]) -> list[Any]:
        return self._rows(self._queries.rows(table, ("partnership", "case"), order, columns), case=case)

    def _read(
        self, cursor: DBAPICursor, table: Table, case: str, order: tuple[str, ...], columns: tuple[str, ...]
    ) -> list[Any]:
        query = self._queries.rows(table, ("partnership", "case"), order, columns)
        cursor.execute(query.sql, query.bind(partnership=self.partnership, case=case))
        return list(cursor.fetchall())

    def _keys(self, cursor: DBAPICursor, case: str) -> tuple[dict[tuple[int, str], bytes], bytes | None]:
        fields = self._read(cursor, tables.field_key, case, (), ("position", "path", "wrapped"))
        wrapped = self._read(cursor, tables.case_key, case, (), ("wrapped",))
        keys = {(row[0], row[1]): bytes(row[2]) for row in fields}
        return keys, bytes(wrapped[0][0]) if wrapped else None

    def _facts(self, start: str, stop: str) -> Iterator[Any]:
        seen = (start, 0)
        while True:
            page = self._rows(
                self._queries.fact_page(), seen_case=seen[0], seen_position=seen[1], stop=stop, most=_PAGE
            )
            yield from page
            if len(page) < _PAGE:
                return
            seen = page[-1][0], page[-1][1]
