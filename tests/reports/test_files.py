"""The same numbers in the sentence, the chart, the table, the page and the files; and nothing runs in them."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import openpyxl

import reports
from engine.words import TRAINING
from reports.pages import html_table
from reports.values import Column, Period, Report, Row, Table
from store.contract import Store
from tests.reports.conftest import ALL, of

WHEN = datetime(2025, 7, 1, 8, 30, tzinfo=UTC)


def report(*tables: Table, **other: Any) -> Report:
    made = Report(
        name="small",
        title="A small report",
        partnership="Riverside",
        edition="2026-01",
        period=Period(date(2025, 4, 1), date(2025, 6, 30)),
        as_known=WHEN,
        sentence="1 of 2.",
        figures=(),
        tables=tables,
        chart=None,
        method=("Counted.",),
    )
    return replace(made, **other)


def csv_rows(made: Report) -> list[list[str]]:
    content = reports.csv_file(made)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def csv_table(made: Report, title: str) -> list[list[str]]:
    rows = csv_rows(made)
    start = rows.index([title])
    end = next((place for place in range(start, len(rows)) if not rows[place]), len(rows))
    return rows[start + 1 : end]


def book(made: Report) -> Any:
    return openpyxl.load_workbook(BytesIO(reports.xlsx_file(made)))


def html_rows(made: Report, caption: str) -> list[list[str]]:
    text = "".join("".join(html_table(table)) for table in made.tables)
    every = ElementTree.fromstring(f"<all>{text}</all>").iter("table")  # noqa: S314 - our own tables
    [found] = [element for element in every if element.findtext("caption") == caption]
    return [[cell.text or "" for cell in row] for row in found.iter("tr")]


def test_every_copy_of_a_report_tells_the_same_numbers(years: Store) -> None:
    made = of(years, "strategy-meetings")
    expected = [("within 24 hours", 166, 83), ("after more than 24 and within 48 hours", 20, 10)]
    expected += [("after more than 48 and within 72 hours", 10, 5), ("after more than 72 hours", 4, 2)]
    assert made.sentence.startswith("166 of 200")
    assert made.sentence.endswith("(83 %).")
    assert [(each.label, each.numerator, each.percent) for each in made.figures] == expected
    assert made.chart is not None
    assert [(bar.label, bar.value, bar.percent) for bar in made.chart.bars] == expected
    says = "; ".join(f"{label}: {number} ({share} %)" for label, number, share in expected)
    drawing = ElementTree.fromstring(reports.svg(made.chart))  # noqa: S314 - our own drawing
    assert drawing.findtext("{http://www.w3.org/2000/svg}desc") == f"{says}."
    assert [tuple(row[:3]) for row in csv_table(made, "How long it took")[1:5]] == [
        (label, str(number), str(share)) for label, number, share in expected
    ]
    sheet = book(made)["How long it took"]
    assert [tuple(cell.value for cell in row[:3]) for row in sheet.iter_rows(2, 5)] == expected
    assert [tuple(row) for row in html_rows(made, "How long it took")[1:5]] == [
        (label, str(number), str(share)) for label, number, share in expected
    ]
    document = reports.document(made)
    assert [(each["label"], each["numerator"], each["percent"]) for each in document["figures"]] == expected


def test_every_table_of_every_report_is_read_back_from_its_files(years: Store) -> None:
    for name in ("escalations", "serious-incidents", "late-without-reason", "caseload", "strategy-meeting-attendance"):
        for outward in (False, True):
            made = of(years, name, ALL, outward=outward)
            sheets = book(made)
            for table in made.tables:
                lines = csv_table(made, table.title)
                assert [row[0] for row in lines[1:]] == [row.header for row in table.rows], (name, table.title)
                sheet = sheets[table.title[:31]]
                for row, line, written in zip(table.rows, lines[1:], sheet.iter_rows(2), strict=True):
                    for place, cell in enumerate(row.cells, start=1):
                        if isinstance(cell, int):
                            assert (line[place], written[place].value) == (str(cell), cell)
                        elif isinstance(cell, date) and not isinstance(cell, datetime):
                            assert line[place] == cell.isoformat()
                            assert written[place].value.date() == cell


def test_a_cell_that_looks_like_a_formula_is_text_everywhere() -> None:
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]
    rows = tuple(Row(each, (each, None)) for each in dangerous)
    made = report(Table("=Table", (Column("=head"), Column("@x"), Column("y")), rows), title="=title")
    cells = [cell for row in csv_rows(made) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=1+1" in cells
    sheet = book(made)["=Table"]
    assert sheet["A2"].value == "=1+1"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert {cell.data_type for cell in sheet["B"]} <= {"s", "inlineStr"}


def test_a_workbook_has_real_dates_a_frozen_head_a_filter_and_says_what_it_is() -> None:
    row = Row("C-1", (date(2025, 6, 30), datetime(2025, 6, 30, 23, 30, tzinfo=UTC), 3))
    columns = (Column("Case"), Column("Day", "day"), Column("Instant", "instant"), Column("Number", "count"))
    made = report(Table("List", columns, (row,)), training=TRAINING)
    sheet = book(made)["List"]
    assert sheet["B2"].value == datetime(2025, 6, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
    assert sheet["C2"].value == datetime(2025, 7, 1, 0, 30)  # noqa: DTZ001 - London's clock, in summer
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D2"
    about = {line[0].value: line[1].value for line in book(made)["About this file"].iter_rows()}
    assert about["Notice"] == TRAINING
    assert about["Period"] == "2025-04-01 to 2025-06-30, both days included"
    assert about["As known on"] == "2025-07-01T08:30:00Z"
    assert about["Pack edition"] == "2026-01"
    assert about["Method"] == "Counted."


def test_a_csv_has_iso_dates_and_instants() -> None:
    row = Row("C-1", (date(2025, 6, 30), WHEN, None))
    made = report(Table("List", (Column("Case"), Column("Day"), Column("At"), Column("-")), (row,)))
    assert csv_table(made, "List")[1] == ["C-1", "2025-06-30", "2025-07-01T08:30:00Z", ""]


def test_titles_that_a_workbook_cannot_have_or_has_already_become_ones_it_can() -> None:
    long = "A title that goes on for longer than a sheet's name may"
    tables = tuple(
        Table(title, (Column("A"),), ()) for title in (long, long, "'[a]:*?/\\'", "History", "ABOUT THIS FILE")
    )
    names = book(report(*tables)).sheetnames
    assert len(set(names)) == len(names) == 6


def test_a_page_stands_alone_escapes_what_it_shows_and_styles_no_element(years: Store) -> None:
    page = reports.page(of(years, "strategy-meetings"))
    assert not re.search(r"""\sstyle=|<script|<link|src=|@import|url\(|https?://(?!www\.w3\.org/2000/svg)""", page)
    assert TRAINING in page
    assert page.count("<h1>") == 1
    assert '<html lang="en">' in page
    assert page.count('<th scope="row">') > 10
    nasty = report(Table("<b>", (Column("<i>"),), (Row("<script>", ()),)), title="<script>alert(1)</script>")
    assert "<script" not in reports.page(nasty)


def test_live_figures_carry_no_notice() -> None:
    assert "Notice" not in reports.csv_file(report()).decode()
    assert TRAINING not in reports.page(report())
