"""What a report is: figures, tables and a chart, each value as it may be shown."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from states.days import day_of
from states.refusals import Refused


@dataclass(frozen=True)
class Worded:
    """A number that people read in words, and files keep as a number: 28 working days past, -28."""

    number: int
    words: str


Value = int | str | date | datetime | Worded | None
"""What can stand in a cell. A text where a count is due stands for a number that is hidden; None is nothing."""

Kind = Literal["text", "count", "percent", "number", "day", "instant"]


@dataclass(frozen=True)
class Period:
    """London days, both ends included. Raises: Refused("period-backwards")."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused(
                code="period-backwards",
                because=f"The period ends on {self.last}, before it begins on {self.first}.",
                remedy="Give the first day and then the last one; both are counted.",
            )

    def holds(self, instant: datetime | None) -> bool:
        """Whether an instant lies in it, by the day it was in London."""
        return instant is not None and self.first <= day_of(instant) <= self.last


@dataclass(frozen=True)
class Figure:
    """So many of so many, and the cases that are meant; both are texts where an outward copy hides them.

    `percent`: whole; those of figures that share out one whole add up to 100. None where there is nothing to divide.
    """

    label: str
    numerator: int | str
    denominator: int | str
    cases: tuple[str, ...] = ()
    percent: int | None = None

    @property
    def says(self) -> str:
        """166 of 200 (83 %)."""
        share = "" if self.percent is None else f" ({self.percent} %)"
        return f"{self.numerator} of {self.denominator}{share}"


@dataclass(frozen=True)
class Column:
    """The head of a column, and what its cells hold."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Row:
    """A row: its header, the cells of the other columns, and the cases that it tells of."""

    header: str
    cells: tuple[Value, ...]
    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The first column is that of the row headers."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bar:
    """One part of a chart, with what is said of it.

    `of`: its own whole; None where the bars share out one whole, or are lengths. `percent`: its share; None of a
    length, or where there is nothing to divide. `late`: it is longer than it should be, or should have ended.
    """

    label: str
    value: int
    percent: int | None
    says: str
    of: int | None = None
    late: bool = False


Shape = Literal["whole", "shares", "lengths"]


@dataclass(frozen=True)
class Chart:
    """`name` tells it from other charts on a page.

    `shape`: one whole that its bars share out, or for each bar its share of a whole of its own, or its length, beside
    a line at `most`, where that is not 0. `line`: what the lengths are, and what the line means.
    """

    name: str
    title: str
    bars: tuple[Bar, ...]
    shape: Shape = "whole"
    most: int = 0
    line: str = ""


@dataclass(frozen=True)
class Difference:
    """A figure that was another one when it was first known."""

    label: str
    then: str
    now: str


@dataclass(frozen=True)
class Report:
    """Frozen figures of one period, or, without one, of how things stand. `as_known`: as of which instant.

    `sentence`: the headline figure. `edition`: of which pack. `training`: what must be said on every copy of invented
    data, empty on live data. `suppressed`: what an outward copy hides, in words. `differences`: between what was known
    at `compared_with` and what is known now, the figures that differ.
    """

    name: str
    title: str
    partnership: str
    edition: str
    period: Period | None
    as_known: datetime
    sentence: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    chart: Chart | None
    method: tuple[str, ...]
    suppressed: tuple[str, ...] = ()
    outward: bool = False
    training: str = ""
    compared_with: datetime | None = None
    differences: tuple[Difference, ...] = ()
