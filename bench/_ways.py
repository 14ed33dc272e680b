"""What `peers` compares, each on one database file: here Duecourse and raw SQL."""

import json
import sqlite3
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from bench._databases import File
from bench._histories import commands, pass_time
from bench._open_cases import DUE, NOW, open_cases
from engine.handle import handle
from engine.library import Library
from scheduler.due import sweep
from states.days import parse_instant
from states.folding import fold
from store.doors import open_store

STEPS = 4
LATER = NOW + timedelta(days=365)
EARLIER = NOW - timedelta(days=1)


class Peer(Protocol):
    """One way, on one database file. `fill` makes the file; all else is done on copies of it."""

    @staticmethod
    def fill(folder: Path, number: int) -> Path:
        """A new file with so many open cases, the first hundred of them due unless there are none."""

    def __init__(self, path: Path) -> None: ...

    def take_steps(self, cases: int) -> None:
        """New cases, four steps each, every fifth breached."""

    def notice(self) -> None:
        """Breach and alert whatever is due."""

    def replay(self) -> int:
        """Every case from its events; how many those were. 0 where there is nothing to replay."""

    def close(self) -> None:
        """Let go of the file."""


class Duecourse:
    """Ours."""

    def __init__(self, path: Path) -> None:
        self.store: Any = open_store(str(path), str(path.parent / "key"))
        self.library = Library()

    @staticmethod
    def fill(folder: Path, number: int) -> Path:
        if number:
            return open_cases(folder, number).path
        folder.mkdir()
        return File(folder / "made.db").made().path

    def take_steps(self, cases: int) -> None:
        steps, missed = list(islice(commands(), STEPS)), pass_time(parse_instant("2026-12-24T09:00Z"))
        for number in range(cases):
            reference = ""
            for command in steps:
                reference = handle(self.store, self.library, command, reference).reference
            if number % 5 == 0:
                handle(self.store, self.library, missed, reference)

    def notice(self) -> None:
        assert sweep(self.store, self.library, NOW).handled == DUE

    def replay(self) -> int:
        return sum(fold(history).length for _, history in self.store.histories())

    def close(self) -> None:
        self.store.close()


class Raw:
    """Three small tables and nothing else."""

    tables = """
        CREATE TABLE event (id TEXT, position INTEGER, body TEXT, PRIMARY KEY (id, position)) WITHOUT ROWID;
        CREATE TABLE item (id TEXT PRIMARY KEY, position INTEGER, step INTEGER) WITHOUT ROWID;
        CREATE TABLE due (id TEXT PRIMARY KEY, due_at TEXT) WITHOUT ROWID;
        CREATE INDEX earliest ON due (due_at, id);
    """

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = FULL")

    @staticmethod
    def fill(folder: Path, number: int) -> Path:
        path = write_ahead(folder)
        connection = sqlite3.connect(path)
        connection.executescript(Raw.tables)
        for table, values in (
            ("event", ((f"{n:07}", 1, body("Opened", deadline(n))) for n in range(number))),
            ("item", ((f"{n:07}", 1, 1) for n in range(number))),
            ("due", ((f"{n:07}", deadline(n).isoformat()) for n in range(number))),
        ):
            marks = "?, ?, ?" if table != "due" else "?, ?"
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - from here
        connection.commit()
        connection.close()
        return path

    def take_steps(self, cases: int) -> None:
        for number in range(cases):
            item = f"new-{number}"
            for step in range(1, STEPS + 1):
                self._write(item, step, [body("StepTaken", LATER)], LATER.isoformat())
            if number % 5 == 0:
                self._write(item, STEPS + 2, [body("Breached", LATER), body("Alerted", LATER)], "")

    def notice(self) -> None:
        ask = "SELECT id, position FROM due JOIN item USING (id) WHERE due_at <= ? ORDER BY due_at"
        due = self.connection.execute(ask, (NOW.isoformat(),)).fetchall()
        for item, position in due:
            self._write(item, position + 2, [body("Breached", NOW), body("Alerted", NOW)], "")
        assert len(due) == DUE

    def replay(self) -> int:
        cases: dict[str, list[Any]] = {}
        for item, told in self.connection.execute("SELECT id, body FROM event ORDER BY id, position"):
            cases.setdefault(item, []).append(json.loads(told))
        return sum(map(len, cases.values()))

    def close(self) -> None:
        self.connection.close()

    def _write(self, item: str, position: int, bodies: list[str], due: str) -> None:
        """Events up to a position, the case and what is due, at once."""
        say = self.connection.execute
        say("BEGIN IMMEDIATE")
        for number, told in enumerate(bodies, start=position - len(bodies) + 1):
            say("INSERT INTO event VALUES (?, ?, ?)", (item, number, told))
        say("INSERT INTO item VALUES (?1, ?2, ?2) ON CONFLICT (id) DO UPDATE SET position = ?2", (item, position))
        if due:
            say("INSERT INTO due VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET due_at = ?2", (item, due))
        else:
            say("DELETE FROM due WHERE id = ?", (item,))
        say("COMMIT")


def write_ahead(folder: Path) -> Path:
    """A new file with a write-ahead log."""
    folder.mkdir()
    path = folder / "made.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    return path


def deadline(number: int) -> datetime:
    """Those of the first hundred have passed."""
    return EARLIER if number < DUE else LATER + timedelta(minutes=number)


def body(kind: str, deadline: datetime) -> str:
    """An event as JSON."""
    return json.dumps({"event": kind, "by": "practitioner", "at": NOW.isoformat(), "deadline": deadline.isoformat()})
