"""What was worked out lately of things that never change, kept as long as it is asked of the very same thing."""

from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

MOST = 1024
"""Names for which something is kept."""


class Lately(Generic[Thing, Made]):
    """One answer for each name, for the thing that was asked about last. Things are told apart by identity, which costs
    nothing: a clock that no fact has touched is the same object from one state of its case to the next."""

    def __init__(self, work: Callable[[Thing], Made]) -> None:
        self._work = work
        self._known: dict[str, tuple[Thing, Made]] = {}

    def __call__(self, name: str, thing: Thing) -> Made:
        """What `work` makes of the thing, which is known by that name among others of its case."""
        known = self._known.get(name)
        if known is not None and known[0] is thing:
            return known[1]
        made = self._work(thing)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[name] = thing, made
        return made
