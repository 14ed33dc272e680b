"""Counts in a table, with their totals; and the places in it that a figure is put together from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reports.shares import percent, shared_out
from reports.values import Column, Row, Table, Value

Place = tuple[int, int]
"""Row and column; one past the last is the total."""


@dataclass(frozen=True)
class Counts:
    """Cases counted by row and column, each entry of a cell one thing counted.

    `down`: the rows share out one whole, so that there is a row of totals. With one column there is no total column.
    `hidden`: what to show instead of a count.
    """

    title: str
    heading: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, tuple[str, ...]]
    down: bool = True
    hidden: Mapping[Place, str] = field(default_factory=dict)

    @property
    def across(self) -> bool:
        """Whether the columns share out each row, so that there is a column of totals."""
        return len(self.columns) > 1

    def places(self) -> Iterable[Place]:
        """Every place that is shown, totals included."""
        for row in range(len(self.rows) + self.down):
            for column in range(len(self.columns) + self.across):
                yield row, column

    def cases(self, *places: Place) -> tuple[str, ...]:
        """The cases counted at these places, which do not overlap."""
        return tuple(case for place in places for inner in self.inside(place) for case in self.cells.get(inner, ()))

    def count(self, *places: Place) -> int:
        """How many were counted there."""
        return len(self.cases(*places))

    def inside(self, place: Place) -> Iterable[Place]:
        """The cells that a place sums up: itself, unless it is a total."""
        rows = range(len(self.rows)) if place[0] == len(self.rows) else (place[0],)
        columns = range(len(self.columns)) if place[1] == len(self.columns) else (place[1],)
        return ((row, column) for row in rows for column in columns)

    def shown(self, place: Place) -> int | str:
        """The count, or what stands in its place."""
        return self.hidden.get(place) or self.count(place)

    def percents(self) -> tuple[int | None, ...]:
        """Of one column, each row's share of the whole. Beside hidden counts each is rounded by itself."""
        counts = [self.count((row, 0)) for row in range(len(self.rows))]
        if not self.hidden:
            return shared_out(counts, 100) if sum(counts) else tuple(None for _ in counts)
        return tuple(
            None if (row, 0) in self.hidden else percent(count, sum(counts)) for row, count in enumerate(counts)
        )


def counted(
    title: str,
    heading: str,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    found: Iterable[tuple[str, str, str]],
    *,
    down: bool = True,
) -> Counts:
    """Counts from `(row, column, case)`, one for each thing counted; rows and columns are names with their titles."""
    row_places, column_places = ({name: place for place, name in enumerate(names)} for names in (rows, columns))
    cells: dict[Place, list[str]] = {}
    for row, column, case in found:
        cells.setdefault((row_places[row], column_places[column]), []).append(case)
    held = {place: tuple(cases) for place, cases in cells.items()}
    return Counts(title, heading, tuple(rows.values()), tuple(columns.values()), held, down)


TOTAL, SHARE = "Total", "Share (%)"


def table_of(counts: Counts) -> Table:
    """As it is shown; with one column each row has its share too. The row of totals repeats no cases."""
    share = not counts.across and counts.down
    columns = [
        Column(counts.heading),
        *(Column(title, "count") for title in counts.columns),
        *([Column(TOTAL, "count")] if counts.across else []),
        *([Column(SHARE, "percent")] if share else []),
    ]
    percents = (*counts.percents(), 100 if counts.count((len(counts.rows), 0)) else None)
    rows = []
    for row, title in enumerate((*counts.rows, *([TOTAL] if counts.down else []))):
        cells: list[Value] = [counts.shown((row, column)) for column in range(len(counts.columns) + counts.across)]
        whole = (row, len(counts.columns)) if counts.across else (row, 0)
        cases = () if row == len(counts.rows) else tuple(dict.fromkeys(counts.cases(whole)))
        rows.append(Row(title, (*cells, *([percents[row]] if share else [])), cases))
    return Table(counts.title, tuple(columns), tuple(rows))
