"""Answers that are lists, row by row: who took part, who does what by when. Buttons add rows and remove them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from web.forms.moments import PARTS, Mistyped, day_typed
from web.forms.typed import Typed, id_of, of_question, one
from workflow.questions import Question

PARTS_OF: Mapping[str, tuple[str, ...]] = {
    "attendance": ("partner", "attendance", "agency", "person", "reason"),
    "actions": ("what", "owner", "agency", "due"),
}
"""The parts of a row, those of the engine in the order of the page."""

NEEDED: Mapping[str, Mapping[str, str]] = {
    "attendance": {"partner": "Choose the partner of entry {}", "attendance": "Choose how entry {} took part"},
    "actions": {
        "what": "Enter what is to be done in action {}",
        "owner": "Enter who does action {}",
        "due": "Enter the day by which action {} is done",
    },
}
"""What a row cannot do without, and what is said where it is missing."""

NOUN = {"attendance": "entry", "actions": "action"}
_ROW = re.compile(r"-(\d{1,3})-")


@dataclass(frozen=True)
class Rows:
    """The rows of one question: `entries` as the engine takes them, `errors` by the id of the input.

    `numbers`: which row on the page each entry is.
    """

    entries: tuple[dict[str, str], ...]
    errors: Mapping[str, str]
    numbers: tuple[int, ...]


def numbers(typed: Typed, name: str) -> list[int]:
    """Which rows there are, by their numbers on the page."""
    begins = id_of(name)
    found = {int(row[1]) for each, _ in of_question(typed, name) if (row := _ROW.match(each, len(begins)))}
    return sorted(found)


def read_rows(typed: Typed, name: str, question: Question) -> Rows:
    """What the rows say; one that is wholly empty says nothing."""
    kind = question.type
    entries: list[dict[str, str]] = []
    errors: dict[str, str] = {}
    filled: list[int] = []
    for number in numbers(typed, name):
        begins = f"{id_of(name)}-{number}"
        entry = _row(typed, begins, kind, number, errors)
        if entry:
            entries.append(entry)
            filled.append(number)
            for part, words in NEEDED[kind].items():
                wrong = f"{begins}-{part}-day" if part == "due" else f"{begins}-{part}"
                if part not in entry and not any(each.startswith(f"{begins}-{part}") for each in errors):
                    errors[wrong] = words.format(number)
            if entry.get("attendance") in question.reasoned and "reason" not in entry:
                errors[f"{begins}-reason"] = f"Enter the reason for entry {number}"
    return Rows(tuple(entries), errors, tuple(filled))


def _row(typed: Typed, begins: str, kind: str, number: int, errors: dict[str, str]) -> dict[str, str]:
    entry = {part: one(typed, f"{begins}-{part}") for part in PARTS_OF[kind] if part != "due"}
    if any(one(typed, f"{begins}-due-{part}") for part in PARTS):
        try:
            entry["due"] = day_typed(typed, f"{begins}-due").isoformat()
        except Mistyped as wrong:
            errors[f"{begins}-due-{wrong.part}"] = f"The day of {NOUN[kind]} {number} {wrong.words}"
            entry["due"] = ""
            return {part: text for part, text in entry.items() if text} or {"due": ""}
    return {part: text for part, text in entry.items() if text}


def added(typed: Typed, name: str, kind: str) -> dict[str, tuple[str, ...]]:
    """The same with one more row, empty, at the end."""
    number = max(numbers(typed, name), default=0) + 1
    return {**typed, f"{id_of(name)}-{number}-{PARTS_OF[kind][0]}": ("",)}


def removed(typed: Typed, name: str, number: int) -> dict[str, tuple[str, ...]]:
    """The same without one row; those after it move up."""
    begins = id_of(name)
    kept: dict[str, tuple[str, ...]] = {}
    for each, values in typed.items():
        row = _ROW.match(each, len(begins)) if each.startswith(f"{begins}-") else None
        if row is None or int(row[1]) < number:
            kept[each] = values
        elif int(row[1]) > number:
            kept[f"{begins}-{int(row[1]) - 1}-{each[row.end() :]}"] = values
    return kept


def pressed(sent: FormData, typed: Typed, questions: Mapping[str, Question]) -> dict[str, tuple[str, ...]] | None:
    """What was typed with a row more or less, where a button asked for that; None where none did."""
    add, (remove, _, number) = str(sent.get("add", "")), str(sent.get("remove", "")).rpartition("-")
    if add in questions and questions[add].type in PARTS_OF:
        return added(typed, add, questions[add].type)
    if remove in questions and number.isascii() and number.isdigit():
        return removed(typed, remove, int(number[:3]))
    return None


def begun(name: str, kind: str, entries: tuple[Mapping[str, Any], ...]) -> dict[str, tuple[str, ...]]:
    """Rows as they would have been typed, from what is known already; one empty row where nothing is."""
    typed: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(entries or ({PARTS_OF[kind][0]: ""},), start=1):
        for part in PARTS_OF[kind]:
            if part in entry:
                typed[f"{id_of(name)}-{number}-{part}"] = (str(entry[part]),)
    return typed
