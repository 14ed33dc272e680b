"""Small numbers hidden, and others with them, until no hidden one can be worked out from what is still shown.

A table with its totals is a network: every count is what flows from its row to its column, and totals carry it back.
A hidden count has a second possible value exactly where one more, or one less, can flow round a ring of hidden counts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from reports.counting import Counts, Place

NOT_SHOWN = "not shown"


def fewer_than(below: int) -> str:
    """What stands for a small number."""
    return f"fewer than {below}"


def hide(counts: Counts, below: int) -> Counts | None:
    """The counts with every number under `below` hidden, and what else it takes; None where nothing can be shown.

    The whole (of each row, where the rows do not share one out) is always shown: it has to be `below` or more.
    """
    last_column = len(counts.columns) if counts.across else 0
    wholes = {(row, last_column) for row in ([len(counts.rows)] if counts.down else range(len(counts.rows)))}
    if any(counts.count(place) < below for place in wholes):
        return None
    hidden = {place: fewer_than(below) for place in counts.places() if counts.count(place) < below}
    ways = [way for place in counts.places() if place not in wholes for way in _ways(counts, place, below)]
    unproved = list(hidden)
    while unproved:
        ring = _cheapest_ring(counts, ways, hidden, unproved.pop())
        if ring is None:
            return None
        more = [place for place in ring if place not in hidden]
        hidden.update(dict.fromkeys(more, NOT_SHOWN))
        unproved.extend(more)
    return replace(counts, hidden=hidden)


@dataclass(frozen=True)
class _Way:
    """A count may be one more or one less: from which node of the network to which that lets flow."""

    place: Place
    start: str
    end: str


def _ways(counts: Counts, place: Place, below: int) -> Iterator[_Way]:
    """What is known of a hidden count: small ones lie from nought to just under `below`, others anywhere above that."""
    count = counts.count(place)
    start, end = _ends(counts, place)
    if count >= below or count < below - 1:
        yield _Way(place, start, end)
    if count > (0 if count < below else below):
        yield _Way(place, end, start)


def _ends(counts: Counts, place: Place) -> tuple[str, str]:
    """Between which nodes a count flows: from its row to its column, and totals back. What sums up nothing is free."""
    row, column = place
    from_row = f"row {row}" if counts.across else "free"
    to_column = f"column {column}" if counts.down else "free"
    if row == len(counts.rows):
        return to_column, "all columns" if counts.across else "free"
    if counts.across and column == len(counts.columns):
        return "free", from_row
    return from_row, to_column


def _cheapest_ring(counts: Counts, ways: list[_Way], hidden: Mapping[Place, str], place: Place) -> list[Place] | None:
    """The places of the ring through this one that takes the fewest and smallest counts with it; None without any."""

    def cost(way: _Way) -> int:
        if way.place in hidden:
            return 0
        total = way.place[0] == len(counts.rows) or way.place[1] == len(counts.columns)
        return 1 + counts.count(way.place) + (_TOTAL if total else 0)

    others = [way for way in ways if way.place != place]
    rings = [_cheapest(others, way.end, way.start, cost) for way in ways if way.place == place]
    found = [ring for ring in rings if ring is not None]
    return min(found)[1] if found else None


_TOTAL = 1_000_000
"""A total is hidden only where no other count would do."""


def _cheapest(ways: list[_Way], start: str, end: str, cost: Callable[[_Way], int]) -> tuple[int, list[Place]] | None:
    """The cheapest way from one node to the other, with what it costs."""
    waiting: list[tuple[int, list[Place], str]] = [(0, [], start)]
    done: set[str] = set()
    while waiting:
        so_far, places, here = heappop(waiting)
        if here == end:
            return so_far, places
        if here not in done:
            done.add(here)
            for way in ways:
                if way.start == here and way.end not in done:
                    heappush(waiting, (so_far + cost(way), [*places, way.place], way.end))
    return None
