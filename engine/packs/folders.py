"""The folder of a pack, by which it is found, and the names in it, by which its cases know it."""

import re
from collections.abc import Iterator
from pathlib import Path

from engine.packs.editions import PARTNERSHIP
from engine.packs.pack import Pack
from engine.packs.yaml import Fault, read_yaml

_EDITION = re.compile(r"[0-9]{4}")


def folder_faults(path: Path, pack: Pack) -> Iterator[Fault]:
    """Each of the two names that its folder contradicts; a draft that lies elsewhere is called as its author likes.

    The pack can be read all the same: it is only that nobody would find it where it seems to be.
    """
    folder = path.resolve()
    if not _EDITION.match(folder.name):
        return
    document = read_yaml(folder / PARTNERSHIP, PARTNERSHIP)
    for key, name, called in (
        ("partnership", pack.partnership.partnership, folder.parent.name),
        ("edition", pack.partnership.edition, folder.name),
    ):
        if name != called:
            because = f"The {key} is called “{name}”, but its folder “{called}”."
            remedy = f"Write `{key}: {called}`, or rename the folder."
            yield Fault(document.file, document.line_of((key,)), key, "two-names", because, remedy)
