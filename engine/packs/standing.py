"""What stands in a pack's folder: the files that are read, and those that only look as if they were."""

from collections.abc import Iterator
from pathlib import Path

from engine.packs.yaml import Fault

STORIES = "stories"
_LOOKS_LIKE_ONE = frozenset({".yaml", ".yml", ".json"})


def written_in(folder: Path) -> list[Path]:
    """The files of a folder that are read, in the order of their names."""
    return [path for path in sorted(folder.glob("*.yaml")) if _is_read(path)]


def story_paths(pack: Path) -> Iterator[Path]:
    """The files of a pack's stories: stories/<pathway>/<story>.yaml."""
    for folder in sorted((pack / STORIES).glob("*")):
        if folder.is_dir():
            yield from written_in(folder)


def not_read(pack: Path, inherited: str = "") -> Iterator[Fault]:
    """Each file and folder of a pack that its author may take for read, and that is not. `inherited` precedes names."""
    for path in sorted(pack.iterdir()):
        if path.is_dir() and path.name != STORIES and not path.name.startswith((".", "_")) and path.suffix != ".yaml":
            because = f"The folder “{path.name}” is not read: beside its files, a pack has stories alone."
            yield _passed_over(inherited + path.name, because, "Rename it to stories, or move it elsewhere.")
        elif _looks_read(path):
            because = f"“{path.name}” is not read: {_why(path)}."
            yield _passed_over(inherited + path.name, because, "Rename or remove it.")


def stories_not_read(pack: Path) -> Iterator[Fault]:
    """The same of a pack's stories, which lie each in the folder of its pathway."""
    for path in sorted((pack / STORIES).rglob("*")):
        parts = path.relative_to(pack / STORIES).parts
        if path.suffix.lower() not in _LOOKS_LIKE_ONE or path.is_dir():
            continue
        shown = "/".join((STORIES, *parts))
        if len(parts) != 2:
            because = f"“{path.name}” is not read: it does not lie in the folder of its pathway."
            yield _passed_over(shown, because, "Move it to stories/<pathway>/, the pathway being the one it is about.")
        elif _looks_read(path):
            yield _passed_over(shown, f"“{path.name}” is not read: {_why(path)}.", "Rename or remove it.")


def _looks_read(path: Path) -> bool:
    return path.suffix.lower() in _LOOKS_LIKE_ONE and not _is_read(path)


def _is_read(path: Path) -> bool:
    return path.suffix == ".yaml" and not path.name.startswith(".")


def _why(path: Path) -> str:
    if path.suffix == ".yaml":
        return "its name begins with a full stop"
    return "the files of a pack end in .yaml"


def _passed_over(file: str, because: str, remedy: str) -> Fault:
    return Fault(file, 1, "", "not-read", because, remedy)
