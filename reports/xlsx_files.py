"""A report as a workbook: a sheet for each table, real dates, and a sheet about the file. Only door to xlsxwriter."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from reports.lines import about
from reports.sheets import sheets
from reports.values import Report, Table, Value, Worded
from states.days import day_of, time_of_day

ABOUT = "About this file"
LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def xlsx_file(report: Report) -> bytes:
    """The workbook. Nothing in it is taken for a formula or a link; instants are as London clocks show them."""
    made = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, options) as book:
        book.set_properties({"title": report.title, "comments": report.training, "created": report.as_known})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        names: set[str] = set()
        for table in sheets(report):
            sheet = book.add_worksheet(_name(table.title, names))
            if report.training:
                sheet.set_header(f"&L{report.training.replace('&', '&&')}")
            _sheet(sheet, table, formats)
        _about(book.add_worksheet(ABOUT), report, formats)
    return made.getvalue()


def _name(title: str, names: set[str]) -> str:
    """A title as the name of a sheet: short, without signs that must not be in one, and once only."""
    wanted = " ".join(title.translate(_NOT_IN_NAMES).split())[:LONGEST_NAME].strip("' ") or "Table"
    name, number = wanted, 1
    while name.lower() in names or name.lower() in (ABOUT.lower(), "history"):
        number += 1
        name = f"{wanted[: LONGEST_NAME - len(str(number)) - 1]} {number}"
    names.add(name.lower())
    return name


def _sheet(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, len(table.columns), 18)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, formats["head"])
    for line, row in enumerate(table.rows, start=1):
        sheet.write_string(line, 0, row.header)
        for place, cell in enumerate(row.cells, start=1):
            _write(sheet, line, place, cell, formats)


def _write(sheet: Any, line: int, place: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None:
        sheet.write_blank(line, place, None)
    elif isinstance(value, datetime):
        shown = datetime.combine(day_of(value), time_of_day(value)).replace(second=0, microsecond=0)
        sheet.write_datetime(line, place, shown, formats["instant"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, formats["day"])
    elif isinstance(value, int):
        sheet.write_number(line, place, value)
    elif isinstance(value, Worded):
        sheet.write_number(line, place, value.number)
    else:
        sheet.write_string(line, place, value)


def _about(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    for line, (label, said) in enumerate([*about(report), ("Headline", report.sentence)]):
        sheet.write_string(line, 0, label, formats["head"])
        sheet.write_string(line, 1, said)
