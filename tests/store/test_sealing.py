"""What is sealed stands nowhere in the open, and what is struck out is gone from the disk."""

import sqlite3
from base64 import b64decode, b64encode
from contextlib import closing
from pathlib import Path

import psycopg

from store.contract import Store
from store.doors import open_store
from tests.store.histories import CASE, MONDAY, SECRET, add, case_opened, later, reason_given, struck_out, write

WORDS = [word.encode() for word in SECRET.split() if len(word) > 3]


def on_disk(path: Path) -> bytes:
    """Everything that the database has written there."""
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*") if each.suffix != ".key")


def test_sealed_texts_stand_nowhere_in_the_database_s_files(sqlite: Store, sqlite_file: Path) -> None:
    write(sqlite, CASE, case_opened(**{"by.person": SECRET}), reason_given(text=SECRET), due=MONDAY, key="k")
    with sqlite.transaction() as unit:
        unit.fingerprint(SECRET.encode())
        assert not [word for word in WORDS if word in on_disk(sqlite_file)]
    assert not [word for word in WORDS if word in on_disk(sqlite_file) or b64encode(word)[:4] in on_disk(sqlite_file)]
    assert b"social-worker" in on_disk(sqlite_file)


def test_sealed_texts_stand_in_no_row_on_the_server(postgres_address: tuple[str, str]) -> None:
    with closing(open_store(*postgres_address)) as store, psycopg.connect(postgres_address[0]) as connection:
        write(store, CASE, case_opened(text=SECRET), due=MONDAY, key="k")
        rows = str(connection.execute("SELECT * FROM fact NATURAL JOIN case_head NATURAL JOIN field_key").fetchall())
    assert "social-worker" in rows
    assert not [word for word in WORDS if word.decode() in rows]


def test_the_master_key_and_the_keys_under_it_stand_nowhere_in_the_database(sqlite: Store, sqlite_file: Path) -> None:
    write(sqlite, CASE, case_opened(text=SECRET))
    master = Path(f"{sqlite_file}.key").read_bytes().strip()
    assert len(b64decode(master)) == 32
    assert master not in on_disk(sqlite_file)
    assert b64decode(master) not in on_disk(sqlite_file)


def test_the_same_text_is_sealed_differently_every_time(sqlite: Store) -> None:
    write(sqlite, CASE, case_opened(text=SECRET), reason_given(text=SECRET))
    first, second = (fact.sealed for fact in sqlite.envelopes(CASE))
    assert first != second


def test_a_destroyed_key_is_gone_from_the_files_and_the_others_are_not(sqlite: Store, sqlite_file: Path) -> None:
    """Among so many that pages of the file were split and filled again."""
    for number in range(90):
        write(sqlite, f"ESC-2026-{number * 37 % 90:04d}", case_opened(**{"by.person": SECRET, "text": "why"}))
    with closing(sqlite3.connect(sqlite_file)) as connection:
        keys = dict(connection.execute('SELECT "case" || path, wrapped FROM field_key').fetchall())
    assert len(keys) == 180
    assert all(key in on_disk(sqlite_file) for key in keys.values())
    struck = [f"ESC-2026-{number:04d}" for number in range(0, 90, 7)]
    for case in struck:
        with sqlite.transaction() as unit:
            unit.destroy_key(case, 1, "by.person")
            add(unit, case, struck_out(1, "by.person"))
    for number in range(90):
        write(sqlite, f"ESC-2026-{number * 41 % 90:04d}", reason_given(later(1), text="more"))
    disk = on_disk(sqlite_file)
    gone = {name for name, key in keys.items() if key not in disk}
    assert gone == {f"{case}by.person" for case in struck}
    assert not [key for name, key in keys.items() if name in gone and key[:16] in disk]
    assert all(sqlite.check_chain(case) == [] for case in sqlite.cases())


def test_texts_of_every_length_and_script_come_back_as_they_were(sqlite: Store) -> None:
    texts = {f"text.{number}": text for number, text in enumerate(["", "a", "Zoë Ó Néill", "李", "\x00", "x" * 70_000])}
    write(sqlite, CASE, case_opened(**texts))
    assert sqlite.opened(CASE)[0].sealed == texts
