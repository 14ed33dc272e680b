"""What every drawing is made of: its frame with a title and a description, and words on it."""

from collections.abc import Iterable
from html import escape

from reports.values import Bar, Chart

WIDTH = 640
LINE, SIZE, LETTER = 22, 16, 9
"""The height of a line of text, its size, and how wide a letter is at most."""

INK = "#0b0c0c"


def frame(chart: Chart, height: int, parts: Iterable[str]) -> str:
    """The whole drawing. Its description says every value, in the order of the bars."""
    name = escape(chart.name)
    said = "; ".join(says(bar) for bar in chart.bars)
    beside = f". {chart.line}" if chart.line else ""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="{name}-title {name}-desc" class="app-chart">',
            f'<title id="{name}-title">{escape(chart.title)}</title>',
            f'<desc id="{name}-desc">{escape(said + beside)}.</desc>',
            *parts,
            "</svg>",
        )
    )


def says(bar: Bar) -> str:
    """A bar in words."""
    return f"{bar.label}: {bar.says}"


def text(x: int, y: int, words: str, fill: str, anchor: str) -> str:
    """One line of words."""
    return (
        f'<text x="{x}" y="{y}" font-size="{SIZE}" font-family="Helvetica, Arial, sans-serif" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
