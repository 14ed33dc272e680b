"""Where a move leads by its answers: that every way it names can be taken by some case."""

from collections.abc import Iterator

from engine.packs.subject import Subject
from engine.packs.yaml import Fault, Path_
from workflow.conditions import Conditions, Given, Missing, OneOf
from workflow.pathways import Leads, Move


def leading_faults(subject: Subject) -> Iterator[Fault]:
    """Each `leads` that no case ever follows, or behind which nothing else is ever followed."""
    for name, move in subject.pathway.moves.items():
        if not move.leads or name not in subject.routes.moves:
            continue
        path = ("moves", name, "leads")
        certain = subject.routes.certain(way for way in subject.routes.ways if way.move == name)
        before: dict[str, Leads] = {}
        for place, lead in enumerate(move.leads):
            here = (*path, str(place), "when")
            if not lead.when:
                because = f"There is no condition, so “{name}” would always lead to {lead.to}."
                yield subject.fault(here, "always-leads", because, "Write the condition as `{field: value}`.")
            elif (again := str(lead.when.plain())) in before:
                because = f"The same condition stands before, and leads to {before[again].to}; this never counts."
                yield subject.fault(here, "never-leads", because, "Leave one of the two out, or change its condition.")
            else:
                yield from _decided(subject, here, lead.when, certain)
            before.setdefault(str(lead.when.plain()), lead)
        yield from _nothing_left(subject, name, move, certain)


def _decided(subject: Subject, path: Path_, when: Conditions, certain: frozenset[str]) -> Iterator[Fault]:
    """Conditions on an answer's being there, where it always is."""
    if all(isinstance(each, Given) and field in certain for field, each in when.root.items()):
        because = f"{_named(when)} always has an answer by then, so the move never leads anywhere else."
        yield subject.fault(path, "always-leads", because, "Ask for a value: `{field: value}`.")
    for field, each in when.root.items():
        if isinstance(each, Missing) and field in certain:
            because = f"“{field}” always has an answer by then, so the move never leads there."
            yield subject.fault((*path, field), "never-leads", because, "Ask for a value: `{field: value}`.")


def _nothing_left(subject: Subject, name: str, move: Move, certain: frozenset[str]) -> Iterator[Fault]:
    """A `to` that stands beside ways for each answer that there can be."""
    single = [each.when.root for each in move.leads if len(each.when.root) == 1]
    for field in dict.fromkeys(field for each in single for field in each):
        conditions = [each[field] for each in single if field in each]
        possible = subject.values(field) if field in subject.fields else None
        led = {str(value) for each in conditions if isinstance(each, OneOf) for value in each.values}
        if move.to and possible and field in certain and led >= possible:
            because = f"For every answer to “{field}” another way is named, so “{name}” never leads to {move.to}."
            remedy = f"Leave out the way that leads where `to` should, or write `to: {move.leads[-1].to}`."
            yield subject.fault(("moves", name, "to"), "never-leads", because, remedy)


def _named(when: Conditions) -> str:
    return " and ".join(f"“{field}”" for field in when.root)
