"""Times of day as people type them."""

import re
from datetime import date, datetime

from states.days import london_instants

_TYPED = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
HOW = "Enter a time of the 24-hour clock, such as 14:30"
"""What is wrong with a time that cannot be read."""


def typed_moment(day: date, time: str) -> tuple[datetime, ...] | None:
    """The instants at which London's clocks show this; None for what is no time, () for an hour that was skipped."""
    found = _TYPED.fullmatch(time.strip())
    return tuple(london_instants(day, int(found[1]), int(found[2]))) if found else None
