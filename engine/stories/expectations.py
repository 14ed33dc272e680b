"""What a story expects, and what was computed: both as the same plain entries, so that they compare and restate."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.stories.dates import show_day, show_day_of, show_instant
from engine.stories.notation import ClockExpected, Expected
from engine.stories.reading import Story
from states.case import Case, Clock
from states.facts import AnyFact, BreachWithdrawn, DeadlineBreached, DeadlineMoved

Plain = dict[str, Any]
"""Entries as the notation has them: texts, lists of texts, and mappings of these."""


@dataclass(frozen=True)
class Difference:
    """One thing that a story expects and that came out differently."""

    file: str
    line: int
    what: str
    expected: str
    computed: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.what}: expected {self.expected}, computed {self.computed}"


@dataclass(frozen=True)
class Look:
    """A look at the case: where the story takes it, what it expects there, and the case as it then was."""

    path: tuple[str, ...]
    line: int
    expected: Expected
    case: Case
    history: tuple[AnyFact, ...]

    @property
    def computed(self) -> Plain:
        """What was computed, in exactly those entries that the story states."""
        return computed(self.case, self.history, self.expected)


def compared(look: Look, story: Story) -> Iterator[Difference]:
    """Where a look at the case shows something else than the story expects."""
    for path, wanted, found in _leaves(stated(look.expected), look.computed, ()):
        if wanted != found:
            where = (*look.path, *path)
            yield Difference(story.document.file, story.line(*where), ".".join(where), _words(wanted), _words(found))


def restated(looks: Iterable[Look]) -> str:
    """The computed expectations in the notation, for an author who has checked them and wants to restate a story."""
    return "\n".join(
        f"# {'.'.join(look.path)}, line {look.line}\nexpect:\n{_written(look.computed, '  ')}"
        for look in looks
        if look.computed
    )


def stated(expected: Expected) -> Plain:
    """What a story states, lists sorted, dates as the notation shows them."""
    found: Plain = {}
    for name in _said(expected):
        value = getattr(expected, name)
        if name == "clocks":
            found[name] = {clock: _clock_stated(each) for clock, each in value.items()}
        elif isinstance(value, Mapping):
            found[name] = {key: str(each) for key, each in value.items()}
        else:
            found[name] = sorted(value) if isinstance(value, tuple) else str(value)
    return found


def computed(case: Case, history: Sequence[AnyFact], expected: Expected) -> Plain:
    """The same entries as `stated`, from the case."""
    found: Plain = {}
    for name in _said(expected):
        if name == "clocks":
            asked = expected.clocks or {}
            found[name] = {clock: _clock_computed(case.clocks.get(clock), each) for clock, each in asked.items()}
        elif name == "told":
            found[name] = {key: _told(case, key) for key in expected.told or {}}
        else:
            found[name] = _OF_CASE[name](case, history)
    return found


def _said(expected: Expected | ClockExpected) -> tuple[str, ...]:
    """The entries that an author has written, in the notation's order."""
    return tuple(name for name in type(expected).model_fields if name in expected.model_fields_set)


def _in_state(state: str) -> Callable[[Case, Sequence[AnyFact]], list[str]]:
    return lambda case, _: sorted(alert.key for alert in case.alerts.values() if alert.state == state)


def _named(kind: type[DeadlineBreached] | type[BreachWithdrawn] | type[DeadlineMoved]) -> Callable[..., list[str]]:
    return lambda _, history: sorted(fact.clock for fact in history if isinstance(fact, kind))


_OF_CASE: Mapping[str, Callable[[Case, Sequence[AnyFact]], str | list[str]]] = {
    "step": lambda case, _: case.step,
    "holder": lambda case, _: f"{case.holder.role} of {case.holder.agency}",
    "status": lambda case, _: case.status,
    "alerts": _in_state("open"),
    "acknowledged": _in_state("acknowledged"),
    "breaches": _named(DeadlineBreached),
    "withdrawn": _named(BreachWithdrawn),
    "moved": _named(DeadlineMoved),
}


def _told(case: Case, key: str) -> str:
    alert = case.alerts.get(key)
    return f"{alert.tell.role} of {alert.tell.agency}" if alert else "no such alert"


def _clock_stated(expected: ClockExpected) -> Plain | str:
    if expected.absent:
        return "none"
    return {name: _shown(getattr(expected, name)) for name in _said(expected)}


def _clock_computed(clock: Clock | None, expected: ClockExpected) -> Plain | str:
    if clock is None:
        return "none"
    instants = {
        "starts": clock.started_at,
        "near": clock.near_at,
        "due": clock.due_at,
        "stopped": clock.stopped_at or clock.cancelled_at,
    }
    words: dict[str, str] = {
        "status": clock.status,
        "late": "yes" if clock.late else "no",
        "received": "late" if clock.received_late else "in-time",
        "reason": clock.reason.code if clock.reason else "none",
    }
    asked = ("due", "status") if expected.absent else _said(expected)
    return {
        name: _like(instants[name], getattr(expected, name), clock) if name in instants else words[name]
        for name in asked
    }


def _like(found: datetime | None, wanted: object, clock: Clock) -> str:
    """To the minute where the story says a time, or says nothing and the promise is in hours; else to the day."""
    if found is None:
        return "none"
    to_the_minute = isinstance(wanted, datetime) or (wanted is None and clock.terms.within.unit == "hours")
    return show_instant(found) if to_the_minute else show_day_of(found)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return show_instant(value)
    return show_day(value) if not isinstance(value, str) else value


def _leaves(wanted: Any, found: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name, value in wanted.items():
            yield from _leaves(value, found.get(name, "none"), (*path, name))
    else:
        yield path, wanted, found


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_words(each)}" for name, each in value.items()) + "}"
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def _written(found: Mapping[str, Any], margin: str) -> str:
    lines = []
    for name, value in found.items():
        if isinstance(value, dict) and name in ("clocks", "told"):
            lines.append(f"{margin}{name}:\n{_written(value, margin + '  ').rstrip()}")
        else:
            lines.append(f"{margin}{name}: {_words(value)}")
    return "\n".join(lines) + "\n"
