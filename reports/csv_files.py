"""A report as CSV: what it is, then one table after another, an empty line between them."""

import csv
import unicodedata
from datetime import date, datetime
from io import StringIO

from reports.lines import about
from reports.sheets import sheets
from reports.values import Report, Value, Worded
from states.days import instant_text

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = frozenset("=+-@")
_SPACE = frozenset("\t\r\n")


def csv_file(report: Report) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read it as that; dates as ISO has them.

    No cell begins with a sign that a spreadsheet takes for a formula: such text gets an apostrophe in front.
    """
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerows([neutral(label), neutral(said)] for label, said in about(report))
    rows.writerow(["Headline", neutral(report.sentence)])
    for table in sheets(report):
        rows.writerow([])
        rows.writerow([neutral(table.title)])
        rows.writerow([neutral(column.title) for column in table.columns])
        rows.writerows([neutral(row.header), *(_cell(cell) for cell in row.cells)] for row in table.rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if isinstance(value, Worded):
        return value.number
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value)


def neutral(text: str) -> str:
    """A text that no spreadsheet runs, also where it passes over space in front or reads a wide = as a narrow one."""
    begins = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if begins in _FORMULA or text[:1] in _SPACE else text
