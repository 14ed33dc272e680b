"""School terms: the published ones, those to be expected after them, and counting from one to the next."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from states.refusals import Refused

_MonthAndDay = Annotated[str, Meta(pattern=r"^\d\d-\d\d$")]
_ANY_YEAR = 2001  # without a 29 February, which not every year has


class SchoolTerm(Struct, frozen=True):
    """A school term from its first to its last day; `expected` until its dates are published."""

    name: str
    first: date
    last: date
    expected: bool = False


class EveryYear(Struct, frozen=True, forbid_unknown_fields=True):
    """A term that can be expected each year, from one day to another, both MM-DD."""

    name: str
    first: _MonthAndDay
    last: _MonthAndDay

    def in_year(self, year: int) -> SchoolTerm:
        """The term of one year. Raises: ValueError for a day that is in no calendar."""
        first, last = (date.fromisoformat(f"{year}-{day}") for day in (self.first, self.last))
        return SchoolTerm(f"{self.name} {year}", first, last, expected=True)


class SchoolTerms(Struct, frozen=True):
    """Terms in the order of time: those published, and in `listed` also what is expected to the calendar's end."""

    published: tuple[SchoolTerm, ...] = ()
    every_year: tuple[EveryYear, ...] = ()
    listed: tuple[SchoolTerm, ...] = ()
    firsts: tuple[date, ...] = ()

    def counted(self, day: date, amount: int) -> tuple[SchoolTerm, ...]:
        """So many terms, of which the first is the one that `day` lies in or, between terms, the next.

        The first and the last day of a term lie in it. Raises: Refused("outside-calendar") where `day` comes before the
        first term, or where not so many follow.
        """
        if not self.listed or day < self.firsts[0]:
            raise self._outside(f"{day} is before the first that the calendar lists")
        place = bisect_right(self.firsts, day) - 1
        if day > self.listed[place].last:
            place += 1
        found = self.listed[place : place + amount]
        if len(found) < amount:
            raise self._outside(f"only {len(found)} of {amount} are listed from {day} on")
        return found

    def at(self, day: date) -> tuple[SchoolTerm, ...]:
        """The term that `day` lies in, if it lies in one."""
        place = bisect_right(self.firsts, day) - 1
        return (self.listed[place],) if place >= 0 and day <= self.listed[place].last else ()

    def _outside(self, what: str) -> Refused:
        listed = f" ({self.listed[0].name} to {self.listed[-1].name})" if self.listed else ", which lists none at all"
        return Refused(
            code="outside-calendar",
            because=f"School terms cannot be counted there: {what}{listed}.",
            remedy="Check the year; nothing can be counted there until a calendar lists the school terms.",
        )


def school_terms(published: Sequence[SchoolTerm], every_year: Sequence[EveryYear], last: date) -> SchoolTerms:
    """Published terms, then the expected ones that begin after all of them, as far as the day `last`."""
    if not published:
        return SchoolTerms()
    ended = published[-1].last
    following = (term.in_year(year) for year in range(ended.year, last.year + 1) for term in every_year)
    listed = (*published, *(term for term in following if term.first > ended and term.last <= last))
    return SchoolTerms(tuple(published), tuple(every_year), listed, tuple(term.first for term in listed))


def term_faults(published: Sequence[SchoolTerm], every_year: Sequence[EveryYear]) -> Iterator[str]:
    """What cannot be so: a term that ends before it begins or runs into the next, a day that is none, a name twice."""
    yield from _in_order(published)
    try:
        yield from _in_order([term.in_year(_ANY_YEAR) for term in every_year])
    except ValueError:
        yield "an expected school term begins or ends on a day that not every year has"
    names = [term.name for term in published]
    yield from (f"two school terms are called {name}" for name in dict.fromkeys(names) if names.count(name) > 1)


def _in_order(terms: Sequence[SchoolTerm]) -> Iterator[str]:
    for term in terms:
        if term.last < term.first:
            yield f"{term.name} ends before it begins"
    for earlier, later in pairwise(terms):
        if later.first <= earlier.last:
            yield f"{later.name} begins before {earlier.name} has ended"
