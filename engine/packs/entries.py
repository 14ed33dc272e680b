"""Entries of a pack that stand for others: a source by its name, a group of questions by its name."""

from collections.abc import Mapping
from typing import Any

from engine.packs.places import Resolved, instead
from engine.packs.yaml import Path_, as_mapping

_OWN_WORDS = frozenset({"sets", "starts", "when", "roles", "sectors", "lateness_reasons", "titles"})
"""Mappings whose keys are the pack's own words, so that `source` there is one of them."""

STAND_IN = {"title": "unknown", "part": "unknown", "edition": "unknown", "confidence": "unconfirmed"}
"""In the place of a source that is not there, so that what else is wrong can be seen too."""


def sourced(resolved: Resolved, part: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Every `source: name` replaced by the source of that name; `sources` itself is not needed after that."""
    sources = _group(resolved, part, content, "sources", "Write `name: {title, part, edition, confidence}` under it.")
    own = {key: value for key, value in content.items() if key != "sources"}
    return {key: _with_sources(resolved, part, value, (key,), sources) for key, value in own.items()}


def _with_sources(resolved: Resolved, part: str, value: Any, path: Path_, sources: Mapping[str, Any]) -> Any:
    if path[-1] == "source" and isinstance(value, str):
        if value not in sources:
            because = f"No source is called “{value}”."
            remedy = f"{instead(value, sources)} Or write title, part, edition and confidence here."
            resolved.faults.append(resolved.fault(part, path, "unknown-source", because, remedy))
            return STAND_IN
        resolved.written[part, path] = ("sources", value)
        return sources[value]
    if isinstance(value, dict) and path[-1] not in _OWN_WORDS:
        return {key: _with_sources(resolved, part, inner, (*path, str(key)), sources) for key, inner in value.items()}
    return value


def asked(resolved: Resolved, part: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """A move's `asks: [group]` replaced by the questions of those groups, before its own."""
    groups = _group(resolved, part, content, "questions", "Write `name: {field: {type, ask}}` under it.")
    moves = {name: _with_questions(resolved, part, name, move, groups) for name, move in _moves(content)}
    used = {str(group) for _, move in _moves(content) for group in _asks(move)}
    for group in groups if used <= set(groups) else ():
        if group not in used:
            because = f"No move asks the questions of “{group}”."
            remedy = f"Write `asks: [{group}]` in the move that should, or take them out."
            resolved.faults.append(resolved.fault(part, ("questions", group), "asked-by-nobody", because, remedy))
    return {**{key: value for key, value in content.items() if key != "questions"}, "moves": moves}


def _group(resolved: Resolved, part: str, content: Mapping[str, Any], key: str, remedy: str) -> Mapping[str, Any]:
    """What entries may name, under a key of its own."""
    if not isinstance(content.get(key) or {}, dict):
        because = f"“{key}” is not a mapping from names to {key}."
        resolved.faults.append(resolved.fault(part, (key,), "not-usable", because, remedy))
        resolved.broken.add(part)
    return as_mapping(content.get(key))


def _moves(content: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(name, as_mapping(move)) for name, move in as_mapping(content.get("moves")).items()]


def _asks(move: Mapping[str, Any]) -> list[Any]:
    asks = move.get("asks") or []
    return asks if isinstance(asks, list) else [asks]


def _with_questions(
    resolved: Resolved, part: str, name: str, move: Mapping[str, Any], groups: Mapping[str, Any]
) -> dict[str, Any]:
    record: dict[str, Any] = {}
    asks = _asks(move)
    for place, group in enumerate(asks):
        where = ("moves", name, "asks", str(place))
        if group in asks[:place]:
            because = f"“{group}” stands here twice."
            resolved.faults.append(resolved.fault(part, where, "said-twice", because, "Keep one of the two."))
        if not isinstance(group, str) or not isinstance(groups.get(group), dict):
            because = f"No group of questions is called “{str(group)[:60]}”."
            remedy = instead(str(group)[:60], groups)
            resolved.faults.append(resolved.fault(part, where, "unknown-questions", because, remedy))
            continue
        for field, question in groups[group].items():
            record[field] = question
            resolved.written[part, ("moves", name, "record", field)] = ("questions", group, field)
    own = move.get("record") or {}
    rest = {key: value for key, value in move.items() if key != "asks"}
    if not isinstance(own, dict):
        return {**rest, "record": own}
    for field in own:
        resolved.written.pop((part, ("moves", name, "record", field)), None)
    return {**rest, "record": {**record, **own}}
