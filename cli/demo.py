"""The demonstration: a training database with invented years in it, and a first look at what became of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from cli import showing
from cli.answering import DONE, REFUSED, answer
from cli.demo_totals import totals
from cli.demo_year import Say, run, stories
from cli.doors import Door, key_file_of, made, opened, url_of
from cli.personas import add_personas
from engine import words
from engine.documents import alert_row_document, case_row_document, proof_of
from engine.library import Library
from engine.time import now_in
from engine.verify import verify
from states.case import Case
from states.days import day_of, instant_text
from states.derivations import Derivation, derivation_document
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from store.rows import CaseRow, Finding

DEFAULT_FILE = "duecourse-demo.db"
PARTNERSHIP = "halton"
SHOWN, ITS_CLOCK = "2026-04-29-recorded-late", "whole"
"""The story whose case is replayed, and the clock of it whose date is explained."""


def run_demo(db: str = "", as_json: bool = False) -> int:
    """`duecourse demo`: make a training database, play the invented years into it, and show what there is to see.

    db: a file or URL that does not exist yet; without one `duecourse-demo.db` in this folder, which is only shown
    where it is there already. Returns the exit status. Raises: Refused, as `init` does.
    """
    given = db or DEFAULT_FILE
    again = not db and Path(given).exists()
    if not again:
        _make(given, as_json)
    door = opened(given, None)
    if not door.training:
        raise Refused(
            code="not-training",
            because=f"{given} is a live database; the demonstration shows invented cases only.",
            remedy="Name a file that does not exist yet: duecourse demo --db another.db",
        )
    document = _document(door, given, again)
    answer(document, lambda console: _readable(console, door, document), as_json)
    return DONE if document["verified"]["ok"] else REFUSED


def _make(given: str, quiet: bool) -> None:
    """The database with the years in it, or, where that is interrupted, nothing."""
    store = made(given, PARTNERSHIP, "training")
    try:
        with _progress(quiet) as say:
            run(store, Library(), say)
        add_personas(store, Library().opening(PARTNERSHIP, day_of(now_in(store)), store), now_in(store))
    except BaseException:
        store.close()
        _forget(url_of(given))
        raise
    store.close()


def _forget(url: str) -> None:
    if url.startswith("sqlite:///"):
        file = url.removeprefix("sqlite:///")
        for name in (file, f"{file}-wal", f"{file}-shm", key_file_of(url)):
            Path(name).unlink(missing_ok=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Say]:
    """How far it is, on standard error; nothing moves where that is no terminal."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        if not quiet:
            click.echo("Playing invented years into a training database …", err=True)
        yield _silently
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Playing invented years")

        def say(done: int, of: int, now: datetime) -> None:
            progress.update(task, completed=done, total=of, description=f"Training data: {words.day(day_of(now))}")

        yield say


def _silently(done: int, of: int, now: datetime) -> None:
    """Nobody is watching."""


def _document(door: Door, given: str, again: bool) -> dict[str, Any]:
    store = door.store
    rows = store.case_rows()
    cases = {reference: fold(facts) for reference, facts in store.histories()}
    findings = list(verify(store, door.library))
    shown = _shown(store)
    return {
        "training": True,
        "notice": words.TRAINING,
        "db": url_of(given),
        "made": not again,
        "now": instant_text(door.now),
        "cases": len(rows),
        "facts": sum(row.version for row in rows),
        "totals": [total.document() for total in totals(cases.values())],
        "work_list": [case_row_document(row) for row in _open(rows, cases, door)],
        "alerts": [alert_row_document(row) for row in store.alert_rows("open")],
        "replayed": shown,
        "why": {"clock": ITS_CLOCK, "derivation": derivation_document(_why(door, shown))} if shown else {},
        "verified": {"ok": not findings, "findings": [_finding(each) for each in findings]},
        "next": _next(given, shown),
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {"case": found.case, "n": found.n, "code": found.code, "because": found.because}


def _open(rows: list[CaseRow], cases: Mapping[str, Case], door: Door) -> list[CaseRow]:
    """The cases in which something is still to be done before they are resolved."""
    return [row for row in rows if not _finished(row, cases[row.case], door)]


def _finished(row: CaseRow, case: Case, door: Door) -> bool:
    return door.library.pinned(case, door.store.pack).policy.pathway.steps[row.step].finished


def _shown(store: Store) -> str:
    """The case that is replayed; empty where somebody has made a database of this name without it."""
    child = next(story.events[0].record["child"] for story in stories() if story.name == SHOWN)
    return next((case for case in store.cases() if store.opened(case)[0].sealed.get("record.child") == child), "")


def _why(door: Door, reference: str) -> Derivation:
    case = fold(door.store.history(reference))
    clock = case.clocks[ITS_CLOCK]
    return proof_of(clock, door.library.pinned(case, door.store.pack).policy)


def _next(given: str, reference: str) -> list[str]:
    option = f" --db {given}"
    return [
        f"duecourse list{option}",
        *(f"duecourse {command} {reference}{option}" for command in ("show", "replay") if reference),
        f"duecourse alerts --state open{option}",
        f"duecourse sweep --at 2026-07-17T08:00:00Z{option}",
        f"duecourse verify{option}",
        "duecourse due step-3 --from 2026-12-11 --derivation",
    ]


def _readable(console: Console, door: Door, document: dict[str, Any]) -> None:
    store = door.store
    rows = store.case_rows()
    title = "made" if document["made"] else "here already"
    console.print(f"A training database, {title}: {document['db']}")
    held = f"{words.number_of(len(rows), 'case')} and {words.number_of(document['facts'], 'fact')}"
    console.print(f"It is {words.moment(door.now)} in it, with {held}.")
    _part(console, "Published totals, computed from these cases")
    for total in document["totals"]:
        console.print(total["says"])
    _part(console, "Work list: the open cases, the earliest deadline first")
    still_open = {row["case"] for row in document["work_list"]}
    showing.work_list(console, [row for row in rows if row.case in still_open], door)
    _part(console, "Alerts that nobody has taken on yet")
    showing.alerts(console, store.alert_rows("open"), door)
    if reference := document["replayed"]:
        _part(console, "One case replayed: talked over on Day 1, recorded on Day 2")
        history = store.history(reference)
        names = showing.titles(door, fold(history))
        showing.replay(console, reference, history, names, door)
        _part(console, f"Why this date: {names[ITS_CLOCK].lower()} of {reference}")
        for line in words.derivation(_why(door, reference)):
            console.print(line)
    _part(console, "Verified")
    for each in document["verified"]["findings"]:
        console.print(f"{each['case']}, fact {each['n']}: {each['because']} ({each['code']})")
    if document["verified"]["ok"]:
        console.print("Nothing was altered, and every deadline, breach and alert follows from what people recorded.")
    _part(console, "What to try next")
    for line in document["next"]:
        console.print(line, soft_wrap=True)
    console.print("")
    console.print(words.TRAINING)


def _part(console: Console, title: str) -> None:
    console.print("")
    console.print(title, style="bold")
