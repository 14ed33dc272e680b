"""When the database cannot be used: those at the other end are told so, and not where it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from states.refusals import Refused
from store import refusals
from tests.web.case_desk import escalations, text_of
from web.api.problems import answer_of

WHERE = "postgresql://duecourse@db.internal/cases"
NAMING = [
    refusals.damaged(WHERE),
    refusals.full(WHERE),
    refusals.locked(WHERE),
    refusals.no_key(WHERE),
    refusals.not_a_database(WHERE),
    refusals.read_only(WHERE),
    refusals.schema_too_new(WHERE),
    refusals.schema_too_old(WHERE),
    refusals.unreachable(WHERE, f"no route to {WHERE}"),
    refusals.wrong_key(WHERE),
]


@pytest.mark.parametrize("refused", NAMING, ids=[each.code for each in NAMING])
def test_a_program_is_told_that_the_service_is_not_ready_and_not_where_its_database_is(refused: Refused) -> None:
    answer = answer_of(refused)
    assert answer.status_code == 503
    assert refused.code.encode() in answer.body
    assert b"db.internal" not in answer.body


def test_a_page_tells_it_neither(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser("practitioner of school-a")
    with closing(sqlite3.connect(room.file)) as database, database:
        database.execute("DROP TABLE view")
    page = browser.get(f"/cases/{case}")
    assert page.status_code == 503
    assert "The database is damaged." in text_of(page.text)
    assert "room.db" not in page.text
    assert "duecourse restore" not in page.text
