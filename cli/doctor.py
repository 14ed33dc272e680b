"""What `duecourse doctor` looks at: each check says what it found, and what would help."""

import platform
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

from cli.doors import Door, key_file_of, opened, url_of
from engine.packs.editions import editions, root
from engine.packs.reading import load
from rules.engines import ENGINE, engine_name
from states.days import day_of, instant_text
from states.refusals import Refused

ROOMS = (
    *("states", "workflow", "rules", "store", "engine", "scheduler", "reports", "access", "web"),
    *("packs", "fixtures", "cli"),
)
HALF_A_YEAR = 180


@dataclass(frozen=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    says: str
    remedy: str = ""


def examined(db: str) -> list[Check]:
    """Every check, in an order that puts causes before effects."""
    return [check for look in (_python, _names, _rules, _packs, _database(db)) for check in look()]


def _python() -> Iterator[Check]:
    yield Check("python", True, f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")


def _names() -> Iterator[Check]:
    owners = packages_distributions()
    shared = [room for room in ROOMS if len(set(owners.get(room, []))) > 1]
    remedy = "Install Duecourse into a virtual environment of its own." if shared else ""
    says = f"Others own these names too: {', '.join(shared)}" if shared else "Every package name has one owner"
    yield Check("names", not shared, says, remedy)


def _rules() -> Iterator[Check]:
    if ENGINE == "reference":
        says = "The reference engine answers: durable-rules does not load on this Python"
        yield Check(
            "rules engine", True, says, "Python 3.11 or 3.12 would bring durable-rules; the answers are the same."
        )
    else:
        yield Check("rules engine", True, engine_name())


def _packs() -> Iterator[Check]:
    for edition in editions(root()):
        name = f"pack {edition.partnership}/{edition.edition}"
        try:
            pack = load(edition)
            yield Check(name, True, f"{', '.join(pack.procedures)}; sha256 {pack.sha256[:12]}")
        except Refused as refused:
            yield Check(name, False, refused.because, refused.remedy)


def _database(db: str) -> Callable[[], Iterator[Check]]:
    def look() -> Iterator[Check]:
        url = url_of(db)
        try:
            door = opened(db, None)
        except Refused as refused:
            yield Check("database", False, f"{refused.because} ({refused.code})", refused.remedy)
            return
        with closing(door.store):
            yield from _of_store(door, url)

    return look


def _of_store(door: Door, url: str) -> Iterator[Check]:
    yield Check("database", True, f"{door.store.kind}, {door.store.partnership}, {url.split('@')[-1]}")
    yield _key(Path(key_file_of(url)))
    latest = door.store.latest_instant()
    yield Check("last heard of", True, instant_text(latest) if latest else "nothing recorded yet")
    calendar = door.library.opening(door.store.partnership, day_of(door.now), door.store).calendar
    ahead = (calendar.horizon - day_of(door.now)).days
    remedy = "" if ahead > HALF_A_YEAR else "Upgrade Duecourse: deadlines past that day are provisional."
    yield Check("calendar", ahead > HALF_A_YEAR, f"bank holidays are official until {calendar.horizon}", remedy)


def _key(path: Path) -> Check:
    if not path.is_file():
        return Check(
            "key", False, f"There is no key file {path}", "Name it in DUECOURSE_KEY; without it no text opens."
        )
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        return Check("key", False, f"{path} can be read by others (mode {mode:o})", f"chmod 600 {path}")
    return Check("key", True, f"{path}, mode {mode:o}")
