"""What a parser finds wrong with a pack, said in words its author can use: file, line, field, why, what would work."""

from collections.abc import Mapping
from copy import deepcopy
from difflib import get_close_matches
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from engine.packs.entries import STAND_IN
from engine.packs.places import Resolved, instead
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
        return [dict(problem) for problem in error.errors(include_url=False)]
    return []


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
    last = path[-1] if path else part
    if what == "missing":
        because = f"“{'.'.join(path[:-1]) or part}” has no {last}."
        return resolved.fault(part, path, f"missing-{last}", because, _HOW.get(last, f"Add `{last}: …` to it."))
    if what == "extra_forbidden":
        known = sorted(_entries(kind, place[:-1]))
        near = get_close_matches(last, known, n=1)
        remedy = f"Did you mean “{near[0]}”?" if near else f"Remove it, or use one of {', '.join(known)}."
        return resolved.fault(part, path, "unknown-entry", f"“{last}” means nothing here.", remedy)
    because = f"“{'.'.join(path) or part}” cannot be used: {_plain(what, problem)}."
    if what == "literal_error":
        known = [
            text.strip("'") for text in problem["ctx"]["expected"].replace(" or ", ", ").split(", ") if text != "''"
        ]
        return resolved.fault(part, path, "not-usable", because, instead(str(problem["input"]), known))
    return resolved.fault(part, path, "not-usable", because, _how(what, last, problem))


def _where(kind: type[BaseModel], problem: dict[str, Any]) -> tuple[str, Path_]:
    """What is wrong and with which entry, without what only the parser calls so: keys, and ways to read a condition."""
    place = tuple(str(each) for each in problem["loc"])
    for depth in range(1, len(place)):
        if place[depth] == "[key]":
            return problem["type"], place[:depth]
        if _at(kind, place[:depth]) is Conditions:
            return "condition", place[: depth + 1]
    return problem["type"], place


_HOW = {
    "source": "Add `source: {title, part, edition, confidence}`, or the name of one of the pack's sources.",
    "confidence": "Use high, unconfirmed or proposed.",
    "within": "For example `within: {working_days: 5, count_from: exclude_trigger}`.",
    "amount": "Write for example {working_days: 2} or {hours: 4}.",
    "kind": "Use statutory, local, aspiration or reminder.",
    "who": "Write a list of `{role: …, party: raising, receiving or partnership}`.",
    "condition": "Write a value, a list of values, {not: value}, {at_least: n, at_most: n} or {present: yes}.",
    "when": "Write the conditions as `{name: value}`.",
    "string_pattern_mismatch": "Use small letters, digits and hyphens (in the names of fields: underscores).",
    "int_parsing": "Write a whole number in digits, such as 5.",
    "bool_parsing": "Write yes or no.",
}

_TO_AGREE = {
    "choices belong": "Add `choices: […]` to a choice, or leave them out elsewhere.",
    "titles and alone": "Write them as they stand under `choices`, or add them there.",
    "what tells whom": "For example `told_at: {type: instant, ask: …, tells: when}`.",
    "each question of a hand-over": "For example `told_whom: {type: person, ask: …, tells: whom}`, one for each.",
    "a statutory timescale": "Leave closures, cut_off, suspension and extension out, or call it local, if it is.",
    "each_party needs": "Add the other of the two, or leave both out.",
    "bands go": "For example `within: {hours: 24}` with `bands: {hours: [24, 48, 72], reason_above: 24}`.",
    "the bands go up": "For example `hours: [24, 48, 72]`.",
    "does not repeat": "Leave `repeat` out, or give a length instead of a day.",
    "a window ends": "Write for example `window: {from_day: 3, to_day: 9}`.",
    "give either": "Write for example {working_days: 2} or {hours: 6}.",
    "the holder has": "Write {role: holder}.",
    "give one of bands": "For example `bands: {pathway: …, timescale: …}`.",
    "either field or move": "Write the field that holds the instant, or the move that was taken then.",
    "which party": "Write {role: …, party: raising, receiving or partnership}.",
    "condition": "Write a value, a list of values, {not: value}, {at_least: n}, {present: yes} or {absent: yes}.",
    "days, weeks": _HOW["within"],
    "counted in one way": _HOW["within"],
    "count_from": _HOW["within"],
    "whole number": _HOW["int_parsing"],
}
"""What would work where two entries do not go together, by words of the reason."""


def _how(what: str, last: str, problem: Mapping[str, Any]) -> str:
    if bounds := problem.get("ctx", {}).keys() & {"ge", "gt", "le", "lt"}:
        [bound] = bounds
        number = problem["ctx"][bound]
        return f"Write a whole number, {'at least' if bound in ('ge', 'gt') else 'at most'} {number + (bound == 'gt')}."
    if what == "value_error":
        return next((how for words, how in _TO_AGREE.items() if words in problem["msg"]), _AS_ELSEWHERE)
    return _HOW.get(what) or _HOW.get(last, _AS_ELSEWHERE)


_AS_ELSEWHERE = "Write it as in the packs that came with Duecourse."
_MAPPING, _LIST = "a mapping (`name: value` lines) is due here", "a list is due here"
_BECAUSE = {
    "condition": "it is not a condition",
    "union_tag_not_found": "it is not a condition",
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), _MAPPING),
    **dict.fromkeys(("tuple_type", "list_type"), _LIST),
    "string_type": "a text is due here",
    **dict.fromkeys(("bool_type", "bool_parsing"), "it is neither yes nor no"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "it is not a whole number"),
    "int_parsing_size": "the number is too large",
    **dict.fromkeys(("string_too_short", "too_short"), "it is empty"),
    "string_too_long": "it is too long",
}


def _plain(what: str, problem: dict[str, Any]) -> str:
    if what == "string_pattern_mismatch":
        return f"“{str(problem['input'])[:60]}” has characters that do not belong in it"
    message = str(problem["msg"]).removeprefix("Value error, ").rstrip(".").replace("Input should be", "it has to be")
    return _BECAUSE.get(what, message[:1].lower() + message[1:])


def _entries(kind: type[BaseModel], place: Path_) -> list[str]:
    """The entries that may stand at a place of a model."""
    model = _at(kind, place)
    fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
    return [info.alias or name for name, info in fields.items()]


def _at(kind: Any, place: Path_) -> Any:
    """The type of what stands at a place of a model."""
    for name in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = {info.alias or field: info.annotation for field, info in kind.model_fields.items()}.get(name)
        else:
            kind = next((each for each in reversed(get_args(kind)) if each is not Ellipsis), None)
        if get_origin(kind) in (UnionType, Union):
            kind = next(each for each in get_args(kind) if each is not type(None))
    return kind
