"""`duecourse packs …`: which procedures there are, one as a page, its diagram, what is wrong with a pack, a new one."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from cli import options
from cli.answering import DONE, REFUSED, answer, table
from cli.doors import Door
from engine.library import add as keep
from engine.packs.beginning import begin
from engine.packs.diff import differences, opened
from engine.packs.drawing import svg
from engine.packs.editions import edition_of
from engine.packs.folders import folder_faults
from engine.packs.pack import Pack
from engine.packs.pages import diagram, listing, page
from engine.packs.reading import pack_in, read_pack
from engine.packs.schema import schemas
from engine.packs.wording import value_in_words
from engine.stories.checks import story_faults
from states.refusals import Refused


@click.group()
def packs() -> None:
    """Procedures as data: which there are, what they say, whether they can be used."""


@packs.command("list")
@options.no_database
@options.as_json
def list_packs(as_json: bool) -> None:
    """Every partnership's packs and editions."""
    found = listing()
    rows = [
        (each["partnership"], each["edition"], each["in_force_from"], ", ".join(each["pathways"])) for each in found
    ]
    answer(
        {"packs": found},
        lambda console: console.print(table(("Partnership", "Edition", "In force from", "Pathways"), rows)),
        as_json,
    )


@packs.command()
@click.argument("pathway")
@options.pack
@options.no_database
@options.as_json
def show(pathway: str, pack: Pack, as_json: bool) -> None:
    """A PATHWAY as a page: its steps, moves and what they record, timescales, rules, with sources."""
    document = page(pack, pathway)
    answer(document, lambda console: _page(console, document), as_json)


@packs.command("diagram")
@click.argument("pathway")
@click.option("--format", "form", type=click.Choice(("mermaid", "svg")), default="mermaid", show_default=True)
@options.pack
@options.no_database
@options.as_json
def draw(pathway: str, form: str, pack: Pack, as_json: bool) -> None:
    """A PATHWAY drawn: its steps and moves, as Mermaid text or as an SVG picture."""
    drawn = {"mermaid": diagram, "svg": svg}[form](pack, pathway)
    answer({"pathway": pathway, form: drawn}, lambda _: click.echo(drawn), as_json)


@packs.command()
@click.argument("was", metavar="A")
@click.argument("now", metavar="B")
@options.no_database
@options.as_json
def diff(was: str, now: str, as_json: bool) -> None:
    """What is otherwise in B than in A, in sentences; each is a folder, or PARTNERSHIP/EDITION."""
    found = differences(opened(was), opened(now))

    def readable(console: Console) -> None:
        for each in found:
            console.print(each.says, markup=False)
        if not found:
            console.print("There is no difference.")

    answer({"differences": [each.document() for each in found]}, readable, as_json)


@packs.command("schema")
@click.argument("kind", type=click.Choice(("pathway", "partnership")), default="pathway")
@options.no_database
@options.as_json
def show_schema(kind: str, as_json: bool) -> None:
    """The JSON Schema of a pathway's or the partnership's file, for an editor; with --json both at once."""
    document = schemas()
    answer(document, lambda _: click.echo(json.dumps(document[kind], ensure_ascii=False, indent=2)), as_json)


@packs.command()
@click.argument("pathway")
@click.option("--into", required=True, metavar="DIR", help="A new folder, best PARTNERSHIP/EDITION.")
@click.option("--extends", default="", metavar="PACK", help="PARTNERSHIP/EDITION; else the newest of halton.")
@options.no_database
@options.as_json
def new(pathway: str, into: str, extends: str, as_json: bool) -> None:
    """A small working pack with a procedure called PATHWAY, to be changed into your own."""
    newest = edition_of(options.PARTNERSHIP)
    written = begin(pathway, Path(into), extends or f"{newest.partnership}/{newest.edition}")

    def readable(console: Console) -> None:
        for path in written:
            console.print(f"Written: {path}", markup=False)
        console.print(f"Now change them, and ask `duecourse packs check {into}` as often as you like.", markup=False)

    answer({"folder": str(Path(into).absolute()), "files": [str(path) for path in written]}, readable, as_json)


@packs.command()
@click.argument("path")
@options.database
def add(path: str, door: Door, as_json: bool) -> None:
    """Add the pack in the folder PATH to a database: cases opened from the day it is in force take it."""
    pack = pack_in(Path(path))
    keep(pack, door.store)
    own = pack.partnership
    document = {
        "partnership": own.partnership,
        "edition": own.edition,
        "in_force_from": own.in_force_from,
        "pathways": list(pack.procedures),
        "sha256": pack.sha256,
    }
    said = f"Added: {own.title}, edition {own.edition}, in force from {own.in_force_from}."
    answer(document, lambda console: console.print(said), as_json)


@packs.command()
@click.argument("path")
@options.no_database
@options.as_json
def check(path: str, as_json: bool) -> int:
    """Is the pack in the folder PATH usable? Every finding with its file and line."""
    folder = Path(path)
    if not folder.is_dir():
        raise Refused(
            code="no-such-folder",
            because=f"There is no folder {folder}.",
            remedy="Name the folder of an edition, such as packs/halton/2024-12.",
        )
    pack, faults = read_pack(folder.absolute())
    if pack is not None:
        faults = [*folder_faults(folder.absolute(), pack), *story_faults(folder.absolute(), pack)]
    document = {"ok": not faults, "findings": [asdict(fault) for fault in faults]}

    def readable(console: Console) -> None:
        if not faults:
            console.print("This pack can be used: nothing is missing, and its stories come true.")
            return
        rows = [
            (f"{fault.file}:{fault.line}", fault.field, fault.because, fault.remedy, fault.code) for fault in faults
        ]
        console.print(table(("Where", "Field", "What is wrong", "What would work", ""), rows))

    answer(document, readable, as_json)
    return REFUSED if faults else DONE


def _page(console: Console, document: dict[str, Any]) -> None:
    console.print(f"{document['title']} ({document['partnership']}, edition {document['edition']})")
    steps = [(each["name"], each["title"]) for each in document["steps"]]
    console.print(table(("Step", ""), steps, "Steps"))
    moves = [
        (
            each["name"],
            ", ".join(each["from"]) or "the beginning",
            each["to"] or "stays",
            ", ".join(f"{who['role']} ({who['party']})" for who in each["who"]),
        )
        for each in document["moves"]
    ]
    console.print(table(("Move", "From", "To", "Who may"), moves, "Moves"))
    for move in document["moves"]:
        asked = [
            (
                each["name"],
                each["type"],
                _needed(each),
                ", ".join(each["choices"]),
            )
            for each in move["fields"]
        ]
        if asked:
            console.print(table(("Field", "Type", "Needed", "Choices"), asked, f"{move['name']} records"))
    scales = [
        (
            each["name"],
            ", ".join(each["starts"]),
            ", ".join(each["stops"]),
            _within(each),
            each["kind"],
            each["source"]["confidence"],
        )
        for each in document["timescales"]
    ]
    console.print(table(("Timescale", "Starts", "Stops", "Within", "Kind", "Confidence"), scales, "Timescales"))
    rules = [(each["name"], _tell(each["tell"]), each["severity"]) for each in document["rules"]]
    console.print(table(("Rule", "Tells", "Severity"), rules, "Rules"))


def _within(timescale: dict[str, Any]) -> str:
    """1 school term, not counting the first term; then again: 1 school term, not counting the first term."""
    first = {**timescale["within"], "count_from": timescale["count_from"]}
    rounds = [first, timescale["repeat"]] if timescale["repeat"] else [first]
    return "; then again: ".join(value_in_words("within", each, {}) for each in rounds)


def _needed(question: dict[str, Any]) -> str:
    if question["required"]:
        return "always"
    return value_in_words("when", question["when"], {}) if question["when"] else "if known"


def _tell(tell: dict[str, Any]) -> str:
    return f"{tell['role']} ({tell['party']})" if tell.get("party") else str(tell["role"])


COMMANDS = (packs,)
