"""How a deadline comes about: the deadline alone (`due_at`), and its proof day by day (`derive`)."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct, to_builtins

from states.calendars import Calendar, Skipped, WorkingDays
from states.days import day_of, end_of, time_of_day
from states.refusals import Refused
from states.school_terms import SchoolTerm
from states.terms import Term, text_of


class CalendarUsed(Struct, frozen=True):
    """Which calendar was counted by, and all it lists from `span_from` to `span_to`: the days it was asked about."""

    name: str
    version: str
    sha256: str
    horizon: date
    span_from: date
    span_to: date
    holidays: dict[date, str]
    closures: dict[date, str]
    school_terms: tuple[SchoolTerm, ...]


class Shift(Struct, frozen=True, rename={"was": "from"}):
    """A day that a rule moved, or left where it was (`was == to`); `because` is empty where nothing was to be moved."""

    was: date
    to: date
    because: str


class Derivation(Struct, frozen=True):
    """Everything that somebody else needs to count again.

    start: as it was given, in UTC if an instant; start_day: its day in London.
    cut_off: from the start's day to the day that it counts as.
    day_one: the first day counted; counted: every working day counted, and empty for other units, which count
    `counted_days` days on end from day one; skipped: every day passed over while counting working days.
    A term counted back has its day one just before the start, and what was counted still in the order of the calendar.
    counted_terms, skipped_terms: for school terms only, which count no days; day one is the first day of the first term
    counted, or the start's own where that lies in it.
    elapsed_seconds: for hours only; hours count no days.
    roll: from the day on which the counting ended to the deadline's.
    last_working_day_before: advice where a deadline in neither working days nor hours falls on a day that is not one.
    provisional: see `derive`.
    """

    term: Term
    start: date | datetime
    start_day: date
    cut_off: Shift
    day_one: date
    counted_days: int
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    counted_terms: tuple[SchoolTerm, ...]
    skipped_terms: tuple[SchoolTerm, ...]
    elapsed_seconds: int
    roll: Shift
    due_on: date
    due_at: datetime
    provisional: bool
    provisional_because: str
    last_working_day_before: date | None
    calendar: CalendarUsed


def due_at(term: Term, start: date | datetime, calendar: Calendar) -> datetime:
    """The last moment on time, in UTC: `term` after `start`, which is an instant or a day in London.

    Raises: Refused("outside-calendar"); Refused("needs-an-instant") for hours, or a cut-off, counted from a mere day.
    """
    if term.unit == "hours":
        return _hours_after(term, start, calendar)
    index = calendar.local if term.closures else calendar
    day = day_of(start) if isinstance(start, datetime) else start
    if term.cut_off:
        day = _cut_off(term, start, day, index).to
    if term.unit == "working_days":
        if term.count_from == "exclude_trigger":
            return end_of(index.add_working_days(day, -term.amount if term.before else term.amount))
        return end_of(index.working_day_from(day, term.amount))
    if term.unit == "school_terms":
        return end_of(_school_terms(term, day, calendar)[1][-1].last)
    ended = _days_on(term, day, index)
    return end_of(ended if term.roll == "none" else _rolled(term, day, ended, index).to)


def derive(term: Term, start: date | datetime, calendar: Calendar) -> Derivation:
    """The same deadline with its proof.

    A deadline is provisional if it rests on holidays that are only expected: if the counting reaches past the
    calendar's horizon, or the deadline falls there, and working days, a roll or a cut-off have a part in it. So is one
    in school terms, as long as the dates of any of them from the start's on are only expected. Hours, and calendar
    days, weeks or months that fall where they fall, rest on neither and are never provisional.
    Raises: as `due_at`.
    """
    index = calendar.local if term.closures else calendar
    start_day = index.covered(day_of(start) if isinstance(start, datetime) else start)
    cut_off = _cut_off(term, start, start_day, index) if term.cut_off else Shift(start_day, start_day, "")
    begin, day_one = cut_off.to, cut_off.to
    counted: tuple[date, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    skipped_terms: tuple[SchoolTerm, ...] = ()
    counted_terms: tuple[SchoolTerm, ...] = ()
    advised: date | None = None
    counted_days = seconds = 0
    if term.unit == "hours":
        moment = _hours_after(term, start, calendar)
        ended = day_of(moment)
        seconds = term.amount * 3600
        roll = Shift(ended, ended, "")
    elif term.unit == "working_days":
        if term.before:
            ended = index.add_working_days(begin, -term.amount)
            first, last = ended, begin - _DAY
        elif term.count_from == "exclude_trigger":
            ended = index.add_working_days(begin, term.amount)
            first, last = begin + _DAY, ended
        else:
            ended = index.working_day_from(begin, term.amount)
            first, last = begin, ended
        counted, skipped = index.working_within(first, last), index.skipped_within(first, last)
        day_one, counted_days = counted[-1 if term.before else 0], len(counted)
        roll = Shift(ended, ended, "")
        moment = end_of(ended)
    elif term.unit == "school_terms":
        skipped_terms, counted_terms = _school_terms(term, begin, calendar)
        ended = counted_terms[-1].last
        day_one = max(begin, counted_terms[0].first)
        roll = Shift(ended, ended, "")
        moment = end_of(ended)
    else:
        ended = _days_on(term, begin, index)
        if term.count_from == "exclude_trigger":
            day_one += -_DAY if term.before else _DAY
        counted_days = abs((ended - day_one).days) + 1
        roll = Shift(ended, ended, "") if term.roll == "none" else _rolled(term, begin, ended, index)
        moment = end_of(roll.to)
    if term.unit not in ("working_days", "hours") and not index.is_working(roll.to) and roll.to > index.days[0]:
        advised = index.add_working_days(roll.to, -1)
    reaches = cut_off.to - _DAY if term.before else max(ended, roll.to)
    because = _why_provisional(reaches, calendar) if reaches > calendar.horizon and _asks_the_calendar(term) else ""
    unpublished = next((listed for listed in (*skipped_terms, *counted_terms) if listed.expected), None)
    if unpublished:
        because = _why_unpublished(unpublished, calendar)
    span_from, span_to = min(start_day, advised or start_day, ended), max(start_day, ended, roll.to)
    return Derivation(
        term=term,
        start=start.astimezone(UTC) if isinstance(start, datetime) else start,
        start_day=start_day,
        cut_off=cut_off,
        day_one=day_one,
        counted_days=counted_days,
        counted=counted,
        skipped=skipped,
        counted_terms=counted_terms,
        skipped_terms=skipped_terms,
        elapsed_seconds=seconds,
        roll=roll,
        due_on=roll.to,
        due_at=moment,
        provisional=bool(because),
        provisional_because=because,
        last_working_day_before=advised,
        calendar=CalendarUsed(
            name=calendar.name,
            version=calendar.version,
            sha256=calendar.sha256,
            horizon=calendar.horizon,
            span_from=span_from,
            span_to=span_to,
            holidays=calendar.holidays_within(span_from, span_to),
            closures=calendar.closures_within(span_from, span_to) if term.closures else {},
            school_terms=(*skipped_terms, *counted_terms),
        ),
    )


def derivation_document(derivation: Derivation) -> dict[str, Any]:
    """The derivation as JSON has it: dates YYYY-MM-DD in London, instants in UTC ending in "Z"."""
    document: dict[str, Any] = to_builtins(derivation, str_keys=True)
    document["term"]["text"] = text_of(derivation.term)
    document |= {name: list(document[name]) for name in ("counted", "skipped", "counted_terms", "skipped_terms")}
    document["calendar"]["school_terms"] = list(document["calendar"]["school_terms"])
    return document


_DAY = timedelta(days=1)


def _hours_after(term: Term, start: date | datetime, calendar: Calendar) -> datetime:
    if not isinstance(start, datetime):
        raise _needs_an_instant(f"{text_of(term)} cannot be counted from {start}, which is a whole day.")
    calendar.covered(day_of(start))
    # Added in UTC: across a change of the clocks, London's wall would give an hour more or less.
    due = start.astimezone(UTC) + timedelta(hours=term.amount)
    calendar.covered(day_of(due))
    return due


def _school_terms(term: Term, day: date, calendar: Calendar) -> tuple[tuple[SchoolTerm, ...], tuple[SchoolTerm, ...]]:
    """The term that `day` lies in, where it is passed over, and those counted after it."""
    passed = calendar.school_terms.at(day) if term.count_from == "exclude_trigger" else ()
    found = calendar.school_terms.counted(calendar.covered(day), term.amount + len(passed))
    return passed, found[len(passed) :]


def _days_on(term: Term, day: date, index: WorkingDays) -> date:
    """Where calendar days, weeks or months end that start on `day`."""
    index.covered(day)
    if term.unit == "months":
        months = day.year * 12 + day.month - 1 + (-term.amount if term.before else term.amount)
        year, month = divmod(months, 12)
        end = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    else:
        length = timedelta(days=term.amount * (7 if term.unit == "weeks" else 1))
        end = day - length if term.before else day + length
    return index.covered(end if term.count_from == "exclude_trigger" else end - _DAY)


def _rolled(term: Term, begin: date, ended: date, index: WorkingDays) -> Shift:
    why = index.why_skipped(ended)
    if not why:
        return Shift(ended, ended, "")
    if term.roll == "forward":
        return Shift(ended, index.next_working_day(ended), f"{ended} is not a working day: {why}.")
    if not index.is_working(begin) and not index.working_days_between(begin, ended):
        return Shift(ended, ended, f"No working day falls from {begin} to {ended}, so there is none to go back to.")
    return Shift(ended, index.add_working_days(ended, -1), f"{ended} is not a working day: {why}.")


def _cut_off(term: Term, start: date | datetime, day: date, index: WorkingDays) -> Shift:
    if not isinstance(start, datetime):
        raise _needs_an_instant(f"Whether {start} was before the cut-off at {term.cut_off} cannot be told.")
    why = index.why_skipped(day)
    if why:
        return Shift(day, index.next_working_day(day), f"{day} is not a working day: {why}.")
    if time_of_day(start).isoformat("minutes") < term.cut_off:
        return Shift(day, day, "")
    return Shift(day, index.add_working_days(day, 1), f"It came at or after the cut-off at {term.cut_off} on {day}.")


def _asks_the_calendar(term: Term) -> bool:
    return term.unit == "working_days" or term.roll != "none" or bool(term.cut_off)


def _why_provisional(day: date, calendar: Calendar) -> str:
    return (
        f"{day} is after {calendar.horizon}, the last day for which bank holidays are official"
        f" ({calendar.name} {calendar.version}); those counted beyond it are only expected."
    )


def _why_unpublished(term: SchoolTerm, calendar: Calendar) -> str:
    return (
        f"The dates of {term.name} are not published yet ({calendar.name} {calendar.version}); it is only expected to"
        f" last from {term.first} to {term.last}."
    )


def _needs_an_instant(because: str) -> Refused:
    return Refused(
        code="needs-an-instant", because=because, remedy="Give the time as well, such as 2026-12-10T09:30:00Z."
    )
