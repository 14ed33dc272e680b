"""The demonstration year played into a database: every case's acts in one timeline, every sweep when it was due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from engine.library import Library
from engine.stories.dates import read_instant
from engine.stories.notation import Event
from engine.stories.playing import enact
from engine.stories.reading import Story, read_story
from scheduler.due import sweep
from store.contract import Store

ENDS = read_instant("Thu 16 Jul 2026 10:00")
"""What time it is when the demonstration has been played, on every machine and in every year."""

Say = Callable[[int, int, datetime], None]
"""Told how far it is: how many acts of how many, and the instant in the training data."""


@dataclass(frozen=True)
class Summary:
    """What has been played. `references`: the case of each story."""

    references: dict[str, str]
    acts: int
    sweeps: int
    facts: int


def stories() -> tuple[Story, ...]:
    """The year's cases, each a story in the notation of the packs. Everything in them is invented."""
    folder = Path(str(files("fixtures"))) / "escalations"
    found = []
    for path in sorted(folder.glob("*.yaml")):
        story, faults = read_story(path)
        assert story is not None, faults  # noqa: S101 - the year comes with the product, and its tests read it
        found.append(story)
    return tuple(found)


def run(store: Store, library: Library, say: Say) -> Summary:
    """The whole year into an empty training database, as people and the scheduler would have done it.

    Each act goes through `handle`; between the acts a sweep runs at every instant that the due table names.
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
        """A sweep at each instant up to this one at which a case is due."""
        while (bell := min(self.due.values(), default=None)) is not None and bell <= instant:
            self.sweep(bell)

    def sweep(self, now: datetime) -> None:
        """One sweep, as the scheduler runs it."""
        swept = sweep(self.store, self.library, now)
        for _, refused in swept.failed:
            raise refused
        self.sweeps += 1
        self.facts += swept.facts
        for case in [case for case, due in self.due.items() if due <= now]:
            self.ask(case)
