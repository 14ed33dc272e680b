"""Commands that only look: a case, the work list, the alerts, a case's history."""

from collections.abc import Iterator
from datetime import datetime

import click

from cli import options, showing
from cli.answering import answer
from cli.doors import Door
from cli.looks import looked
from engine.asking import history_now, history_then, list_now, shown
from engine.documents import alert_row_document, case_row_document, known_by, replay_document
from states.days import day_of, parse_instant
from states.facts import AnyFact
from states.folding import fold
from store.contract import Store
from store.rows import CaseRow

STATUSES = ("running", "near", "breached", "met", "late", "suspended", "cancelled")
ALERT_STATES = ("open", "acknowledged", "cleared")


@click.command()
@click.argument("case")
@click.option("--as-known", default=None, metavar="INSTANT", help="What was known then.")
@options.database
def show(case: str, as_known: str | None, door: Door, as_json: bool) -> None:
    """Where a CASE stands: who holds it, what is due and why, its alerts."""
    history = history_now(door.store, case, door.now)
    now = door.now
    if as_known is not None:
        now = parse_instant(as_known)
        history = history_then(case, history, now)
    looked(door, case, "show")
    show_case(door, case, history, now, as_json)


@click.command("list")
@click.option("--pathway", default="", help="Only this pathway.")
@click.option("--status", type=click.Choice(STATUSES), default=None, help="Only cases whose worst clock is this.")
@options.database
def list_cases(pathway: str, status: str | None, door: Door, as_json: bool) -> None:
    """Every case, the earliest deadline first."""
    list_now(door.store, door.now)
    if pathway:
        door.library.opening(door.store.partnership, day_of(door.now), door.store).procedure(pathway)
    rows = list(all_rows(door.store, pathway, status or ""))
    document = {"cases": [case_row_document(row) for row in rows]}
    answer(document, lambda console: showing.work_list(console, rows, door), as_json)


@click.command()
@click.option("--state", type=click.Choice(ALERT_STATES), default=None, help="Only alerts in this state.")
@options.database
def alerts(state: str | None, door: Door, as_json: bool) -> None:
    """Every alert, the oldest first."""
    list_now(door.store, door.now)
    show_alerts(door, state or "", "", as_json)


@click.command()
@click.argument("case")
@click.option("--until", default=None, metavar="INSTANT", help="Only what was recorded until then.")
@options.database
def replay(case: str, until: str | None, door: Door, as_json: bool) -> None:
    """Every fact of a CASE in order, and where the case stood after each."""
    history = history_now(door.store, case, door.now)
    titles = showing.titles(door, fold(history))
    if until is not None:
        history = known_by(history, parse_instant(until))
    looked(door, case, "replay")
    document = replay_document(case, history)
    answer(document, lambda console: showing.replay(console, case, history, titles, door), as_json)


def all_rows(store: Store, pathway: str, status: str) -> Iterator[CaseRow]:
    """The whole work list, a page at a time."""
    page = store.case_rows(pathway=pathway, status=status)
    while page:
        yield from page
        page = store.case_rows(pathway=pathway, status=status, after=page[-1])


def show_case(door: Door, case: str, history: tuple[AnyFact, ...], now: datetime, as_json: bool) -> None:
    """Print a case as it stands at `now`."""
    procedure = door.library.pinned(fold(history), door.store.pack)
    document = shown(door.store, door.library, case, history, now)
    answer(document, lambda console: showing.case(console, case, history, procedure, door, now), as_json)


def show_alerts(door: Door, state: str, case: str, as_json: bool) -> None:
    """Print the alerts in a state, of one case or of all."""
    rows = door.store.alert_rows(state=state, case=case)
    document = {"alerts": [alert_row_document(row) for row in rows]}
    answer(document, lambda console: showing.alerts(console, rows, door), as_json)


COMMANDS = (show, list_cases, alerts, replay)
