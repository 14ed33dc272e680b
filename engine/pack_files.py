"""The files of a pack, put together: what it extends underneath, its own entries by name on top, sources in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.editions import root
from engine.yaml import Document, Fault, Path_, read_yaml

LISTS = ("steps", "moves", "timescales", "rules")
"""The parts of a pathway that are lists of entries with a name; they merge by that name, key by key."""


@dataclass
class Resolved:
    """A pack before it is parsed: plain content, and where each entry was written."""

    root: Path
    partnership: dict[str, Any] = field(default_factory=dict)
    pathways: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    documents: dict[str, list[Document]] = field(default_factory=dict)

    def file(self, part: str, path: Path_) -> str:
        """The file that an entry of the partnership or of a pathway was written in."""
        return self._document(part, path).file

    def line(self, part: str, path: Path_) -> int:
        """Its line there."""
        return self._document(part, path).line_of(path)

    def _document(self, part: str, path: Path_) -> Document:
        """The topmost document that has the entry, or the nearest one around it."""
        documents = self.documents.get(part) or [Document(f"{part}.yaml")]
        while path:
            for document in reversed(documents):
                if path in document.lines:
                    return document
            path = path[:-1]
        return documents[-1]


def resolve(path: Path) -> Resolved:
    """Everything in a pack's folder, on top of what its `extends` names, and all that could not be read."""
    resolved = Resolved(path.parent.parent)
    _read_into(resolved, path, ())
    if not resolved.faults:
        resolved.partnership = _sourced(resolved, "partnership", resolved.partnership)
        for name, content in resolved.pathways.items():
            resolved.pathways[name] = _sourced(resolved, name, _asked(resolved, name, content))
    return resolved


def _read_into(resolved: Resolved, path: Path, below: tuple[str, ...]) -> None:
    own = path / "partnership.yaml"
    if not own.is_file():
        resolved.faults.append(
            Fault(
                str(path.name),
                1,
                "",
                "no-partnership",
                f"{path} has no partnership.yaml, so it is not a pack.",
                "Name a folder <partnership>/<edition> that holds one.",
            )
        )
        return
    document = _read(resolved, own, "partnership")
    extends = document.content.pop("extends", None) if isinstance(document.content, dict) else None
    if extends:
        parent = _parent(resolved, path, str(extends))
        if str(extends) in below or parent is None:
            resolved.faults.append(
                Fault(
                    document.file,
                    document.line_of(("extends",)),
                    "extends",
                    "unknown-pack",
                    f"There is no pack “{extends}” to extend, or it extends this one.",
                    "Name a pack as <partnership>/<edition>.",
                )
            )
            return
        _read_into(resolved, parent, (*below, str(extends)))
    resolved.partnership = _merged(resolved.partnership, document.content)
    _place(resolved, "partnership", document)
    for file in sorted(path.glob("*.yaml")):
        if file.name != "partnership.yaml":
            pathway = _read(resolved, file, file.stem)
            resolved.pathways[file.stem] = _merged(resolved.pathways.get(file.stem, {}), pathway.content)
            _place(resolved, file.stem, pathway)


def _parent(resolved: Resolved, path: Path, extends: str) -> Path | None:
    for base in (resolved.root, path.parent.parent, root()):
        found = base / extends
        if ".." not in extends and (found / "partnership.yaml").is_file():
            return found
    return None


def _place(resolved: Resolved, part: str, document: Document) -> None:
    resolved.documents.setdefault(part, []).append(document)


def _read(resolved: Resolved, path: Path, part: str) -> Document:
    document = read_yaml(path, path.name)
    resolved.faults.extend(document.faults)
    if not isinstance(document.content, dict):
        if not document.faults:
            resolved.faults.append(
                Fault(path.name, 1, "", "not-a-mapping", "The file has no entries.", "Write `name: value` lines.")
            )
        document.content = {}
    if part != "partnership":
        for key in LISTS:
            _by_name(resolved, document, key)
    return document


def _by_name(resolved: Resolved, document: Document, key: str) -> None:
    """A list of named entries becomes entries by name, with their lines; an entry without a name is a fault."""
    written = document.content.get(key)
    if written is None:
        return
    if not isinstance(written, list) or not all(isinstance(entry, dict) and entry.get("name") for entry in written):
        resolved.faults.append(
            Fault(
                document.file,
                document.line_of((key,)),
                key,
                "not-a-list-of-names",
                f"“{key}” is not a list of entries that each have a name.",
                f"Begin each entry of {key} with `- name: …`.",
            )
        )
        document.content[key] = {}
        return
    named: dict[str, Any] = {}
    for place, entry in enumerate(written):
        name = str(entry["name"])
        line = document.line_of((key, str(place)))
        if name in named:
            resolved.faults.append(
                Fault(
                    document.file,
                    line,
                    f"{key}.{name}",
                    "said-twice",
                    f"There are two {key} of the name “{name}”.",
                    "Give one of them another name, or keep only one.",
                )
            )
            continue
        named[name] = {inner: value for inner, value in entry.items() if inner != "name"}
        for path, at in list(document.lines.items()):
            if path[:2] == (key, str(place)):
                document.lines[(key, name, *path[2:])] = at
    document.content[key] = named


def _merged(under: Mapping[str, Any], over: Any) -> dict[str, Any]:
    """Key by key; `drop: yes` in an entry takes the inherited one away."""
    result = dict(under)
    for key, value in (over or {}).items():
        if isinstance(value, dict) and value.get("drop") == "yes":
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merged(result[key], value)
        else:
            result[key] = value
    return result


def _sourced(resolved: Resolved, part: str, content: dict[str, Any]) -> dict[str, Any]:
    """Every `source: name` replaced by the source of that name; `sources` itself is not needed after that."""
    sources = content.get("sources") or {}
    return {
        key: _with_sources(resolved, part, value, (key,), sources) for key, value in content.items() if key != "sources"
    }


def _with_sources(resolved: Resolved, part: str, value: Any, path: Path_, sources: Mapping[str, Any]) -> Any:
    if path[-1] == "source" and isinstance(value, str):
        if value not in sources:
            resolved.faults.append(
                Fault(
                    resolved.file(part, path),
                    resolved.line(part, path),
                    ".".join(path),
                    "unknown-source",
                    f"No source is called “{value}”.",
                    f"Use {', '.join(sources) or 'none yet'}, or write title, part, edition and confidence here.",
                )
            )
        return sources.get(value)
    if isinstance(value, dict):
        return {key: _with_sources(resolved, part, inner, (*path, str(key)), sources) for key, inner in value.items()}
    return value


def _asked(resolved: Resolved, part: str, content: dict[str, Any]) -> dict[str, Any]:
    """A move's `asks: [group]` replaced by the questions of those groups, before its own."""
    groups = content.get("questions") or {}
    moves: dict[str, Any] = {}
    for name, move in (content.get("moves") or {}).items():
        asks = move.get("asks") or []
        record: dict[str, Any] = {}
        for group in asks if isinstance(asks, list) else [asks]:
            if group not in groups:
                resolved.faults.append(
                    Fault(
                        resolved.file(part, ("moves", name, "asks")),
                        resolved.line(part, ("moves", name, "asks")),
                        f"moves.{name}.asks",
                        "unknown-questions",
                        f"No group of questions is called “{group}”.",
                        f"Use one of {', '.join(groups) or 'none yet'}.",
                    )
                )
            record.update(groups.get(group) or {})
        record.update(move.get("record") or {})
        moves[name] = {**{key: value for key, value in move.items() if key != "asks"}, "record": record}
    return {**{key: value for key, value in content.items() if key != "questions"}, "moves": moves}
