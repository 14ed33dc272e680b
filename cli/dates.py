"""`duecourse due`: when something falls due, and why. Needs no database."""

from datetime import date, datetime
from typing import Any

import click
from msgspec import to_builtins
from rich.console import Console

from cli import options
from cli.answering import answer
from engine import words
from engine.packs.editions import edition_of
from engine.packs.pack import Pack, Procedure
from engine.packs.reading import load
from states.days import instant_text, parse_day, parse_instant
from states.derivations import Derivation, derivation_document, derive
from states.refusals import Refused
from states.terms import CountFrom, Term, parse_term
from workflow.pathways import Source, Timescale


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
    partnership: str,
    edition: str,
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
    pack = load(edition_of(partnership, edition))
    begins = _start(start)
    if within:
        term = parse_term(
            within, count_from="include_trigger" if count_from == "include_trigger" else "exclude_trigger"
        )
        proof = derive(term, begins, pack.calendar)
        document = _document(None, proof, pack, None)
    else:
        procedure, promised = _timescale(pack, timescale, pathway)
        proof = derive(procedure.policy.pathway.term(promised), _fitting(begins, promised), pack.calendar)
        document = _document(timescale, proof, pack, promised)
        document |= _other_reading(procedure, promised, begins, pack)
    if with_proof:
        document["derivation"] = derivation_document(proof)
    answer(document, lambda console: _readable(console, document, proof), as_json)


def _start(text: str) -> date | datetime:
    return parse_instant(text) if "T" in text or ":" in text else parse_day(text)


def _fitting(start: date | datetime, timescale: Timescale) -> date | datetime:
    """A window is counted from a day, whatever the hour."""
    return start.date() if timescale.within.window and isinstance(start, datetime) else start


def _timescale(pack: Pack, name: str, pathway: str) -> tuple[Procedure, Timescale]:
    searched = {pathway: pack.procedure(pathway)} if pathway else pack.procedures
    found = {where: procedure for where, procedure in searched.items() if name in procedure.policy.pathway.timescales}
    if len(found) == 1:
        [procedure] = found.values()
        return procedure, procedure.policy.pathway.timescales[name]
    if found:
        raise Refused(
            code="ambiguous-timescale",
            because=f"Several pathways have a timescale “{name}”: {', '.join(found)}.",
            remedy="Say which one with --pathway.",
        )
    known = [name for procedure in searched.values() for name in procedure.policy.pathway.timescales]
    raise Refused(
        code="unknown-timescale",
        because=f"No timescale is called “{name[:60]}”.",
        remedy=f"Use one of {', '.join(known)}.",
    )


def _document(name: str | None, proof: Derivation, pack: Pack, timescale: Timescale | None) -> dict[str, Any]:
    return {
        "timescale": name,
        "starts": instant_text(proof.start) if isinstance(proof.start, datetime) else proof.start.isoformat(),
        "due_at": instant_text(proof.due_at),
        "due_on": proof.due_on.isoformat(),
        "unit": proof.term.unit,
        "amount": proof.term.amount,
        "count_from": proof.term.count_from,
        "counted": proof.term.amount if proof.term.unit != "working_days" else len(proof.counted),
        "school_terms": [to_builtins(term) for term in proof.counted_terms],
        "skipped": [{"date": each.day.isoformat(), "why": each.why} for each in proof.skipped],
        "provisional": proof.provisional,
        "provisional_because": proof.provisional_because or None,
        "last_working_day_before": (
            proof.last_working_day_before.isoformat() if proof.last_working_day_before else None
        ),
        "calendar": f"{pack.calendar.name}/{pack.calendar.version}",
        "source": _source(timescale.source) if timescale else None,
    }


def _source(source: Source) -> dict[str, str]:
    return source.model_dump()


def _other_reading(procedure: Procedure, timescale: Timescale, start: date | datetime, pack: Pack) -> dict[str, Any]:
    """While the unit is unconfirmed, what the other one would give."""
    other = procedure.policy.pathway.other_reading(timescale)
    if other is None:
        return {}
    return {"also_read_as": {"unit": other.unit, "due_on": _on(other, _fitting(start, timescale), pack)}}


def _on(term: Term, start: date | datetime, pack: Pack) -> str:
    return derive(term, start, pack.calendar).due_on.isoformat()


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
