"""What verification of a whole database finds beside the histories: cases, counters, answers, packs, messages."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.asking import verification
from engine.library import Library
from store.doors import open_store
from tests.spec.command_line import HEAD, TEACHER, Run, climbed, opened

Sql = Callable[[str], None]


@pytest.fixture
def sql(tmp_path: Path) -> Sql:
    """Somebody with the database file in hands."""

    def run(statement: str) -> None:
        with sqlite3.connect(tmp_path / "try.db") as database:
            assert database.execute(statement).rowcount > 0, statement

    return run


@pytest.fixture
def three(training: Run) -> list[str]:
    """Three cases whose deadlines have gone by; the second was handed over by a command with a key."""
    cases = [climbed(training), opened(training), opened(training)]
    at = ("--at", "2026-12-11T15:00:00Z", "--field", "immediate_risk=no")
    assert training("take", cases[1], "hand-over", *TEACHER, *at, "--key", "k")[0] == 0
    training("sweep", "--at", "2026-12-30T08:00:00Z")
    assert training("verify")[0] == 0
    return cases


def found(run: Run) -> list[tuple[str, str]]:
    return [(each["code"], each["case"]) for each in run("verify")[1]["findings"]]


def test_a_case_taken_out_of_every_table_is_missing_by_its_number(training: Run, three: list[str], sql: Sql) -> None:
    for table in ("fact", "case_head", "due", "alert", "outbox", "command"):
        sql(f"DELETE FROM {table} WHERE \"case\" = '{three[1]}'")  # noqa: S608 - the tables of the line above
    assert ("case-missing", three[1]) in found(training)


def test_an_opening_that_was_refused_leaves_no_gap(training: Run, three: list[str]) -> None:
    assert training("open", "escalation", *HEAD)[1]["code"] == "missing-answer"
    assert opened(training, "2026-12-30T09:00:00Z") == "ESC-2026-0004"
    assert found(training) == []


@pytest.mark.parametrize("change", ["UPDATE counter SET last = 1", "DELETE FROM counter"])
def test_a_counter_that_is_behind_is_said_where_an_opening_is_busy(
    training: Run, three: list[str], sql: Sql, change: str
) -> None:
    sql(change)
    assert found(training) == [("counter-behind", three[2])]


@pytest.mark.parametrize("change", ["\"case\" = 'ESC-2026-0009'", '"last" = 99', '"first" = 1'])
def test_an_answer_that_names_facts_of_others_is_found(training: Run, three: list[str], sql: Sql, change: str) -> None:
    sql(f"UPDATE command SET {change}")  # noqa: S608 - one of the changes above
    assert [code for code, _ in found(training)] == ["answer-wrong"]


def test_a_message_dated_otherwise_than_its_alert_is_found(training: Run, three: list[str], sql: Sql) -> None:
    sql("UPDATE outbox SET queued_at = '2026-12-29T08:00:00.000000Z' WHERE rung = 0 AND \"case\" = 'ESC-2026-0001'")
    assert {code for code, _ in found(training)} == {"outbox-row-wrong"}


def test_a_process_that_lives_on_sees_that_a_pack_was_altered(
    training: Run, three: list[str], sql: Sql, tmp_path: Path
) -> None:
    store, library = open_store(f"sqlite:///{tmp_path / 'try.db'}"), Library()
    assert verification(store, library, three[0])["ok"]
    sql("UPDATE pack SET text = replace(text, 'Boxing Day', 'Boxing Dog')")
    for case in ("", three[0]):
        assert {each["code"] for each in verification(store, library, case)["findings"]} == {"pack-altered"}
    store.close()


def test_it_says_what_it_looks_at_and_what_it_does_not(
    training: Run, three: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, whole = training("verify")
    _, one = training("verify", three[0])
    assert set(one["covers"]) < set(whole["covers"])
    assert any("people" in each for each in whole["leaves_out"])
