"""Commands that write to a case: open, take, link, reason, suspend, extend, correct, strike out, acknowledge."""

from collections.abc import Callable

import click

from cli import options
from cli.doors import Door
from cli.reading import show_alerts, show_case
from engine.handle import handle
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
@click.argument("alert")
@click.option("--note", default="", help="What will be done about it.")
@options.acting
@options.database
def acknowledge(case: str, alert: str, note: str, who: Actor, key: str, door: Door, as_json: bool) -> None:
    """Take on an ALERT of a CASE. Its clock goes on; nobody else is told for now."""
    command = AcknowledgeAlert(at=door.now, seen_at=door.now, by=who, alert=alert, note=note)
    handle(door.store, door.library, command, case, key)
    show_alerts(door, "", case, as_json)


def _done(door: Door, command: AnyCommand, case: str, key: str, as_json: bool) -> None:
    handled = handle(door.store, door.library, command, case, key)
    show_case(door, handled.reference, door.store.opened(handled.reference), door.now, as_json)


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
    acknowledge,
)
