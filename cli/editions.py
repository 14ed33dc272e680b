"""Commands on editions and calendars: rehearse one, move open cases to it, try and apply a changed calendar."""

from pathlib import Path
from typing import Any

import click
from rich.console import Console

from cli import options
from cli.answering import answer, table
from cli.doors import Door, url_of
from engine import repinning, words
from engine.handle import unknown_case
from engine.library import count_by
from engine.packs.editions import folder_named
from engine.packs.pack import Pack
from engine.packs.reading import calendar_document, pack_in
from engine.rehearse import differences_document
from engine.rehearse import rehearse as rehearsed
from states.days import day_of
from workflow.commands import Actor

because = click.option("--because", required=True, help="Why the cases move.")
one_case = click.option("--case", "case", default="", help="Only this case.")
edition = click.option("--edition", required=True, help="An edition of the partnership, or the folder of a pack.")


@click.command()
@edition
@one_case
@options.database
def rehearse(edition: str, case: str, door: Door, as_json: bool) -> None:
    """Every date and alert that would be otherwise under another edition; nothing is changed."""
    _known(door, case)
    pack = _pack(door, edition)
    cases = 1 if case else sum(1 for _ in door.store.cases())
    address = url_of(click.get_current_context().params["db"])
    found = rehearsed(door.store, door.library, pack, door.now, case, address)
    _answer(differences_document(cases, found), as_json)


@click.command()
@edition
@one_case
@because
@options.somebody
@options.database
def repin(edition: str, case: str, because: str, who: Actor, door: Door, as_json: bool) -> None:
    """Move open cases to another edition, as facts; `rehearse` and --json of this command show what changes."""
    _known(door, case)
    target = repinning.to_edition(_pack(door, edition))
    cases = [case] if case else list(door.store.cases())
    moved = repinning.move(door.store, door.library, target, who, door.now, because, cases)
    _answer(repinning.moved_document(moved), as_json)


@click.group()
def calendar() -> None:
    """A changed bank holiday or closure day: what it would change, and then changing it."""


@calendar.command("preview")
@click.argument("file", type=click.Path())
@options.nobody
@options.database
def preview_calendar(file: str, door: Door, as_json: bool) -> None:
    """What the calendar in FILE would change in open cases; nothing is changed."""
    target = repinning.to_calendar(calendar_document(Path(file)), door.store.pack)
    moved = list(repinning.preview(door.store, door.library, target, door.now))
    _answer(repinning.moved_document(moved), as_json)


@calendar.command("apply")
@click.argument("file", type=click.Path())
@because
@options.somebody
@options.database
def apply_calendar(file: str, because: str, who: Actor, door: Door, as_json: bool) -> None:
    """Move open cases to the calendar in FILE, as facts, and open new ones by it; closed clocks stay as they are."""
    document = calendar_document(Path(file))
    target = repinning.to_calendar(document, door.store.pack)
    moved = repinning.move(door.store, door.library, target, who, door.now, because, list(door.store.cases()))
    count_by(document, door.store, door.library, day_of(door.now))
    _answer(repinning.moved_document(moved), as_json)


def _known(door: Door, case: str) -> None:
    if case and not door.store.history(case):
        raise unknown_case(case)


def _pack(door: Door, edition: str) -> Pack:
    folder = folder_named(edition)
    return door.library.edition(door.store, edition) if folder is None else pack_in(folder)


def _answer(document: dict[str, Any], as_json: bool) -> None:
    found, cases = document["differences"], document["cases"]

    def readable(console: Console) -> None:
        if not found:
            console.print(f"{words.number_of(cases, 'case')} looked at: nothing would be otherwise.")
            return
        rows = [
            (each["case"], each["what"], each["name"], each["was"] or "none", each["becomes"] or "none")
            for each in found
        ]
        console.print(table(("Case", "What", "Which", "Was", "Becomes"), rows))

    answer(document, readable, as_json)


COMMANDS = (rehearse, repin, calendar)
