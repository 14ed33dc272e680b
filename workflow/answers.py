"""Answers to a move's questions: read at the door, each by its type, and refused together if they cannot be used."""

import json
import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.days import day_of, instant_text, parse_day, parse_instant
from states.refusals import Refused
from workflow.entries import read_list
from workflow.kept import NOTHING_KEPT, Fall, Standing, falls
from workflow.policy import Partnership
from workflow.questions import ATTENDANCE, Question

LONGEST_TEXT = 20_000
LISTS = frozenset({"attendance", "actions"})

LOWERED = "lowered."
"""In `when` of a question, before the name of one asked earlier: that answer is lower than this agency's before."""


@dataclass(frozen=True)
class Answers:
    """What was recorded: `record` may be read by everyone, `sealed` holds texts and names of people."""

    record: Mapping[str, Any]
    sealed: Mapping[str, str | None]


def readable(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as conditions and rules see it: an attendance by its partners, `meeting.police` -> attended."""
    found = dict(record)
    for name, value in record.items():
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, dict) and "attendance" in entry:
                found[f"{name}.{entry['partner']}"] = _better(found.get(f"{name}.{entry['partner']}"), entry)
    return found


def needed(
    question: Question,
    questions: Mapping[str, Question],
    known: Mapping[str, Any],
    record: Mapping[str, Any],
    stands: Standing,
) -> bool:
    """Whether a question has to be answered: always, or by what the case says and by the answers before it."""
    if question.required or not question.when:
        return question.required
    fell = {f"{LOWERED}{fall.field}": "yes" for fall in falls(questions, record, stands)}
    return question.when.hold({**readable({**known, **record}), **fell})


def _better(found: str | None, entry: Mapping[str, str]) -> str:
    """Of several people of one partner, the one who did most counts."""
    given = entry["attendance"]
    return given if found is None or ATTENDANCE.index(given) < ATTENDANCE.index(found) else found


@dataclass(frozen=True)
class _Asked:
    """What reading an answer may need to know."""

    name: str
    question: Question
    partnership: Partnership
    now: datetime


def read_answers(
    questions: Mapping[str, Question],
    given: Mapping[str, Any],
    known: Mapping[str, Any],
    partnership: Partnership,
    now: datetime,
    stands: Standing = NOTHING_KEPT,
) -> Answers:
    """The given answers by the pathway's questions; `known` is the case's record so far, which conditions may read, and
    `stands` what it keeps of each agency.

    Raises: Refused with the code of the first fault and the words of all of them.
    """
    faults = [_unknown(name, questions) for name in given if name not in questions]
    record: dict[str, Any] = {}
    sealed: dict[str, str | None] = {}
    for name, question in questions.items():
        try:
            if name in given:
                if question.type in LISTS:
                    record[name] = read_list(name, question, given[name], partnership, sealed)
                else:
                    asked = _Asked(name, question, partnership, now)
                    (sealed if question.sealed else record)[name] = _READ[question.type](asked, given[name])
            elif needed(question, questions, known, record, stands):
                fell = [fall for fall in falls(questions, record, stands) if LOWERED + fall.field in question.when.root]
                faults.append(_missing(name, question, partnership, fell))
        except Refused as refused:
            faults.append(refused)
    if faults:
        raise _together(faults)
    return Answers(record, sealed)


def read_answer(name: str, question: Question, given: Any, partnership: Partnership, now: datetime) -> Any:
    """One answer, as `read_answers` reads it. Raises: Refused("not-correctable") for a list, among others."""
    if question.type in LISTS:
        raise Refused(
            code="not-correctable",
            because=f"“{name}” is a list, and a list is not corrected by one value.",
            remedy="Record the move again with the right list, where the pathway allows it.",
        )
    return _READ[question.type](_Asked(name, question, partnership, now), given)


def _together(faults: list[Refused]) -> Refused:
    if len(faults) == 1:
        return faults[0]
    return Refused(
        code=faults[0].code,
        because=" ".join(fault.because for fault in faults),
        remedy=" ".join(dict.fromkeys(fault.remedy for fault in faults)),
    )


def _unknown(name: str, questions: Mapping[str, Question]) -> Refused:
    known = ", ".join(questions) or "none"
    return Refused(code="unknown-field", because=f"Nothing here asks for “{name}”.", remedy=f"It asks for: {known}.")


def _missing(name: str, question: Question, partnership: Partnership, fell: Iterable[Fall]) -> Refused:
    call_first = f" {partnership.emergency.text}" if question.shows == "emergency" else ""
    said = "".join(f" “{each.field}” of {each.of} was {each.was} and is {each.answer} now." for each in fell)
    return Refused(
        code="missing-answer",
        because=f"“{name}” has no answer: {question.ask}{call_first}{said}",
        remedy=f"Answer “{name}”{_choices(question.choices)}.",
    )


def _choices(choices: tuple[str, ...]) -> str:
    return f" with one of {', '.join(choices)}" if choices else ""


def _text(asked: _Asked, given: Any) -> str:
    text = given.strip() if isinstance(given, str) else ""
    if len(text) > LONGEST_TEXT:
        raise Refused(
            code="text-too-long",
            because=f"“{asked.name}” has {len(text):,} characters.",
            remedy=f"Say it in at most {LONGEST_TEXT:,}.",
        )
    if not any(character.isalnum() for character in text) or any(map(_never_meant, text)):
        raise Refused(
            code="not-a-text",
            because=f"“{asked.name}” needs words, and no control characters.",
            remedy=f"Answer in a sentence: {asked.question.ask}",
        )
    return text


def _never_meant(character: str) -> bool:
    """Control characters, and marks that turn the direction of what follows: nobody types them on purpose."""
    return (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t") or character in _TURNING


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _one_of(asked: _Asked, given: Any, choices: tuple[str, ...], code: str) -> str:
    text = str(given).strip() if isinstance(given, str | int) else ""
    if text not in choices:
        raise Refused(
            code=code,
            because=f"“{_short(given)}” is not a possible answer to “{asked.name}”.",
            remedy=f"Choose one of {', '.join(choices)}.",
        )
    return text


def _choice(asked: _Asked, given: Any) -> str:
    return _one_of(asked, given, asked.question.choices, "not-a-choice")


def _several(asked: _Asked, given: Any) -> list[str]:
    parts = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else [None]
    chosen = [_choice(asked, part) for part in parts or [""]]
    alone = next((choice for choice in chosen if choice in asked.question.alone), "")
    if alone and len(set(chosen)) > 1:
        others = ", ".join(dict.fromkeys(choice for choice in chosen if choice != alone))
        raise Refused(
            code="stands-alone",
            because=f"“{alone}” goes with no other answer to “{asked.name}”, and {others} is given too.",
            remedy=f"Answer {alone} alone, or leave it out.",
        )
    return [choice for choice in asked.question.choices if choice in chosen]


def _yes_no(asked: _Asked, given: Any) -> str:
    text = str(given).strip().lower()
    return _one_of(asked, {"true": "yes", "false": "no"}.get(text, text), ("yes", "no"), "not-yes-or-no")


def _number(asked: _Asked, given: Any) -> int | float:
    try:
        number = float(given) if not isinstance(given, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1e15:
        raise Refused(
            code="not-a-number",
            because=f"“{_short(given)}” is not a number, which “{asked.name}” needs.",
            remedy="Give digits, such as 3 or 2.5.",
        )
    return int(number) if number.is_integer() else number


def _date(asked: _Asked, given: Any) -> str:
    day = parse_day(_written(given))
    if day > day_of(asked.now) and not asked.question.may_be_future:
        raise _future(asked, day.isoformat())
    return day.isoformat()


def _instant(asked: _Asked, given: Any) -> str:
    instant = parse_instant(_written(given))
    if instant > asked.now and not asked.question.may_be_future:
        raise _future(asked, instant_text(instant))
    return instant_text(instant)


def _future(asked: _Asked, shown: str) -> Refused:
    return Refused(
        code="in-the-future",
        because=f"“{asked.name}” is {shown}, and that has not come yet (it is {instant_text(asked.now)}).",
        remedy="Record what has happened, when it has happened.",
    )


def _agency(asked: _Asked, given: Any) -> str:
    return _one_of(asked, given, asked.partnership.agencies_of(asked.question.sectors), "unknown-agency")


def _case(asked: _Asked, given: Any) -> str:
    text = _written(given).strip()
    prefix, _, rest = text.partition("-")
    year, _, number = rest.partition("-")
    if not (prefix.isalpha() and prefix.isupper() and len(year) == 4 and (year + number).isdigit() and number):
        raise Refused(
            code="not-a-reference",
            because=f"“{_short(given)}” is not a case reference, which “{asked.name}” needs.",
            remedy="Give a reference such as ESC-2026-0001.",
        )
    return text


def _written(given: Any) -> str:
    """What was given as it was written; what is no text as JSON writes it."""
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str)


def _short(given: Any) -> str:
    text = _written(given)
    return text if len(text) <= 60 else f"{text[:59]}…"


_READ: Mapping[str, Callable[[_Asked, Any], Any]] = {
    "text": _text,
    "person": _text,
    "choice": _choice,
    "choices": _several,
    "yes_no": _yes_no,
    "number": _number,
    "date": _date,
    "instant": _instant,
    "agency": _agency,
    "case": _case,
}
