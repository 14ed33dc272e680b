"""The files of a pack, put together: what it extends underneath, its own entries by name on top."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.packs.editions import root
from engine.packs.entries import asked, sourced
from engine.packs.hand_overs import with_hand_overs
from engine.packs.places import Resolved, instead
from engine.packs.standing import not_read, written_in
from engine.packs.yaml import Document, Fault, Path_, read_yaml

LISTS = ("steps", "moves", "timescales", "rules")
"""The parts of a pathway that are lists of entries with a name; they merge by that name, key by key."""

_PACK = re.compile(r"[a-z0-9][a-z0-9-]{0,59}/[a-z0-9][a-z0-9.-]{0,59}")


def resolve(path: Path) -> Resolved:
    """Everything in a pack's folder, on top of what its `extends` names, and all that could not be read."""
    path = path.resolve()
    resolved = Resolved(path)
    _read_into(resolved, path, (path,))
    resolved.partnership = sourced(resolved, "partnership", resolved.partnership)
    for name, content in resolved.pathways.items():
        resolved.pathways[name] = sourced(resolved, name, with_hand_overs(resolved, asked(resolved, name, content)))
    return resolved


def _read_into(resolved: Resolved, path: Path, above: tuple[Path, ...]) -> None:
    """One pack's own files, after those of the packs it extends. `above` are the packs that led here, it included."""
    own = path / "partnership.yaml"
    if not own.is_file():
        because = f"The folder “{path.name}” has no partnership.yaml, so it is not a pack."
        remedy = "Name a folder <partnership>/<edition> that holds one."
        resolved.faults.append(Fault("partnership.yaml", 1, "", "no-partnership", because, remedy))
        resolved.broken.add("partnership")
        return
    inherited = "" if len(above) == 1 else f"{path.parent.name}/{path.name}/"
    document = _read(resolved, own, "partnership", inherited)
    extends = document.content.pop("extends", None)
    if extends is not None:
        _extend(resolved, path, extends, document, above)
    _put_on_top(resolved, "partnership", document)
    resolved.faults.extend(not_read(path, inherited))
    for file in written_in(path):
        if file.name != "partnership.yaml":
            _put_on_top(resolved, file.stem, _read(resolved, file, file.stem, inherited))


def _extend(resolved: Resolved, path: Path, extends: Any, document: Document, above: tuple[Path, ...]) -> None:
    parent = _parent(resolved, path, extends) if isinstance(extends, str) else None
    if parent is not None and parent not in above:
        _read_into(resolved, parent, (*above, parent))
        return
    if not isinstance(extends, str):
        code, because = "unknown-pack", "A pack extends one other, and no list or mapping of them."
        remedy = f"Write for example `extends: {next(iter(_packs(resolved, path)), 'halton/2024-12')}`."
    elif parent is None:
        code, because = "unknown-pack", f"There is no pack “{extends[:120]}” to extend."
        remedy = instead(extends[:120], _packs(resolved, path))
    else:
        code, because = "extends-itself", f"“{extends}” leads back to this pack, so neither can be read."
        remedy = "Extend a pack that does not extend this one, or none."
    line = document.line_of(("extends",))
    resolved.faults.append(Fault(document.file, line, "extends", code, because, remedy))
    resolved.broken.add("partnership")


def _bases(resolved: Resolved, path: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((resolved.root, path.parent.parent, root().resolve())))


def _parent(resolved: Resolved, path: Path, extends: str) -> Path | None:
    if not _PACK.fullmatch(extends):
        return None
    found = (base / extends for base in _bases(resolved, path))
    return next((each.resolve() for each in found if (each / "partnership.yaml").is_file()), None)


def _packs(resolved: Resolved, path: Path) -> list[str]:
    found = (file.parent for base in _bases(resolved, path) for file in sorted(base.glob("[!_]*/*/partnership.yaml")))
    return [f"{each.parent.name}/{each.name}" for each in found if each.resolve() != path]


def _put_on_top(resolved: Resolved, part: str, document: Document) -> None:
    under = resolved.partnership if part == "partnership" else resolved.pathways.get(part, {})
    resolved.documents.setdefault(part, []).append(document)
    merged = _merged(resolved, part, (), under, document.content)
    if part == "partnership":
        resolved.partnership = merged
    else:
        resolved.pathways[part] = merged


def _read(resolved: Resolved, path: Path, part: str, inherited: str) -> Document:
    document = read_yaml(path, inherited + path.name, path.parent)
    resolved.faults.extend(document.faults)
    if not isinstance(document.content, dict):
        resolved.broken.add(part)
        if not document.faults:
            because = "The file is empty." if document.content is None else "The file holds no entries."
            remedy = "Write `name: value` lines, as in the packs that came with Duecourse."
            resolved.faults.append(Fault(document.file, 1, "", "not-a-mapping", because, remedy))
        document.content = {}
    if part != "partnership":
        for key in LISTS:
            _by_name(resolved, part, document, key)
    return document


def _by_name(resolved: Resolved, part: str, document: Document, key: str) -> None:
    """A list of entries that each say their name becomes a mapping by name."""
    written = document.content.get(key)
    if written is None:
        document.content.pop(key, None)
        return
    if not isinstance(written, list):
        because = f"“{key}” is not a list of entries that each have a name."
        _wrong(
            resolved,
            document,
            (key,),
            "not-a-list-of-names",
            because,
            f"Begin each entry with `- name: …`, under {key}.",
        )
        resolved.broken.add(part)
        document.content[key] = {}
        return
    named: dict[str, Any] = {}
    names: dict[int, str] = {}
    for place, entry in enumerate(written):
        name = entry.get("name") if isinstance(entry, dict) else None
        where = (key, str(place))
        if not isinstance(name, str) or not name:
            because = f"Number {place + 1} under “{key}” has no name."
            _wrong(resolved, document, where, "not-a-list-of-names", because, "Begin it with `- name: …`.")
            resolved.broken.add(part)
        elif name in named:
            because = f"There are two {key} of the name “{name}”."
            remedy = "Give one of them another name, or keep only one."
            _wrong(resolved, document, where, "said-twice", because, remedy, field=f"{key}.{name}")
            resolved.broken.add(part)
        else:
            named[name] = {inner: value for inner, value in entry.items() if inner != "name"}
            names[place] = name
    document.name(key, names)
    document.content[key] = named


def _wrong(
    resolved: Resolved, document: Document, path: Path_, code: str, because: str, remedy: str, field: str = ""
) -> None:
    line = document.line_of(path)
    resolved.faults.append(Fault(document.file, line, field or ".".join(path[:1]), code, because, remedy))


def _merged(
    resolved: Resolved, part: str, path: Path_, under: Mapping[str, Any], over: Mapping[str, Any]
) -> dict[str, Any]:
    """Key by key; `drop: yes` in an entry takes the inherited one away."""
    result = dict(under)
    for key, value in over.items():
        if isinstance(value, dict) and value.get("drop") == "yes":
            if key not in result:
                because = f"There is no inherited “{key}” to drop."
                fault = resolved.fault(part, (*path, key), "nothing-to-drop", because, instead(key, under))
                resolved.faults.append(fault)
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merged(resolved, part, (*path, key), result[key], value)
        else:
            result[key] = value
    return result
