"""A report as CSV: what it is, then one table after another, an empty line between them."""

import csv
from datetime import date, datetime
from io import StringIO

from reports.lines import about
from reports.sheets import sheets
from reports.values import Report, Value
from states.days import instant_text

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(report: Report) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read it as that; dates as ISO has them.

    No cell begins with a sign that a spreadsheet takes for a formula: such text gets an apostrophe in front.
    """
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerows([_safe(label), _safe(said)] for label, said in about(report))
    rows.writerow(["Headline", _safe(report.sentence)])
    for table in sheets(report):
        rows.writerow([])
        rows.writerow([_safe(table.title)])
        rows.writerow([_safe(column.title) for column in table.columns])
        rows.writerows([_safe(row.header), *(_cell(cell) for cell in row.cells)] for row in table.rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return _safe(value)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
