"""A report as its page shows it: the figures then and now, the tables, the cases behind each row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import reports
from access.seeing import sight_of
from reports.pages import shown
from reports.sheets import tables
from reports.values import Figure, Report, Worded
from states.case import Case
from store.rows import CaseRow, Wanted
from web.showing.asking import Asked
from web.visits import Visit

EVERY = 1_000_000


def made(visit: Visit, asked: Asked) -> Report:
    """The report, of the cases that the visitor may see, as known now.

    Beside it, where the address says so, what was known at an instant. Raises: Refused.
    """
    return _made(visit, asked, compared_with=asked.known)


def made_then(visit: Visit, asked: Asked) -> Report:
    """The report as it would have been made at the instant that the address names. Raises: Refused."""
    return _made(visit, asked, as_known=asked.known)


def _made(
    visit: Visit, asked: Asked, *, as_known: datetime | None = None, compared_with: datetime | None = None
) -> Report:
    site = visit.site
    seen = rows_seen(visit)

    def visible(reference: str, _case: Case) -> bool:
        return reference in seen

    return reports.made(
        site.store,
        site.library,
        asked.name,
        asked.period,
        site.now(),
        as_known=as_known,
        compared_with=compared_with,
        visible=visible,
        outward=asked.outward,
    )


def rows_seen(visit: Visit) -> Mapping[str, CaseRow]:
    """Every case that the visitor may see, by reference."""
    store = visit.site.store
    sight = sight_of(visit.who, visit.pack, store, visit.site.now())
    return {row.case: row for row in store.cases_seen(sight, Wanted(), EVERY)}


@dataclass(frozen=True)
class Cell:
    """A cell in words. `number`: whether it stands to the right."""

    text: str
    label: str
    number: bool


@dataclass(frozen=True)
class Line:
    """A row of a table: `href` leads to its case or its cases, `cases` says how many there are; empty for none."""

    header: str
    cells: list[Cell]
    href: str
    cases: str


@dataclass(frozen=True)
class Shown:
    """A table of the page. `linked`: whether any row leads to several cases."""

    title: str
    columns: list[str]
    lines: list[Line]
    linked: bool


def tables_shown(report: Report, asked: Asked) -> Iterator[Shown]:
    """The tables of a report, each row with the way to its cases, but for what the page shows already.

    What differs stands side by side elsewhere, and a table of one column is what the figures are.
    """
    figures = [figure.label for figure in report.figures]
    for place, table in enumerate(tables(report)):
        said_before = place and [row.header for row in table.rows][: len(figures)] == figures
        if said_before or (report.differences and place == 1):
            continue
        lines = []
        for number, row in enumerate(table.rows):
            cells = [
                Cell(shown(value), column.title, isinstance(value, int | Worded))
                for column, value in zip(table.columns[1:], row.cells, strict=True)
            ]
            single = row.cases == (row.header,)
            href = f"/cases/{row.header}" if single else asked.address("/cases", part=f"{place}.{number}")
            lines.append(Line(row.header, cells, href if row.cases else "", "" if single else _how_many(row.cases)))
        yield Shown(table.title, [column.title for column in table.columns], lines, any(line.cases for line in lines))


def _how_many(cases: tuple[str, ...]) -> str:
    if not cases:
        return ""
    return "1 case" if len(cases) == 1 else f"{len(cases)} cases"


def behind(report: Report, part: str) -> tuple[str, tuple[str, ...]] | None:
    """The title of a row and its cases, by where it stands in the tables; None where there is no such row."""
    table_place, _, row_place = part.partition(".")
    if not (table_place.isdecimal() and row_place.isdecimal()):
        return None
    found = list(tables(report))[int(table_place[:4]) :][:1]
    rows = found[0].rows[int(row_place[:6]) :][:1] if found else ()
    if not rows:
        return None
    title = rows[0].header if table_place == "0" else f"{found[0].title}: {rows[0].header}"
    return title[:1].upper() + title[1:], rows[0].cases


@dataclass(frozen=True)
class Pair:
    """One figure as it was reported then and as it is known now."""

    label: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether what has been recorded since changes it."""
        return self.then != self.now


def side_by_side(then: Report, now: Report) -> list[Pair]:
    """Every figure of either, in order."""
    was, known = (_by_label(report.figures) for report in (then, now))
    return [Pair(label, was.get(label, "not counted"), known.get(label, "not counted")) for label in {**was, **known}]


def _by_label(figures: tuple[Figure, ...]) -> dict[str, str]:
    return {figure.label: figure.says for figure in figures}
