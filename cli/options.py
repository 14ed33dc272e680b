"""What many commands are given, said once: a database, somebody who acts, answers to questions."""

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from functools import wraps
from typing import Any

import click

from cli.doors import Door, actor, opened
from engine.packs.editions import edition_of, folder_named
from engine.packs.reading import load, pack_in
from states.days import parse_instant
from states.refusals import Refused

Command = Callable[..., Any]

PARTNERSHIP = "halton"
"""Whose procedures are meant where nobody says."""

as_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
db = click.option("--db", default="", metavar="URL", help="The database: a file or a URL (else DUECOURSE_DB).")
at = click.option("--at", default=None, metavar="INSTANT", help="What time it is; on a training database only.")
fields = click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="An answer; give one for each.")


def any_time(command: Command) -> Command:
    """The command takes --at, as every command does, and answers the same whatever time it is."""

    def instant(_context: click.Context, _option: click.Parameter, given: str | None) -> None:
        if given is not None:
            parse_instant(given)

    return click.option("--at", expose_value=False, hidden=True, callback=instant, help="Changes nothing here.")(
        command
    )


def no_database(command: Command) -> Command:
    """The command takes --db and --at, as every command does, and needs neither."""
    return click.option("--db", expose_value=False, hidden=True, help="Not needed here.")(any_time(command))


def database(command: Command) -> Command:
    """The command works on a database: it gets a `door`, and `as_json`."""

    @wraps(command)
    def on_database(*, db: str, at: str | None, **given: Any) -> Any:
        door = opened(db, at)
        with closing(door.store):
            return command(door=door, **given)

    return db(at(as_json(on_database)))


def somebody(command: Command) -> Command:
    """Somebody acts: the command gets `who`."""

    @wraps(command)
    def by_somebody(*, by: str, role: str, agency: str, **given: Any) -> Any:
        return command(who=actor(by, role, agency), **given)

    decorated: Command = by_somebody
    for option in (
        click.option("--agency", required=True, help="For which agency."),
        click.option("--role", required=True, help="In which role."),
        click.option("--by", required=True, metavar="PERSON", help="Who does it."),
    ):
        decorated = option(decorated)
    return decorated


def nobody(command: Command) -> Command:
    """A question takes --by, --role and --agency, as the command that it goes before, and needs none of them."""
    for name in ("--agency", "--role", "--by"):
        command = click.option(name, expose_value=False, hidden=True, help="Not needed here.")(command)
    return command


def acting(command: Command) -> Command:
    """Somebody acts on one case, by one command: it gets `who`, and the `key` that names it."""
    return click.option("--key", default="", help="Name this command, so that repeating it changes nothing.")(
        somebody(command)
    )


happening = click.option(
    "--happened", default=None, metavar="INSTANT", help="When it happened, if earlier than now (ISO 8601 with offset)."
)


def happened(given: str | None, door: Door) -> datetime:
    """When it happened: as said, else now."""
    return door.now if given is None else parse_instant(given)


def pack(command: Command) -> Command:
    """The command reads a pack, of the product or in a folder of somebody's own: it gets `pack`."""

    @wraps(command)
    def with_pack(*, partnership: str, edition: str, **given: Any) -> Any:
        folder = folder_named(edition)
        if folder is not None and partnership:
            raise click.UsageError("A pack in a folder says itself whose it is: leave --partnership out.")
        chosen = load(edition_of(partnership or PARTNERSHIP, edition)) if folder is None else pack_in(folder)
        return command(pack=chosen, **given)

    whose = click.option("--partnership", default="", show_default=PARTNERSHIP, help="Whose procedures.")
    return whose(
        click.option("--edition", default="", help="Its edition, or the folder of a pack; else the newest.")(with_pack)
    )


def answers(given: Iterable[str]) -> dict[str, str]:
    """`name=value` options as answers. Raises: Refused("field-not-usable") for one without a name or said twice."""
    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        name = name.strip()
        if not equals or not name:
            raise Refused(
                code="field-not-usable",
                because=f"“{each[:60]}” names no field.",
                remedy="Write --field name=value.",
            )
        if name in found:
            raise Refused(
                code="field-not-usable",
                because=f"“{name}” is answered twice.",
                remedy="Give each field once; several choices are separated by commas.",
            )
        found[name] = value
    return found
