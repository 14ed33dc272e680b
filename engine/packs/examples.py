"""What an entry of a pack could look like: an example of each kind of value, in the notation of packs."""

from collections.abc import Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

_PLAIN: Mapping[str, str] = {
    "Conditions": "{urgency: today}",
    "OneOf": "today",
    "Source": "{title: Handbook, part: section 2, edition: January 2026, confidence: high}",
    "Who": "{role: line-manager, party: raising}",
    "Tell": "{role: line-manager, party: raising}",
    "Within": "{working_days: 5, count_from: exclude_trigger}",
    "Warn": "{working_days: 2}",
    "Delay": "{working_days: 2}",
    "Bands": "{hours: [24, 48, 72], reason_above: 72}",
    "Mark": "{title: Visited, move: visit}",
    "Question": "{type: yes_no, ask: Is it so?, required: yes}",
    "Restricted": "{to: [line-manager]}",
}
"""Of the models whose own notation is shorter than their fields."""

_NAMED: Mapping[str, str] = {
    "name": "first-visit",
    "pathway": "first-visit",
    "partnership": "riverside",
    "edition": "2026-11",
    "in_force_from": "2026-11-01",
    "begins": "04-01",
    "cut_off": '"17:00"',
    "calendar": "england-and-wales/2026-02-25",
    "reference": "ESC",
    "role": "line-manager",
    "agency": "school-a",
    "sector": "education",
    "hours": "[24, 48, 72]",
    "below": "5",
    "role of agency": "practitioner of school-a",
    "story": "seen-in-time",
    "on": "Mon 2 Nov 2026 15:00",
    "by": "practitioner of school-a",
    "ask": "Which day was it?",
    "text": "If a child is in danger now, call 999.",
    "when": "{urgency: today}",
    "only_when": "{urgency: today}",
    "record": "{seen_on: {type: date, ask: Which day was it?}}",
    "choices": "[today, soon]",
    "steps": "[{name: waiting, title: Waiting, holder: {role: line-manager, party: raising}, source: handbook}]",
    "moves": "[{name: open, title: Open, to: waiting, who: [{role: line-manager, party: raising}], source: handbook}]",
    "events": "[{on: Mon 2 Nov 2026 15:00, by: practitioner of school-a, move: open}]",
    "starts": "open",
    "stops": "visit",
    "title": "A visit in time",
    "source": "handbook",
    "part": "section 2",
    "counted": "visits",
    "shows": "A visit that comes too late",
    "because": "It was mistyped",
    "authoriser": "The head of service",
    "reasons": "{ill: Somebody needed was ill}",
    "lateness_reasons": "{ill: Somebody needed was ill}",
    "roles": "{line-manager: Line manager}",
    "sectors": "{education: Education}",
    "relations": "{follows: Follows from the other case}",
    "hand_over": "{told_whom: {type: person, ask: Who was told?, tells: whom}}",
}
"""Of entries that say more by their name than by their type."""


def example(name: str, kind: Any) -> str:
    """A value that an entry of this name and type could have."""
    if name in _NAMED and not (name == "hours" and kind is int):
        return _NAMED[name]
    return _of(kind)


def _of(kind: Any) -> str:
    origin, inner = get_origin(kind), [each for each in get_args(kind) if each not in (type(None), Ellipsis)]
    if origin is Literal:
        return next(str(each) for each in inner if each)
    if origin in (UnionType, Union) or getattr(kind, "__metadata__", None):
        return _of(inner[0])
    if origin is tuple or kind is tuple:
        return f"[{_of(inner[0])}]"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"{{{'first-visit'}: {_of(inner[1])}}}"
    if isinstance(kind, type) and kind.__name__ in _PLAIN:
        return _PLAIN[kind.__name__]
    if isinstance(kind, type) and issubclass(kind, BaseModel) and not issubclass(kind, RootModel):
        needed = {info.alias or name: info for name, info in kind.model_fields.items() if info.is_required()}
        return f"{{{', '.join(f'{name}: {example(name, info.annotation)}' for name, info in needed.items())}}}"
    return {int: "5", bool: "yes"}.get(kind, "first-visit")
