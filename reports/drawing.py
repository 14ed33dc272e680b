"""A chart as SVG: one bar, shared out, or bars in rows. Without a style attribute, so that a strict policy lets it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.rows_drawing import rows
from reports.shares import shared_out
from reports.strokes import INK, LETTER, LINE, SIZE, WIDTH, frame, says, text
from reports.values import Bar, Chart

HEIGHT, GAP = 64, 2
COLOURS = (
    ("#12436d", "#ffffff"),
    ("#28a197", "#0b0c0c"),
    ("#f46a25", "#0b0c0c"),
    ("#801650", "#ffffff"),
    ("#3d3d3d", "#ffffff"),
    ("#a285d1", "#0b0c0c"),
)
"""Each band's colour with that of the words on it: at least 4.5 to 1."""


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
    """The drawing with a title, a description that says every value, and every bar's words."""
    return _shared_out(chart) if chart.shape == "whole" else rows(chart)


def _shared_out(chart: Chart) -> str:
    """One bar, with a key in the order of its bands."""
    bands = list(_bands(chart.bars))
    narrow = [band for band in bands if band.width < len(band.label) * LETTER + 8]
    outside = list(_outside(narrow))
    below = HEIGHT + (1 + max((line for _, line, _ in outside), default=-1)) * LINE
    height = below + 12 + len(chart.bars) * LINE
    parts = [
        *(_rect(band) for band in bands),
        *(_inside(band) for band in bands if band not in narrow),
        *(text(middle, HEIGHT + line * LINE + SIZE, band.label, INK, "middle") for band, line, middle in outside),
        *(part for place, bar in enumerate(chart.bars) for part in _key(place, bar, below + 12)),
    ]
    return frame(chart, height, parts)


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
    return text(band.middle, HEIGHT // 2 + 6, band.label, COLOURS[band.place % len(COLOURS)][1], "middle")


def _key(place: int, bar: Bar, top: int) -> Iterator[str]:
    y = top + place * LINE
    # A circle, so that only the bands themselves are rectangles.
    yield f'<circle cx="8" cy="{y + 8}" r="7" fill="{COLOURS[place % len(COLOURS)][0]}"/>'
    yield text(24, y + 14, says(bar), INK, "start")
