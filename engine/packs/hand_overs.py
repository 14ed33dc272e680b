"""Hand-overs: which moves pass the pen, and what the partnership asks of each of them beside their own questions."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from engine.packs.places import Resolved
from engine.packs.routes import OPEN
from engine.packs.subject import Subject
from engine.packs.yaml import Fault, as_mapping
from workflow.questions import Question

Written = Mapping[str, Any]
"""An entry of a pack as it is read, before it is known to be one."""


def with_hand_overs(resolved: Resolved, content: Written) -> dict[str, Any]:
    """The pathway with the partnership's `hand_over` questions behind those of every move that passes the pen.

    A question is left out where the move tells the same by one of its own, or has one of that name.
    """
    asked = _asked(resolved)
    moves, steps = as_mapping(content.get("moves")), as_mapping(content.get("steps"))
    if not asked or not moves:
        return dict(content)
    holders = _holders(moves, steps)
    return {
        **content,
        "moves": {
            name: _asking(move, asked) if _passes_the_pen(name, as_mapping(move), holders, steps) else move
            for name, move in moves.items()
        },
    }


def hand_over_faults(subject: Subject) -> Iterator[Fault]:
    """Two questions of one move that tell the same: nobody could say which of them counts."""
    for name, move in subject.pathway.moves.items():
        told: dict[str, str] = {}
        for field, question in move.record.items():
            before = told.setdefault(question.tells, field)
            if question.tells and before != field:
                because = f"“{field}” tells {question.tells}, and so does “{before}”."
                remedy = "Leave `tells` with one of them, or ask only one."
                yield subject.fault(("moves", name, "record", field, "tells"), "told-twice", because, remedy)


def _asked(resolved: Resolved) -> Written:
    """The partnership's questions that can be used, the first of each that tells the same."""
    found: dict[str, Any] = {}
    for name, one in as_mapping(resolved.partnership.get("hand_over")).items():
        if _usable(one) and all(one["tells"] != other["tells"] for other in found.values()):
            found[name] = one
    return found


def _usable(question: Any) -> bool:
    """One that is not is a fault of the partnership's file, and is said there."""
    try:
        read = Question.model_validate(question)
    except ValidationError:
        return False
    return bool(read.tells) and not read.required and not read.when


def _asking(move: Any, questions: Written) -> Any:
    own = move.get("record") or {}
    if not isinstance(own, dict):
        return move
    told = [as_mapping(question).get("tells") for question in own.values()]
    more = {name: one for name, one in questions.items() if name not in own and one["tells"] not in told}
    return {**move, "record": {**own, **more}}


def _passes_the_pen(name: str, move: Written, holders: Mapping[str, list[Any]], steps: Written) -> bool:
    """Whether it opens, names a holder, or leads to a step whose holder differs from some holder where it begins."""
    if name == OPEN or move.get("holder"):
        return True
    here = _listed(move.get("from"))
    for target in _targets(move):
        then = as_mapping(steps.get(target)).get("holder")
        if any(step != target and any(holder != then for holder in holders.get(step, [])) for step in here):
            return True
    return False


def _holders(moves: Written, steps: Written) -> dict[str, list[Any]]:
    """For each step who can hold the pen there: whom it names, and whom the moves name that lead or stay there."""
    found = {name: [as_mapping(step).get("holder")] for name, step in steps.items()}
    for move in map(as_mapping, moves.values()):
        for step in _targets(move) or _listed(move.get("from")):
            if move.get("holder") and step in found:
                found[step].append(move["holder"])
    return found


def _targets(move: Written) -> list[str]:
    leads = move.get("leads")
    others = [str(as_mapping(lead).get("to", "")) for lead in (leads if isinstance(leads, list) else [])]
    return [step for step in (str(move.get("to") or ""), *others) if step]


def _listed(names: Any) -> list[str]:
    return [str(name) for name in names] if isinstance(names, list) else [str(names)] if names else []
