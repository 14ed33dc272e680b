"""Days in order: which of the days that were given lie before the one that they have to come after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from states.days import day_of, instant_text, parse_day, parse_instant
from states.refusals import Refused
from workflow.questions import HAPPENED, Question

_LONGEST_DAY = len("2026-03-27")


@dataclass(frozen=True)
class TooEarly:
    """A day or an instant given that lies too early. `place`: which entry of a list, from 0; `than`: the earliest."""

    field: str
    place: int
    given: str
    than: str
    question: Question


def too_early(
    questions: Mapping[str, Question], record: Mapping[str, Any], known: Mapping[str, Any], happened: datetime
) -> Iterator[TooEarly]:
    """Every such day among the answers in `record`; `known` is what the case says besides."""
    said = {**known, **record, HAPPENED: instant_text(happened)}
    for name, question in questions.items():
        than = said.get(question.not_before)
        if name in record and than is not None:
            for place, given in enumerate(_given(record[name])):
                if given and _before(given, str(than)):
                    yield TooEarly(name, place, given, str(than), question)


def refuse_too_early(
    questions: Mapping[str, Question], record: Mapping[str, Any], known: Mapping[str, Any], happened: datetime
) -> None:
    """Raises: Refused("day-too-early") for the first of them."""
    for found in too_early(questions, record, known, happened):
        than = "the move itself" if found.question.not_before == HAPPENED else f"“{found.question.not_before}”"
        raise Refused(
            code="day-too-early",
            because=f"“{found.field}” gives {found.given}, which lies before {than}: {found.than}.",
            remedy=f"Give a day on or after {found.than[:_LONGEST_DAY]}, or correct the other one if it is wrong.",
        )


def _given(answer: Any) -> list[str]:
    return [entry.get("due", "") for entry in answer] if isinstance(answer, list) else [str(answer)]


def _before(given: str, than: str) -> bool:
    """Two instants are compared as such; where either is a day, their days in London are."""
    if len(given) > _LONGEST_DAY and len(than) > _LONGEST_DAY:
        return parse_instant(given) < parse_instant(than)
    return _day(given) < _day(than)


def _day(text: str) -> date:
    return day_of(parse_instant(text)) if len(text) > _LONGEST_DAY else parse_day(text)
