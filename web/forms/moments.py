"""Days and times as people type them, in London; `states.days` turns them into instants."""

import re
from datetime import date, datetime

from states.days import FIRST_DAY, LAST_DAY, day_of, instant_text, london_instants, parse_instant, time_of_day
from states.refusals import Refused
from web.forms.typed import Typed, one

PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?\s*(bst|gmt)?", re.IGNORECASE | re.ASCII)


class Mistyped(Exception):  # noqa: N818 - the anticipated slip, said beside the field
    """What was typed is no day or no time: `part` is the input to put right, `words` end the sentence that says so."""

    def __init__(self, part: str, words: str) -> None:
        super().__init__(words)
        self.part = part
        self.words = words


def day_typed(typed: Typed, begins: str) -> date:
    """The day in the inputs `<begins>-day`, `-month` and `-year`. Raises: Mistyped."""
    parts = {part: one(typed, f"{begins}-{part}") for part in PARTS}
    missing = [part for part in PARTS if not parts[part]]
    if missing:
        raise Mistyped(missing[0], f"must include a {' and a '.join(missing)}")
    day, month, year = _number("day", parts["day"]), _month(parts["month"]), _number("year", parts["year"])
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise Mistyped("year", f"must have a year from {FIRST_DAY.year} to {LAST_DAY.year}, with all four digits")
    try:
        return date(year, month, day)
    except ValueError:
        raise Mistyped("day" if 1 <= month <= 12 else "month", "must be a real date") from None


def instant_typed(typed: Typed, begins: str) -> datetime:
    """The instant of a day and a time of day in London. Raises: Mistyped, also in the hours the clocks change."""
    day = day_typed(typed, begins)
    text = one(typed, f"{begins}-time")
    if not text:
        raise Mistyped("time", "must include a time, such as 14:30")
    hour, minute, zone = _time(text)
    found = london_instants(day, hour, minute)
    shown = f"{hour:02}:{minute:02}"
    if not found:
        raise Mistyped("time", f"cannot be {shown} on that day: the clocks went forward, and there was no such time")
    if len(found) > 1 and not zone:
        raise Mistyped(
            "time",
            f"must say which {shown} is meant: the clocks went back and it came twice. "
            f"Write {shown} BST for the first or {shown} GMT for the second",
        )
    return found[0 if zone == "bst" else -1]


def typed_day(day: date, begins: str) -> dict[str, tuple[str, ...]]:
    """A day as it would have been typed."""
    return {
        f"{begins}-day": (str(day.day),),
        f"{begins}-month": (str(day.month),),
        f"{begins}-year": (str(day.year),),
    }


def typed_instant(instant: datetime, begins: str) -> dict[str, tuple[str, ...]]:
    """An instant as it would have been typed, to the minute."""
    shown, day = time_of_day(instant), day_of(instant)
    twice = london_instants(day, shown.hour, shown.minute)
    zone = ""
    if len(twice) > 1:
        zone = " BST" if instant < twice[-1] else " GMT"
    return {**typed_day(day, begins), f"{begins}-time": (f"{shown:%H:%M}{zone}",)}


def instant_in(text: str) -> datetime | None:
    """The instant in a record's text; None where it is none."""
    try:
        return parse_instant(text)
    except Refused:
        return None


def as_given(instant: datetime) -> str:
    """As the engine takes it."""
    return instant_text(instant)


def _number(part: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Mistyped(part, f"must have a {part} in numbers")
    return int(text)


def _month(text: str) -> int:
    """A month by its number or by its name."""
    if text[:3].lower() in _MONTHS:
        return _MONTHS.index(text[:3].lower()) + 1
    return _number("month", text)


def _time(text: str) -> tuple[int, int, str]:
    found = _TIME.fullmatch(text.lower().replace("midday", "12pm").replace("midnight", "12am"))
    if found is None:
        raise Mistyped("time", "must have a time such as 14:30 or 2:30pm")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[2] is None and found[3] is None:
        raise Mistyped("time", "must have a time with its minutes, such as 14:30, or say am or pm")
    if found[3]:
        if not 1 <= hour <= 12:
            raise Mistyped("time", "must have a time such as 14:30 or 2:30pm")
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Mistyped("time", "must have a time from 00:00 to 23:59")
    return hour, minute, found[4] or ""
