"""YAML as packs use it: every scalar stays the text that was written, and every entry knows its line.

yes, no, true and false all become `yes` or `no`; nothing becomes a date or a number here, so that an edition
`2023-08` or a level `3` means what its author sees.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_FLAGS = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
_NOTHING = frozenset({"", "~", "null"})
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST = 1_000_000  # bytes: a pack of a whole region is a tenth of it
_DEEPEST = 40  # entries within entries; the packs that come with the product need seven
_MOST = 100_000  # entries, aliases written out: a few lines of them can stand for billions

Path_ = tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """Something wrong with a pack: where, what, why, and what would work."""

    file: str
    line: int
    field: str
    code: str
    because: str
    remedy: str


@dataclass
class Document:
    """One file's content, the line of each entry by its path, and what could not be read."""

    file: str
    content: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path_) -> int:
        """The line of an entry, or of the nearest one around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Unreadable(Exception):  # noqa: N818 - it ends the reading of one file and never leaves this one
    def __init__(self, line: int, code: str, because: str, remedy: str) -> None:
        super().__init__(because)
        self.line, self.code, self.because, self.remedy = line, code, because, remedy


def read_yaml(path: Path, name: str) -> Document:
    """A file read; whatever is wrong with it is a fault, not an exception."""
    document = Document(name)
    try:
        node = _composed(_text(path))
        if node is not None:
            document.content = _Reader(document).plain(node, ())
    except _Unreadable as why:
        document.content = None
        document.faults.append(Fault(name, why.line, "", why.code, why.because, why.remedy))
    return document


def _text(path: Path) -> str:
    try:
        written = path.read_bytes()
    except OSError as error:
        problem = error.strerror or "the system does not say why"
        raise _Unreadable(1, "not-readable", f"It cannot be opened: {problem}.", "Put a readable file there.") from None
    if len(written) > _LONGEST:
        raise _Unreadable(
            1, "too-large", f"It has more than {_LONGEST:,} bytes.", "Split it, or take out what is not a pack."
        )
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n") + 1
        raise _Unreadable(line, "not-text", "The file is not UTF-8 text.", "Save it as UTF-8.") from None


def _composed(text: str) -> yaml.Node | None:
    lines = max(1, len(text.splitlines()))
    try:
        _not_too_deep(text)
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text[: getattr(error, "position", None) or 0].count("\n") + 1
        line = min(line, lines)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        remedy = "Check the indentation and the quotation marks around this line."
        if "\t" in "".join(text.splitlines()[line - 1 : line]):
            remedy = "Indent with spaces: YAML takes no tabs there."
        raise _Unreadable(line, "not-yaml", f"This is not YAML: {problem}.", remedy) from None


def _not_too_deep(text: str) -> None:
    """Asked before anything is built, because building goes as deep as the file does."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _too_deep(event.start_mark.line + 1 if event.start_mark else 1)


def _too_deep(line: int) -> _Unreadable:
    because = f"Entries stand inside entries more than {_DEEPEST} deep here."
    return _Unreadable(line, "too-deep", because, "Write it flatter: a pack needs no more than ten.")


class _Reader:
    """A tree of nodes on its way to plain content."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.around: list[yaml.Node] = []
        self.entries = 0

    def plain(self, node: yaml.Node, path: Path_) -> Any:
        line = node.start_mark.line + 1
        self.document.lines.setdefault(path, line)
        self.entries += 1
        if self.entries > _MOST:
            because = f"Written out, it has more than {_MOST:,} entries."
            raise _Unreadable(line, "too-large", because, "Use fewer aliases (`*name`) here.")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if any(node is outer for outer in self.around):
            because = "An alias (`*name`) stands inside the entry that it names."
            raise _Unreadable(line, "inside-itself", because, "Write the entry out instead of naming it.")
        if len(self.around) >= _DEEPEST:
            raise _too_deep(line)
        self.around.append(node)
        found: Any
        if isinstance(node, yaml.MappingNode):
            found = dict(self._pairs(node, path))
        else:
            found = [self.plain(each, (*path, str(place))) for place, each in enumerate(node.value)]
        self.around.pop()
        return found

    def _scalar(self, node: yaml.ScalarNode, line: int) -> str | None:
        text = str(node.value)
        if _UNPRINTABLE.search(text):
            raise _Unreadable(line, "not-text", "It holds a character that no page can show.", "Take it out.")
        if node.style:  # in quotation marks or a block; a plain scalar has none, or an empty one from libyaml
            return text
        return None if text.lower() in _NOTHING else _FLAGS.get(text.lower(), text)

    def _pairs(self, node: yaml.MappingNode, path: Path_) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise _Unreadable(
                    line, "not-a-name", "A list or a mapping stands where a name is due.", "Write a name."
                )
            key = str(key_node.value)
            where = (*path, key)
            if key in seen:
                because = f"“{key}” stands here twice."
                fault = Fault(self.document.file, line, ".".join(where), "said-twice", because, "Keep one of the two.")
                self.document.faults.append(fault)
                continue
            seen.add(key)
            self.document.lines[where] = line
            yield key, self.plain(value_node, where)


def as_mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}
