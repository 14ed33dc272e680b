"""When something falls due that begins on a day, and why: as a document, with the derivation that proves it."""

from datetime import date, datetime
from typing import Any

from msgspec import to_builtins

from engine.packs.pack import Pack, Procedure
from states.days import instant_text, parse_day, parse_instant
from states.derivations import Derivation, derive
from states.refusals import Refused
from states.terms import CountFrom, Term, parse_term
from workflow.timescales import Timescale

Json = dict[str, Any]


def of_term(pack: Pack, within: str, count_from: CountFrom, start: str) -> tuple[Json, Derivation]:
    """When any term ends, such as "70 working days", by the pack's calendar. start: a day or an instant, as text."""
    proof = derive(parse_term(within, count_from=count_from), start_of(start), pack.calendar)
    return _document(None, proof, pack, None), proof


def of_timescale(pack: Pack, name: str, pathway: str, start: str) -> tuple[Json, Derivation]:
    """When a timescale of the pack ends; `pathway` may be empty where the name stands in one pathway only.

    Raises: Refused("unknown-timescale"), Refused("ambiguous-timescale"), Refused("unknown-pathway").
    """
    begins = start_of(start)
    procedure, promised = _timescale(pack, name, pathway)
    proof = derive(procedure.policy.pathway.term(promised), _fitting(begins, promised), pack.calendar)
    return _document(name, proof, pack, promised) | _other_reading(procedure, promised, begins, pack), proof


def start_of(text: str) -> date | datetime:
    """A day, or an instant where a time of day is said."""
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


def _document(name: str | None, proof: Derivation, pack: Pack, timescale: Timescale | None) -> Json:
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
        "source": timescale.source.model_dump() if timescale else None,
    }


def _other_reading(procedure: Procedure, timescale: Timescale, start: date | datetime, pack: Pack) -> Json:
    """While the unit is unconfirmed, what the other one would give."""
    other = procedure.policy.pathway.other_reading(timescale)
    if other is None:
        return {}
    return {"also_read_as": {"unit": other.unit, "due_on": _on(other, _fitting(start, timescale), pack)}}


def _on(term: Term, start: date | datetime, pack: Pack) -> str:
    return derive(term, start, pack.calendar).due_on.isoformat()
