"""A report as JSON: dates YYYY-MM-DD in London, instants in UTC ending in Z, a hidden count null with its words."""

from datetime import date, datetime
from typing import Any

from reports.values import Figure, Report, Table, Value, Worded
from states.days import instant_text

Json = dict[str, Any]


def document(report: Report) -> Json:
    """Everything that is in the report."""
    return {
        "report": report.name,
        "title": report.title,
        "partnership": report.partnership,
        "edition": report.edition,
        "from": report.period.first.isoformat() if report.period else None,
        "to": report.period.last.isoformat() if report.period else None,
        "of_a_moment": report.period is None,
        "as_known": instant_text(report.as_known),
        "training": bool(report.training),
        "notice": report.training,
        "outward": report.outward,
        "sentence": report.sentence,
        "figures": [_figure(each) for each in report.figures],
        "tables": [_table(each) for each in report.tables],
        "chart": [
            {"label": bar.label, "value": bar.value, "of": bar.of, "percent": bar.percent, "says": bar.says}
            for bar in (report.chart.bars if report.chart else ())
        ],
        "method": list(report.method),
        "suppressed": list(report.suppressed),
        "compared_with": instant_text(report.compared_with) if report.compared_with else None,
        "differences": [{"label": each.label, "then": each.then, "now": each.now} for each in report.differences],
    }


def _figure(figure: Figure) -> Json:
    return {
        "label": figure.label,
        "numerator": figure.numerator if isinstance(figure.numerator, int) else None,
        "denominator": figure.denominator if isinstance(figure.denominator, int) else None,
        "percent": figure.percent,
        "says": figure.says,
        "cases": list(figure.cases),
    }


def _table(table: Table) -> Json:
    return {
        "title": table.title,
        "columns": [{"title": column.title, "kind": column.kind} for column in table.columns],
        "rows": [
            {"header": row.header, "cells": [_value(cell) for cell in row.cells], "cases": list(row.cases)}
            for row in table.rows
        ],
    }


def _value(value: Value) -> int | str | None:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Worded):
        return value.number
    return value.isoformat() if isinstance(value, date) else value
