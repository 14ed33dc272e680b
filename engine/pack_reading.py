"""Reading a pack from its folder: merged, parsed, checked, and refused with all its faults if it has any."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.editions import Edition, root
from engine.pack_checks import check
from engine.pack_faults import parsed
from engine.pack_files import Resolved, resolve
from engine.packs import Pack, calendar_of, canonical, from_documents
from engine.yaml import Fault, as_mapping, read_yaml
from rules.model import Rule
from states.refusals import Refused
from workflow.pathways import Pathway
from workflow.policy import Partnership


@lru_cache(maxsize=16)
def load(edition: Edition) -> Pack:
    """A pack of the product. Raises: Refused("pack-not-usable") with the first fault found."""
    pack, faults = read_pack(edition.path)
    if pack is None:
        fault = faults[0]
        raise Refused(
            code="pack-not-usable",
            because=f"{fault.file}, line {fault.line}, {fault.field or 'the file'}: {fault.because}",
            remedy=f"{fault.remedy} `duecourse packs check {edition.path.name}` lists all {len(faults)} findings.",
        )
    return pack


def read_pack(path: Path) -> tuple[Pack | None, list[Fault]]:
    """The pack in a folder and all that is wrong with it; no pack where anything is."""
    resolved = resolve(path)
    faults = list(resolved.faults)
    pack = None
    if not faults:
        pack, faults = _build(resolved)
    if pack is not None:
        faults = check(pack, resolved)
    return (None if faults else pack), faults


def _build(resolved: Resolved) -> tuple[Pack | None, list[Fault]]:
    faults: list[Fault] = []
    partnership = parsed(Partnership, resolved.partnership, "partnership", (), resolved, faults)
    calendar_document = _calendar_document(resolved, faults)
    for name, content in resolved.pathways.items():
        own = {key: value for key, value in content.items() if key != "rules"}
        parsed(Pathway, own, name, (), resolved, faults)
        for rule, written in content.get("rules", {}).items():
            parsed(Rule, {"name": rule, **as_mapping(written)}, name, ("rules", rule), resolved, faults)
    if faults or partnership is None:
        return None, faults
    document = canonical({"partnership": resolved.partnership, "pathways": resolved.pathways})
    return from_documents(document, calendar_document), []


def _calendar_document(resolved: Resolved, faults: list[Fault]) -> str:
    name = str(resolved.partnership.get("calendar") or "")
    path = resolved.root / "_calendars" / f"{name}.yaml"
    if not path.is_file() or ".." in name:
        path = root() / "_calendars" / f"{name}.yaml"
    if not path.is_file() or ".." in name:
        faults.append(
            Fault(
                "partnership.yaml",
                resolved.line("partnership", ("calendar",)),
                "calendar",
                "unknown-calendar",
                f"There is no calendar “{name}”.",
                f"Use one of {', '.join(_calendar_names()) or 'the calendars under _calendars'}.",
            )
        )
        return ""
    document = canonical(_read_calendar(path))
    try:
        calendar_of(document)
    except Refused as refused:
        faults.append(Fault(path.name, 1, "", refused.code, refused.because, refused.remedy))
    return document


@lru_cache(maxsize=16)
def _read_calendar(path: Path) -> Any:
    return read_yaml(path, path.name).content


def _calendar_names() -> Iterator[str]:
    base = root() / "_calendars"
    for path in sorted(base.glob("*/*.yaml")):
        yield str(path.relative_to(base).with_suffix(""))
