"""Whatever stands in the place of a value, what is said of it is said in the words of packs, with what would work."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from engine.packs.editions import root
from engine.packs.faults import parsed
from engine.packs.files import resolve
from engine.packs.places import Resolved
from engine.packs.yaml import Fault, read_yaml
from engine.stories.reading import read_story, story_files
from rules.model import Rule
from workflow.pathways import Pathway
from workflow.policy import Partnership

BROKEN: list[Any] = [
    None,
    "",
    [],
    {},
    "zzz Zzz!",
    "010",
    [["a"]],
    {"zzz": {"zzz": "zzz"}},
]
NOBODYS_WORDS = (
    "tuple should",
    "validation error",
    "Input should",
    "input should",
    "day is out of range",
    "Value error",
    "type=",
    "pattern",
    "None",
    "[key]",
    "packs that came with Duecourse",
    "stories do that came",
)
KINDS: dict[str, type[BaseModel]] = {"partnership": Partnership, "pathway": Pathway, "rule": Rule}
PARTS = frozenset({"steps", "moves", "timescales", "agencies", "reports"})
OWN_NAMES = frozenset({"steps", "moves", "timescales", "record", "agencies", "reports", "marks", "spans", "also"})
"""Mappings whose keys are the pack's own words, so that what stands under one stands for all."""


@cache
def sound(kind: str) -> list[dict[str, Any]]:
    """Documents of a kind that are sound, of all the pathways of Halton's pack."""
    resolved = resolve(root() / "halton" / "2024-12")
    if kind == "partnership":
        return [resolved.partnership]
    if kind == "pathway":
        return [{key: each for key, each in one.items() if key != "rules"} for one in resolved.pathways.values()]
    return [{"name": name, **rule} for one in resolved.pathways.values() for name, rule in one["rules"].items()]


def places(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


def shape(path: tuple[Any, ...]) -> tuple[str, ...]:
    """The path with a star for each of the pack's own words."""
    own = [n > 0 and (path[n - 1] in OWN_NAMES or not isinstance(key, str)) for n, key in enumerate(path)]
    return tuple("*" if star else key for star, key in zip(own, path, strict=True))


def one_of_each(kind: str) -> Iterator[tuple[dict[str, Any], tuple[Any, ...]]]:
    """For each kind of entry a place where one stands."""
    seen = set[tuple[str, ...]]()
    for content in sound(kind):
        for path in places(content):
            if shape(path) not in seen:
                seen.add(shape(path))
                yield pruned(content, path), path


def pruned(content: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The document with no more entries than it takes: beside the one at a path, the first of each kind."""
    own = PARTS & content.keys()
    kept = {key: [path[1]] if (key,) == path[:1] and path[1:] else list(content[key])[:1] for key in own}
    return {key: {name: each[name] for name in kept[key]} if key in kept else each for key, each in content.items()}


def replaced(content: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = around = dict(content)
    for key in path[:-1]:
        around[key] = dict(around[key]) if isinstance(around[key], dict) else list(around[key])
        around = around[key]
    around[path[-1]] = deepcopy(value)
    return changed


def assert_in_words(fault: Fault) -> None:
    for words in NOBODYS_WORDS:
        assert words not in f"{fault.because} {fault.remedy}", fault
    assert fault.because.endswith("."), fault
    assert not fault.because.endswith(".."), fault
    assert fault.remedy.endswith((".", "?")), fault


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_that_cannot_be_used_is_told_in_the_words_of_packs(kind: str) -> None:
    told = 0
    for content, path in one_of_each(kind):
        for value in BROKEN:
            faults: list[Fault] = []
            parsed(KINDS[kind], replaced(content, path, value), kind, (), Resolved(Path()), faults)
            told += bool(faults)
            for fault in faults:
                assert_in_words(fault)
    assert told > 100


def test_every_value_of_a_story_that_cannot_be_used_is_told_in_the_words_of_stories(tmp_path: Path) -> None:
    story = story_files(root() / "halton" / "2024-12")["strategy-meeting", "attendance-completed"]
    lines = story.read_text(encoding="utf-8").splitlines(keepends=True)
    file = tmp_path / story.name
    for number, line in enumerate(lines):
        name, colon, _ = line.partition(":")
        for value in ("", "[]", "{}", "zzz Zzz!", "[[a]]", "{zzz: {zzz: zzz}}") if colon and "#" not in line else ():
            file.write_text("".join([*lines[:number], f"{name}: {value}\n", *lines[number + 1 :]]), encoding="utf-8")
            if not read_yaml(file, file.name).faults:
                for fault in read_story(file)[1]:
                    assert_in_words(fault)
