"""A term: how much time guidance gives, in its own unit, and how it is counted."""

import re
from typing import Literal

from msgspec import Struct

from states.refusals import Refused

Unit = Literal["working_days", "calendar_days", "weeks", "months", "school_terms", "hours"]
CountFrom = Literal["exclude_trigger", "include_trigger"]
Roll = Literal["none", "back", "forward"]

# The most of each unit that the calendar's 39 years can hold: more is a slip of the pen, not a promise.
_MOST: dict[Unit, int] = {
    "working_days": 10_200,
    "calendar_days": 14_245,
    "weeks": 2_035,
    "months": 468,
    "school_terms": 234,  # six a year, as some authorities have them
    "hours": 341_880,
}
_TERM = re.compile(
    r"\s*([+-]?\d+)\s+(working |calendar |school )?(day|week|month|term|hour)s?\s*", re.ASCII | re.IGNORECASE
)
_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class Term(Struct, frozen=True):
    """So many of a unit, counted from a trigger.

    count_from: with `exclude_trigger` the trigger's day is day 0; with `include_trigger` it is day 1, or, for working
    days, the next working day is. For school terms it is the term that the trigger lies in which is counted or not: the
    deadline is the end of the last day of the n-th term after it, or of the n-th with it as the first. A trigger on a
    term's first or last day lies in it; from one between terms the next term is the first either way.
    from_day: the first day of a window on which the act may be done, for the record only; nothing is counted from it.
    roll: where a deadline in calendar days, weeks or months goes that ends on a day that is not a working day.
    cut_off: a London time such as "17:00". A trigger at or after it, or on a day that is not a working day, counts as
    made on the next working day. For local timescales only.
    closures: local closure days are not working days either. For local timescales only.
    before: counted back from the trigger's day, which is day 0: the deadline is the end of the day reached.
    Raises: Refused("term-out-of-range"), Refused("term-contradicts-itself").
    """

    unit: Unit
    amount: int
    count_from: CountFrom
    from_day: int = 0
    roll: Roll = "none"
    cut_off: str = ""
    closures: bool = False
    before: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= _MOST[self.unit]:
            raise _out_of_range(text_of(self), self.unit)
        if self.cut_off and (self.unit in ("school_terms", "hours") or not _CLOCK_TIME.fullmatch(self.cut_off)):
            raise _contradiction(
                f"a cut-off of “{self.cut_off}”", 'Give a time such as "17:00" on a term in days, or none.'
            )
        if self.before and (
            self.unit in ("school_terms", "hours")
            or self.count_from != "exclude_trigger"
            or self.cut_off
            or self.roll != "none"
        ):
            raise _contradiction(
                f"{text_of(self)} counted back like that",
                "Count back working or calendar days, weeks or months, exclude_trigger, with no roll and no cut-off.",
            )
        if self.roll != "none" and self.unit in ("working_days", "school_terms", "hours"):
            raise _contradiction(
                f"a deadline in {_words(self.unit)} that rolls {self.roll}",
                "Leave the roll out: it is for calendar days, weeks and months, which may end on any day of the week.",
            )


def parse_term(text: str, *, count_from: CountFrom) -> Term:
    """A term as people write it: "70 working days", "3 weeks", "6 months", "1 school term", "24 hours" and so on.

    Raises: Refused("ambiguous-days") for plain days, Refused("term-out-of-range") for zero, less, or more than the
    calendar holds, Refused("not-a-term") for anything else.
    """
    found = _TERM.fullmatch(text)
    kind, noun = (str(found[2] or "").strip().lower(), str(found[3]).lower()) if found else ("", "")
    unit = _UNITS.get(f"{kind} {noun}".strip())
    if not found or (unit is None and (kind or noun != "day")):
        raise Refused(
            code="not-a-term",
            because=f"“{text if len(text) <= 40 else text[:39] + '…'}” is not a length of time.",
            remedy="Write a whole number and a unit:"
            " 70 working days, 90 calendar days, 3 weeks, 6 months, 1 school term or 24 hours.",
        )
    if unit is None:
        raise Refused(
            code="ambiguous-days",
            because=f"“{text.strip()[:40]}” could mean working days or calendar days.",
            remedy="Say which: “working days” leaves out weekends and bank holidays, “calendar days” counts them all.",
        )
    # Python will not read a number of thousands of digits, and no term has seven.
    digits = found[1].lstrip("+").lstrip("0") or "0"
    if len(digits) > 6 or not 1 <= int(digits) <= _MOST[unit]:
        raise _out_of_range(text.strip()[:40], unit)
    return Term(unit=unit, amount=int(digits), count_from=count_from)


def text_of(term: Term) -> str:
    """The term as people write it: "1 working day", "70 working days"."""
    words = _words(term.unit)
    return f"{term.amount} {words[:-1] if term.amount == 1 else words}"


_UNITS: dict[str, Unit] = {
    "working day": "working_days",
    "calendar day": "calendar_days",
    "week": "weeks",
    "month": "months",
    "school term": "school_terms",
    "hour": "hours",
}


def _words(unit: Unit) -> str:
    return unit.replace("_", " ")


def _out_of_range(shown: str, unit: Unit) -> Refused:
    return Refused(
        code="term-out-of-range",
        because=f"“{shown}” is not a length of time that a deadline can have.",
        remedy=f"Give from 1 to {_MOST[unit]} {_words(unit)}.",
    )


def _contradiction(what: str, remedy: str) -> Refused:
    return Refused(code="term-contradicts-itself", because=f"There is no such thing as {what}.", remedy=remedy)
