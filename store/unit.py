"""A unit of work on a database: the command path. Every statement is a string on the cursor of one connection."""

import base64
from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from sqlalchemy.engine.interfaces import DBAPICursor

from states.facts import AnyFact
from store import chain, refusals, tables
from store.contract import Conflict
from store.databases import Database
from store.findings import Box
from store.instants import or_never, to_text
from store.queries import Queries, Query
from store.reading import HISTORY, history_of
from store.rows import AlertRow, Answer, CaseRow, Envelope, Excluded, LinkRow, OutboxRow, Rows, Tick
from store.sealing import CaseSealer, Sealer, wrapped_hash

_Params = tuple[object, ...]


class SqlUnit:
    """A `Unit`. `lost` once a write in it failed: then it must not be committed. `destroyed` once a key was."""

    def __init__(
        self,
        database: Database,
        cursor: DBAPICursor,
        queries: Queries,
        partnership: str,
        sealer: Sealer | None,
        key_file: str,
    ) -> None:
        self._database = database
        self._cursor = cursor
        self._queries = queries
        self._partnership = partnership
        self._sealer = sealer
        self._key_file = key_file
        self._heads: dict[str, str] = {}
        self._sealers: dict[str, CaseSealer] = {}
        self.lost = False
        self.destroyed = False

    def answer(self, key: str) -> Answer | None:
        query = self._queries.rows(tables.command, ("partnership", "key"), (), ("case", "first", "last", "fingerprint"))
        self._run(query, (self._partnership, key))
        row = self._cursor.fetchone()
        return Answer(*row) if row else None

    def fingerprint(self, content: bytes) -> str:
        if self._sealer is None:
            raise refusals.no_key(self._key_file)
        return self._sealer.fingerprint(content, "commands")

    def history(self, case: str) -> tuple[AnyFact, ...]:
        self._run(self._queries.rows(tables.fact, ("partnership", "case"), ("position",), HISTORY), self._mine(case))
        rows = self._cursor.fetchall()
        if rows:
            self._heads[case] = rows[-1][3]
        return history_of(case, rows)

    def head(self, case: str) -> int:
        return self._head(case)[0]

    def new_reference(self, prefix: str, year: int) -> str:
        self._run(self._queries.next_number(), (self._partnership, prefix, year, 1))
        row = self._cursor.fetchone()
        assert row is not None  # noqa: S101 - the statement returns the row that it wrote
        return chain.reference(prefix, year, row[0])

    def append(
        self,
        case: str,
        facts: Sequence[AnyFact],
        *,
        after: int,
        due: datetime | None,
        rows: Rows,
        key: str = "",
        fingerprint: str = "",
    ) -> None:
        chain.must_fit(case, facts, after, rows)
        try:
            sealed, keys = self._sealed(case, facts, after)
            # The due row first: that is the row a sweep holds before it comes to the case's, so neither waits for
            # the other with what the other needs.
            self._write_due(case, due)
            envelopes = self._move_head(rows.case, facts, sealed, after)
            self._write(self._queries.insert(tables.fact), [_fact(self._mine(case), each) for each in envelopes])
            self._write(self._queries.insert(tables.field_key), keys)
            self._write(self._queries.upsert(tables.alert), [_alert(self._partnership, row) for row in rows.alerts])
            self._write(
                self._queries.insert_new(tables.outbox), [_outbox(self._partnership, row) for row in rows.outbox]
            )
            self._write(self._queries.insert_new(tables.link), [_link(self._partnership, row) for row in rows.links])
            self._write_excluded(case, rows.excluded)
            if key:
                answer = (self._partnership, key, case, after + 1, after + len(facts), fingerprint)
                self._run(self._queries.insert(tables.command), answer)
        except BaseException:
            self.lost = True
            raise

    def claim_due(self, now: datetime, skipping: Collection[str] = ()) -> str | None:
        query = self._queries.claim_due_skipping() if skipping else self._queries.claim_due()
        skipped = chain.canonical(sorted(skipping)).decode()
        self._run(query, query.bind(partnership=self._partnership, now=to_text(now), skipping=skipped))
        row = self._cursor.fetchone()
        return str(row[0]) if row else None

    def count_due(self, now: datetime) -> int:
        self._run(self._queries.count_due(), (self._partnership, to_text(now)))
        row = self._cursor.fetchone()
        return int(row[0]) if row else 0

    def record_awake(self, tick: Tick) -> None:
        record = (self._partnership, to_text(tick.at), tick.due, tick.handled, tick.facts)
        self._run(self._queries.record_awake(), record)

    def destroy_key(self, case: str, position: int, path: str) -> None:
        self._run(self._queries.delete(tables.field_key), (*self._mine(case), position, path))
        if self._cursor.rowcount != 1:
            raise refusals.nothing_to_strike_out(case, position, path)
        self.destroyed = True

    def keep_pack(self, sha256: str, text: str) -> None:
        self._run(self._queries.insert_new(tables.pack), (self._partnership, sha256, text))

    def _mine(self, case: str) -> tuple[str, str]:
        return self._partnership, case

    def _run(self, query: Query, parameters: _Params) -> None:
        try:
            self._cursor.execute(query.sql, parameters)
        except Exception as error:
            self.lost = True
            raise self._database.told(error) from error

    def _write(self, query: Query, rows: list[_Params]) -> None:
        if len(rows) == 1:
            self._run(query, rows[0])
        elif rows:
            try:
                self._cursor.executemany(query.sql, rows)
            except Exception as error:
                raise self._database.told(error) from error

    def _write_due(self, case: str, due: datetime | None) -> None:
        if due is None:
            self._run(self._queries.delete(tables.due), self._mine(case))
        else:
            self._run(self._queries.upsert(tables.due), (*self._mine(case), to_text(due)))

    def _write_excluded(self, case: str, answers: Sequence[Excluded]) -> None:
        """The names in each answer as fingerprints, in place of those that stood there."""
        for answer in answers:
            place = (*self._mine(case), answer.position, answer.field)
            where = ("partnership", "case", "position", "field")
            self._run(self._queries.delete(tables.excluded, where), place)
            if answer.keys and self._sealer is None:
                raise refusals.no_key(self._key_file)
            kept: list[_Params] = [(*place, each) for each in fingerprints(self._sealer, answer.keys)]
            self._write(self._queries.insert(tables.excluded), kept)

    def _head(self, case: str) -> tuple[int, str]:
        query = self._queries.rows(tables.case_head, ("partnership", "case"), (), ("version", "head"))
        self._run(query, self._mine(case))
        row = self._cursor.fetchone()
        return (row[0], row[1]) if row else (0, "")

    def _move_head(self, row: CaseRow, facts: Sequence[AnyFact], sealed: list[str], after: int) -> tuple[Envelope, ...]:
        """The facts chained to the head of the case's row, and that row moved on. Raises: Conflict."""
        if after == 0:
            first = tuple(chain.envelop(self._partnership, row.case, 0, "", facts, sealed))
            self._run(self._queries.insert(tables.case_head), (*self._mine(row.case), *_head(row, first[-1].hash)))
            self._heads[row.case] = first[-1].hash
            return first
        believed = self._heads.get(row.case, "")
        moved = self._try_to_move(row, facts, sealed, after, believed) if believed else None
        if moved is None:
            # Not read before in this unit, or the last fact was changed behind our back: the row's own word for the
            # head is what counts, so that a change is never chained over.
            version, head = self._head(row.case)
            moved = self._try_to_move(row, facts, sealed, after, head) if version == after else None
        if moved is None:
            raise Conflict
        return moved

    def _try_to_move(
        self, row: CaseRow, facts: Sequence[AnyFact], sealed: list[str], after: int, previous: str
    ) -> tuple[Envelope, ...] | None:
        envelopes = tuple(chain.envelop(self._partnership, row.case, after, previous, facts, sealed))
        last = envelopes[-1].hash if envelopes else previous
        self._run(self._queries.move_head(), (*_head(row, last), *self._mine(row.case), after, previous))
        if self._cursor.rowcount != 1:
            return None
        self._heads[row.case] = last
        return envelopes

    def _sealed(self, case: str, facts: Sequence[AnyFact], after: int) -> tuple[list[str], list[_Params]]:
        """The `sealed` column of each fact, and the wrapped key of each text."""
        columns: list[str] = []
        keys: list[_Params] = []
        for position, fact in enumerate(facts, start=after + 1):
            boxes: dict[str, Box | None] = {}
            for path, text in sorted(fact.sealed.items()):
                if text is None:
                    boxes[path] = None
                    continue
                box, wrapped = self._sealer_of(case).seal(position, path, text)
                boxes[path] = Box(base64.b64encode(box).decode(), wrapped_hash(wrapped))
                keys.append((*self._mine(case), position, path, wrapped))
            columns.append(chain.sealed_text(boxes))
        return columns, keys

    def _sealer_of(self, case: str) -> CaseSealer:
        """The case's key, made when its first text is sealed."""
        sealer = self._sealers.get(case)
        if sealer is not None:
            return sealer
        if self._sealer is None:
            raise refusals.no_key(self._key_file)
        self._run(self._queries.rows(tables.case_key, ("partnership", "case"), (), ("wrapped",)), self._mine(case))
        row = self._cursor.fetchone()
        if row:
            sealer = self._sealer.case(case, bytes(row[0]))
        else:
            self._run(
                self._queries.rows(tables.field_key, ("partnership", "case"), (), ("position",)), self._mine(case)
            )
            if not self._cursor.fetchall():
                sealer, wrapped = self._sealer.new_case(case)
                self._run(self._queries.insert(tables.case_key), (*self._mine(case), wrapped))
        if sealer is None:
            raise refusals.case_key_damaged(case)
        self._sealers[case] = sealer
        return sealer


def fingerprints(sealer: Sealer | None, keys: Sequence[str]) -> tuple[str, ...]:
    """Those of names, in order; () without the master key."""
    return tuple(dict.fromkeys(sealer.fingerprint(key.encode(), "names") for key in keys)) if sealer else ()


def _fact(mine: tuple[str, str], envelope: Envelope) -> _Params:
    return (*mine, *msgspec.structs.astuple(envelope))


def _head(row: CaseRow, last: str) -> _Params:
    return (
        row.pathway,
        row.edition,
        row.step,
        row.holder_role,
        row.holder_agency,
        to_text(row.opened_at),
        or_never(row.next_due_at),
        row.status,
        row.version,
        row.raising,
        row.receiving,
        int(row.finished),
        int(row.restricted),
        or_never(row.late_from),
        last,
    )


def _alert(partnership: str, row: AlertRow) -> _Params:
    columns = msgspec.structs.astuple(row)
    return (partnership, *columns[:8], to_text(row.raised_at), *columns[9:])


def _link(partnership: str, row: LinkRow) -> _Params:
    return partnership, row.to, row.case, row.relation


def _outbox(partnership: str, row: OutboxRow) -> _Params:
    return (partnership, *msgspec.structs.astuple(row)[:-1], to_text(row.queued_at))
