"""`duecourse due`: when something falls due, and why. Needs no database."""

from typing import Any

import click
from rich.console import Console

from cli import options
from cli.answering import answer
from engine import words
from engine.due_dates import of_term, of_timescale
from engine.packs.pack import Pack
from states.derivations import Derivation, derivation_document
from states.terms import CountFrom


@click.command()
@click.argument("timescale", required=False, default="")
@click.option("--from", "start", required=True, metavar="DATE_OR_INSTANT", help="What is counted from.")
@click.option("--within", default="", metavar="TERM", help='A term of your own, such as "70 working days".')
@click.option(
    "--count-from",
    type=click.Choice(["exclude_trigger", "include_trigger"]),
    default=None,
    help="Whether the day counted from, or its school term, is left out (exclude_trigger, the default) or the first.",
)
@click.option("--pathway", default="", help="Where a name stands in several pathways.")
@options.pack
@options.no_database
@click.option("--derivation", "with_proof", is_flag=True, help="Give the whole proof, day by day.")
@options.as_json
def due(
    timescale: str,
    start: str,
    within: str,
    count_from: CountFrom | None,
    pathway: str,
    pack: Pack,
    with_proof: bool,
    as_json: bool,
) -> None:
    """When does TIMESCALE fall due that starts on a day, and why?

    \b
    duecourse due step-2 --from 2026-12-11
    duecourse due --within "70 working days" --from 2019-08-23
    duecourse due --within "1 school term" --from 2026-11-12
    """
    if bool(timescale) == bool(within):
        raise click.UsageError("Name a timescale of a pathway, or give a term with --within: one of the two.")
    if timescale and count_from:
        raise click.UsageError("--count-from goes with --within; a timescale says itself how it is counted.")
    if within:
        document, proof = of_term(pack, within, count_from or "exclude_trigger", start)
    else:
        document, proof = of_timescale(pack, timescale, pathway, start)
    if with_proof:
        document["derivation"] = derivation_document(proof)
    answer(document, lambda console: _readable(console, document, proof), as_json)


def _readable(console: Console, document: dict[str, Any], proof: Derivation) -> None:
    console.print(
        f"Due {words.moment(proof.due_at)}" if proof.term.unit == "hours" else f"Due {words.day(proof.due_on)}"
    )
    for line in words.derivation(proof):
        console.print(f"  {line}")
    if document.get("also_read_as"):
        other = document["also_read_as"]
        console.print(f"  Read as {other['unit'].replace('_', ' ')} it would be {other['due_on']} (unit unconfirmed).")
    if document["source"]:
        source = document["source"]
        console.print(f"  Source: {source['title']}, {source['part']} ({source['edition']}); {source['confidence']}")
    if "derivation" in document:
        for day in proof.counted:
            console.print(f"    counted  {words.day(day)}")


COMMANDS = (due,)
