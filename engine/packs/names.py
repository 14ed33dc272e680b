"""Names in a pathway that lead nowhere: steps, moves, roles, parties and fields that are not there."""

from collections.abc import Iterator, Sequence
from typing import get_args

from engine.packs.routes import OPEN
from engine.packs.subject import Subject
from engine.packs.yaml import Fault, Path_
from rules.model import Tell
from states.machine import START
from workflow.parties import RAISING_FIELD, RECEIVING_FIELD
from workflow.pieces import Party, Who


def name_faults(subject: Subject) -> Iterator[Fault]:
    """Every name that leads nowhere, or to two things."""
    yield from _of_the_pathway(subject)
    yield from _of_steps(subject)
    yield from _of_moves(subject)
    yield from _of_timescales(subject)
    yield from _of_day_one(subject)
    yield from _of_rules(subject)


def _of_the_pathway(subject: Subject) -> Iterator[Fault]:
    name = subject.pathway.pathway
    if name != subject.part:
        because = f"The pathway is called “{name}”, but its file “{subject.part}.yaml”."
        yield subject.fault(("pathway",), "two-names", because, f"Write `pathway: {subject.part}`, or rename the file.")
    opening = subject.pathway.moves.get(OPEN)
    for field in (RAISING_FIELD, RECEIVING_FIELD):
        if opening and field in opening.record and opening.record[field].type != "agency":
            because = f"“{field}” says which agency stands as a party, so its type is agency."
            yield subject.fault(
                ("moves", OPEN, "record", field, "type"), "not-an-agency", because, "Write `type: agency`."
            )


def _of_steps(subject: Subject) -> Iterator[Fault]:
    for name, step in subject.pathway.steps.items():
        path = ("steps", name)
        if name == START:
            because = f"“{START}” is where a case stands before it is opened."
            yield subject.fault(path, "reserved-name", because, "Give this step another name.")
        if name in subject.pathway.moves:
            because = f"“{name}” is both a step and a move, so a clock that names it could mean either."
            yield subject.fault(("moves", name), "two-meanings", because, "Give the move or the step another name.")
        yield from _who(subject, (*path, "holder"), step.holder)


def _of_moves(subject: Subject) -> Iterator[Fault]:
    steps, moves = subject.pathway.steps, subject.pathway.moves
    for name, move in moves.items():
        path = ("moves", name)
        yield from subject.unknown((*path, "from"), "step", move.starting, steps)
        yield from subject.unknown((*path, "to"), "step", [move.to] if move.to else [], steps)
        for place, lead in enumerate(move.leads):
            yield from subject.unknown((*path, "leads", str(place), "to"), "step", [lead.to], steps)
        yield from subject.unknown((*path, "after"), "move", move.after, moves)
        yield from _all_who(subject, (*path, "who"), move.who)
        if move.holder is not None:
            yield from _who(subject, (*path, "holder"), move.holder)
        for field in move.sets:
            yield from subject.unknown((*path, "sets", field), "field", [field], subject.fields)
            if field in move.record and move.record[field].required:
                because = f"“{name}” always gets an answer to “{field}”, so it never answers it by itself."
                remedy = "Leave it out of `sets`, or ask for it without `required`."
                yield subject.fault((*path, "sets", field), "asked-and-set", because, remedy)
        for field, question in move.record.items():
            if field == "at":
                because = "“at” is the instant of the move itself."
                yield subject.fault((*path, "record", field), "reserved-name", because, "Give the field another name.")
            here = (*path, "record", field, "sectors")
            yield from subject.unknown(here, "sector", question.sectors, subject.partnership.sectors)
            shown = [question.evidence_of] if question.evidence_of else []
            yield from subject.unknown((*path, "record", field, "evidence_of"), "step", shown, steps)


def _of_timescales(subject: Subject) -> Iterator[Fault]:
    events = [*subject.pathway.moves, *subject.pathway.steps]
    for name, timescale in subject.pathway.timescales.items():
        path = ("timescales", name)
        yield from subject.unknown((*path, "starts"), "move or step", timescale.starts, events)
        yield from subject.unknown((*path, "stops"), "move or step", timescale.stops, events)
        yield from subject.unknown((*path, "cancels"), "move or step", timescale.cancels, events)
        yield from subject.unknown((*path, "only_in"), "step", timescale.only_in, subject.pathway.steps)
        for key, field in (
            ("anchor", timescale.anchor),
            ("matched_by", timescale.matched_by),
            ("each_action", timescale.each_action),
        ):
            yield from subject.unknown((*path, key), "field", [field] if field else [], subject.fields)
        for key, leave in (("suspension", timescale.suspension), ("extension", timescale.extension)):
            yield from _all_who(subject, (*path, key, "who"), leave.who if leave else ())
        for place, party in enumerate(timescale.each_party):
            yield from _party(subject, (*path, "each_party", str(place)), party)


def _of_day_one(subject: Subject) -> Iterator[Fault]:
    if subject.pathway.day_one is None:
        return
    for move, field in subject.pathway.day_one.starts.items():
        path = ("day_one", "starts", move)
        if move not in subject.pathway.moves:
            yield from subject.unknown(path, "move", [move], subject.pathway.moves)
        elif field != "at":
            yield from subject.unknown(path, "field", [field], subject.pathway.moves[move].record.keys() | {"at"})


def _of_rules(subject: Subject) -> Iterator[Fault]:
    for rule in subject.rules:
        told: list[tuple[Path_, Tell]] = [(("rules", rule.name, "tell"), rule.tell)]
        told += [(("rules", rule.name, "ladder", str(n), "tell"), rung.tell) for n, rung in enumerate(rule.ladder)]
        for path, tell in told:
            roles = [*subject.partnership.roles, "holder"]
            yield from subject.unknown((*path, "role"), "role", [tell.role], roles)
            if tell.party is not None:
                yield from _party(subject, (*path, "party"), tell.party)


def _all_who(subject: Subject, path: Path_, everyone: Sequence[Who]) -> Iterator[Fault]:
    for place, who in enumerate(everyone):
        yield from _who(subject, (*path, str(place)), who)
    yield from subject.twice(path, everyone)


def _who(subject: Subject, path: Path_, who: Who) -> Iterator[Fault]:
    yield from subject.unknown((*path, "role"), "role", [who.role], subject.partnership.roles)
    yield from _party(subject, (*path, "party"), who.party)


def _party(subject: Subject, path: Path_, party: str) -> Iterator[Fault]:
    yield from subject.unknown(path, "party", [party], get_args(Party))
