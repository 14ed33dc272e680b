"""What is different between two packs, entry by entry, in the order in which their authors wrote them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.packs import sentences
from engine.packs.editions import edition_of
from engine.packs.pack import Pack
from engine.packs.pages import page
from engine.packs.reading import pack_in
from engine.packs.sentences import Entry
from states.calendars import Calendar
from states.refusals import Refused

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise. `field` is empty where a whole entry was added (`was` is None) or taken away.

    Of a list, each entry that came or went is a difference of its own. Values are in the pack's own notation.
    """

    pathway: str
    kind: str
    name: str
    field: str
    was: Any
    now: Any
    says: str

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "pathway": self.pathway,
            "kind": self.kind,
            "name": self.name,
            "field": self.field,
            "was": self.was,
            "is": self.now,
            "says": self.says,
        }


def opened(where: str) -> Pack:
    """The pack in a folder, or of the product by `partnership/edition`.

    Raises: Refused("unknown-pack"), Refused("pack-not-usable"), and what `edition_of` does.
    """
    folder = Path(where)
    if not folder.is_dir():
        partnership, slash, edition = where.partition("/")
        if not slash or not edition or "/" in edition:
            raise Refused(
                code="unknown-pack",
                because=f"“{where[:120]}” is neither a folder nor a partnership and an edition.",
                remedy="Name the folder of an edition, or write for example halton/2024-12.",
            )
        folder = edition_of(partnership, edition).path
    return pack_in(folder)


def differences(was: Pack, now: Pack) -> list[Difference]:
    """All that an author could have changed; nothing where the two promise the same."""
    before, after = _entries(was), _entries(now)
    parts = dict.fromkeys(key[0] for key in (*before, *after))
    return [
        *(each for part in parts for each in _part(_only(before, part), _only(after, part))),
        *_calendar(was.calendar, now.calendar),
    ]


def _only(entries: Mapping[Key, Entry], part: str) -> dict[Key, Entry]:
    return {key: entry for key, entry in entries.items() if key[0] == part}


def _part(before: Mapping[Key, Entry], after: Mapping[Key, Entry]) -> Iterator[Difference]:
    """One pathway, or the partnership; a pathway that came or went as a whole is said once."""
    sources: dict[tuple[str, str], list[Entry]] = {}
    if not before or not after:
        yield _whole(next(iter((before or after).values())), came=not before)
        return
    for kind in dict.fromkeys(key[1] for key in (*before, *after)):
        old = [key for key in before if key[1] == kind]
        new = [key for key in after if key[1] == kind]
        for key in (*old, *(key for key in new if key not in before)):
            was, now = before.get(key), after.get(key)
            if was is None or now is None:
                present = now or was
                if present is not None and not _within_another(present, before if was is None else after):
                    yield _whole(present, came=was is None)
                continue
            yield from _changed(was, now)
            if _source_told(was, now):
                told = (json.dumps(was.fields["source"]), json.dumps(now.fields["source"]))
                sources.setdefault(told, []).append(now)
        if [key for key in old if key in after] != [key for key in new if key in before]:
            pathway, says = new[0][0], sentences.reordered(new[0][0], kind)
            yield Difference(pathway, kind, "", "order", [key[2] for key in old], [key[2] for key in new], says)
    for (was_text, now_text), entries in sources.items():
        was_source, now_source = json.loads(was_text), json.loads(now_text)
        field = ", ".join(name for name in now_source if now_source[name] != was_source[name])
        says = sentences.sourced(entries, was_source, now_source)
        yield Difference(entries[0].pathway, "source", now_source["title"], field, was_source, now_source, says)


def _within_another(entry: Entry, others: Mapping[Key, Entry]) -> bool:
    """A question of a move that came or went with it."""
    return entry.kind == "field" and (entry.pathway, "move", entry.name.partition(".")[0]) not in others


def _whole(entry: Entry, *, came: bool) -> Difference:
    was, now = (None, entry.fields) if came else (entry.fields, None)
    says = sentences.added(entry) if came else sentences.removed(entry)
    return Difference(entry.pathway, entry.kind, entry.name, "", was, now, says)


def _changed(was: Entry, now: Entry) -> Iterator[Difference]:
    def difference(field: str, old: Any, new: Any, says: str) -> Difference:
        return Difference(now.pathway, now.kind, now.name, field, old, new, says)

    if sentences.counts(was) != sentences.counts(now):
        field = "kind" if was.fields["kind"] != now.fields["kind"] else "source.confidence"
        old, new = (sentences.inside(entry.fields, field) for entry in (was, now))
        yield difference(field, old, new, sentences.adopted(was, now))
    for field in sentences.fields_of(was, now):
        old, new = (sentences.inside(entry.fields, field) for entry in (was, now))
        if old == new:
            continue
        if sentences.is_list(now.kind, field):
            old, new = old or [], new or []
            for each in (each for each in old if each not in new):
                yield difference(field, each, None, sentences.gone_from(was, field, each))
            for each in (each for each in new if each not in old):
                yield difference(field, None, each, sentences.new_in(now, field, each))
            if sorted(map(str, old)) == sorted(map(str, new)):
                yield difference(field, old, new, sentences.changed(now, field, old, new))
        else:
            yield difference(field, old, new, sentences.changed(now, field, old, new))


def _source_told(was: Entry, now: Entry) -> bool:
    """Whether the source is another one, and not only adopted."""
    old, new = was.fields.get("source"), now.fields.get("source")
    adopted = sentences.counts(was) != sentences.counts(now)
    return bool(old != new and not (adopted and {**(old or {}), "confidence": (new or {})["confidence"]} == new))


def _calendar(was: Calendar, now: Calendar) -> Iterator[Difference]:
    """Day by day what is a holiday or a closure in one and not in the other."""
    if was.horizon != now.horizon:
        old, new = was.horizon.isoformat(), now.horizon.isoformat()
        says = f"The calendar's last year whose bank holidays are official is now {new[:4]} (was {old[:4]})."
        yield Difference("", "calendar", now.name, "horizon", old, new, says)
    days = {"holidays": (was.holidays, now.holidays), "closures": (was.closures, now.closures)}
    for field, (old_days, new_days) in days.items():
        for day in sorted({*old_days, *new_days}):
            if (old_name := old_days.get(day)) != (new_name := new_days.get(day)):
                says = sentences.calendar_day(field, day, old_name, new_name)
                yield Difference("", "calendar", day.isoformat(), field, old_name, new_name, says)
    before, after = _terms(was), _terms(now)
    for name in dict.fromkeys((*before, *after)):
        if (old_term := before.get(name)) != (new_term := after.get(name)):
            says = sentences.school_term(name, old_term, new_term)
            yield Difference("", "calendar", name, "school_terms", old_term, new_term, says)


def _terms(calendar: Calendar) -> dict[str, list[str]]:
    """Those published, and those expected in every year of which none are."""
    terms = calendar.school_terms
    published = {term.name: [term.first.isoformat(), term.last.isoformat()] for term in terms.published}
    return published | {f"{term.name} of any later year": [term.first, term.last] for term in terms.every_year}


def _entries(pack: Pack) -> dict[Key, Entry]:
    found = [*_of_partnership(pack), *(each for name in pack.procedures for each in _of_pathway(pack, name))]
    return {(entry.pathway, entry.kind, entry.name): entry for entry in found}


_NAMED = {
    "sectors": "sector",
    "agencies": "agency",
    "roles": "role",
    "lateness_reasons": "lateness-reason",
    "relations": "relation",
    "reports": "report",
}


def _of_partnership(pack: Pack) -> Iterator[Entry]:
    written = sentences.plain(pack.partnership.model_dump(mode="json", by_alias=True, exclude_none=True))
    own = {key: value for key, value in written.items() if key not in _NAMED}
    roles = pack.partnership.roles
    yield Entry("", "partnership", "partnership", own, roles)
    for part, kind in _NAMED.items():
        for name, value in written.get(part, {}).items():
            yield Entry("", kind, name, value if isinstance(value, dict) else {"title": value}, roles)


def _of_pathway(pack: Pack, name: str) -> Iterator[Entry]:
    pathway, roles = pack.procedures[name].policy.pathway, pack.partnership.roles
    written = sentences.plain(pathway.model_dump(mode="json", by_alias=True, exclude_none=True))
    parts = ("steps", "moves", "timescales", "day_one")
    yield Entry(name, "pathway", name, {key: value for key, value in written.items() if key not in parts}, roles)
    if "day_one" in written:
        yield Entry(name, "day-one", "day_one", written["day_one"], roles)
    for step, body in written["steps"].items():
        yield Entry(name, "step", step, body, roles)
    for move, body in written["moves"].items():
        yield Entry(name, "move", move, {key: value for key, value in body.items() if key != "record"}, roles)
    for move, body in written["moves"].items():
        for field, question in body["record"].items():
            yield Entry(name, "field", f"{move}.{field}", question, roles)
    for timescale, body in written["timescales"].items():
        yield Entry(name, "timescale", timescale, body, roles)
    for rule in page(pack, name)["rules"]:
        yield Entry(name, "rule", rule["name"], {key: value for key, value in rule.items() if key != "name"}, roles)
