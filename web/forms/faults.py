"""What is wrong with an answer, in plain words beside its field; the engine's refusal decides that something is."""

from collections.abc import Mapping
from datetime import datetime

from engine import words
from states.days import FIRST_DAY, LAST_DAY, day_of, parse_day, parse_instant
from states.refusals import Refused
from workflow.answers import LONGEST_TEXT
from workflow.in_order import TooEarly
from workflow.parties import RAISING_FIELD, RECEIVING_FIELD
from workflow.questions import Question

_WORDS = {
    "text-too-long": f"must be {LONGEST_TEXT:,} characters or fewer",
    "not-a-text": "needs words",
    "not-a-number": "must be a number, such as 3",
    "not-a-reference": "must be a case reference, such as ESC-2026-0001",
    "outside-calendar": f"must be a date from {FIRST_DAY.year} to {LAST_DAY.year}",
    "not-a-date": "must be a real date",
    "not-an-instant": "must be a real date and time",
}
_OF_A_FIELD = {"raising-agency-missing": RAISING_FIELD, "same-agency": RECEIVING_FIELD}
_SELECTED = frozenset({"choice", "choices", "yes_no", "agency"})


def missing(question: Question) -> str:
    """What to do about a question that has no answer."""
    verb = "Select" if question.type in _SELECTED else "Enter"
    return f"{verb} an answer to “{question.ask}”"


def wrong(question: Question, refused: Refused, now: datetime) -> str:
    """Why an answer cannot be used; `now`: what time it is here, which a person cannot know of a training database."""
    if refused.code == "in-the-future":
        last = f"now ({words.moment(now)})" if question.type == "instant" else f"today ({words.day(day_of(now))})"
        return f"“{question.ask}” must be {last} or in the past"
    if refused.code == "stands-alone":
        alone = " or ".join(f"“{question.title_of(choice)}”" for choice in question.alone)
        return f"Select {alone} alone, or the others, in answer to “{question.ask}”"
    if refused.code in _WORDS:
        return f"“{question.ask}” {_WORDS[refused.code]}"
    if question.type in _SELECTED:
        return f"Select one of the answers to “{question.ask}”"
    return refused.because


def early(found: TooEarly, number: int, beside: Mapping[str, Question]) -> str:
    """Why a day lies too early, with the one that it may not lie before. `number`: of the row, where there are rows."""
    than = parse_instant(found.than) if "T" in found.than else parse_day(found.than)
    if isinstance(than, datetime):
        than = than if "T" in found.given else day_of(than)
    told = beside.get(found.question.not_before)
    shown = words.moment(than) if isinstance(than, datetime) else words.day(than)
    after = f"“{told.ask}” ({shown})" if told else f"{shown}, when this happened"
    what = f"The day of action {number}" if found.question.type == "actions" else f"“{found.question.ask}”"
    return f"{what} must not be before {after}"


def mistyped(question: Question, words: str) -> str:
    """Why a date or a time cannot be read."""
    return f"“{question.ask}” {words}"


def other_agency(*, same: bool) -> str:
    """Why an agency cannot stand in the case that is opened."""
    return f"Select another agency: {'the two must differ' if same else 'your post cannot open a case with this one'}"


def field_of(refused: Refused) -> str:
    """Which question a refusal of the whole is about; empty where it is about none."""
    return _OF_A_FIELD.get(refused.code, "")


OUT_OF_ORDER = "It cannot have happened before what it follows on record; if that is dated wrongly, correct it"


def out_of_time(refused: Refused, now: datetime) -> str:
    """What is wrong with when it happened; empty where the refusal is about something else."""
    return {"out-of-order": OUT_OF_ORDER, "in-the-future": not_yet(now)}.get(refused.code, "")


def not_yet(now: datetime) -> str:
    """That something cannot have happened after now."""
    return f"When it happened must be now ({words.moment(now)}) or in the past"
