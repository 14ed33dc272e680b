"""`duecourse packs …`: which procedures there are, one of them as a page, its diagram, what is wrong with a pack."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from cli import options
from cli.answering import DONE, REFUSED, answer, table
from engine.packs.editions import edition_of
from engine.packs.pages import diagram, listing, page
from engine.packs.reading import load, read_pack
from engine.stories.checks import story_faults
from states.refusals import Refused


@click.group()
def packs() -> None:
    """Procedures as data: which there are, what they say, whether they can be used."""


@packs.command("list")
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
@options.as_json
def show(pathway: str, partnership: str, edition: str, as_json: bool) -> None:
    """A PATHWAY as a page: its steps, moves and what they record, timescales, rules, with sources."""
    document = page(load(edition_of(partnership, edition)), pathway)
    answer(document, lambda console: _page(console, document), as_json)


@packs.command("diagram")
@click.argument("pathway")
@options.pack
@options.as_json
def draw(pathway: str, partnership: str, edition: str, as_json: bool) -> None:
    """A PATHWAY as a Mermaid state diagram."""
    drawn = diagram(load(edition_of(partnership, edition)), pathway)
    answer({"pathway": pathway, "mermaid": drawn}, lambda console: console.print(drawn, markup=False), as_json)


@packs.command()
@click.argument("path")
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
        faults = story_faults(folder.absolute(), pack)
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
            " ".join(f"{unit}: {amount}" for unit, amount in each["within"].items()),
            each["kind"],
            each["source"]["confidence"],
        )
        for each in document["timescales"]
    ]
    console.print(table(("Timescale", "Starts", "Stops", "Within", "Kind", "Confidence"), scales, "Timescales"))
    rules = [(each["name"], _tell(each["tell"]), each["severity"]) for each in document["rules"]]
    console.print(table(("Rule", "Tells", "Severity"), rules, "Rules"))


def _needed(question: dict[str, Any]) -> str:
    if question["required"]:
        return "always"
    return f"when {question['when']}" if question["when"] else "if known"


def _tell(tell: dict[str, Any]) -> str:
    return f"{tell['role']} ({tell['party']})" if tell.get("party") else str(tell["role"])


COMMANDS = (packs,)
