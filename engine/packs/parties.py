"""Parties that a case needs and may not have: a step that nobody holds, a move that nobody may make."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.packs.routes import OPEN
from engine.packs.subject import Subject
from engine.packs.yaml import Fault, Path_
from workflow.conditions import Conditions, Given
from workflow.parties import RECEIVING_FIELD
from workflow.pathways import Move

RECEIVING = "receiving"


@dataclass(frozen=True)
class _Use:
    """Where an entry names the receiving party, and what for; `alone` where nobody else could stand in for it."""

    path: Path_
    what: str
    alone: bool = False


def party_faults(subject: Subject) -> Iterator[Fault]:
    """Whether an agency stands as receiving wherever one is named; as raising the opener's own does, if no other."""
    uses, opening = list(_uses(subject)), subject.pathway.moves.get(OPEN)
    if opening is None or not uses:
        return
    if RECEIVING_FIELD not in opening.record:
        because = f"No agency ever stands as receiving, because “{OPEN}” does not ask for {RECEIVING_FIELD}."
        remedy = f"Ask for {RECEIVING_FIELD} (type agency) in “{OPEN}”, or name the raising party or the partnership."
        yield subject.fault(uses[0].path, "party-never-named", because, remedy)
        return
    needed = [use for use in uses if use.alone]
    if needed and not opening.record[RECEIVING_FIELD].required and RECEIVING_FIELD not in opening.sets:
        because = f"A case may be opened without a receiving agency, and then {needed[0].what}."
        remedy = (
            f"Write `required: yes` for {RECEIVING_FIELD}, or open such ways by"
            f" `{{{RECEIVING_FIELD}: {{present: yes}}}}` alone."
        )
        path = ("moves", OPEN, "record", RECEIVING_FIELD)
        yield subject.fault(path, "party-may-be-missing", because, remedy)


def _uses(subject: Subject) -> Iterator[_Use]:
    for name, step in subject.pathway.steps.items():
        if step.holder.party == RECEIVING:
            alone = not _entered_only_with_one(subject, name)
            yield _Use(("steps", name, "holder", "party"), f"nobody would hold “{name}”", alone)
    for name, move in subject.pathway.moves.items():
        yield from _of_move(name, move)
    for name, timescale in subject.pathway.timescales.items():
        path = ("timescales", name)
        if RECEIVING in timescale.each_party:
            alone = set(timescale.each_party) == {RECEIVING}
            place = str(timescale.each_party.index(RECEIVING))
            yield _Use((*path, "each_party", place), f"“{name}” would run for nobody", alone)
        for key, leave in (("suspension", timescale.suspension), ("extension", timescale.extension)):
            for number, who in enumerate(leave.who if leave else ()):
                if who.party == RECEIVING:
                    yield _Use((*path, key, "who", str(number), "party"), "")
    for rule in subject.rules:
        path = ("rules", rule.name)
        if rule.tell.party == RECEIVING:
            yield _Use((*path, "tell", "party"), "")
        for number, rung in enumerate(rule.ladder):
            if rung.tell.party == RECEIVING:
                yield _Use((*path, "ladder", str(number), "tell", "party"), "")


def _of_move(name: str, move: Move) -> Iterator[_Use]:
    alone = not _given(move.only_when)
    if move.holder is not None and move.holder.party == RECEIVING:
        yield _Use(("moves", name, "holder", "party"), f"nobody would hold it after “{name}”", alone)
    only = {who.party for who in move.who} == {RECEIVING}
    for number, who in enumerate(move.who):
        if who.party == RECEIVING:
            path = ("moves", name, "who", str(number), "party")
            yield _Use(path, f"nobody may take “{name}”", alone and only)


def _entered_only_with_one(subject: Subject, step: str) -> bool:
    """Whether every way into a step asks that the case has a receiving agency."""
    ways = [
        _given(move.only_when) or _given(when)
        for move in subject.pathway.moves.values()
        for target, when in [(move.to, Conditions()), *((lead.to, lead.when) for lead in move.leads)]
        if target == step
    ]
    return bool(ways) and all(ways)


def _given(when: Conditions) -> bool:
    return isinstance(when.root.get(RECEIVING_FIELD), Given)
