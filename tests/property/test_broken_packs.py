"""Whatever becomes of a pack's files: it loads, or every fault has a place, and nothing crashes."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.packs.editions import root
from engine.packs.reading import read_pack
from engine.packs.yaml import read_yaml
from tests.small_pack import FILES, VISIT, Workshop


def places(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, the outermost left out."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(content: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        content = content[key]
    return content


WRITTEN = {
    name: read_yaml(path, name).content
    for name, path in (
        ("halton/2024-12/partnership.yaml", root() / "halton/2024-12/partnership.yaml"),
        ("pan-cheshire/2023-08/partnership.yaml", root() / "pan-cheshire/2023-08/partnership.yaml"),
        ("pan-cheshire/2023-08/escalation.yaml", root() / "pan-cheshire/2023-08/escalation.yaml"),
    )
}
PLACES = {name: list(places(content)) for name, content in WRITTEN.items()}
SCALARS = ["", "zzz", "-3", "0", "9" * 5000, "yes", "Step 1", "../..", "{", None]


@dataclass
class Broken:
    """A file that was changed. Told by its changes: the whole of it is longer than anybody reads."""

    name: str
    changes: list[tuple[str, tuple[Any, ...]]]
    content: Any = field(repr=False)


@st.composite
def broken_documents(draw: st.DrawFn) -> Broken:
    """One of the shipped files, changed in one to three places."""
    name = draw(st.sampled_from(sorted(WRITTEN)))
    content, changes = deepcopy(WRITTEN[name]), []
    for path in draw(st.lists(st.sampled_from(PLACES[name]), min_size=1, max_size=3)):
        try:
            around, was = at(content, path[:-1]), at(content, path)
        except (KeyError, IndexError, TypeError):
            continue
        change = draw(st.sampled_from(("delete", "scalar", "again", "list", "mapping", "other")))
        changes.append((change, path))
        match change:
            case "delete":
                del around[path[-1]]
            case "scalar":
                around[path[-1]] = draw(st.sampled_from(SCALARS))
            case "again" if isinstance(around, list):
                around.append(deepcopy(was))
            case "again":
                around[f"{path[-1]}x"] = deepcopy(was)
            case "list":
                around[path[-1]] = [was]
            case "mapping":
                around[path[-1]] = {"name": was}
            case "other":
                around[path[-1]] = deepcopy(at(WRITTEN[name], draw(st.sampled_from(PLACES[name]))))
    return Broken(name, changes, content)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped files, to be written over."""
    copy = tmp_path_factory.mktemp("packs")
    for name in WRITTEN:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
    return copy


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken=broken_documents())
def test_no_change_to_a_shipped_pack_ends_in_a_crash(shipped: Path, broken: Broken) -> None:
    for name in WRITTEN:
        (shipped / name).write_text((root() / name).read_text())
    (shipped / broken.name).write_text(yaml.dump(broken.content, Dumper=yaml.CSafeDumper, sort_keys=False))
    assert_placed(shipped / "halton" / "2024-12", shipped)


def assert_placed(folder: Path, above: Path) -> None:
    """The pack loads, or each fault names a file that is there and a line that it has."""
    pack, faults = read_pack(folder)
    assert (pack is None) == bool(faults)
    for fault in faults:
        file = folder / fault.file if (folder / fault.file).is_file() else above / fault.file
        assert 1 <= fault.line <= max(1, len(file.read_text("utf-8", "replace").splitlines())), fault
        assert "Input should" not in fault.because
        assert "[key]" not in fault.field


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(sorted(FILES)),
    start=st.integers(0, len(VISIT)),
    length=st.integers(0, 40),
    instead=st.text(alphabet="\t\n :-[]{}&*!|>'\"#%@?,~a0\x00é\ufeff", max_size=6),
)
def test_no_slip_of_the_pen_ends_in_a_crash(
    tmp_path_factory: pytest.TempPathFactory, name: str, start: int, length: int, instead: str
) -> None:
    pack = Workshop(tmp_path_factory.mktemp("slip"))
    text = FILES[name]
    start %= len(text)
    pack.write(name, text[:start] + instead + text[start + length :])
    assert_placed(pack.folder, pack.folder.parent.parent)
