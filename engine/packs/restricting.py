"""For whom alone a pathway's cases exist: that somebody is left who may see them, and that it can be told when."""

from collections.abc import Iterator

from engine.packs.conditions import when_faults
from engine.packs.subject import Subject
from engine.packs.yaml import Fault

_TO = ("restricted", "to")


def restricted_faults(subject: Subject) -> Iterator[Fault]:
    """Everything wrong under `restricted`: a slip there hides cases from those who work on them, or from nobody."""
    restricted = subject.pathway.restricted
    if restricted is None:
        return
    yield from when_faults(subject, ("restricted",), restricted.when, None)
    yield from subject.unknown(_TO, "role", restricted.to, subject.partnership.roles)
    yield from subject.twice(_TO, restricted.to)
    if not restricted.to:
        because = "Nobody at all could see such a case: no role stands here."
        yield subject.fault(_TO, "nobody-may-see", because, f"Name those who hold it: {_listed(_all(subject))}.")
        return
    unseen = [
        step
        for step, each in subject.pathway.steps.items()
        if not each.finished and _able(subject, step).isdisjoint(restricted.to)
    ]
    if unseen and set(restricted.to) <= set(subject.partnership.roles):
        because = f"Of those who hold or move a case at {' or '.join(unseen)}, none may see it."
        remedy = f"Name one or more of {_listed(_able(subject, unseen[0]))} too."
        yield subject.fault(_TO, "nobody-may-see", because, remedy)


def _able(subject: Subject, step: str) -> set[str]:
    """The roles that can do anything in a case that stands at a step."""
    moves = [move for move in subject.pathway.moves.values() if step in move.starting]
    return {subject.pathway.steps[step].holder.role, *(who.role for move in moves for who in move.who)}


def _all(subject: Subject) -> set[str]:
    return set[str]().union(*(_able(subject, step) for step in subject.pathway.steps))


def _listed(roles: set[str]) -> str:
    return ", ".join(sorted(roles))
