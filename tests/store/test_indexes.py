"""The work list is read by an index, in order, whoever asks for it: nothing is sorted and no table is walked."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import sights
from store.names import keys_of
from store.queries import queries
from store.rows import Sight, Wanted
from tests.store.histories import MONDAY

ONE_BY_ONE = "PRIMARY KEY (partnership=? AND case=?)"
"""How the cases are found that are kept from somebody."""

ME = keys_of("Alex Example")
SCHOOL = Sight(agencies=("school-a",), restricted=("a",), names=ME)
OFFICER = Sight(agencies=("partnership",), pathways=("allegation", "escalation"), restricted=("a",), names=ME)
EVERYBODY = Sight(restricted=("a",), names=ME)
WISHES = [
    Wanted(closed=False),
    Wanted(),
    Wanted(sort="-due"),
    Wanted(pathway="escalation"),
    Wanted(late=True, now=MONDAY),
    Wanted(late=False, now=MONDAY, passed=MONDAY, due_from=MONDAY, due_until=MONDAY),
    Wanted(late=False, now=MONDAY, closed=False, undated=True),
    Wanted(late=False, now=MONDAY, passed=MONDAY, closed=False, undated=True),
    Wanted(passed=MONDAY, due_from=MONDAY, undated=False),
    Wanted(text="0001"),
]


def plan(file: Path, statement: object, sight: Sight, wanted: Wanted) -> list[str]:
    shape = sights.shape_of("sqlite", sight, wanted)
    query = statement(queries("sqlite"), shape)  # type: ignore[operator]  # one of the two functions
    values = {**sights.values_of("halton", sight, ("x",), wanted), "most": 50, "skip": 0}
    with closing(sqlite3.connect(file)) as connection:
        steps = connection.execute(f"EXPLAIN QUERY PLAN {query.sql}", query.bind(**values)).fetchall()
    return [str(step[3]) for step in steps]


@pytest.mark.parametrize("wanted", WISHES, ids=str)
@pytest.mark.parametrize("sight", [SCHOOL, OFFICER, EVERYBODY], ids=["school", "officer", "everybody"])
def test_a_page_in_order_of_deadlines_sorts_nothing_but_itself(sqlite_file: Path, sight: Sight, wanted: Wanted) -> None:
    steps = plan(sqlite_file, sights.page, sight, wanted)
    first_read = next(n for n, step in enumerate(steps) if " USING " in step)
    assert not any("SCAN case_head" in step for step in steps)
    inner = [step for step in steps[: len(steps) - 1] if "TEMP B-TREE" in step]
    assert len(inner) <= len([step for step in steps if "those" in step])
    assert first_read >= 0


@pytest.mark.parametrize("wanted", WISHES, ids=str)
def test_a_school_s_lists_and_counts_go_by_its_own_cases(sqlite_file: Path, wanted: Wanted) -> None:
    for statement in (sights.page, sights.count):
        steps = [step for step in plan(sqlite_file, statement, SCHOOL, wanted) if "case_head" in step]
        steps = [step for step in steps if ONE_BY_ONE not in step]
        by = [step.split(" USING ")[1].split(" (")[0].split()[-1] for step in steps]
        assert list(dict.fromkeys(by)) == ["case_of_raising", "case_of_receiving"], steps


@pytest.mark.parametrize("wanted", WISHES, ids=str)
def test_what_counts_need_stands_in_an_index(sqlite_file: Path, wanted: Wanted) -> None:
    for sight in (SCHOOL, EVERYBODY):
        steps = [step for step in plan(sqlite_file, sights.count, sight, wanted) if "case_head" in step]
        parts = (2 if sight is SCHOOL else 1) * (2 if wanted.passed else 1)
        assert all("COVERING INDEX" in step for step in steps[:parts]), steps
        assert all(ONE_BY_ONE in step for step in steps[parts:]), steps


@pytest.mark.parametrize("sight", [SCHOOL, EVERYBODY], ids=["school", "everybody"])
def test_what_has_no_deadline_is_counted_without_reading_what_has_one_to_come(sqlite_file: Path, sight: Sight) -> None:
    wanted = Wanted(late=False, now=MONDAY, passed=MONDAY, closed=False, undated=True)
    steps = [step for step in plan(sqlite_file, sights.count, sight, wanted) if "case_head USING COVERING" in step]
    assert all("next_due_at=?" in step for step in steps[::2]), steps
    assert all("next_due_at<?" in step for step in steps[1::2]), steps


def test_one_case_is_found_by_its_reference(sqlite_file: Path) -> None:
    steps = plan(sqlite_file, sights.page, SCHOOL, Wanted(case="ESC-2026-0001"))
    assert all(ONE_BY_ONE in step for step in steps if "case_head" in step), steps


def test_a_statement_is_compiled_once_for_each_shape() -> None:
    shape = sights.shape_of("sqlite", SCHOOL, Wanted(pathway="escalation"))
    other = sights.shape_of("sqlite", Sight(("school-b",), (), ("b",), names=keys_of("X Y")), Wanted(pathway="audit"))
    assert sights.page(queries("sqlite"), shape) is sights.page(queries("sqlite"), other)
