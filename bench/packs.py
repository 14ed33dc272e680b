"""One partnership's pack from its folder, checked, beside parsing the same YAML files; then the same pack once more.

Stories are not run. Parsing is `yaml.load` of every file that is read, by the loader that the product reads with.
"""

from pathlib import Path

import yaml

from bench._databases import cost_row, medians, seconds
from engine.packs import yaml as reader
from engine.packs.editions import edition_of
from engine.packs.reading import pack_in, read_pack

ROUNDS, CALLS = 15, 100


def run() -> list[dict[str, object]]:
    """Loading a pack anew, and asking for one that is parsed already."""
    path = edition_of("halton").path
    texts = [file.read_text(encoding="utf-8") for file in _files(path)]
    loaded, parsed, kept = medians(
        ROUNDS,
        lambda: seconds(lambda: _read(path)),
        lambda: seconds(lambda: [yaml.load(text, Loader=reader.LOADER) for text in texts]),  # noqa: S506 - a safe one
        lambda: seconds(lambda: [pack_in(path) for _ in range(CALLS)]) / CALLS,
    )
    print(f"  {len(texts)} files, {sum(map(len, texts)):,} characters, read with {reader.LOADER.__name__}")
    return [
        cost_row("loading the pack of a partnership, checked", loaded, "parsing its YAML", parsed, 2.0),
        cost_row("the same pack once more in a process", kept, "parsing its YAML", parsed, 0.05),
    ]


def _files(path: Path) -> list[Path]:
    """Its own and those of the pack that it extends. The calendar was read before, for whichever pack came first."""
    return [file for folder in (path, edition_of("pan-cheshire").path) for file in sorted(folder.glob("*.yaml"))]


def _read(path: Path) -> None:
    pack, faults = read_pack(path)
    assert pack is not None, faults
