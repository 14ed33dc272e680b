"""Appends without deciding, beside the very statements they come to; and claiming what is due among many rows.

An append here is a command's share of the store: look up its key, read the head, seal two texts, chain three facts,
move the case's row, the due row and an alert, and commit to disk.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._databases import File, OnServer, folder, medians, on_server, row, seconds, sized
from bench._recording import bare, say_again, write_down
from states.facts import By, CaseOpened, Fact, StepTaken
from store.instants import to_text
from store.rows import AlertRow, CaseRow, Rows

CASES, APPENDS, ROUNDS = 12, 8, 7
DUE, FEW, MANY = 100, 10_000, 1_000_000
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def run() -> list[dict[str, object]]:
    """Appends a second, then claims a second; DUECOURSE_BENCH_SIZE scales the rows that are not due."""
    with folder() as where, on_server(where) as server:
        (where / "file").mkdir()
        file = File(where / "file" / "made.db").made()
        return [_appends("SQLite", file, 0.4), _appends("PostgreSQL", server, 0.6), _claims(file)]


def _appends(kind: str, template: File | OnServer, target: float) -> dict[str, object]:
    cases = sized(CASES)
    with template.copied() as store:
        tape = write_down(store)
        _write(store, cases)

    def ours() -> float:
        with template.copied() as store:
            return seconds(lambda: _write(store, cases))

    def statements() -> float:
        with template.copied() as store, bare(store) as connection:
            return seconds(lambda: say_again(tape, connection))

    mine, raw = medians(ROUNDS, ours, statements)
    count = cases * APPENDS
    return row(f"appends of 3 facts/s on {kind}", count / mine, "the same statements, bare driver", count / raw, target)


def _write(store: Any, cases: int) -> None:
    for number in range(cases):
        case = f"ESC-2026-{number:04d}"
        for step in range(APPENDS):
            with store.transaction() as unit:
                _append(unit, case, step)


def _append(unit: Any, case: str, step: int) -> None:
    key = f"{case}/{step}"
    at = MONDAY + timedelta(hours=step)
    assert unit.answer(key) is None
    after = unit.head(case)
    follow = StepTaken(at=at, seen_at=at, by=BY, move="m", came_from="a", step="b")
    facts = [_opened(at) if after == 0 else _taken(at), follow, follow]
    alert = AlertRow(case, "late", "late", "", "manager", "raising", "police", "high", MONDAY, "open", step)
    head = CaseRow(case, "escalation", "2025", "opened", "worker", "police", MONDAY, at, "running", after + 3)
    fingerprint = unit.fingerprint(key.encode())
    unit.append(case, facts, after=after, due=at, rows=Rows(head, (alert,)), key=key, fingerprint=fingerprint)


BY = By(role="social-worker", agency="social-care")
TEXTS = {"by.person": "A. Person", "record.why": "Some three hundred characters of free text. " * 7}


def _opened(at: datetime) -> Fact:
    parties = {"raising": "social-care", "receiving": "police"}
    opened = {"pathway": "escalation", "edition": "2025", "pack": "p", "calendar": "c", "parties": parties}
    return CaseOpened(at=at, seen_at=at, by=BY, sealed=TEXTS, record={"urgent": True}, **opened)  # type: ignore[arg-type]


def _taken(at: datetime) -> Fact:
    return StepTaken(at=at, seen_at=at, by=BY, sealed=TEXTS, move="m", came_from="a", step="b", record={"days": 3})


def _claims(template: File) -> dict[str, object]:
    """A hundred claimed and moved on, among few and among many that are not due."""
    few, many = (medians(3, _claimed(template, sized(number)))[0] for number in (FEW, MANY))
    name = f"claims/s, {DUE} due among {sized(MANY):,}"
    return row(name, DUE / many, f"{DUE} among {sized(FEW):,}", DUE / few, 0.67)


def _claimed(template: File, others: int) -> Callable[[], float]:
    filled = File(template.path.with_name(f"among-{others}.db"))
    filled.path.write_bytes(template.path.read_bytes())
    filled.key = template.key
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        numbers = ((f"X-{number:07d}", to_text(MONDAY + timedelta(days=9, seconds=number))) for number in range(others))
        connection.executemany("INSERT INTO due VALUES ('halton', ?, ?)", numbers)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def claim() -> float:
        with filled.copied() as store:
            for number in range(DUE):
                with store.transaction() as unit:
                    _append(unit, f"ESC-2026-{number:04d}", 0)
            return seconds(lambda: [_claim(store) for _ in range(DUE)])

    return claim


def _claim(store: Any) -> None:
    later = MONDAY + timedelta(days=1)
    with store.transaction() as unit:
        case = unit.claim_due(later)
        head = CaseRow(case, "escalation", "2025", "opened", "worker", "police", MONDAY, None, "running", 3)
        unit.append(case, [], after=3, due=later + timedelta(days=1), rows=Rows(head))
