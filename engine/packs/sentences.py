"""Differences between packs as sentences for a procedures officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.packs.wording import CHANGED, EMPTY, GONE, NEW, PARTS, SPLIT, value_in_words


@dataclass(frozen=True)
class Entry:
    """One entry of a pack in the pack's own notation; `roles` are their titles. `pathway` is empty in a partnership."""

    pathway: str
    kind: str
    name: str
    fields: Mapping[str, Any]
    roles: Mapping[str, str]

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.fields.get("title") or self.fields.get("ask") or self.name)


def plain(value: Any) -> Any:
    """A model's content as a pack writes it."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"values"}:
        return value["values"][0] if len(value["values"]) == 1 else value["values"]
    return {key: plain(inner) for key, inner in value.items()}


def inside(fields: Mapping[str, Any], field: str) -> Any:
    """The value of an entry, `within.window.to_day` being one inside others; None where there is none."""
    value: Any = fields
    for part in field.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def fields_of(was: Entry, now: Entry) -> list[str]:
    """What to compare of two entries. A window has two ends, but only where both are windows; sources go elsewhere."""
    found: list[str] = []
    for field in dict.fromkeys((*now.fields, *was.fields)):
        parts = SPLIT.get(f"{now.kind}.{field}", ())
        both = all(all(inside(each.fields, part) is not None for part in parts) for each in (was, now))
        found.extend(parts if parts and both else [field])
    adopted = counts(was) != counts(now)
    return [field for field in found if field != "source" and not (adopted and field == "kind")]


def counts(entry: Entry) -> bool:
    """Whether it is a promise that can be broken."""
    if entry.kind != "timescale":
        return False
    return bool(entry.fields["kind"] != "reminder" and entry.fields["source"]["confidence"] != "proposed")


def is_list(kind: str, field: str) -> bool:
    """Whether what came and what went is said one by one."""
    return f"{kind}.{field}" in NEW


def about(entry: Entry) -> str:
    """How a sentence begins that is about an entry."""
    match entry.kind:
        case "partnership":
            return "The partnership"
        case "pathway":
            return f"The pathway {entry.name}"
        case "day-one":
            return f"Days ({entry.pathway})"
        case "timescale":
            return f"{entry.name.replace('-', ' ').capitalize()} ({entry.pathway})"
        case "field":
            move, _, field = entry.name.partition(".")
            return f"The question “{field}” of the move {move} ({entry.pathway})"
    part = PARTS[entry.kind]
    return f"{part.capitalize()} “{entry.name}”{f' ({entry.pathway})' if entry.pathway else ''}"


def changed(entry: Entry, field: str, was: Any, now: Any) -> str:
    """An entry whose value is another one."""
    key = f"{entry.kind}.{field}"
    if isinstance(was, list) and isinstance(now, list) and is_list(entry.kind, field):
        return f"{about(entry)}: the entries of `{field}` stand in another order."
    template = CHANGED.get(key) or CHANGED.get(f"*.{field}") or f"{{about}}: `{field}` is now {{now}} (was {{was}})."
    empty = EMPTY.get(key) or EMPTY.get(f"*.{field}") or "not given"
    said = {
        word: value_in_words(field, value, entry.roles) if value not in (None, "", [], {}, False) else empty
        for word, value in (("was", was), ("now", now))
    }
    return template.format(about=about(entry), **said)


def new_in(entry: Entry, field: str, value: Any) -> str:
    """Something more in a list."""
    return NEW[f"{entry.kind}.{field}"].format(about=about(entry), value=value_in_words(field, value, entry.roles))


def gone_from(entry: Entry, field: str, value: Any) -> str:
    """Something less in a list."""
    return GONE[f"{entry.kind}.{field}"].format(about=about(entry), value=value_in_words(field, value, entry.roles))


def added(entry: Entry) -> str:
    """A whole entry that is new."""
    where = f" ({entry.pathway})" if entry.pathway and entry.kind != "pathway" else ""
    if entry.kind == "day-one":
        return f"Days{where} are now counted from a Day 1, in {value_in_words('unit', entry.fields['unit'], {})}."
    if entry.kind == "field":
        move, _, field = entry.name.partition(".")
        needed = "required" if entry.fields["required"] else "not always required"
        return f"The move {move}{where} now asks “{entry.title}” ({field}, {needed})."
    sector = f", of the sector {entry.fields['sector']}" if entry.kind == "agency" else ""
    length = f", {value_in_words('within', entry.fields['within'], {})}" if entry.kind == "timescale" else ""
    only = ""
    if entry.kind == "timescale" and not counts(entry):
        only = " It reminds, and never counts."
    return f"There is a new {PARTS[entry.kind]} “{entry.title}” [{entry.name}]{where}{sector}{length}.{only}"


def removed(entry: Entry) -> str:
    """A whole entry that is gone."""
    where = f" ({entry.pathway})" if entry.pathway and entry.kind != "pathway" else ""
    if entry.kind == "day-one":
        return f"Days{where} are no longer counted from a Day 1."
    if entry.kind == "field":
        move, _, field = entry.name.partition(".")
        return f"The move {move}{where} no longer asks “{entry.title}” ({field})."
    return f"There is no {PARTS[entry.kind]} “{entry.title}” [{entry.name}]{where} any more."


def adopted(was: Entry, now: Entry) -> str:
    """A term that counts now, or no longer does."""
    proposed = "proposed" in (was.fields["source"]["confidence"], now.fields["source"]["confidence"])
    if counts(now):
        return f"{about(now)} is adopted: it now counts (was only {'suggested' if proposed else 'a reminder'})."
    return f"{about(now)} is now only {'suggested' if proposed else 'a reminder'}: it no longer counts."


def reordered(pathway: str, kind: str) -> str:
    """Entries in another order, which pages show and nothing else heeds."""
    where = f" ({pathway})" if pathway else ""
    return f"Entries of the kind {PARTS.get(kind, kind)}{where} stand in another order."


def sourced(entries: Sequence[Entry], was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """One change of a source, for all the entries that rest on it."""
    names = [entry.name for entry in entries]
    shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    where = f" ({entries[0].pathway})" if entries[0].pathway else ""
    only = [key for key in now if was.get(key) != now[key]]
    if len(only) == 1:
        [key] = only
        return f"The source “{now['title']}” of {shown}{where}: its {key} is now “{now[key]}” (was “{was[key]}”)."
    return f"The source of {shown}{where} is now {_source(now)} (was {_source(was)})."


def _source(source: Mapping[str, str]) -> str:
    said = ", ".join(source[key] for key in ("title", "part", "edition") if source[key])
    return f"“{said}” ({source['confidence']})"


def calendar_day(field: str, day: date, was: str | None, now: str | None) -> str:
    """A day that is a working day no longer, or again."""
    shown = f"{day:%a} {day.day} {day:%b %Y}"
    what = "a bank holiday" if field == "holidays" else "a day of closed offices"
    if was is None:
        return f"{shown} is now {what}: {now}."
    if now is None:
        return f"{shown} is no longer {what} (was {was})."
    return f"{shown} is now called {now} (was {was})."


def school_term(name: str, was: Sequence[str] | None, now: Sequence[str] | None) -> str:
    """A school term with other days."""
    if now is None:
        return f"The school term {name} is no longer listed."
    if was is None:
        return f"The school term {name} is now listed, {now[0]} to {now[1]}."
    return f"The school term {name} is now {now[0]} to {now[1]} (was {was[0]} to {was[1]})."
