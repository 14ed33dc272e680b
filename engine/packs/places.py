"""Where each entry of a pack was written: in which file, on which line, and under which name its author knows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from engine.packs.yaml import Document, Fault, Path_


@dataclass
class Resolved:
    """A pack before it is parsed: plain content, and where each entry was written.

    `folder` is the pack's own. `written` says where an entry stands in the files that reached its place by a name: a
    source, a group of questions. `broken` are the parts that could not be read; what would follow from that is not
    said as well.
    """

    folder: Path
    partnership: dict[str, Any] = field(default_factory=dict)
    pathways: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    documents: dict[str, list[Document]] = field(default_factory=dict)
    written: dict[tuple[str, Path_], Path_] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    @property
    def root(self) -> Path:
        """Where packs lie: the folder above the partnership's."""
        return self.folder.parent.parent

    def fault(self, part: str, path: Path_, code: str, because: str, remedy: str) -> Fault:
        """A fault of an entry of the partnership or of a pathway, placed where its author wrote it."""
        path = self.as_written(part, path)
        document, line = self._place(part, path)
        named = path[:-1] if path and path[-1].isdigit() else path
        return Fault(document.file, line, ".".join(named), code, because, remedy)

    def as_written(self, part: str, path: Path_) -> Path_:
        """The path by which an author knows an entry that reached its place by a name."""
        for length in range(len(path), 0, -1):
            if origin := self.written.get((part, path[:length])):
                return (*origin, *path[length:])
        return path

    def _place(self, part: str, path: Path_) -> tuple[Document, int]:
        """The topmost document that has the entry, or the nearest one around it."""
        documents = self.documents.get(part) or [Document(f"{part}.yaml")]
        for length in range(len(path), 0, -1):
            for document in reversed(documents):
                if path[:length] in document.lines:
                    return document, document.lines[path[:length]]
        return documents[-1], 1


def instead(name: str, known: Iterable[str]) -> str:
    """What would work in the place of a name that leads nowhere."""
    names = list(dict.fromkeys(known))
    if near := get_close_matches(name, names, n=1):
        return f"Did you mean “{near[0]}”?"
    if not names:
        return "There are none yet: add it, or leave it out."
    return f"Use one of {', '.join(names)}."
