"""Reading a pack from its folder: merged, parsed, checked, and refused with all its faults if it has any."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.packs.calendars import FOLDER, calendar_names, calendar_written, doubts, read_calendar
from engine.packs.checks import check
from engine.packs.editions import Edition, root
from engine.packs.faults import parsed
from engine.packs.files import resolve
from engine.packs.keeping import Kept, Sources, calendar_stamps
from engine.packs.pack import Pack, calendar_of, canonical, from_documents
from engine.packs.places import Resolved, instead
from engine.packs.text import Stamp
from engine.packs.yaml import Document, Fault, as_mapping
from engine.words import number_of
from rules.model import Rule
from states.refusals import Refused
from workflow.pathways import Pathway
from workflow.policy import Partnership

_kept = Kept()


def load(edition: Edition) -> Pack:
    """A pack of the product. Raises: Refused("pack-not-usable")."""
    return pack_in(edition.path)


def pack_in(folder: Path) -> Pack:
    """The pack in a folder, parsed once in a process unless a file of it changes.

    Raises: Refused("pack-not-usable") with the first fault found.
    """
    path = folder.resolve()
    pack = _kept.find(path)
    if pack is not None:
        return pack
    pack, faults, sources = _read(path)
    if pack is None:
        fault = faults[0]
        raise Refused(
            code="pack-not-usable",
            because=f"{fault.file}, line {fault.line}, {fault.field or 'the file'}: {fault.because}",
            remedy=f"{fault.remedy} `duecourse packs check {folder}` lists {number_of(len(faults), 'finding')}.",
        )
    _kept.keep(path, pack, sources)
    return pack


def read_pack(path: Path) -> tuple[Pack | None, list[Fault]]:
    """The pack in a folder and all that is wrong with it, read anew; no pack where anything is."""
    pack, faults, _ = _read(path)
    return pack, faults


def _read(path: Path) -> tuple[Pack | None, list[Fault], Sources]:
    calendars = _calendars(path.resolve().parent.parent)
    beside = calendar_stamps(calendars)
    resolved = resolve(path)
    faults = list(resolved.faults)
    pack = _built(resolved) or _build(resolved, faults)
    if pack is not None:
        faults.extend(check(pack, resolved))
    documents = [each for part in resolved.documents.values() for each in part]
    read = {str(each.path): each.stamp for each in documents}
    sources = Sources({**beside, **read}, tuple(dict.fromkeys(each.path.parent for each in documents)), calendars)
    return (None if faults else pack), list(dict.fromkeys(faults)), sources


def _built(resolved: Resolved) -> Pack | None:
    """The pack, where all of it parses; None where anything does not, which is for `_build` to say."""
    faults = list(resolved.faults)
    calendar_document = _calendar_document(resolved, faults) if not faults else ""
    if faults or resolved.broken:
        return None
    try:
        content = {"partnership": resolved.partnership, "pathways": resolved.pathways}
        return from_documents(canonical(content), calendar_document)
    except ValueError:  # what pydantic raises
        return None


def _build(resolved: Resolved, faults: list[Fault]) -> Pack | None:
    """The pack as far as it can be read, so that a slip in one entry does not hide what is wrong with the next."""
    pathways = {name: _pathway(name, resolved, faults) for name in resolved.pathways if name not in resolved.broken}
    if "partnership" in resolved.broken:
        return None
    partnership = parsed(Partnership, resolved.partnership, "partnership", (), resolved, faults)
    calendar_document = _calendar_document(resolved, faults)
    usable = {name: content for name, content in pathways.items() if content is not None}
    if partnership is None or not calendar_document:
        return None
    return from_documents(canonical({"partnership": partnership, "pathways": usable}), calendar_document)


def _pathway(name: str, resolved: Resolved, faults: list[Fault]) -> dict[str, Any] | None:
    content = resolved.pathways[name]
    own = parsed(Pathway, {key: value for key, value in content.items() if key != "rules"}, name, (), resolved, faults)
    rules = {}
    for rule, written in as_mapping(content.get("rules")).items():
        body = parsed(Rule, {"name": rule, **written}, name, ("rules", rule), resolved, faults)
        if body is not None:
            rules[rule] = {key: value for key, value in body.items() if key != "name"}
    if own is None:
        return None
    in_order = {key: rules if key == "rules" else own[key] for key in content if key in ("rules", *own)}
    return {**in_order, **own}


def _calendar_document(resolved: Resolved, faults: list[Fault]) -> str:
    """The calendar's; where there is no such calendar, another one's, so that the rest can be checked."""
    name = str(resolved.partnership.get("calendar") or "")
    names = list(calendar_names(resolved.root / FOLDER))
    if name not in names:
        remedy = instead(name[:60], names)
        because = f"There is no calendar “{name[:60]}”."
        faults.append(resolved.fault("partnership", ("calendar",), "unknown-calendar", because, remedy))
        name = next(iter(calendar_names(root() / FOLDER)), "")
    path = _calendar_path(resolved.root, name)
    document = _calendar(path, tuple(calendar_stamps(_calendars(resolved.root)).items()))
    faults.extend(document.faults)
    if not isinstance(document.content, dict):
        return ""
    written = canonical(document.content)
    try:
        calendar_of(written)
    except Refused as refused:
        faults.append(Fault(document.file, 1, "", refused.code, refused.because, refused.remedy))
        return ""
    return written


def calendar_document(path: Path) -> str:
    """A calendar from a file of its own, checked. Raises: Refused("calendar-not-usable")."""
    if not path.is_file():
        raise Refused(
            code="calendar-not-usable", because=f"There is no file {path}.", remedy="Name the YAML file of a calendar."
        )
    return _calendar_checked(read_calendar(path.absolute()), path.name)


def calendar_document_written(text: str) -> str:
    """A calendar from a text in YAML or JSON, checked. Raises: Refused("calendar-not-usable")."""
    return _calendar_checked(calendar_written(text), "The calendar")


def _calendar_checked(document: Document, name: str) -> str:
    if document.faults or not isinstance(document.content, dict):
        fault = document.faults[0].because if document.faults else "It holds no entries."
        raise Refused(
            code="calendar-not-usable",
            because=f"{name} cannot be read. {fault}",
            remedy="Begin with a copy of the calendar that came with Duecourse.",
        )
    written = canonical(document.content)
    if doubt := next(doubts(calendar_of(written)), ""):
        raise Refused(
            code="calendar-not-usable",
            because=f"{name}: {doubt}",
            remedy="Compare it with the official list; a wrong day here is a wrong deadline everywhere.",
        )
    return written


def _calendar_path(base: Path, name: str) -> Path:
    own = base / FOLDER / f"{name}.yaml"
    return own if own.is_file() else root() / FOLDER / f"{name}.yaml"


def _calendars(base: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((base / FOLDER, root().resolve() / FOLDER)))


@lru_cache(maxsize=16)
def _calendar(path: Path, _: tuple[tuple[str, Stamp], ...]) -> Document:
    """Read once for each state of the calendars that it may rest on."""
    return read_calendar(path)
