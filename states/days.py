"""Days in London, instants in UTC: the only place that turns one into the other."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from states.refusals import Refused

FIRST_DAY = date(2012, 1, 1)
LAST_DAY = date(2050, 12, 31)

_LONDON = ZoneInfo("Europe/London")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*", re.ASCII | re.DOTALL)


@lru_cache(maxsize=16_384)
def day_of(instant: datetime) -> date:
    """The date in London at `instant`. Raises: Refused("instant-without-offset")."""
    return _in_london(instant).date()


def time_of_day(instant: datetime) -> time:
    """What a clock on a London wall shows at `instant`. Raises: Refused("instant-without-offset")."""
    return _in_london(instant).time()


@lru_cache(maxsize=16_384)
def start_of(day: date) -> datetime:
    """The first moment of `day` in London, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=_LONDON).astimezone(UTC)


@lru_cache(maxsize=16_384)
def end_of(day: date) -> datetime:
    """The last moment of `day` in London (23:59:59.999999), in UTC: what a deadline in days means."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=_LONDON).astimezone(UTC)


def london_instants(day: date, hour: int, minute: int) -> list[datetime]:
    """The instants at which London's clocks show this, in UTC: one, but none or two in the hours the clocks change."""
    near = start_of(day) + timedelta(hours=hour, minutes=minute)
    hour_before_and_after = (near - timedelta(hours=1), near, near + timedelta(hours=1))
    return [
        instant
        for instant in hour_before_and_after
        if (local := _in_london(instant)).date() == day and (local.hour, local.minute) == (hour, minute)
    ]


def parse_instant(text: str) -> datetime:
    """An instant from ISO 8601 with an offset, in UTC.

    Raises: Refused("instant-without-offset"), Refused("not-an-instant") for a date or time that does not exist and
    for anything else, Refused("outside-calendar") before 2012 or after 2050 in London.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        fault = "there is no such date or time" if _INSTANT.fullmatch(text) else "it is not written in ISO 8601"
        raise Refused(
            code="not-an-instant",
            because=f"{_quoted(text)} is not an instant: {fault}.",
            remedy="Write a date, a time and an offset, such as 2026-12-10T09:30:00Z or 2026-07-10T09:30+01:00.",
        ) from None
    if instant.tzinfo is None:
        raise _without_time(_quoted(text)) if _DAY.fullmatch(text) else _without_offset(_quoted(text))
    # One year of room on either side: the year that counts is the one in London, and year 1 has no UTC to turn into.
    if FIRST_DAY.year - 1 <= instant.year <= LAST_DAY.year + 1:
        _within(day_of(instant))
    else:
        _within(instant.date())
    return instant.astimezone(UTC)


def parse_day(text: str) -> date:
    """A London date, strictly YYYY-MM-DD.

    Raises: Refused("not-a-date"), Refused("outside-calendar") before 2012 or after 2050.
    """
    fault = "it is not written as YYYY-MM-DD"
    if _DAY.fullmatch(text):
        try:
            return _within(date.fromisoformat(text))
        except ValueError:
            fault = "there is no such day"
    raise Refused(
        code="not-a-date",
        because=f"{_quoted(text)} is not a date: {fault}.",
        remedy="Write the year, the month and the day, such as 2026-12-10.",
    )


def instant_text(instant: datetime) -> str:
    """ISO 8601 in UTC ending in "Z", with a fraction only where there is one."""
    if instant.tzinfo is None:
        raise _without_offset(instant.isoformat())
    return instant.astimezone(UTC).isoformat()[: -len("+00:00")] + "Z"


def outside_calendar(day: date, first: date, last: date) -> Refused:
    """The refusal of a day that no calendar from `first` to `last` can count."""
    return Refused(
        code="outside-calendar",
        because=f"{day} is outside the calendar, which runs from {first} to {last}.",
        remedy="Check the year; a day outside it cannot be counted until a newer calendar covers it.",
    )


def _in_london(instant: datetime) -> datetime:
    # Python would take an instant without offset for the machine's own time, wherever that machine stands.
    if instant.tzinfo is None:
        raise _without_offset(instant.isoformat())
    return instant.astimezone(_LONDON)


def _within(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise outside_calendar(day, FIRST_DAY, LAST_DAY)
    return day


def _without_time(shown: str) -> Refused:
    return Refused(
        code="instant-without-offset",
        because=f"{shown} is a whole day, and a time of day is needed here as well.",
        remedy="Write the time and its offset behind it, such as T09:30:00Z, or T09:30+01:00 for London in summer.",
    )


def _without_offset(shown: str) -> Refused:
    return Refused(
        code="instant-without-offset",
        because=f"{shown} does not say its offset from UTC, so it could be one of two hours.",
        remedy="Add Z for UTC, +00:00 for London in winter or +01:00 for London in summer, after a time of day.",
    )


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"
