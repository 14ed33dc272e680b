"""Which packs there are: the partnerships, and the editions of each."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from engine.packs.yaml import as_mapping, read_yaml
from states.refusals import Refused

PARTNERSHIP = "partnership.yaml"
"""The file that makes a folder a pack."""


@dataclass(frozen=True)
class Edition:
    """A pack that could be loaded."""

    partnership: str
    edition: str
    in_force_from: str
    path: Path


def root() -> Path:
    """Where the packs that came with the product lie."""
    return Path(str(files("packs")))


@lru_cache(maxsize=8)
def editions(where: Path) -> tuple[Edition, ...]:
    """Every partnership's editions, by partnership and then by the day they came into force."""
    found = [
        Edition(path.parent.parent.name, path.parent.name, _in_force_from(path), path.parent)
        for path in sorted(where.glob("[!_]*/*/partnership.yaml"))
    ]
    return tuple(sorted(found, key=lambda one: (one.partnership, one.in_force_from, one.edition)))


def edition_of(partnership: str, edition: str = "", on: date | None = None, where: Path | None = None) -> Edition:
    """The edition asked for; else the newest in force on a day (the first, before that); else the newest.

    Raises: Refused("unknown-partnership"), Refused("unknown-edition").
    """
    every = editions(where or root())
    own = [one for one in every if one.partnership == partnership]
    if not own:
        raise Refused(
            code="unknown-partnership",
            because=f"There is no pack for a partnership “{partnership[:60]}”.",
            remedy=f"There are packs for {', '.join(dict.fromkeys(one.partnership for one in every))}. "
            "One of your own is named by its folder: `duecourse init --pack FOLDER`, and --edition FOLDER elsewhere.",
        )
    if edition:
        for one in own:
            if one.edition == edition:
                return one
        raise Refused(
            code="unknown-edition",
            because=f"{partnership} has no edition “{edition[:60]}”.",
            remedy=f"Its editions are {', '.join(one.edition for one in own)}; or give the folder of a pack.",
        )
    if on is None:
        return own[-1]
    in_force = [one for one in own if one.in_force_from <= on.isoformat()]
    return in_force[-1] if in_force else own[0]


def folder_named(edition: str) -> Path | None:
    """The folder that somebody named where an edition was asked for; None where they named an edition."""
    folder = Path(edition)
    return folder if "/" in edition or (folder / "partnership.yaml").is_file() else None


def _in_force_from(path: Path) -> str:
    content = read_yaml(path, path.name).content
    return str(as_mapping(content).get("in_force_from") or "")
