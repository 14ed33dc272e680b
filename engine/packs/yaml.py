"""YAML as packs use it: every scalar stays the text that was written, and every entry knows its line.

yes, no, true and false all become `yes` or `no`; nothing becomes a date or a number here, so that an edition
`2023-08` or a level `3` means what its author sees.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import ComposerError

from engine.packs.text import Stamp, Unreadable, text_of

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, if PyYAML was built with it: only its events are used, so that no file is gone through twice."""

_FLAGS = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
_NOTHING = frozenset({"", "~", "null"})
_LONGEST_WORD = max(map(len, (*_FLAGS, *_NOTHING)))
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Nobody can see these, or they change how the text around them is read."""
_LONGEST = 5_000  # characters of one entry: two pages
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
    """One file's content, and what could not be read. Where an entry stands is found out when somebody asks.

    `stamp`: that of the file at `path` when it was read; zeros where it could not be. `named`: of a list that became a
    mapping by name, the name by list and place; such an entry is found under both.
    """

    file: str
    content: Any = None
    faults: list[Fault] = field(default_factory=list)
    path: Path = Path()
    stamp: Stamp = (0, 0, 0, 0)
    tree: "_Node | None" = None
    named: dict[Path_, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> Mapping[Path_, int]:
        """The line of each entry by its path."""
        found = dict(_lines(self.tree, ())) if self.tree else {}
        renamed = {
            (where[0], self.named[where[:2]], *where[2:]): found[where] for where in found if where[:2] in self.named
        }
        return {**found, **renamed}

    def name(self, key: str, names: Mapping[int, str]) -> None:
        """A list became a mapping: its entries are found by these names as well."""
        self.named.update({(key, str(place)): name for place, name in names.items()})
        self.__dict__.pop("lines", None)

    def line_of(self, path: Path_) -> int:
        """The line of an entry, or of the nearest one around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Node:
    """An entry as it was written: a scalar has a text; `inner` is empty, or a mapping's names and values by turns."""

    __slots__ = ("inner", "kind", "line", "quoted", "text")

    def __init__(self, line: int, kind: str, text: str = "", style: str | None = None) -> None:
        self.line, self.kind, self.text = line, kind, text
        self.quoted = bool(style)  # a plain scalar has no style, or an empty one from libyaml
        self.inner: list[_Node] = []

    def pairs(self) -> Iterator[tuple["_Node", "_Node"]]:
        """A mapping's names, each with its value."""
        return zip(self.inner[::2], self.inner[1::2], strict=True)


def read_yaml(path: Path, name: str, inside: Path | None = None) -> Document:
    """A file read; whatever is wrong with it is a fault, not an exception. `inside`: the folder where it has to lie."""
    document = Document(name, path=path)
    try:
        text, document.stamp = text_of(path, inside)
    except Unreadable as why:
        return _unreadable(document, why)
    return _read(document, text)


def yaml_written(text: str, name: str) -> Document:
    """The same of a text that lies in no file."""
    return _read(Document(name), text.removeprefix("\ufeff"))


def _read(document: Document, text: str) -> Document:
    try:
        node = _composed(text)
        if node is not None:
            document.content = _Reader(document).plain(node)
        document.tree = node
    except Unreadable as why:
        return _unreadable(document, why)
    return document


def _unreadable(document: Document, why: Unreadable) -> Document:
    document.content = None
    document.faults.append(Fault(document.file, why.line, "", why.code, why.because, why.remedy))
    return document


def _composed(text: str) -> _Node | None:
    lines = max(1, len(text.splitlines()))
    try:
        return _tree(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text[: getattr(error, "position", None) or 0].count("\n") + 1
        line = min(line, lines)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        remedy = "Check the indentation and the quotation marks around this line."
        if "\t" in "".join(text.splitlines()[line - 1 : line]):
            remedy = "Indent with spaces: YAML takes no tabs there."
        raise Unreadable(line, "not-yaml", f"This is not YAML: {problem}.", remedy) from None


_KINDS = {yaml.ScalarEvent: "scalar", yaml.SequenceStartEvent: "list", yaml.MappingStartEvent: "mapping"}


def _tree(text: str) -> _Node | None:
    """The one document of a file; None where there is none. Built without recursion, however deep the file goes."""
    loader = LOADER(text)
    whole = _Node(0, "list")
    around, named = [whole], dict[str, _Node]()
    try:
        while (event := loader.get_event()) is not None:
            kind = _KINDS.get(type(event))
            if kind is not None:
                node = _node(event, kind, named)
                around[-1].inner.append(node)
                if kind != "scalar":
                    around.append(node)
                    if len(around) > _DEEPEST + 1:
                        raise _too_deep(node.line)
            elif isinstance(event, yaml.CollectionEndEvent):
                around.pop()
            elif isinstance(event, yaml.AliasEvent):
                if event.anchor not in named:
                    raise _wrong("found undefined alias", event)
                around[-1].inner.append(named[event.anchor])
            elif isinstance(event, yaml.DocumentStartEvent) and whole.inner:
                raise _wrong("it holds another document", event)
    finally:
        loader.dispose()
    return whole.inner[0] if whole.inner else None


def _node(event: Any, kind: str, named: dict[str, _Node]) -> _Node:
    """What an event begins, kept under its anchor if it has one."""
    line = event.start_mark.line + 1
    if event.tag is not None:
        because = "A tag (`!…`) stands here, and what it asks for would be passed over."
        raise Unreadable(line, "tagged", because, "Take the tag out: entries are plain texts, lists and mappings.")
    node = _Node(line, kind, event.value, event.style) if kind == "scalar" else _Node(line, kind)
    if event.anchor is not None:
        if event.anchor in named:
            raise _wrong(f"the anchor {event.anchor[:60]} stands here twice", event)
        named[event.anchor] = node
    return node


def _wrong(problem: str, event: Any) -> ComposerError:
    return ComposerError(None, None, problem, event.start_mark)


def _too_deep(line: int) -> Unreadable:
    because = f"Entries stand inside entries more than {_DEEPEST} deep here."
    return Unreadable(line, "too-deep", because, "Write it flatter: a pack needs no more than ten.")


class _Reader:
    """A tree of nodes on its way to plain content. `where`: the path of the entry that is being read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.around: list[_Node] = []
        self.where: list[str] = []
        self.entries = 0

    def plain(self, node: _Node) -> Any:
        self.entries += 1
        if self.entries > _MOST:
            because = f"Written out, it has more than {_MOST:,} entries."
            raise Unreadable(node.line, "too-large", because, "Use fewer aliases (`*name`) here.")
        if node.kind == "scalar":
            return _scalar(node)
        if node in self.around:
            because = "An alias (`*name`) stands inside the entry that it names."
            raise Unreadable(node.line, "inside-itself", because, "Write the entry out instead of naming it.")
        if len(self.around) >= _DEEPEST:
            raise _too_deep(node.line)
        self.around.append(node)
        found = self._mapping(node) if node.kind == "mapping" else self._list(node)
        self.around.pop()
        return found

    def _list(self, node: _Node) -> list[Any]:
        return [self._inside(str(place), each) for place, each in enumerate(node.inner)]

    def _mapping(self, node: _Node) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in node.pairs():
            if name.kind != "scalar":
                because = "A list or a mapping stands where a name is due."
                raise Unreadable(name.line, "not-a-name", because, "Write a name.")
            key = name.text
            if key in found:
                where, because = ".".join((*self.where, key)), f"“{key}” stands here twice."
                fault = Fault(self.document.file, name.line, where, "said-twice", because, "Keep one of the two.")
                self.document.faults.append(fault)
            else:
                found[key] = self._inside(key, value)
        return found

    def _inside(self, name: str, node: _Node) -> Any:
        self.where.append(name)
        found = self.plain(node)
        self.where.pop()
        return found


def _scalar(node: _Node) -> str | None:
    text = node.text
    if hidden := _UNPRINTABLE.search(text):
        because = f"It holds a character that nobody can see (U+{ord(hidden[0]):04X})."
        raise Unreadable(node.line, "not-text", because, "Take it out, and write the words again around it.")
    if len(text) > _LONGEST:
        because = f"An entry of {len(text):,} characters stands here, and no page has room for more than {_LONGEST:,}."
        raise Unreadable(node.line, "too-large", because, "Say it in fewer words.")
    if node.quoted or len(text) > _LONGEST_WORD:  # in quotation marks or a block, or no such word
        return text
    word = text.lower()
    return None if word in _NOTHING else _FLAGS.get(word, text)


def _lines(node: _Node, path: Path_) -> Iterator[tuple[Path_, int]]:
    """The path and the line of an entry and of all inside it; one of a mapping stands where its name does."""
    yield path, node.line
    if node.kind == "list":
        for place, each in enumerate(node.inner):
            yield from _lines(each, (*path, str(place)))
    elif node.kind == "mapping":
        first = {name.text: (name, value) for name, value in reversed(list(node.pairs()))}
        for key, (name, value) in first.items():
            where = (*path, key)
            yield from ((inner, line) for inner, line in _lines(value, where) if inner != where)
            yield where, name.line


def as_mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}
