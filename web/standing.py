"""Where a case or a clock stands, in the words and the colour of the work list. One place decides them."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from states.calendars import Calendar
from states.case import Clock
from states.days import day_of, end_of, start_of
from store.rows import CaseRow

Urgency = Literal["late", "today", "soon", "track", "paused", "closed"]


class Standing(NamedTuple):
    """A tag: its words, its colour, and how a date beside it is marked."""

    text: str
    colour: str
    urgency: Urgency


LATE = Standing("Late", "red", "late")
TODAY = Standing("Due today", "orange", "today")
SOON = Standing("Due soon", "yellow", "soon")
ON_TRACK = Standing("On track", "blue", "track")
SUSPENDED = Standing("Suspended", "purple", "paused")
CLOSED = Standing("Closed", "grey", "closed")
NO_DEADLINE = Standing("No deadline", "grey", "track")
MET = Standing("Done on time", "green", "closed")
DONE_LATE = Standing("Done late", "grey", "closed")
CANCELLED = Standing("No longer needed", "grey", "closed")
GONE_BY = Standing("Suggested time gone by", "yellow", "soon")
AFTER_SUGGESTED = Standing("Done after the suggested time", "grey", "closed")

HOURS_MATTER = timedelta(hours=72)
"""Nearer than this, a deadline that falls within a day is told of in hours."""


def of_case(row: CaseRow, now: datetime) -> Standing:
    """The tag of a case in a list: that it is closed, else that of what is most urgent in it."""
    return CLOSED if row.finished else of_what_is_due(row, now)


def of_what_is_due(row: CaseRow, now: datetime) -> Standing:
    """That of what is most urgent in it, closed or not: one that is closed may have something still to be looked at."""
    due_at = shown_due_at(row, now)
    if row.late_from is not None and row.late_from < now:
        return LATE
    if row.status == "suspended":
        return SUSPENDED
    if due_at is None:
        return NO_DEADLINE
    if day_of(due_at) == day_of(now):
        return TODAY
    if due_at < now:
        return GONE_BY
    return SOON if row.status == "near" else ON_TRACK


def shown_due_at(row: CaseRow, now: datetime) -> datetime | None:
    """The deadline to go by now: the next one, but not a reminder of an earlier day where a promise still runs."""
    gone_by = row.next_due_at is not None and row.next_due_at < start_of(day_of(now))
    return (row.late_from or row.next_due_at) if gone_by else row.next_due_at


def still_due(row: CaseRow, now: datetime) -> str:
    """What stands beside the tag of a closed case in which something still runs; empty for any other."""
    if not row.finished or row.next_due_at is None:
        return ""
    words = {"late": "something is still to be done, and late", "today": "something is still due today"}
    return words.get(of_what_is_due(row, now).urgency, "something is still to be looked at")


def spoken_of(row: CaseRow, now: datetime) -> datetime | None:
    """The deadline that makes a case late, else the one that is due next: that of which its tag speaks."""
    late = row.late_from is not None and row.late_from < now
    return row.late_from if late else shown_due_at(row, now)


def of_clock(clock: Clock, now: datetime) -> Standing:
    """The tag of one clock; what only reminds is never called late."""
    if clock.cancelled_at is not None:
        return CANCELLED
    if clock.stopped_at is not None:
        if clock.late:
            return DONE_LATE if clock.terms.counts else AFTER_SUGGESTED
        return MET
    if clock.suspended_at is not None:
        return SUSPENDED
    if clock.overdue(now) or clock.breached:
        return LATE if clock.terms.counts else GONE_BY
    if day_of(clock.due_at) == day_of(now):
        return TODAY
    return SOON if clock.neared else ON_TRACK


def distance(due_at: datetime, now: datetime, calendar: Calendar) -> str:
    """How far a deadline is: "3 working days left", "due today", "2 working days late".

    One that falls at a moment and not with the end of a day is told of in hours while it is near: "22 hours left".
    """
    if in_hours(due_at, now):
        return f"{_hours(due_at, now)} {'late' if due_at < now else 'left'}"
    days = calendar.working_days_between(day_of(now), day_of(due_at))
    if due_at < now:
        if days:
            return f"{working_days(-days)} late"
        return "late since earlier today" if day_of(due_at) == day_of(now) else "late, by less than a working day"
    if day_of(due_at) == day_of(now):
        return "due today"
    return f"{working_days(days)} left" if days else "before the next working day ends"


def ago(due_at: datetime, now: datetime, calendar: Calendar) -> str:
    """How long ago a suggested time went by, which is never called late: "3 hours ago", "2 working days ago"."""
    if in_hours(due_at, now):
        return f"{_hours(due_at, now)} ago"
    days = calendar.working_days_between(day_of(due_at), day_of(now))
    return f"{working_days(days)} ago" if days else "less than a working day ago"


def in_hours(due_at: datetime, now: datetime) -> bool:
    """Whether a deadline falls within a day, and near enough for its hours to matter."""
    return due_at != end_of(day_of(due_at)) and abs(due_at - now) <= HOURS_MATTER


def _hours(due_at: datetime, now: datetime) -> str:
    hours = abs(due_at - now) // timedelta(hours=1)
    return "less than an hour" if hours == 0 else "1 hour" if hours == 1 else f"{hours} hours"


def working_days(number: int) -> str:
    """1 working day; 3 working days."""
    return f"{number} working day" if number == 1 else f"{number} working days"
