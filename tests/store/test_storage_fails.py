"""Storage that fails is refused in words, with a stable code, and nothing is half-written."""

import os
import pwd
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

import store.databases
import store.postgres
import store.sqlite
import store.tables
from states.refusals import Refused
from store.contract import Store
from store.doors import create, open_store
from store.sql import SqlStore
from tests.store.histories import CASE, OTHER, SECRET, add, case_opened, step_taken, struck_out, write
from tests.store.postgres_server import hang_up


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done inside is refused with this code, in two whole sentences."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.because.endswith(".")
    assert caught.value.remedy.endswith(".")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for somebody else to finish writing."""
    for module in (store.databases, store.sqlite, store.postgres):
        monkeypatch.setattr(module, "PATIENCE", 0.05)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that ordinary users can look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may write anywhere; whoever else runs the tests may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(next(user.pw_uid for user in pwd.getpwall() if user.pw_uid != 0))
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_missing_database_is_named_with_what_creates_one(tmp_path: Path) -> None:
    for address in (str(tmp_path / "none.db"), f"sqlite:///{tmp_path}/none/none.db"):
        with pytest.raises(Refused, match=r"no database at .*none.db\. Create one with `duecourse init`") as caught:
            open_store(address)
        assert caught.value.code == "no-database"
    assert list(tmp_path.iterdir()) == []


def test_a_server_s_database_without_tables_is_no_database_yet(new_database: Callable[[], str]) -> None:
    with refused("no-database"):
        open_store(new_database())


def test_what_is_not_a_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("A letter to the partnership. " * 100)
    (tmp_path / "empty.db").touch()
    (tmp_path / "folder.db").mkdir()
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE recipe (title)")
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for name in ("text.db", "empty.db", "folder.db", "other.db"):
        with refused("not-a-database"):
            open_store(str(tmp_path / name))
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("address", ["sqlite:///", "mysql://host/cases", "https://example.org", ""])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with refused("not-an-address"):
        open_store(address)


def test_a_database_is_never_created_over_another(address: tuple[str, str], tmp_path: Path) -> None:
    with refused("database-exists"):
        create(address[0], "halton", "live", str(tmp_path / "new.key"))
    assert not (tmp_path / "new.key").exists()
    with closing(open_store(*address)) as opened:
        assert (opened.partnership, opened.kind) == ("halton", "training")


def test_a_master_key_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("the key of another database")
    with refused("key-exists"):
        create(str(tmp_path / "new.db"), "halton", "live", str(tmp_path / "key"))
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_new_database_needs_a_file_for_its_key(tmp_path: Path) -> None:
    with refused("no-key"):
        create(str(tmp_path / "new.db"), "halton", "live", "")
    assert list(tmp_path.iterdir()) == []


def test_two_cannot_create_one_database_at_once(tmp_path: Path) -> None:
    (tmp_path / "new.db.creating").touch()
    with refused("database-exists"):
        create(str(tmp_path / "new.db"), "halton", "live", str(tmp_path / "key"))
    assert [path.name for path in tmp_path.iterdir()] == ["new.db.creating"]


def test_creating_where_one_may_not_write_leaves_nothing(shared_folder: Path) -> None:
    shared_folder.chmod(0o555)
    with ordinary_user(), refused("database-read-only"):
        create(str(shared_folder / "new.db"), "halton", "live", str(shared_folder / "key"))
    with refused("no-folder"):
        create(str(shared_folder / "none" / "new.db"), "halton", "live", str(shared_folder / "none" / "key"))
    assert list(shared_folder.iterdir()) == []


def test_a_created_database_has_its_kind_and_a_key_only_its_owner_reads(tmp_path: Path) -> None:
    path, key = tmp_path / "näher? 100%.db", tmp_path / "key"
    with closing(create(f"sqlite:///{path}", "halton", "live", str(key))) as made:
        assert (made.partnership, made.kind, made.case_rows()) == ("halton", "live", [])
    assert (key.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o600, 0o600)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted([key.name, path.name])


def test_a_database_that_somebody_holds_is_refused_after_a_while(impatient: None, sqlite_file: Path) -> None:
    with closing(open_store(str(sqlite_file), f"{sqlite_file}.key")) as held:
        write(held, CASE, case_opened())
        with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as somebody:
            somebody.execute("BEGIN IMMEDIATE")
            with refused("database-locked"):
                write(held, CASE, step_taken())
            assert held.history(CASE) == (case_opened(),)
            somebody.execute("ROLLBACK")
        write(held, CASE, step_taken())


def test_a_row_that_somebody_holds_is_refused_after_a_while(impatient: None, postgres_address: tuple[str, str]) -> None:
    with closing(open_store(*postgres_address)) as held:
        write(held, CASE, case_opened())
        with psycopg.connect(postgres_address[0]) as somebody:
            somebody.execute("LOCK TABLE case_head")
            with refused("database-locked"):
                write(held, CASE, step_taken())
        assert len(held.history(CASE)) == 1
        write(held, CASE, step_taken())


def test_a_unit_inside_a_unit_is_refused_and_not_waited_for_for_ever(impatient: None, sqlite_file: Path) -> None:
    with closing(open_store(str(sqlite_file))) as opened, opened.transaction(), refused("database-locked"):
        write(opened, CASE, case_opened())


def test_a_database_that_may_only_be_read_is_read_and_not_written(shared_folder: Path, sqlite_template: Path) -> None:
    path = Path(shutil.copy(sqlite_template, shared_folder / "only.db"))
    with closing(open_store(str(path), f"{sqlite_template}.key")) as opened:
        write(opened, CASE, case_opened())
    path.chmod(0o444)
    shared_folder.chmod(0o777)
    with ordinary_user(), closing(open_store(str(path))) as opened:
        assert opened.history(CASE) == (case_opened(),)
        with refused("database-read-only"):
            write(opened, CASE, step_taken())


def test_a_database_in_a_folder_that_may_only_be_read_is_refused(shared_folder: Path, sqlite_template: Path) -> None:
    path = Path(shutil.copy(sqlite_template, shared_folder / "only.db"))
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    with ordinary_user(), refused("database-read-only"):
        open_store(str(path))


def test_a_server_that_only_reads_is_read_and_not_written(postgres_address: tuple[str, str]) -> None:
    with psycopg.connect(postgres_address[0], autocommit=True) as owner:
        name = urlsplit(postgres_address[0]).path[1:]
        owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        try:
            with closing(open_store(*postgres_address)) as opened, refused("database-read-only"):
                write(opened, CASE, case_opened())
        finally:
            owner.execute("SET default_transaction_read_only = off")
            owner.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())


def test_a_full_disk_is_refused_and_leaves_the_command_unwritten(sqlite_file: Path) -> None:
    with closing(open_store(str(sqlite_file), f"{sqlite_file}.key")) as opened:
        assert isinstance(opened, SqlStore)
        write(opened, CASE, case_opened(), key="k-1")
        with closing(opened._database.writers.connect()) as connection:
            connection.cursor().execute("PRAGMA max_page_count = 1")
        with refused("database-full"):
            write(opened, CASE, step_taken(text=SECRET * 2000), key="k-2")
        assert (len(opened.history(CASE)), opened.check_chain(CASE)) == (1, [])
        write(opened, CASE, step_taken(text=SECRET * 2000), key="k-2")


def test_a_damaged_database_is_refused(sqlite_file: Path) -> None:
    with closing(open_store(str(sqlite_file), f"{sqlite_file}.key")) as opened:
        for number in range(60):
            write(opened, f"ESC-2026-{number:04d}", case_opened())
    whole = sqlite_file.read_bytes()
    pages = len(whole) // 4096
    sqlite_file.write_bytes(whole[:4096] + b"\xa5" * 4096 * (pages - 1))
    with refused("database-damaged"):
        open_store(str(sqlite_file), f"{sqlite_file}.key")
    sqlite_file.write_bytes(whole[: 4096 * 3])
    with refused("database-damaged"):
        open_store(str(sqlite_file), f"{sqlite_file}.key")


def test_a_server_that_is_not_there_is_refused_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        open_store(f"postgresql://me:hunter2@/cases?host={tmp_path}")
    assert caught.value.code == "database-unreachable"
    assert "hunter2" not in str(caught.value)


def test_a_server_that_was_restarted_is_asked_again(postgres_address: tuple[str, str]) -> None:
    with closing(open_store(*postgres_address)) as opened:
        write(opened, CASE, case_opened())
        assert len(opened.history(CASE)) == 1
        hang_up(postgres_address[0])
        assert len(opened.history(CASE)) == 1
        hang_up(postgres_address[0])
        write(opened, CASE, step_taken())
        assert len(opened.check_chain(CASE)) == 0


def test_a_server_that_goes_in_the_middle_leaves_nothing_behind(postgres_address: tuple[str, str]) -> None:
    with closing(open_store(*postgres_address)) as opened:
        with refused("database-unreachable"), opened.transaction() as unit:
            add(unit, CASE, case_opened(text=SECRET), key="k")
            hang_up(postgres_address[0])
            add(unit, CASE, step_taken())
        assert (opened.history(CASE), opened.case_rows()) == ((), [])


@pytest.mark.parametrize(("older", "code"), [((), "schema-too-new"), (("0000",), "schema-too-old")])
def test_another_version_s_database_is_refused(
    sqlite_file: Path, monkeypatch: pytest.MonkeyPatch, older: tuple[str, ...], code: str
) -> None:
    monkeypatch.setattr(store.tables, "OLDER", frozenset(older))
    with closing(sqlite3.connect(sqlite_file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '0000'")
        other.commit()
    with refused(code):
        open_store(str(sqlite_file), f"{sqlite_file}.key")


def test_without_the_master_key_everything_is_read_but_the_sealed_texts(address: tuple[str, str]) -> None:
    with closing(open_store(*address)) as opened:
        write(opened, CASE, case_opened(text=SECRET))
    for version, key_file in enumerate(("", "no-such.key"), start=2):
        with closing(open_store(address[0], key_file)) as keyless:
            assert keyless.opened(CASE) == keyless.history(CASE) != ()
            assert (keyless.check_chain(CASE), len(keyless.case_rows())) == ([], 1)
            write(keyless, CASE, step_taken())
            with refused("no-key"):
                write(keyless, CASE, step_taken(text=SECRET))
            with refused("no-key"):
                write(keyless, CASE, step_taken(), key="k")
            assert len(keyless.history(CASE)) == version


def test_another_database_s_key_is_refused(address: tuple[str, str], tmp_path: Path) -> None:
    create(str(tmp_path / "other.db"), "halton", "live", str(tmp_path / "other.key")).close()
    (tmp_path / "short.key").write_text("AAAA")
    (tmp_path / "text.key").write_text("not base64!")
    for name in ("other.key", "short.key", "text.key"):
        with refused("wrong-key"):
            open_store(address[0], str(tmp_path / name))


def test_a_case_whose_key_was_changed_takes_no_more_texts(sqlite_file: Path) -> None:
    with closing(open_store(str(sqlite_file), f"{sqlite_file}.key")) as opened:
        write(opened, CASE, case_opened(text=SECRET))
        for change in ("UPDATE case_key SET wrapped = x'00'", "DELETE FROM case_key"):
            with closing(sqlite3.connect(sqlite_file)) as other:
                other.execute(change)
                other.commit()
            with refused("case-key-damaged"):
                write(opened, CASE, step_taken(text=SECRET))
        write(opened, CASE, step_taken())
        assert len(opened.history(CASE)) == 2


def test_a_history_that_cannot_be_read_says_where(database: Store, address: tuple[str, str]) -> None:
    assert isinstance(database, SqlStore)
    write(database, CASE, case_opened(), step_taken(), step_taken())
    write(database, OTHER, case_opened())
    with database._database.writing() as cursor:
        cursor.execute("UPDATE fact SET body = 'x' WHERE position = 3")
    with refused("fact-unreadable"):
        database.history(CASE)
    with database._database.writing() as cursor:
        cursor.execute("DELETE FROM fact WHERE position = 2")
    for read in (database.history, database.opened):
        with refused("facts-missing"):
            read(CASE)
    with refused("facts-missing"), database.transaction() as unit:
        unit.history(CASE)
    assert len(database.history(OTHER)) == 1


@pytest.mark.parametrize("text", ["\ud800", "a\ud800b"])
def test_characters_that_no_database_keeps_are_refused(database: Store, text: str) -> None:
    for ask in (database.history, database.case_row, database.due_at, database.check_chain, database.opened):
        with refused("text-not-storable"):
            ask(text)
    with refused("text-not-storable"), database.transaction() as unit:
        unit.answer(text)
    with refused("text-not-storable"):
        write(database, CASE, case_opened(text=text))


def test_a_zero_character_is_refused_by_the_server(postgres_address: tuple[str, str]) -> None:
    with closing(open_store(*postgres_address)) as opened, refused("text-not-storable"):
        opened.history("ESC\x002026")


def test_striking_out_needs_no_key_and_is_complete_even_while_somebody_reads(
    impatient: None, sqlite_file: Path
) -> None:
    with closing(open_store(str(sqlite_file), f"{sqlite_file}.key")) as opened:
        write(opened, CASE, case_opened(text=SECRET))
    with closing(open_store(str(sqlite_file))) as keyless, closing(sqlite3.connect(sqlite_file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM fact").fetchall()
        with keyless.transaction() as unit:
            unit.destroy_key(CASE, 1, "text")
            add(unit, CASE, struck_out(1, "text"))
        assert keyless.check_chain(CASE) == []
