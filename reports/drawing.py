"""A chart as SVG: one bar, shared out. It needs no style attribute, so that it works under a strict policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from reports.shares import shared_out
from reports.values import Bar, Chart

WIDTH, HEIGHT, GAP = 640, 64, 2
LINE, SIZE, LETTER = 22, 16, 9
"""The height of a line of text, its size, and how wide a letter is at most."""

COLOURS = (
    ("#12436d", "#ffffff"),
    ("#28a197", "#0b0c0c"),
    ("#f46a25", "#0b0c0c"),
    ("#801650", "#ffffff"),
    ("#3d3d3d", "#ffffff"),
    ("#a285d1", "#0b0c0c"),
)
"""Each band's colour with that of the words on it: at least 4.5 to 1."""
INK = "#0b0c0c"


@dataclass(frozen=True)
class _Band:
    """A bar with where it stands. `place`: in the order of all bars, from which its colour comes."""

    bar: Bar
    place: int
    left: int
    width: int

    @property
    def label(self) -> str:
        return f"{self.bar.percent} %"

    @property
    def middle(self) -> int:
        return self.left + self.width // 2


def svg(chart: Chart) -> str:
    """The drawing with a title, a description that says every value, and a key in the order of the bars."""
    bands = list(_bands(chart.bars))
    narrow = [band for band in bands if band.width < len(band.label) * LETTER + 8]
    outside = list(_outside(narrow))
    below = HEIGHT + (1 + max((line for _, line, _ in outside), default=-1)) * LINE
    height = below + 12 + len(chart.bars) * LINE
    name = escape(chart.name)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" class="app-chart">',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-desc">{escape("; ".join(_says(bar) for bar in chart.bars))}.</desc>',
        *(_rect(band) for band in bands),
        *(_inside(band) for band in bands if band not in narrow),
        *(_text(middle, HEIGHT + line * LINE + SIZE, band.label, INK, "middle") for band, line, middle in outside),
        *(part for place, bar in enumerate(chart.bars) for part in _key(place, bar, below + 12)),
        "</svg>",
    ]
    return "\n".join(lines)


def _bands(bars: tuple[Bar, ...]) -> Iterator[_Band]:
    """Every bar with something in it, as wide as its share; the widths and the gaps add up to the whole width.

    A bar too small to be seen is one wide.
    """
    seen = [(place, bar) for place, bar in enumerate(bars) if bar.value]
    free = WIDTH - GAP * (len(seen) - 1) - len(seen)
    left = 0
    for (place, bar), width in zip(seen, shared_out([bar.value for _, bar in seen], free), strict=True):
        yield _Band(bar, place, left, width + 1)
        left += width + 1 + GAP


def _outside(narrow: list[_Band]) -> Iterator[tuple[_Band, int, int]]:
    """Labels below the bar: each with its line and its middle, on the first line where it touches no other."""
    ends: list[int] = []
    for band in narrow:
        half = len(band.label) * LETTER // 2
        middle = min(max(band.middle, half), WIDTH - half)
        line = next((line for line, end in enumerate(ends) if middle - half >= end), len(ends))
        ends[line : line + 1] = [middle + half + 4]
        yield band, line, middle


def _rect(band: _Band) -> str:
    fill = COLOURS[band.place % len(COLOURS)][0]
    return f'<rect x="{band.left}" y="0" width="{band.width}" height="{HEIGHT}" fill="{fill}"/>'


def _inside(band: _Band) -> str:
    return _text(band.middle, HEIGHT // 2 + 6, band.label, COLOURS[band.place % len(COLOURS)][1], "middle")


def _key(place: int, bar: Bar, top: int) -> Iterator[str]:
    y = top + place * LINE
    # A circle, so that only the bands themselves are rectangles.
    yield f'<circle cx="8" cy="{y + 8}" r="7" fill="{COLOURS[place % len(COLOURS)][0]}"/>'
    yield _text(24, y + 14, _says(bar), INK, "start")


def _says(bar: Bar) -> str:
    return f"{bar.label}: {bar.value} ({bar.percent} %)"


def _text(x: int, y: int, words: str, fill: str, anchor: str) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{SIZE}" font-family="Helvetica, Arial, sans-serif" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
