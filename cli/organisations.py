"""Commands on who is where: posts that nobody holds, invented people, and `duecourse agencies`."""

import click
from rich.console import Console

from access.documents import vacancy_document
from access.vacancies import vacancies as vacancies_in
from cli import options
from cli.answering import answer, table
from cli.doors import Door
from cli.people import pack_now, people
from cli.personas import add_personas
from engine import words
from engine.packs.pages import agencies_of
from states.refusals import Refused


@people.command()
@options.database
def vacancies(door: Door, as_json: bool) -> None:
    """Posts that open cases or alerts wait for, and that nobody holds."""
    found = [vacancy_document(each) for each in vacancies_in(door.store, door.now)]

    def readable(console: Console) -> None:
        rows = [(f"{each['role']} of {each['agency']}", str(len(each["cases"])), str(each["alerts"])) for each in found]
        console.print(table(("Nobody is", "Open cases", "Open alerts"), rows) if rows else "Every post is held.")

    answer({"vacancies": found}, readable, as_json)


@people.command()
@options.database
def personas(door: Door, as_json: bool) -> None:
    """The invented people of a training database, as whom one may look around."""
    if not door.training:
        raise Refused(
            code="training-only",
            because="This is a live database, and the personas are invented.",
            remedy="Add real people with `duecourse people add`; personas go with `init --training`.",
        )
    added = add_personas(door.store, pack_now(door), door.now)
    answer({"added": added}, lambda console: console.print(f"{words.number_of(added, 'persona')} added."), as_json)


@click.group()
def agencies() -> None:
    """The organisations that can act."""


@agencies.command("list")
@options.database
def list_agencies(door: Door, as_json: bool) -> None:
    """Every agency of the partnership, with its sector."""
    found = agencies_of(pack_now(door).partnership)
    rows = [(each["name"], each["title"], each["sector"]) for each in found]
    answer({"agencies": found}, lambda console: console.print(table(("Agency", "Title", "Sector"), rows)), as_json)


COMMANDS = (agencies,)
