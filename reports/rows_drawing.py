"""Bars one below the other, each under its own words: shares of a whole of their own, or lengths beside a limit."""

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from reports.strokes import INK, LETTER, LINE, SIZE, WIDTH, frame, says, text
from reports.values import Bar, Chart

BAR, BETWEEN, EDGE = 18, 14, 1
FILL, LATE = "#12436d", "#f46a25"
ROOM = WIDTH - 2 * EDGE
"""How long the longest bar is; a share of 100 % fills it."""


def rows(chart: Chart) -> str:
    """The drawing. What is late is hatched, and its words say so."""
    parts, top = list(_hatching(chart)), 0
    for bar in chart.bars:
        lines = wrap(says(bar), WIDTH // LETTER)
        parts += [text(0, top + place * LINE + SIZE, line, INK, "start") for place, line in enumerate(lines)]
        top += len(lines) * LINE + 2
        parts += _row(chart, bar, top)
        top += BAR + BETWEEN
    if chart.line:
        parts += [*([_mark(8, top, SIZE)] if chart.most else []), text(24, top + SIZE - 3, chart.line, INK, "start")]
        top += LINE
    return frame(chart, top, parts)


def _row(chart: Chart, bar: Bar, top: int) -> Iterator[str]:
    fill = f"url(#{escape(chart.name)}-late)" if bar.late else FILL
    length = _length(chart, bar)
    if chart.shape == "shares":
        yield f'<rect x="{EDGE}" y="{top}" width="{ROOM}" height="{BAR}" fill="#ffffff" stroke="{INK}"/>'
    if length:
        yield f'<rect x="{EDGE}" y="{top}" width="{length}" height="{BAR}" fill="{fill}" stroke="{INK}"/>'
    if chart.most:
        yield _mark(EDGE + ROOM * chart.most // _longest(chart), top - 3, BAR + 6)


def _length(chart: Chart, bar: Bar) -> int:
    """Whatever is there can be seen, and only a whole looks like one."""
    if not bar.value:
        return 0
    whole = (bar.of or 1) if chart.shape == "shares" else _longest(chart)
    return max(2, ROOM * bar.value // whole)


def _longest(chart: Chart) -> int:
    return max(chart.most, *(bar.value for bar in chart.bars), 1)


def _mark(x: int, top: int, height: int) -> str:
    ends = f'x1="{x}" x2="{x}" y1="{top}" y2="{top + height}"'
    return f'<line {ends} stroke="{INK}" stroke-width="3" stroke-dasharray="5 2"/>'


def _hatching(chart: Chart) -> Iterator[str]:
    if any(bar.late for bar in chart.bars):
        yield (
            f'<defs><pattern id="{escape(chart.name)}-late" width="8" height="8" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="8" height="8" fill="{LATE}"/>'
            f'<rect width="3" height="8" fill="{INK}"/></pattern></defs>'
        )
