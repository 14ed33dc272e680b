"""The demonstration years played into a database: every case's acts in one timeline, every sweep when it was due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from cli.demo_meetings import meetings
from engine.deciding import next_bell, time_passed
from engine.library import Library
from engine.stories.dates import read_instant
from engine.stories.notation import Event
from engine.stories.playing import enact
from engine.stories.reading import Story, read_story
from scheduler.due import sweep
from states.folding import fold
from store.contract import Store

ENDS = read_instant("Thu 16 Jul 2026 10:00")
"""What time it is when the demonstration has been played, on every machine and in every year."""

SCHOOLS = ("school-a", "school-b")

Say = Callable[[int, int, datetime], None]
"""Told how far it is: how many acts of how many, and the instant in the training data."""


@dataclass(frozen=True)
class Summary:
    """What has been played. `references`: the case of each story."""

    references: dict[str, str]
    acts: int
    sweeps: int
    facts: int


WRITTEN = ("escalations", "serious-incidents", "learning-reviews")
"""The folders in which each case is a story of its own; the strategy meetings are tables."""


@cache
def stories() -> tuple[Story, ...]:
    """The years' cases, each a story in the notation of the packs. Everything in them is invented."""
    fixtures = Path(str(files("fixtures")))
    written = (_story(path) for folder in WRITTEN for path in sorted((fixtures / folder).glob("*.yaml")))
    return (*written, *meetings(fixtures / "strategy-meetings"))


def _story(path: Path) -> Story:
    story, faults = read_story(path)
    assert story is not None, faults  # noqa: S101 - the years come with the product, and their tests read them
    return story


def run(store: Store, library: Library, say: Say) -> Summary:
    """The whole of the years into an empty training database, as people and the scheduler would have done it.

    Each act goes through `handle`; between the acts a sweep runs at every instant of the due table at which
    something follows from the time alone.
    """
    timeline = sorted(
        ((event.on, story.name, event, story) for story in stories() for event in story.events), key=_when
    )
    bells = _Bells(store, library)
    references: dict[str, str] = {}
    for place, (on, name, event, story) in enumerate(timeline, start=1):
        bells.ring_until(on)
        handled = enact(store, library, event, story.pathway, references.get(name, ""))
        if handled:
            references[name] = handled.reference
            bells.facts += len(handled.facts)
            bells.ask(handled.reference)
        say(place, len(timeline), on)
    bells.ring_until(ENDS)
    bells.sweep(ENDS)
    return Summary(references, len(timeline), bells.sweeps, bells.facts)


def _when(entry: tuple[datetime, str, Event, Story]) -> tuple[datetime, str]:
    return entry[0], entry[1]


class _Bells:
    """When each case is next due, as its due row says; asked again whenever something was handled."""

    def __init__(self, store: Store, library: Library) -> None:
        self.store, self.library = store, library
        self.due: dict[str, datetime] = {}
        self.sweeps = self.facts = 0

    def ask(self, reference: str) -> None:
        """Look up one case's due row."""
        due = self.store.due_at(reference)
        self.due.pop(reference, None)
        if due is not None:
            self.due[reference] = due

    def ring_until(self, instant: datetime) -> None:
        """A sweep at each instant up to this one at which time alone changes something."""
        while (bell := min(self.due.values(), default=None)) is not None and bell <= instant:
            here = [case for case, due in self.due.items() if due == bell]
            if any(self._passed_by(case, bell) for case in here):
                self.sweep(bell)

    def _passed_by(self, reference: str, bell: datetime) -> bool:
        """Whether something follows in this case at its bell; where nothing does, its next bell is the one to wait for.

        A bell that nothing follows from is left to the next sweep, which finds the case due and writes no fact for it.
        """
        case = fold(self.store.history(reference))
        procedure = self.library.pinned(case, self.store.pack)
        if time_passed(case, bell, procedure):
            return True
        following = next_bell(case, bell, procedure)
        del self.due[reference]
        if following is not None:
            self.due[reference] = following
        return False

    def sweep(self, now: datetime) -> None:
        """One sweep, as the scheduler runs it."""
        swept = sweep(self.store, self.library, now)
        for _, refused in swept.failed:
            raise refused
        self.sweeps += 1
        self.facts += swept.facts
        for case in [case for case, due in self.due.items() if due <= now]:
            self.ask(case)
