"""YAML as packs use it: every scalar stays the text that was written, and every entry knows its line.

yes, no, true and false all become `yes` or `no`; nothing becomes a date or a number here, so that an edition
`2023-08` or a level `3` means what its author sees.
"""

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


def read_yaml(path: Path, name: str) -> Document:
    """A file read; syntax errors and doubled keys are faults, not exceptions."""
    document = Document(name)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError:
        document.faults.append(Fault(name, 1, "", "not-text", "The file is not UTF-8 text.", "Save it as UTF-8."))
        return document
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        document.faults.append(
            Fault(
                name,
                mark.line + 1 if mark else 1,
                "",
                "not-yaml",
                f"This is not YAML: {problem}.",
                "Check the indentation and the quotation marks around this line.",
            )
        )
        return document
    if node is not None:
        document.content = _plain(node, (), document)
    return document


def _plain(node: yaml.Node, path: Path_, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_entries(node, path, document))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*path, str(place)), document) for place, each in enumerate(node.value)]
    text = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return text
    return None if text.lower() in _NOTHING else _FLAGS.get(text.lower(), text)


def _entries(node: yaml.MappingNode, path: Path_, document: Document) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        where = (*path, key)
        if key in seen:
            document.faults.append(
                Fault(
                    document.file,
                    key_node.start_mark.line + 1,
                    ".".join(where),
                    "said-twice",
                    f"“{key}” stands here twice.",
                    "Keep one of the two.",
                )
            )
            continue
        seen.add(key)
        document.lines[where] = key_node.start_mark.line + 1
        yield key, _plain(value_node, where, document)


def as_mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}
