"""The file of a calendar, on top of the one that it extends."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.packs.editions import root
from engine.packs.places import instead
from engine.packs.yaml import Document, Fault, as_mapping, read_yaml, yaml_written
from states.calendars import Calendar

FOLDER = "_calendars"
SATURDAY = 5
_NAME_AND_VERSION = re.compile(r"[a-z0-9][a-z0-9-]{0,59}/[a-z0-9][a-z0-9.-]{0,59}")


def read_calendar(path: Path) -> Document:
    """A calendar's content: whatever its file does not say stands in the calendar that it `extends`.

    That one stands beside it, as `name/version` in the same folder of calendars, or came with the product, and may
    extend a further one; what it says of an entry is replaced as a whole.
    """
    return _extended(read_yaml(path, _shown(path)), path.parent.parent)


def calendar_written(text: str) -> Document:
    """The same of a calendar that came as a text: it extends one that came with the product."""
    return _extended(yaml_written(text, "the calendar"), root() / FOLDER)


def _extended(document: Document, beside: Path, over: tuple[str, ...] = ()) -> Document:
    own = document.content
    if not isinstance(own, dict) or "extends" not in own:
        return document
    named = str(own.pop("extends"))
    under = _file(named, beside) if named not in over else None
    if under is None:
        line, name = document.line_of(("extends",)), f"“{named[:60]}”"
        because = f"{name} extends itself." if named in over else f"There is no calendar {name} to extend."
        remedy = instead(named[:60], calendar_names(beside))
        fault = Fault(document.file, line, "extends", "unknown-calendar", because, remedy)
        return replace(document, faults=[*document.faults, fault])
    inherited = _extended(read_yaml(under, _shown(under)), beside, (*over, named))
    merged = {**as_mapping(inherited.content), **own}
    return replace(document, content=merged, faults=[*document.faults, *inherited.faults])


def doubts(calendar: Calendar) -> Iterator[str]:
    """What cannot be so in a list of bank holidays, though every day of it is a day."""
    official = [day for day in calendar.holidays if day not in calendar.expected]
    for year in range(calendar.first.year + 1, calendar.horizon.year + 1):
        if not any(day.year == year for day in official):
            yield f"it lists no official bank holiday in {year}, and says that all are official until then."
    for day in official:
        if day.weekday() >= SATURDAY:
            yield f"{calendar.holidays[day]} is on {day}, a weekend: list the day that stands in for it."


def calendar_names(beside: Path) -> Iterator[str]:
    """Those in a folder of calendars, and those that came with the product."""
    for where in dict.fromkeys((beside, root() / FOLDER)):
        for path in sorted(where.glob("*/*.yaml")):
            yield str(path.relative_to(where).with_suffix(""))


def _file(named: str, beside: Path) -> Path | None:
    if not _NAME_AND_VERSION.fullmatch(named):
        return None
    found = (where / f"{named}.yaml" for where in (beside, root() / FOLDER))
    return next((each for each in found if each.is_file()), None)


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
