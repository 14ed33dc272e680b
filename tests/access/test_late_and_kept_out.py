"""From when a case is late goes by promises that time can break; what lists keep of a case is held to it by verify."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from engine.read_models import case_row
from states.case import Case, Clock
from states.facts import By, Terms
from states.terms import Term
from store.contract import Store
from store.doors import open_store
from store.memory import MemoryStore
from tests.access.house import NOW, House

TERMS = Terms(within=Term("hours", 24, "exclude_trigger"), calendar="c", kind="statutory", confidence="high")
DUE = NOW + timedelta(days=5)
PROMISE = Clock("held", "held", "2026-12-14", TERMS, NOW, 1, DUE)


def late_from(*clocks: Clock) -> datetime | None:
    """As the work list has it, of an escalation with these clocks."""
    pathway = House(MemoryStore()).pack.procedure("escalation").policy.pathway
    case = Case(
        pathway="escalation",
        edition="2024-12",
        step=next(iter(pathway.steps)),
        opened_at=NOW,
        holder=By("practitioner", "school-a"),
        clocks={str(place): clock for place, clock in enumerate(clocks)},
    )
    row = case_row("ESC-2026-0001", case, pathway)
    assert row.next_due_at == min((clock.due_at for clock in clocks if clock.running), default=None)
    return row.late_from


def test_a_case_is_late_from_its_earliest_promise_that_runs() -> None:
    later = replace(PROMISE, due_at=DUE + timedelta(days=1))
    assert late_from(later, PROMISE) == DUE
    assert late_from(replace(PROMISE, stopped_at=NOW), later) == later.due_at
    assert late_from() is None


@pytest.mark.parametrize(
    "clock",
    [
        replace(PROMISE, terms=replace(TERMS, kind="reminder")),
        replace(PROMISE, terms=replace(TERMS, confidence="proposed")),
        replace(PROMISE, terms=replace(TERMS, at_least=True)),
        replace(PROMISE, terms=replace(TERMS, bands=(24, 48))),
        replace(PROMISE, suspended_at=NOW),
        replace(PROMISE, cancelled_at=NOW),
    ],
    ids=["reminder", "proposed", "minimum", "banded", "suspended", "cancelled"],
)
def test_what_time_alone_does_not_break_makes_no_case_late(clock: Clock) -> None:
    assert late_from(clock) is None
    assert late_from(clock, replace(PROMISE, due_at=DUE + timedelta(days=9))) == DUE + timedelta(days=9)


def altered(file: Path, statement: str) -> list[str]:
    """What verify finds after somebody has altered the rows of a database."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute(statement).rowcount
        connection.commit()
    with closing(open_store(f"sqlite:///{file}", f"{file}.key")) as store:
        return House(store).findings()


def test_from_when_a_case_is_late_is_verified(sqlite_file: Path, sqlite: Store) -> None:
    house = House(sqlite)
    house.escalation()
    assert house.findings() == []
    assert altered(sqlite_file, "UPDATE case_head SET late_from = '2099-01-01T00:00:00.000000Z'") == ["case-row-wrong"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM excluded WHERE field = 'record.kept_out'",
        "UPDATE excluded SET fingerprint = 'x' WHERE field = 'record.kept_out'",
        "UPDATE excluded SET position = 9 WHERE field = 'record.kept_out'",
    ],
    ids=["deleted", "changed", "moved"],
)
def test_who_is_kept_out_is_verified(sqlite_file: Path, sqlite: Store, statement: str) -> None:
    house = House(sqlite)
    house.allegation(kept_out="Bo")
    assert house.findings() == []
    assert set(altered(sqlite_file, statement)) == {"excluded-row-wrong"}


def test_whoever_was_named_in_a_text_struck_out_stays_kept_out(store: Store) -> None:
    house = House(store)
    case = house.allegation(kept_out="Bob Jones")
    bob = house.person("lado of partnership", "Bob Jones")
    position = next(n for n, fact in enumerate(store.history(case), 1) if "record.kept_out" in fact.sealed)
    house.strike_out(case, position, "record.kept_out")
    assert house.sees(bob) == set()
    assert house.findings() == []


def test_nothing_kept_of_a_name_says_it_or_is_the_same_in_another_use(sqlite_file: Path, sqlite: Store) -> None:
    house = House(sqlite)
    house.allegation(kept_out="Bob Jones")
    with closing(sqlite3.connect(sqlite_file)) as connection:
        kept = str(connection.execute("SELECT * FROM excluded").fetchall())
    assert "jones" not in kept.lower()
    assert sqlite.people.fingerprint("bob jones") not in kept
    with sqlite.transaction() as unit:
        assert unit.fingerprint(b"bob jones") not in kept
