"""Commands on cases: open one, take a move, give a reason, correct, strike out, look, list, replay, acknowledge."""

from collections.abc import Callable, Iterator
from datetime import datetime

import click

from cli import options, showing
from cli.answering import answer
from cli.doors import Door
from cli.looks import looked
from engine.asking import history_now, history_then, list_now, shown
from engine.documents import alert_row_document, case_row_document, known_by, replay_document
from engine.handle import handle
from states.days import day_of, parse_instant
from states.facts import AnyFact
from states.folding import fold
from store.contract import Store
from store.rows import CaseRow
from workflow.commands import (
    AcknowledgeAlert,
    Actor,
    AnyCommand,
    Correct,
    Extend,
    GiveReason,
    LinkCase,
    OpenCase,
    Resume,
    StrikeOut,
    Suspend,
    TakeStep,
)

STATUSES = ("running", "near", "breached", "met", "late", "suspended", "cancelled")
ALERT_STATES = ("open", "acknowledged", "cleared")


@click.command()
@click.argument("case")
@click.argument("older")
@click.option("--relation", required=True, help="How the two are related, in the partnership's words.")
@options.acting
@options.database
def link(case: str, older: str, relation: str, who: Actor, key: str, door: Door, as_json: bool) -> None:
    """Say that a CASE has to do with an OLDER one; only the newer case's history keeps it."""
    command = LinkCase(at=door.now, seen_at=door.now, by=who, older=older, relation=relation)
    _done(door, command, case, key, as_json)


@click.command("open")
@click.argument("pathway")
@options.acting
@options.fields
@click.option("--link", "older", default="", metavar="CASE", help="An older case that this one has to do with.")
@click.option("--relation", default="", help="How the two are related; goes with --link.")
@options.happening
@options.database
def open_case(
    pathway: str,
    who: Actor,
    key: str,
    fields: tuple[str, ...],
    older: str,
    relation: str,
    happened: str | None,
    door: Door,
    as_json: bool,
) -> None:
    """Open a case of a PATHWAY, such as escalation.

    `duecourse packs show escalation` lists what has to be recorded.

    \b
    duecourse open escalation --by "A Example" --role practitioner --agency school-a \\
      --field child=C-17 --field concern_arose_at=2026-12-11T09:00Z --field receiving_agency=social-care \\
      --field subject=plan-drift --field level_of_need=3 --field immediate_risk=no \\
      --field dispute="What we disagree about, and what we ask for"
    """
    at = options.happened(happened, door)
    if bool(older) != bool(relation):
        raise click.UsageError("--link names a case and --relation says how it is related: they go together.")
    command = OpenCase(
        at=at,
        seen_at=door.now,
        by=who,
        pathway=pathway,
        answers=options.answers(fields),
        older=older,
        relation=relation,
    )
    _done(door, command, "", key, as_json)


@click.command()
@click.argument("case")
@click.argument("move")
@options.acting
@options.fields
@options.happening
@options.database
def take(
    case: str, move: str, who: Actor, key: str, fields: tuple[str, ...], happened: str | None, door: Door, as_json: bool
) -> None:
    """Take a MOVE on a CASE, such as hand-over, accept or escalate-to-step-3."""
    at = options.happened(happened, door)
    command = TakeStep(at=at, seen_at=door.now, by=who, move=move, answers=options.answers(fields))
    _done(door, command, case, key, as_json)


@click.command()
@click.argument("case")
@click.argument("clock")
@click.option("--code", required=True, help="One of the partnership's reasons for lateness.")
@click.option("--text", required=True, help="The reason in a sentence.")
@click.option("--authoriser", required=True, help="Who authorises the delay.")
@options.acting
@options.database
def reason(
    case: str, clock: str, code: str, text: str, authoriser: str, who: Actor, key: str, door: Door, as_json: bool
) -> None:
    """Say why a CLOCK of a CASE is late."""
    command = GiveReason(
        at=door.now, seen_at=door.now, by=who, clock=clock, code=code, text=text, authoriser=authoriser
    )
    _done(door, command, case, key, as_json)


granted = [
    click.option("--authoriser", required=True, help="Who authorises it."),
    click.option("--text", required=True, help="Why, in a sentence."),
    click.option("--reason", required=True, help="One of the procedure's reasons for it."),
]


def _granted(command: Callable[..., None]) -> Callable[..., None]:
    for option in granted:
        command = option(command)
    return command


@click.command()
@click.argument("case")
@click.argument("clock")
@_granted
@options.acting
@options.database
def suspend(
    case: str, clock: str, reason: str, text: str, authoriser: str, who: Actor, key: str, door: Door, as_json: bool
) -> None:
    """Let a CLOCK of a CASE stand still, where its procedure allows it; it resumes by itself at its cap."""
    command = Suspend(
        at=door.now, seen_at=door.now, by=who, clock=clock, reason=reason, text=text, authoriser=authoriser
    )
    _done(door, command, case, key, as_json)


@click.command()
@click.argument("case")
@click.argument("clock")
@options.acting
@options.database
def resume(case: str, clock: str, who: Actor, key: str, door: Door, as_json: bool) -> None:
    """Let a suspended CLOCK of a CASE run again; its deadline moves by the days it stood still."""
    _done(door, Resume(at=door.now, seen_at=door.now, by=who, clock=clock), case, key, as_json)


@click.command()
@click.argument("case")
@click.argument("clock")
@click.option("--days", required=True, type=int, help="How many more of the clock's own days.")
@_granted
@options.acting
@options.database
def extend(
    case: str,
    clock: str,
    days: int,
    reason: str,
    text: str,
    authoriser: str,
    who: Actor,
    key: str,
    door: Door,
    as_json: bool,
) -> None:
    """Grant a CLOCK of a CASE more days, where its procedure allows it."""
    command = Extend(
        at=door.now,
        seen_at=door.now,
        by=who,
        clock=clock,
        amount=days,
        reason=reason,
        text=text,
        authoriser=authoriser,
    )
    _done(door, command, case, key, as_json)


@click.command()
@click.argument("case")
@click.argument("position", type=int)
@click.argument("field")
@click.argument("value")
@click.option("--because", required=True, help="Why it was wrong.")
@options.acting
@options.database
def correct(
    case: str, position: int, field: str, value: str, because: str, who: Actor, key: str, door: Door, as_json: bool
) -> None:
    """Correct a FIELD (or `at`) of the fact at POSITION; the earlier words stay in the history."""
    command = Correct(
        at=door.now, seen_at=door.now, by=who, position=position, field=field, value=value, because=because
    )
    _done(door, command, case, key, as_json)


@click.command("strike-out")
@click.argument("case")
@click.argument("position", type=int)
@click.argument("field")
@click.option("--because", required=True, help="Why it must no longer be readable.")
@click.option("--authoriser", required=True, help="Who authorises it.")
@options.acting
@options.database
def strike_out(
    case: str, position: int, field: str, because: str, authoriser: str, who: Actor, key: str, door: Door, as_json: bool
) -> None:
    """Make one sealed text of a CASE unreadable for ever; the history still verifies."""
    command = StrikeOut(
        at=door.now, seen_at=door.now, by=who, position=position, field=field, because=because, authoriser=authoriser
    )
    _done(door, command, case, key, as_json)


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
    _show(door, case, history, now, as_json)


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
    _alerts(door, state or "", "", as_json)


@click.command()
@click.argument("case")
@click.argument("alert")
@click.option("--note", default="", help="What will be done about it.")
@options.acting
@options.database
def acknowledge(case: str, alert: str, note: str, who: Actor, key: str, door: Door, as_json: bool) -> None:
    """Take on an ALERT of a CASE. Its clock goes on; nobody else is told for now."""
    command = AcknowledgeAlert(at=door.now, seen_at=door.now, by=who, alert=alert, note=note)
    handle(door.store, door.library, command, case, key)
    _alerts(door, "", case, as_json)


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


def _done(door: Door, command: AnyCommand, case: str, key: str, as_json: bool) -> None:
    handled = handle(door.store, door.library, command, case, key)
    _show(door, handled.reference, door.store.opened(handled.reference), door.now, as_json)


def _show(door: Door, case: str, history: tuple[AnyFact, ...], now: datetime, as_json: bool) -> None:
    procedure = door.library.pinned(fold(history), door.store.pack)
    document = shown(door.store, door.library, case, history, now)
    answer(document, lambda console: showing.case(console, case, history, procedure, door, now), as_json)


def _alerts(door: Door, state: str, case: str, as_json: bool) -> None:
    rows = door.store.alert_rows(state=state, case=case)
    document = {"alerts": [alert_row_document(row) for row in rows]}
    answer(document, lambda console: showing.alerts(console, rows, door), as_json)


COMMANDS = (
    open_case,
    take,
    reason,
    suspend,
    resume,
    extend,
    link,
    correct,
    strike_out,
    show,
    list_cases,
    alerts,
    acknowledge,
    replay,
)
