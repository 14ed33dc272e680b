"""Dates as a story writes them: `Fri 11 Dec 2026`, `Fri 11 Dec 2026 09:00`, in London; the weekday is checked."""

import re
from datetime import date, datetime

from states.days import day_of, london_instants, time_of_day

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_FORM = re.compile(rf"({'|'.join(DAYS)}) (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})(?: (\d{{2}}):(\d{{2}}))?", re.ASCII)
_LIKE_A_DATE = re.compile(rf"({'|'.join(DAYS)}) \d")


class NotReadable(ValueError):  # noqa: N818 - a value error only so that pydantic collects it
    """What was written cannot be read: a stable `code`, why, and what would work; `within`: where, if further in."""

    def __init__(self, code: str, because: str, remedy: str, within: tuple[str, ...] = ()) -> None:
        super().__init__(because)
        self.code = code
        self.because = because
        self.remedy = remedy
        self.within = within


def looks_like_a_date(text: str) -> bool:
    """Whether somebody seems to have meant a date in this form."""
    return bool(_LIKE_A_DATE.match(text))


def quoted(written: object) -> str:
    """What was written, for a sentence about it."""
    return f"“{written[:40]}”" if isinstance(written, str) else "What stands here"


def read_when(text: object) -> date | datetime:
    """A day, or with a time of day the instant in UTC. Raises: NotReadable."""
    found = _FORM.fullmatch(str(text))
    if not found:
        raise NotReadable(
            "not-a-date",
            f"{quoted(text)} is not a date as stories write them.",
            "Write the weekday, the day, the month and the year, such as Fri 11 Dec 2026, and for an instant also the"
            " time in London: Fri 11 Dec 2026 09:00.",
        )
    weekday, number, month, year, hour, minute = found.groups()
    try:
        day = date(int(year), MONTHS.index(month) + 1, int(number))
    except ValueError:
        raise NotReadable("not-a-date", f"There is no {number} {month} {year}.", "Check the day.") from None
    if DAYS[day.weekday()] != weekday:
        raise NotReadable(
            "weekday-does-not-fit",
            f"{number} {month} {year} is not a {weekday}: it is a {DAYS[day.weekday()]}.",
            f"Write {show_day(day)}, or the date that was meant.",
        )
    if not 2012 <= day.year <= 2050:
        raise NotReadable("not-a-date", f"{day.year} is outside the calendar.", "Use a year from 2012 to 2050.")
    return day if hour is None else _instant(day, int(hour), int(minute))


def read_instant(text: object) -> datetime:
    """An instant in UTC. Raises: NotReadable, also for a mere day."""
    when = read_when(text)
    if not isinstance(when, datetime):
        raise NotReadable(
            "time-missing", f"“{text}” has no time of day.", f"Add the time in London: {show_day(when)} 09:00."
        )
    return when


def show_day(day: date) -> str:
    """`Wed 23 Dec 2026`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def show_day_of(instant: datetime) -> str:
    """The day of an instant in London."""
    return show_day(day_of(instant))


def show_instant(instant: datetime) -> str:
    """`Wed 23 Dec 2026 23:59`: to the minute, in London."""
    return f"{show_day_of(instant)} {time_of_day(instant):%H:%M}"


def _instant(day: date, hour: int, minute: int) -> datetime:
    """The one instant at which London's clocks show this; twice a year an hour is missing or comes twice."""
    found = london_instants(day, hour, minute)
    if len(found) != 1:
        times = "comes twice" if found else "does not come"
        raise NotReadable(
            "not-one-instant",
            f"{hour:02}:{minute:02} {times} in London on {show_day(day)}.",
            "Use a time from 00:00 to 23:59, and on the night when the clocks change one outside that hour.",
        )
    return found[0]
