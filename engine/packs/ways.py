"""Steps that nobody reaches or leaves, and moves that nobody can ever take."""

from collections.abc import Iterator

from engine.packs.routes import OPEN
from engine.packs.subject import Subject
from engine.packs.yaml import Fault


def way_faults(subject: Subject) -> Iterator[Fault]:
    """Everything wrong with where a case can go."""
    yield from _openings(subject)
    if not any(step.finished for step in subject.pathway.steps.values()):
        because = "No step is finished, so no case can ever end."
        yield subject.fault(
            ("steps",), "no-finished-step", because, "Write `finished: yes` in the steps that end a case."
        )
    if subject.routes.ways:
        yield from _steps(subject)
        yield from _moves(subject)


def _openings(subject: Subject) -> Iterator[Fault]:
    moves = subject.pathway.moves
    if OPEN not in moves:
        because = f"No move is called “{OPEN}”, so no case can begin."
        yield subject.fault(("moves",), "no-opening", because, f"Add a move `{OPEN}` with a `to` and without a `from`.")
    for name, move in moves.items():
        if name == OPEN and move.starting:
            because = f"“{OPEN}” begins a case, so it comes from no step."
            yield subject.fault(("moves", name, "from"), "opening-from-a-step", because, "Leave `from` out.")
        if name == OPEN and not move.to:
            because = f"“{OPEN}” leads to no step, so the case would stand nowhere."
            yield subject.fault(("moves", name, "to"), "opening-to-nowhere", because, "Say `to: …`, the first step.")
        if name != OPEN and not move.starting:
            because = f"“{name}” comes from no step, so it can never be taken."
            remedy = "Say `from: […]` with the steps where it is open."
            yield subject.fault(("moves", name, "from"), "move-from-nowhere", because, remedy)


def _steps(subject: Subject) -> Iterator[Fault]:
    finished = {name for name, step in subject.pathway.steps.items() if step.finished}
    for name in subject.pathway.steps:
        if name not in subject.routes.steps:
            because = f"No case can ever reach “{name}”."
            remedy = "Let a move that can be taken lead `to` it, or drop the step."
            yield subject.fault(("steps", name), "unreachable-step", because, remedy)
        elif finished and not finished & subject.routes.onward[name]:
            because = f"From “{name}” no case can ever come to a finished step."
            remedy = f"Add a way on from it, for example to {sorted(finished)[0]}, or write `finished: yes`."
            yield subject.fault(("steps", name), "endless-step", because, remedy)


def _moves(subject: Subject) -> Iterator[Fault]:
    for name, move in subject.pathway.moves.items():
        known = [step for step in move.starting if step in subject.pathway.steps]
        if name in subject.routes.moves or name == OPEN or not known:
            continue
        if subject.routes.steps.intersection(known):
            because = f"“{name}” can never be taken: {' and '.join(move.after)} cannot have come before it."
            remedy = "Name in `after` only moves that can be taken before it, or leave it out."
            yield subject.fault(("moves", name, "after"), "move-never-taken", because, remedy)
        else:
            because = f"“{name}” can never be taken: no case can reach {' or '.join(known)}."
            remedy = "Name in `from` a step that a case can reach, or drop the move."
            yield subject.fault(("moves", name, "from"), "move-never-taken", because, remedy)
