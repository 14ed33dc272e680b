"""The replay's strip: one mark an event, to scale in time, for the eye alone; the list says the same in words."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from web.showing.happenings import Happening

WIDTH, MARGIN, LEVEL = 900, 20, 30
"""Of the drawing, in its own units."""

A_WEEK = timedelta(days=7)
_ROOM = 70
"""A label needs this much of the width."""


class Mark(NamedTuple):
    """One event on the strip."""

    x: int
    now: bool
    past: bool


class Gap(NamedTuple):
    """More than a week in which nothing was recorded."""

    x: int
    text: str


class Strip(NamedTuple):
    """Everything on the strip; `x` in its units from the left."""

    marks: list[Mark]
    gaps: list[Gap]


def strip(events: Sequence[Happening], at: int) -> Strip:
    """The events by when they were recorded, the one at `at` (from 1) marked."""
    first, last = events[0].seen_at, events[-1].seen_at
    whole = (last - first).total_seconds() or 1

    def place(event: Happening) -> int:
        return MARGIN + round((event.seen_at - first).total_seconds() / whole * (WIDTH - 2 * MARGIN))

    marks = [Mark(place(event), event.n == at, event.n < at) for event in events]
    gaps = []
    for before, after in pairwise(events):
        gap, room = after.seen_at - before.seen_at, place(after) - place(before)
        if gap > A_WEEK and room >= _ROOM:
            gaps.append(Gap(place(before) + room // 2, f"{gap.days} days"))
    return Strip(_each_place_once(marks), gaps)


def _each_place_once(marks: list[Mark]) -> list[Mark]:
    """Several events at one place are one mark, the present one if it is among them, which is drawn last."""
    found: dict[int, Mark] = {}
    for mark in marks:
        if mark.x not in found or mark.now:
            found[mark.x] = mark
    return sorted(found.values(), key=lambda mark: mark.now)
