"""Whatever is changed behind the store's back is found, and said by case and position."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from threading import Thread

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from store.contract import Store
from store.doors import open_store
from tests.store.histories import (
    CASE,
    MONDAY,
    OTHER,
    SECRET,
    add,
    case_opened,
    later,
    reason_given,
    step_taken,
    struck_out,
    write,
)

Sql = Callable[..., None]


@pytest.fixture
def engine(address: tuple[str, str]) -> Engine:
    """A way into the database that is not the store's."""
    url = address[0].replace("postgresql:", "postgresql+psycopg:")
    return create_engine(url, poolclass=NullPool)


@pytest.fixture
def sql(engine: Engine) -> Sql:
    """Runs a statement there."""

    def run(statement: str, **values: object) -> None:
        with engine.begin() as connection:
            assert connection.execute(text(statement), values).rowcount > 0

    return run


@pytest.fixture
def written(database: Store) -> Store:
    """Two cases, of which the first has four facts: two with texts, one of these struck out since."""
    write(database, CASE, case_opened(**{"by.person": SECRET, "text": "kept"}), step_taken(later(1)), due=MONDAY)
    write(database, CASE, reason_given(later(2), text="gone"))
    write(database, OTHER, case_opened(text=SECRET))
    with database.transaction() as unit:
        unit.destroy_key(CASE, 3, "text")
        add(unit, CASE, struck_out(3, "text", later(3)))
    assert database.check_chain(CASE) == database.check_chain(OTHER) == []
    return database


def found(store: Store, case: str = CASE) -> list[tuple[int, str]]:
    """Positions and codes of what does not hold."""
    findings = store.check_chain(case)
    assert all(finding.case == case for finding in findings)
    return [(finding.n, finding.code) for finding in findings]


@pytest.mark.parametrize("position", [1, 2, 4])
@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("fact", "fact-changed"),
        ("at", "fact-changed"),
        ("seen_at", "fact-changed"),
        ("body", "fact-changed"),
        ("sealed", "fact-changed"),
        ("previous_hash", "chain-broken"),
        ("hash", "fact-changed"),
    ],
)
def test_a_change_in_any_column_of_any_fact_is_found(
    written: Store, sql: Sql, position: int, column: str, code: str
) -> None:
    change = f'UPDATE fact SET "{column}" = "{column}" || \' \' WHERE "case" = :c AND position = :n'  # noqa: S608 - a column of ours
    sql(change, c=CASE, n=position)
    assert (position, code) in found(written)
    assert found(written, OTHER) == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("fact", ("fact", "at", "seen_at", "body", "sealed", "previous_hash", "hash")),
        ("case_head", ("head",)),
        ("field_key", ("wrapped",)),
        ("case_key", ("wrapped",)),
    ],
)
def test_a_change_in_any_single_byte_is_found(
    sqlite: Store, sqlite_address: tuple[str, str], table: str, columns: tuple[str, ...]
) -> None:
    write(sqlite, CASE, case_opened(), step_taken(later(1), text="A name"))
    which = " WHERE position = 2" if table == "fact" else ""
    with create_engine(sqlite_address[0], poolclass=NullPool).connect() as connection:
        for column in columns:
            stored = connection.exec_driver_sql(f'SELECT "{column}" FROM {table}{which}').scalar_one()  # noqa: S608 - names of ours
            for written in (*_each_byte_changed(stored), stored):
                connection.exec_driver_sql(f'UPDATE {table} SET "{column}" = ?{which}', (written,))  # noqa: S608 - names of ours
                connection.commit()
                assert bool(found(sqlite)) == (written != stored), (column, written)


def _each_byte_changed(stored: str | bytes) -> Iterator[str | bytes]:
    if isinstance(stored, bytes):
        yield from (stored[:i] + bytes([stored[i] ^ 1]) + stored[i + 1 :] for i in range(len(stored)))
    else:
        yield from (stored[:i] + chr(ord(stored[i]) ^ 1) + stored[i + 1 :] for i in range(len(stored)))


def test_a_fact_taken_out_of_the_middle_is_found(written: Store, sql: Sql) -> None:
    sql('DELETE FROM fact WHERE "case" = :c AND position = 2', c=CASE)
    assert (2, "chain-broken") in found(written)


def test_a_last_fact_cut_off_is_found(written: Store, sql: Sql) -> None:
    sql('DELETE FROM fact WHERE "case" = :c AND position = 4', c=CASE)
    assert (3, "head-mismatch") in found(written)


def test_a_fact_moved_to_another_case_is_found_in_both(written: Store, sql: Sql) -> None:
    sql('UPDATE fact SET "case" = :o, position = 2 WHERE "case" = :c AND position = 4', c=CASE, o=OTHER)
    assert (3, "head-mismatch") in found(written)
    assert {(2, "fact-changed"), (2, "chain-broken"), (2, "head-mismatch")} <= set(found(written, OTHER))


@pytest.mark.parametrize("change", ["head = 'x' || head", "version = version + 1", "version = version - 1"])
def test_another_head_in_the_case_s_row_is_found(written: Store, sql: Sql, change: str) -> None:
    sql(f'UPDATE case_head SET {change} WHERE "case" = :c', c=CASE)  # noqa: S608 - a constant of ours
    assert found(written) == [(4, "head-mismatch")]


def test_a_case_whose_row_is_gone_is_still_listed_and_found(written: Store, sql: Sql) -> None:
    sql('DELETE FROM case_head WHERE "case" = :c', c=CASE)
    assert CASE in list(written.cases())
    assert found(written) == [(4, "head-mismatch")]


def test_a_changed_last_fact_is_never_chained_over(written: Store, sql: Sql) -> None:
    """Not even by somebody who also makes its hash anew: the next fact follows what the case's row says."""
    last = written.envelopes(CASE)[3]
    body = last.body.replace("social-worker", "nobody")
    columns = ("halton", CASE, 4, last.fact, last.at, last.seen_at, body, last.sealed, last.previous_hash)
    forged = sha256(json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    sql('UPDATE fact SET body = :b, hash = :h WHERE "case" = :c AND position = 4', b=body, h=forged, c=CASE)
    assert found(written) == [(4, "head-mismatch")]
    with written.transaction() as unit:
        unit.history(CASE)
        add(unit, CASE, step_taken(later(4)))
    assert found(written) == [(5, "chain-broken")]


def test_a_body_that_says_otherwise_than_its_columns_is_found_even_under_a_new_hash(written: Store, sql: Sql) -> None:
    [fact] = written.envelopes(OTHER)
    for change, code in (
        ({"seen_at": "2026-01-06T00:00:00.000000Z"}, "fact-disagrees"),
        ({"fact": "StepTaken"}, "fact-disagrees"),
        ({"body": fact.body.replace("seen_at", "sean_at")}, "fact-unreadable"),
        ({"sealed": '{"text": 5}'}, "fact-unreadable"),
    ):
        columns = {"fact": fact.fact, "at": fact.at, "seen_at": fact.seen_at, "body": fact.body, "sealed": fact.sealed}
        columns |= change
        whole = ("halton", OTHER, 1, *columns.values(), "")
        forged = sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        sql(
            'UPDATE fact SET fact = :fact, "at" = :at, seen_at = :seen_at, body = :body, sealed = :sealed, hash = :h'
            ' WHERE "case" = :c',
            h=forged,
            c=OTHER,
            **columns,
        )
        sql('UPDATE case_head SET head = :h WHERE "case" = :c', h=forged, c=OTHER)
        assert (1, code) in found(written, OTHER)


def test_a_changed_key_of_a_text_is_found_even_without_the_master_key(
    written: Store, sql: Sql, address: tuple[str, str]
) -> None:
    sql("UPDATE field_key SET wrapped = :w WHERE \"case\" = :c AND path = 'text'", w=b"x" * 60, c=CASE)
    assert found(written) == [(1, "key-changed")]
    with closing(open_store(address[0])) as keyless:
        assert found(keyless) == [(1, "key-changed")]


def test_a_key_that_nobody_struck_out_must_be_there(written: Store, sql: Sql) -> None:
    sql("DELETE FROM field_key WHERE \"case\" = :c AND path = 'by.person'", c=CASE)
    assert found(written) == [(1, "key-missing")]


def test_a_key_that_comes_back_after_a_strike_out_is_found(written: Store, sql: Sql) -> None:
    sql("UPDATE field_key SET position = 3 WHERE \"case\" = :c AND path = 'text'", c=CASE)
    assert found(written) == [(1, "key-missing"), (3, "key-left")]


def test_a_key_without_a_text_is_found(written: Store, sql: Sql) -> None:
    sql("UPDATE field_key SET position = 2 WHERE \"case\" = :c AND path = 'text'", c=CASE)
    assert found(written) == [(1, "key-missing"), (2, "key-left")]


def test_a_changed_or_missing_key_of_the_case_is_found(written: Store, sql: Sql) -> None:
    sql('UPDATE case_key SET wrapped = :w WHERE "case" = :c', w=b"x" * 60, c=CASE)
    assert found(written) == [(0, "key-changed")]
    assert [fact.sealed for fact in written.opened(OTHER)] == [{"text": SECRET}]
    sql('DELETE FROM case_key WHERE "case" = :c', c=CASE)
    assert found(written) == [(0, "key-missing")]


def test_a_text_put_in_another_s_place_does_not_open_even_under_a_new_hash(written: Store, sql: Sql) -> None:
    [fact] = written.envelopes(OTHER)
    sealed = fact.sealed.replace('"text"', '"note"')
    whole = ("halton", OTHER, 1, fact.fact, fact.at, fact.seen_at, fact.body, sealed, "")
    forged = sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    sql('UPDATE fact SET sealed = :s, hash = :h WHERE "case" = :c', s=sealed, h=forged, c=OTHER)
    sql('UPDATE case_head SET head = :h WHERE "case" = :c', h=forged, c=OTHER)
    sql("UPDATE field_key SET path = 'note' WHERE \"case\" = :c", c=OTHER)
    assert found(written, OTHER) == [(1, "seal-broken")]
    assert written.opened(OTHER)[0].sealed == {"note": None}


def test_the_hash_is_what_the_manual_says(written: Store) -> None:
    """SHA-256 over the JSON list of partnership, case and all columns but itself, in UTF-8 and without spaces."""
    for fact in written.envelopes(CASE):
        columns = ("halton", CASE, fact.position, fact.fact, fact.at, fact.seen_at, fact.body, fact.sealed)
        listed = json.dumps([*columns, fact.previous_hash], ensure_ascii=False, separators=(",", ":"))
        assert sha256(listed.encode()).hexdigest() == fact.hash


def test_nothing_is_found_while_others_are_writing(database: Store) -> None:
    """The check looks at one moment, though it looks at four tables."""

    def keep_writing() -> None:
        for _ in range(40):
            write(database, CASE, step_taken(text=SECRET))

    write(database, CASE, case_opened(text=SECRET))
    writer = Thread(target=keep_writing)
    writer.start()
    while writer.is_alive():
        assert found(database) == []
    assert len(database.history(CASE)) == 41
