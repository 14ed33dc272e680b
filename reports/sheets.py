"""The tables of a copy: the figures first, then what has changed since, then the report's own tables."""

from collections.abc import Iterator
from dataclasses import replace

from reports.values import Column, Report, Row, Table


def tables(report: Report) -> Iterator[Table]:
    """Each as it is read."""
    if report.figures:
        columns = (Column("Figure"), Column("Number", "count"), Column("Of", "count"), Column("Share (%)", "percent"))
        rows = tuple(
            Row(each.label, (each.numerator, each.denominator, each.percent), each.cases) for each in report.figures
        )
        yield Table("Figures", columns, rows)
    if report.differences:
        changed = tuple(Row(each.label, (each.then, each.now)) for each in report.differences)
        yield Table("What differs", (Column("Figure"), Column("As known then"), Column("As known now")), changed)
    yield from report.tables


def sheets(report: Report) -> Iterator[Table]:
    """Each with the cases of a row in its last column, where there are any that its header does not name already."""
    for table in tables(report):
        if all(row.cases in ((), (row.header,)) for row in table.rows):
            yield table
        else:
            rows = tuple(replace(row, cells=(*row.cells, " ".join(row.cases))) for row in table.rows)
            yield replace(table, columns=(*table.columns, Column("Cases")), rows=rows)
