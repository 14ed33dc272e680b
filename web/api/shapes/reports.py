"""Reports, as the API gives them."""

from pydantic import Field

from web.api.shapes.base import Day, Instant, Named, Shape

Cell = int | str | None


class Reports(Shape):
    """The reports that the partnership's pack asks for."""

    reports: list[Named]


class Figure(Shape):
    """So many of so many, and the cases that are meant; null where a copy for outside hides a number."""

    label: str
    numerator: int | None
    denominator: int | None
    percent: int | None
    says: str
    cases: list[str]


class Column(Shape):
    """The head of a column."""

    title: str
    kind: str


class Row(Shape):
    """A row, and the cases that it tells of."""

    header: str
    cells: list[Cell]
    cases: list[str]


class Table(Shape):
    """The first column is that of the row headers."""

    title: str
    columns: list[Column]
    rows: list[Row]


class Bar(Shape):
    """One part of a chart."""

    label: str
    value: int
    of: int | None = Field(description="Its own whole; null where the bars share out one whole, or are lengths.")
    percent: int | None
    says: str


class Difference(Shape):
    """A figure that was another one when it was first known."""

    label: str
    then: str
    now: str


class Report(Shape):
    """Figures of one period, or, where it is null, of how things stand; as known at an instant."""

    report: str
    title: str
    partnership: str
    edition: str
    first: Day | None = Field(alias="from")
    to: Day | None
    of_a_moment: bool
    as_known: Instant
    training: bool
    notice: str
    outward: bool
    sentence: str
    figures: list[Figure]
    tables: list[Table]
    chart: list[Bar]
    method: list[str]
    suppressed: list[str]
    compared_with: Instant | None
    differences: list[Difference]
