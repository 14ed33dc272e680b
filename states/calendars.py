"""The calendar: which days are working days, known beforehand, so that counting is two look-ups."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

from msgspec import Meta, Struct, ValidationError, convert

from states.days import FIRST_DAY, LAST_DAY, outside_calendar
from states.refusals import Refused
from states.school_terms import EveryYear, SchoolTerm, SchoolTerms, school_terms, term_faults

_SATURDAY = 5


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a list of days comes from, and how sure that is."""

    title: str
    part: str
    edition: str
    confidence: Literal["high", "unconfirmed", "proposed"]


class Skipped(Struct, frozen=True, rename={"day": "date"}):
    """A day that is not a working day, with why: "Sunday", "Good Friday (bank holiday)"."""

    day: date
    why: str


class WorkingDays(Struct, frozen=True, eq=False):
    """The working days from `first` to `last`. Every method raises Refused("outside-calendar") outside them.

    days: the working days in order; skipped: the others, in order.
    up_to: at k, how many of the first k days are working days.
    """

    first: date
    last: date
    eve: int  # the ordinal of the day before the first
    days: tuple[date, ...]
    up_to: tuple[int, ...]
    skipped: tuple[Skipped, ...]

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day."""
        place = self._place(day)
        return self.up_to[place] > self.up_to[place - 1]

    def why_skipped(self, day: date) -> str:
        """Why `day` is not a working day: "Saturday", "Good Friday (bank holiday)"; empty if it is one."""
        return "" if self.is_working(day) else self.skipped_within(day, day)[0].why

    def add_working_days(self, day: date, amount: int) -> date:
        """The `amount`-th working day after `day`, or before it if `amount` is negative. With 0, `day` itself."""
        place = day.toordinal() - self.eve
        if amount > 0 and place > 0:
            try:
                return self.days[self.up_to[place] + amount - 1]
            except IndexError:
                raise self._too_far(day, amount) from None
        behind = self.up_to[self._place(day) - 1] + amount
        if behind < 0:
            raise self._too_far(day, amount)
        return self.days[behind] if amount else day

    def working_day_from(self, day: date, number: int) -> date:
        """The `number`-th working day (from 1), counting `day` as the first if it is one."""
        found = self.up_to[self._place(day) - 1] + number - 1
        if found < len(self.days):
            return self.days[found]
        raise self._too_far(day, number)

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        return self.working_day_from(day, 1)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days there are after `start`, up to and including `end`; negative if `end` comes first."""
        return self.up_to[self._place(end)] - self.up_to[self._place(start)]

    def working_within(self, first: date, last: date) -> tuple[date, ...]:
        """The working days from `first` to `last`, both included."""
        return self.days[self.up_to[self._place(first) - 1] : self.up_to[self._place(last)]]

    def skipped_within(self, first: date, last: date) -> tuple[Skipped, ...]:
        """The days that are not working days from `first` to `last`, both included."""
        before, end = self._place(first) - 1, self._place(last)
        return self.skipped[before - self.up_to[before] : end - self.up_to[end]]

    def covered(self, day: date) -> date:
        """`day` itself."""
        self._place(day)
        return day

    def _place(self, day: date) -> int:
        """From 1 on the first day."""
        if self.first <= day <= self.last:
            return day.toordinal() - self.eve
        raise outside_calendar(day, self.first, self.last)

    def _too_far(self, day: date, amount: int) -> Refused:
        if not self.first <= day <= self.last:
            return outside_calendar(day, self.first, self.last)
        return Refused(
            code="outside-calendar",
            because=f"{amount} working days from {day} end outside the calendar ({self.first} to {self.last}).",
            remedy="Check the date and the number; nothing can be counted there until a newer calendar covers it.",
        )


class Calendar(WorkingDays, frozen=True, eq=False):
    """The working days by the official list, and what they rest on. Two calendars are the same if their sha256 is.

    horizon: the last day of the last year whose holidays are all official; `expected` ones come after it.
    school_terms: a local authority's, published and then expected; none where the calendar is not of one.
    local: the same days, less `closures`: for local timescales only, since a closed office stops no statutory clock.
    """

    name: str
    version: str
    horizon: date
    holidays: dict[date, str]
    expected: frozenset[date]
    closures: dict[date, str]
    school_terms: SchoolTerms
    sources: tuple[Source, ...]
    sha256: str
    local: WorkingDays
    holiday_dates: tuple[date, ...]

    def holidays_within(self, first: date, last: date) -> dict[date, str]:
        """The holidays from `first` to `last`, both included."""
        listed = self.holiday_dates[bisect_left(self.holiday_dates, first) : bisect_right(self.holiday_dates, last)]
        return {day: self.holidays[day] for day in listed}

    def closures_within(self, first: date, last: date) -> dict[date, str]:
        """The local closure days from `first` to `last`, both included."""
        return {day: name for day, name in self.closures.items() if first <= day <= last}


class _Block(Struct, frozen=True, forbid_unknown_fields=True):
    source: Source
    days: dict[date, str]


class _Term(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    first: date
    last: date


class _Expected(Struct, frozen=True, forbid_unknown_fields=True):
    source: Source
    every_year: Annotated[tuple[EveryYear, ...], Meta(min_length=1)]


class _Terms(Struct, frozen=True, forbid_unknown_fields=True):
    source: Source
    terms: Annotated[tuple[_Term, ...], Meta(min_length=1)]
    expected: _Expected


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    first: date
    last: date
    horizon: date
    official: _Block
    expected: _Block
    closures: dict[date, str] = {}
    school_terms: _Terms | None = None

    def listed_terms(self) -> tuple[list[SchoolTerm], tuple[EveryYear, ...], tuple[Source, ...]]:
        """The published school terms, those expected every year, and where both come from."""
        if (written := self.school_terms) is None:
            return [], (), ()
        published = [SchoolTerm(term.name, term.first, term.last) for term in written.terms]
        return published, written.expected.every_year, (written.source, written.expected.source)


def calendar_from(mapping: Mapping[str, object]) -> Calendar:
    """The calendar that a YAML file describes, dates as text or as dates. Raises: Refused("bad-calendar")."""
    content = _plain({key: value for key, value in mapping.items() if value})
    try:
        written = convert(content, _Written)
    except ValidationError as error:
        raise _bad(f"{error}") from None
    official, expected, closures = (
        dict(sorted(days.items())) for days in (written.official.days, written.expected.days, written.closures)
    )
    published, every_year, sources = written.listed_terms()
    _agree(written, official, expected, [term for ends in published for term in (ends.first, ends.last)])
    if wrong := next(term_faults(published, every_year), ""):
        raise _bad(wrong)
    why = {day: f"{name} (bank holiday)" for day, name in official.items()}
    why |= {day: f"{name} (expected bank holiday)" for day, name in expected.items()}
    shut = {day: f"{name} (local closure)" for day, name in closures.items()}
    days = _index(written.first, written.last, why)
    return Calendar(
        **{name: getattr(days, name) for name in WorkingDays.__struct_fields__},
        name=written.name,
        version=written.version,
        horizon=written.horizon,
        holidays=official | expected,
        expected=frozenset(expected),
        closures=closures,
        school_terms=school_terms(published, every_year, written.last),
        sources=(written.official.source, written.expected.source, *sources),
        sha256=_sha256(content),
        holiday_dates=(*official, *expected),
        local=_index(written.first, written.last, shut | why) if shut else days,
    )


def _agree(written: _Written, official: dict[date, str], expected: dict[date, str], of_terms: Sequence[date]) -> None:
    if not FIRST_DAY <= written.first <= written.horizon <= written.last <= LAST_DAY:
        raise _bad(f"first, horizon and last must follow each other between {FIRST_DAY} and {LAST_DAY}")
    for day in (*official, *expected, *of_terms):
        if not written.first <= day <= written.last:
            raise _bad(f"{day} is listed, but the calendar runs from {written.first} to {written.last}")
    if official and max(official) > written.horizon:
        raise _bad(f"{max(official)} is listed as official, but the horizon is {written.horizon}")
    if expected and min(expected) <= written.horizon:
        raise _bad(f"{min(expected)} is listed as expected, but the horizon is {written.horizon}")


def _index(first: date, last: date, why: Mapping[date, str]) -> WorkingDays:
    days: list[date] = []
    up_to = [0]
    skipped: list[Skipped] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day.weekday() >= _SATURDAY:
            skipped.append(Skipped(day, "Saturday" if day.weekday() == _SATURDAY else "Sunday"))
        elif day in why:
            skipped.append(Skipped(day, why[day]))
        else:
            days.append(day)
        up_to.append(len(days))
    return WorkingDays(first, last, first.toordinal() - 1, tuple(days), tuple(up_to), tuple(skipped))


def _plain(value: object) -> object:
    """Text, lists and mappings only, so that a date written with and without quotation marks is the same content."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(entry) for entry in value]
    return str(value)


def _sha256(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _bad(what: str) -> Refused:
    return Refused(
        code="bad-calendar",
        because=f"The calendar cannot be read: {what}.",
        remedy="Correct that entry; every calendar has a name, a version, first, last, horizon, official and expected.",
    )
