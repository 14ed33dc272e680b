"""Answers that are lists: who attended, and who does what by when. Names and words in them are sealed one by one."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from states.days import parse_day
from states.refusals import Refused
from workflow.policy import Partnership
from workflow.questions import ATTENDANCE, Question

MOST_ENTRIES = 100

Entry = Mapping[str, str]


def read_list(
    name: str, question: Question, given: Any, partnership: Partnership, sealed: dict[str, str | None]
) -> list[Entry]:
    """The readable part of each entry; its words go into `sealed` under `<name>.<place>.<key>`, places from 0.

    `given` is a list, or JSON of one. Raises: Refused("not-a-list"), Refused("entry-not-usable").
    """
    found = []
    for place, entry in enumerate(_list(name, question.type, given)):
        found.append(_entry(name, question.type, place, entry, partnership, sealed))
        if found[-1].get("attendance") in question.reasoned and not entry.get("reason"):
            raise _without_reason(name, place, entry)
    return found


def _list(name: str, kind: str, given: Any) -> list[Any]:
    found = given
    if isinstance(given, str):
        try:
            found = json.loads(given)
        except (ValueError, RecursionError):
            found = None
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_ENTRIES:
        raise Refused(
            code="not-a-list",
            because=f"“{name}” needs a list of 1 to {MOST_ENTRIES} entries.",
            remedy=f"Give JSON, such as {_EXAMPLES[kind]}",
        )
    return found


def _entry(
    name: str, kind: str, place: int, entry: Any, partnership: Partnership, sealed: dict[str, str | None]
) -> Entry:
    keys = _KEYS[kind]
    wrong = not isinstance(entry, dict) or not all(isinstance(text, str) for text in entry.values())
    if wrong or not set(entry) <= set(keys) or not all(entry.get(key) for key in _NEEDED[kind]):
        raise _not_usable(name, place, f"it needs {', '.join(_NEEDED[kind])}, and may have {', '.join(keys)}", kind)
    record: dict[str, str] = {}
    for key, text in entry.items():
        text = text.strip()
        read = keys[key]
        if not text or "\x00" in text or len(text) > LONGEST_ENTRY:
            raise _not_usable(name, place, f"“{key}” is empty, or longer than {LONGEST_ENTRY:,} characters", kind)
        if read is None:
            sealed[f"{name}.{place}.{key}"] = text
        else:
            record[key] = read(name, place, text, partnership)
    return record


LONGEST_ENTRY = 5_000


def _attendance(name: str, place: int, text: str, _: Partnership) -> str:
    return _one_of(name, place, text, ATTENDANCE)


def _partner(name: str, place: int, text: str, partnership: Partnership) -> str:
    return _one_of(name, place, text, tuple(partnership.sectors))


def _agency(name: str, place: int, text: str, partnership: Partnership) -> str:
    return _one_of(name, place, text, tuple(partnership.agencies))


def _day(_name: str, _place: int, text: str, _partnership: Partnership) -> str:
    return parse_day(text).isoformat()


def _one_of(name: str, place: int, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise Refused(
            code="entry-not-usable",
            because=f"“{text[:60]}” is not possible in entry {place + 1} of “{name}”.",
            remedy=f"Use one of {', '.join(known)}.",
        )
    return text


def _not_usable(name: str, place: int, why: str, kind: str) -> Refused:
    return Refused(
        code="entry-not-usable",
        because=f"Entry {place + 1} of “{name}” cannot be used: {why}.",
        remedy=f"For example {_EXAMPLES[kind]}",
    )


def _without_reason(name: str, place: int, entry: Mapping[str, str]) -> Refused:
    example = json.dumps({**entry, "reason": "Why"}, ensure_ascii=False)
    return Refused(
        code="entry-not-usable",
        because=f"Entry {place + 1} of “{name}” says {entry['attendance']}, and gives no reason.",
        remedy=f"Say why: {example}",
    )


_Read = Callable[[str, int, str, Partnership], str]

_KEYS: Mapping[str, Mapping[str, _Read | None]] = {
    "attendance": {"partner": _partner, "attendance": _attendance, "agency": _agency, "person": None, "reason": None},
    "actions": {"what": None, "owner": None, "agency": _agency, "due": _day},
}
_NEEDED: Mapping[str, tuple[str, ...]] = {"attendance": ("partner", "attendance"), "actions": ("what", "owner", "due")}
_EXAMPLES: Mapping[str, str] = {
    "attendance": '[{"partner": "police", "attendance": "attended"}]',
    "actions": '[{"what": "Visit the home", "owner": "A. Worker", "agency": "social-care", "due": "2026-12-18"}]',
}
