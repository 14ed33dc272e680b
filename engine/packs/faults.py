"""What a parser finds wrong with a pack, said in words its author can use: file, line, field, why, what would work."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from engine.packs.entries import STAND_IN
from engine.packs.places import Resolved
from engine.packs.remedies import because_of, remedy_for, shown
from engine.packs.yaml import Fault, Path_
from workflow.conditions import Conditions

Model = TypeVar("Model", bound=BaseModel)


def parsed(
    kind: type[Model], content: Mapping[str, Any], part: str, prefix: Path_, resolved: Resolved, faults: list[Fault]
) -> dict[str, Any] | None:
    """The content that parses as this kind, its faults added to the list; None where too little of it does.

    A missing source gets a stand-in, an unknown entry is left out, and so on: one slip does not hide the next.
    """
    problems = _problems(kind, content)
    known = {(fault.file, fault.line, fault.field) for fault in faults}
    for fault in (_fault(kind, problem, part, prefix, resolved) for problem in problems):
        if (fault.file, fault.line, fault.field) not in known:
            known.add((fault.file, fault.line, fault.field))
            faults.append(fault)
    usable = deepcopy(dict(content))
    for _ in range(_TRIES):
        if not problems:
            return usable
        if not all(_mended(usable, problem["type"], problem["loc"]) for problem in problems):
            return None
        problems = _problems(kind, usable)
    return None


def _problems(kind: type[BaseModel], content: Mapping[str, Any]) -> list[dict[str, Any]]:
    try:
        kind.model_validate(content)
    except ValidationError as error:
        problems = [dict(problem) for problem in error.errors(include_url=False)]
        return [problem for problem in problems if not follows(problem, problems)]
    return []


def follows(problem: Mapping[str, Any], problems: Sequence[Mapping[str, Any]]) -> bool:
    """Whether it is only said because something further in cannot be read."""
    loc = problem["loc"]
    return any(other["loc"][: len(loc)] == loc and len(other["loc"]) > len(loc) for other in problems)


_TRIES = 4
_STAND_INS: Mapping[str, Any] = {
    "source": STAND_IN,
    "confidence": STAND_IN["confidence"],
    **dict.fromkeys(("title", "part", "edition", "ask"), STAND_IN["title"]),
    "within": {"months": 12, "count_from": "exclude_trigger"},
    "kind": "local",
    "party": "raising",
    "severity": "warning",
}
_SPARED = frozenset({"near", "when", "hint", "required", "may_be_future", "shows", "roll", "cut_off", "closures"})


def _mended(content: Any, problem: str, place: tuple[int | str, ...]) -> bool:
    """Whether the entry, or one around it, could be left out or replaced without making other entries wrong."""
    around = [content]
    for each in place[:-1]:
        try:
            around.append(around[-1][each])
        except (KeyError, IndexError, TypeError):
            break
    for inner, key in reversed(list(zip(around, place, strict=False))):
        if not isinstance(inner, dict):
            continue
        if key in _STAND_INS:
            inner[str(key)] = deepcopy(_STAND_INS[str(key)])
            return True
        if key in inner and (key in _SPARED or (problem == "extra_forbidden" and key == place[-1])):
            del inner[str(key)]
            return True
    return False


def _fault(kind: type[BaseModel], problem: dict[str, Any], part: str, prefix: Path_, resolved: Resolved) -> Fault:
    what, place = _where(kind, problem)
    path = (*prefix, *(str(each) for each in place))
    written = resolved.as_written(part, path)
    last = written[-1] if written else part
    if what == "missing":
        because = f"“{'.'.join(written[:-1]) or part}” has no {last}."
        return resolved.fault(part, path, f"missing-{last}", because, f"Add `{shown(last, at(kind, place))}`.")
    if what == "extra_forbidden":
        known = sorted(_entries(kind, place[:-1]))
        near = get_close_matches(last, known, n=1)
        remedy = f"Did you mean “{near[0]}”?" if near else f"Remove it, or use one of {', '.join(known)}."
        return resolved.fault(part, path, "unknown-entry", f"“{last}” means nothing here.", remedy)
    problem = {**problem, "type": what}
    because = f"“{'.'.join(written) or part}” cannot be used: {because_of(problem)}."
    return resolved.fault(part, path, "not-usable", because, remedy_for(last, at(kind, place), problem))


def _where(kind: type[BaseModel], problem: dict[str, Any]) -> tuple[str, Path_]:
    """What is wrong and with which entry, without what only the parser calls so: keys, and ways to read a condition."""
    place = tuple(str(each) for each in problem["loc"])
    for depth in range(1, len(place)):
        if place[depth] == "[key]":
            return problem["type"], place[:depth]
        if at(kind, place[:depth]) is Conditions:
            return "condition", place[: depth + 1]
    return problem["type"], place


def _entries(kind: type[BaseModel], place: Path_) -> list[str]:
    """The entries that may stand at a place of a model."""
    model = at(kind, place)
    fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
    return [info.alias or name for name, info in fields.items()]


def at(kind: Any, place: Path_) -> Any:
    """The type of what stands at a place of a model."""
    for name in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = {info.alias or field: info.annotation for field, info in kind.model_fields.items()}.get(name)
        else:
            kind = next((each for each in reversed(get_args(kind)) if each is not Ellipsis), None)
        kind = _bare(kind)
    return kind


def _bare(kind: Any) -> Any:
    """A type without what is only said about it, and without the None that stands for an entry left out."""
    while get_origin(kind) in (UnionType, Union, Annotated):
        kind = next(each for each in get_args(kind) if each is not type(None))
    return kind
