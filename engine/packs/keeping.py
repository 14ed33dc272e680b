"""Packs kept parsed in a process, each for as long as none of the files that it was read from changes."""

import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.packs.pack import Pack
from engine.packs.text import Stamp, stamp_of

MOST = 16
"""How many packs a process keeps."""


@dataclass(frozen=True)
class Sources:
    """What a pack was read from: its files, by path, with the stamp that each had when it was read.

    `folders` are its own and those of the packs that it extends, `calendars` the folders of calendars. A file that
    came to one of them since, or went, is a change as well.
    """

    read: Mapping[str, Stamp]
    folders: tuple[Path, ...]
    calendars: tuple[Path, ...]

    def unchanged(self) -> bool:
        """Whether reading again would read the same."""
        return {**stamps(self.folders), **calendar_stamps(self.calendars)} == self.read


def stamps(folders: Iterable[Path | str]) -> dict[str, Stamp]:
    """The YAML files that stand in some folders now, by path."""
    return {
        entry.path: _stamp(entry)
        for folder in folders
        for entry in _entries(folder)
        if entry.name.endswith((".yaml", ".yml"))
    }


def calendar_stamps(calendars: Iterable[Path]) -> dict[str, Stamp]:
    """Those of the calendars, each of which has its versions in a folder of its own."""
    return stamps(entry.path for folder in calendars for entry in _entries(folder) if entry.is_dir())


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    """That of an entry; zeros where it is a link to nothing, as a file that cannot be read has."""
    try:
        return stamp_of(entry.stat())
    except OSError:
        return 0, 0, 0, 0


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return


@dataclass
class Kept:
    """The packs by their folders, the one kept longest first. Several threads may ask at once."""

    packs: OrderedDict[Path, tuple[Pack, Sources]] = field(default_factory=OrderedDict)

    def find(self, folder: Path) -> Pack | None:
        """The pack of a folder, if it is here and its files are as they were."""
        found = self.packs.get(folder)
        return found[0] if found is not None and found[1].unchanged() else None

    def keep(self, folder: Path, pack: Pack, sources: Sources) -> None:
        """Keep a pack, in the place of the one of that folder before."""
        self.packs[folder] = pack, sources
        while len(self.packs) > MOST:
            self.packs.popitem(last=False)
