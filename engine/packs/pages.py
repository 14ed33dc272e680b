"""Packs as documents: which there are, one pathway in full, and its diagram."""

import json
from collections.abc import Mapping
from typing import Any

from engine.packs.editions import editions, root
from engine.packs.pack import Pack
from engine.packs.reading import load
from rules.model import Absent, Condition, Delay, Feature, Is, Not, OneOf, Present, Rule, Tell, Within
from states.machine import START
from states.machine import diagram as drawn
from workflow.pathways import Move, Step
from workflow.pieces import Source, Who
from workflow.policy import Partnership, edges
from workflow.questions import Question
from workflow.timescales import Timescale


def listing() -> list[dict[str, Any]]:
    """Every pack of the product, by partnership and then by the day it came into force."""
    return [edition_document(load(edition)) for edition in editions(root())]


def edition_document(pack: Pack) -> dict[str, Any]:
    """A pack in a list of them."""
    own = pack.partnership
    return {
        "partnership": own.partnership,
        "edition": own.edition,
        "in_force_from": own.in_force_from,
        "title": own.title,
        "pathways": list(pack.procedures),
        "sha256": pack.sha256,
    }


def page(pack: Pack, pathway: str) -> dict[str, Any]:
    """One pathway with what belongs to it: enough for a program to fill in any move.

    A move's `from` is empty for `open`, which comes from nowhere. Its `to` is null where it stays at the step it was
    taken from; `leads` are the other ways that the answers can take it. A field's `required` means always; `when` is
    null where nothing makes it required. `choices` is empty but for choice, choices and agency. Conditions are in the
    pack's own notation. Raises: Refused("unknown-pathway").
    """
    procedure = pack.procedure(pathway)
    path, partnership = procedure.policy.pathway, pack.partnership
    return {
        "pathway": path.pathway,
        "title": path.title,
        "partnership": partnership.partnership,
        "partnership_title": partnership.title,
        "edition": partnership.edition,
        "in_force_from": partnership.in_force_from,
        "reference": path.reference,
        "source": _source(path.source),
        "sha256": pack.sha256,
        "calendar": f"{pack.calendar.name}/{pack.calendar.version}",
        "day_one": path.day_one.model_dump() if path.day_one else None,
        "steps": [_step(name, step) for name, step in path.steps.items()],
        "moves": [_move(name, move, partnership) for name, move in path.moves.items()],
        "timescales": [_timescale(name, timescale) for name, timescale in path.timescales.items()],
        "rules": [_rule(rule) for rule in procedure.book.rules],
        "agencies": agencies_of(partnership),
        "roles": _named(partnership.roles),
        "sectors": _named(partnership.sectors),
        "lateness_reasons": _named(partnership.lateness_reasons),
        "emergency": {"text": partnership.emergency.text, "source": _source(partnership.emergency.source)},
    }


def agencies_of(partnership: Partnership) -> list[dict[str, str]]:
    """Every organisation that can act, in its sector."""
    return [
        {"name": name, "title": agency.title, "sector": agency.sector} for name, agency in partnership.agencies.items()
    ]


def diagram(pack: Pack, pathway: str) -> str:
    """The pathway's steps and moves as Mermaid text; `new` is where a case stands before it is opened.

    Mermaid takes no hyphen in a state's id, so ids have underscores, and the steps' names are their labels.
    Raises: Refused("unknown-pathway").
    """
    path = pack.procedure(pathway).policy.pathway
    ids = {name: name.replace("-", "_") for name in (START, *path.steps)}
    ways = [(move, ids[source], ids[target]) for move, source, target in edges(path)]
    text = drawn([ids[name] for name in path.steps], ways, f"title: {json.dumps(path.title, ensure_ascii=False)}")
    for name, known in ids.items():
        text = text.replace(f'state "{known}" as {known}\n', f'state "{name}" as {known}\n')
    return text


def _step(name: str, step: Step) -> dict[str, Any]:
    return {
        "name": name,
        "title": step.title,
        "holder": _who(step.holder),
        "finished": step.finished,
        "source": _source(step.source),
    }


def _move(name: str, move: Move, partnership: Partnership) -> dict[str, Any]:
    return {
        "name": name,
        "title": move.title,
        "from": list(move.starting),
        "to": move.to or None,
        "leads": [{"when": lead.when.plain(), "to": lead.to} for lead in move.leads],
        "only_when": move.only_when.plain() or None,
        "happened_at": move.happened_at or None,
        "after": list(move.after),
        "who": [_who(who) for who in move.who],
        "holder": _who(move.holder) if move.holder else None,
        "sets": dict(move.sets),
        "fields": [_field(field, question, partnership) for field, question in move.record.items()],
        "source": _source(move.source),
    }


def _field(name: str, question: Question, partnership: Partnership) -> dict[str, Any]:
    return {
        "name": name,
        "type": question.type,
        "ask": question.ask,
        "hint": question.hint,
        "required": question.required,
        "when": question.when.plain() or None,
        "choices": list(partnership.agencies_of(question.sectors) if question.type == "agency" else question.choices),
        "sealed": question.sealed,
        "may_be_future": question.may_be_future,
        "evidence_of": question.evidence_of or None,
        "shows": question.shows or None,
        "tells": question.tells or None,
        "titles": {choice: question.title_of(choice) for choice in question.choices},
        "alone": list(question.alone),
        "not_before": question.not_before or None,
        "kept_by": question.kept_by or None,
        "rising": question.rising,
    }


def _timescale(name: str, timescale: Timescale) -> dict[str, Any]:
    """A window counts its first day; hours are elapsed time and count no day."""
    within = timescale.within
    count_from = "include_trigger" if within.unit == "window" else within.count_from
    return {
        "name": name,
        "title": timescale.title,
        "starts": list(timescale.starts),
        "stops": list(timescale.stops),
        "cancels": list(timescale.cancels),
        "only_in": list(timescale.only_in),
        "when": timescale.when.plain() or None,
        "anchor": timescale.anchor or None,
        "within": within.model_dump(exclude_none=True, exclude={"count_from"}),
        "count_from": count_from,
        "near": timescale.near.model_dump(exclude_none=True) if timescale.near else None,
        "roll": timescale.roll,
        "cut_off": timescale.cut_off or None,
        "closures": timescale.closures,
        "kind": timescale.kind,
        "suspendable": timescale.suspension is not None,
        "suspension": timescale.suspension.model_dump(mode="json") if timescale.suspension else None,
        "extension": timescale.extension.model_dump(mode="json") if timescale.extension else None,
        "at_least": timescale.at_least,
        "before": timescale.before,
        "repeat": timescale.repeat.model_dump(exclude_none=True) if timescale.repeat else None,
        "bands": timescale.bands.model_dump(mode="json") if timescale.bands else None,
        "each_party": list(timescale.each_party),
        "each_action": timescale.each_action or None,
        "matched_by": timescale.matched_by or None,
        "source": _source(timescale.source),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "title": rule.title,
        "each": rule.each,
        "when": {condition.feature: _condition(condition) for condition in rule.when},
        "tell": _tell(rule.tell),
        "ladder": [{"after": _delay(rung.after), "tell": _tell(rung.tell)} for rung in rule.ladder],
        "acknowledged_for": _delay(rule.acknowledged_for) if rule.acknowledged_for else None,
        "severity": rule.severity,
        "source": rule.source.model_dump(),
    }


def _condition(condition: Condition) -> Any:
    """As a pack writes it."""
    match condition:
        case Is(value=value):
            return _value(value)
        case OneOf(values=values):
            return [_value(value) for value in values]
        case Not(value=value):
            return {"not": _value(value)}
        case Within():
            return condition.model_dump(include={"at_least", "at_most"}, exclude_none=True)
        case Present() | Absent():
            return {condition.kind: "yes"}


def _value(value: Feature) -> str | int:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _tell(tell: Tell) -> dict[str, str | None]:
    """`party` is null for `holder`, whoever that is."""
    return {"role": tell.role, "party": tell.party}


def _delay(delay: Delay) -> dict[str, int]:
    return {delay.unit: delay.amount}


def _who(who: Who) -> dict[str, str]:
    return {"role": who.role, "party": who.party}


def _source(source: Source) -> dict[str, str]:
    return source.model_dump()


def _named(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "title": title} for name, title in titles.items()]
