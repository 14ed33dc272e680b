"""A report as one page to print: nothing in it comes from elsewhere, and no element has a style of its own."""

from collections.abc import Iterator
from datetime import date, datetime
from html import escape

from engine import words
from reports.drawing import svg
from reports.lines import about, of_when
from reports.sheets import tables
from reports.values import Report, Table, Value, Worded

_STYLE = """\
body { color: #0b0c0c; font-family: Helvetica, Arial, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
h1, h2, caption { font-weight: bold; text-align: left }
.notice { border: 3px solid #0b0c0c; padding: .5rem }
.headline { font-size: 1.25rem }
svg { background: #fff; forced-color-adjust: none; height: auto; max-width: 100% }
.scrolls { overflow-x: auto }
table { border-collapse: collapse; margin: 1.5rem 0 }
caption { padding: .25rem 0 }
th, td { border-bottom: 1px solid #505a5f; padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top }
td.number { text-align: right }
thead { display: table-header-group }
@media print { body { margin: 0; max-width: none } .scrolls { overflow: visible } tr, svg { break-inside: avoid } }
"""


def page(report: Report) -> str:
    """The whole document."""
    title = escape(f"{report.title} - Duecourse")
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en">',
            f'<head><meta charset="utf-8"><title>{title}</title>',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{_STYLE}</style></head>",
            "<body><main>",
            *_body(report),
            "</main></body></html>",
            "",
        )
    )


def _body(report: Report) -> Iterator[str]:
    if report.training:
        yield f'<p class="notice"><strong>{escape(report.training)}</strong></p>'
    yield f"<h1>{escape(report.title)}</h1>"
    yield f"<p>{escape(headed(report))}</p>"
    yield f'<p class="headline">{escape(report.sentence)}</p>'
    if report.chart:
        yield svg(report.chart)
    for table in tables(report):
        yield from html_table(table)
    behind = [each for each in report.figures if each.cases]
    if behind:
        yield "<h2>The cases behind the figures</h2><dl>"
        for figure in behind:
            yield f"<dt>{escape(figure.label)}</dt><dd>{escape(', '.join(figure.cases))}</dd>"
        yield "</dl>"
    yield "<h2>About these figures</h2><dl>"
    for label, said in about(report):
        yield f"<dt>{escape(label)}</dt><dd>{escape(said)}</dd>"
    yield "</dl>"


def headed(report: Report) -> str:
    """Whose figures they are, of which days or which moment, and as known when."""
    known = f", as known on {words.moment(report.as_known)}" if report.period else ""
    return f"{report.partnership}. {of_when(report)}{known}."


def html_table(table: Table) -> Iterator[str]:
    """A table with a caption, header cells and row headers, in a region that can be scrolled by keyboard."""
    title = escape(table.title)
    yield f'<div class="scrolls" tabindex="0" role="region" aria-label="{title}"><table><caption>{title}</caption>'
    heads = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for row in table.rows:
        cells = "".join(_cell(cell) for cell in row.cells)
        yield f'<tr><th scope="row">{escape(row.header)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cell(value: Value) -> str:
    number = ' class="number"' if isinstance(value, int) else ""
    return f"<td{number}>{escape(shown(value))}</td>"


def shown(value: Value) -> str:
    """A cell for people: days and instants as London has them."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, Worded):
        return value.words
    return words.day(value) if isinstance(value, date) else str(value)
