"""A pack to begin with, and a procedure as a drawing."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from cli.main import main
from engine.packs.beginning import begin
from engine.packs.drawing import svg
from engine.packs.editions import editions, root
from engine.packs.pack import Pack
from engine.packs.reading import load, read_pack
from engine.stories.checks import coverage, failures
from engine.stories.playing import play
from engine.stories.reading import read_story
from states.machine import START
from states.refusals import Refused
from tests.small_pack import Workshop
from workflow.policy import edges

EVERY = [load(edition) for edition in editions(root())]
NAMES = [f"{pack.partnership.partnership}/{pack.partnership.edition}" for pack in EVERY]
WITH_AGENCIES = [name for name, pack in zip(NAMES, EVERY, strict=True) if len(pack.partnership.agencies) > 1]
PATHWAYS = [(pack, name) for pack in EVERY for name in pack.procedures]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("extends", WITH_AGENCIES)
def test_a_new_pack_can_be_used_at_once(extends: str, tmp_path: Path) -> None:
    folder = tmp_path / "riverside" / "2026-11"
    begin("home-visit", folder, extends)
    pack, faults = read_pack(folder)
    assert faults == []
    assert pack is not None
    story, wrong = read_story(folder / "stories" / "home-visit" / "answered-late.yaml")
    assert story is not None, wrong
    played = play(story, pack)
    assert [*failures(played), *(each for each in coverage(pack, [played]) if each.file == "home-visit.yaml")] == []
    assert (pack.partnership.partnership, pack.partnership.edition) == ("riverside", "2026-11")
    assert len(pack.procedures["home-visit"].policy.pathway.steps) == 2


def test_a_new_pack_may_lie_in_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "My Packs!" / "…"
    begin("home-visit", folder, "halton/2024-12")
    pack, _ = read_pack(folder)
    assert pack is not None
    assert (pack.partnership.partnership, pack.partnership.edition) == ("my-packs", "1")


def test_a_new_pack_may_extend_one_that_lies_beside_it(tmp_path: Path) -> None:
    Workshop(tmp_path)
    begin("home-visit", tmp_path / "ours" / "2026-11", "riverside/2026-01")
    pack, faults = read_pack(tmp_path / "ours" / "2026-11")
    assert (list(pack.procedures) if pack else faults) == ["visit", "home-visit"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "ours" / "2026-11"
    folder.mkdir(parents=True)
    (folder / "home-visit.yaml").write_text("my own work")
    with pytest.raises(Refused) as refused:
        begin("home-visit", folder, "halton/2024-12")
    assert refused.value.code == "already-there"
    assert [path.name for path in folder.iterdir()] == ["home-visit.yaml"]
    assert (folder / "home-visit.yaml").read_text() == "my own work"


@pytest.mark.parametrize(
    ("pathway", "extends", "code"),
    [
        ("Home visit", "halton/2024-12", "not-a-name"),
        ("../visit", "halton/2024-12", "not-a-name"),
        ("partnership", "halton/2024-12", "not-a-name"),
        ("null", "halton/2024-12", "not-a-name"),
        ("escalation", "halton/2024-12", "already-there"),
        ("home-visit", "halton/1999", "unknown-edition"),
        ("home-visit", "halton", "unknown-pack"),
        ("home-visit", "pan-cheshire/2023-08", "base-without-agencies"),
    ],
)
def test_what_would_not_work_is_refused_and_nothing_written(
    pathway: str, extends: str, code: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        begin(pathway, tmp_path / "ours" / "2026-11", extends)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_the_reference_is_not_that_of_an_inherited_pathway(tmp_path: Path) -> None:
    """`visit` has VIS already."""
    Workshop(tmp_path)
    begin("vision", tmp_path / "ours" / "2026-11", "riverside/2026-01")
    written = (tmp_path / "ours" / "2026-11" / "vision.yaml").read_text()
    assert re.findall(r"^reference: (\w+)", written, re.M) != ["VIS"]
    assert read_pack(tmp_path / "ours" / "2026-11")[1] == []


def test_the_command_says_what_it_has_written_and_what_to_do_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ours" / "2026-11"
    assert main(["packs", "new", "home-visit", "--into", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["folder"] == str(folder)
    assert all(Path(path).is_file() for path in document["files"])
    assert main(["packs", "new", "home-visit", "--into", str(folder)]) == 1


# The drawing


@pytest.mark.parametrize(("pack", "name"), PATHWAYS, ids=[name for _, name in PATHWAYS])
def test_every_step_and_every_way_of_every_move_is_in_the_drawing(pack: Pack, name: str) -> None:
    drawn = ElementTree.fromstring(svg(pack, name))  # noqa: S314 - our own
    policy = pack.procedures[name].policy
    assert [each.get("data-step") for each in drawn.iter(f"{SVG}g") if each.get("data-step")] == [
        START,
        *policy.pathway.steps,
    ]
    ways = set()
    for each in drawn.iter(f"{SVG}g"):
        sources = (each.get("data-from") or "").split()
        for source in sources:
            ways |= {(each.get("data-move"), source, target) for target in (each.get("data-to") or source).split()}
            if len(each.findall(f"{SVG}circle[@fill='#ffffff']")):  # a ring: the case may also stay
                ways.add((each.get("data-move"), source, source))
    assert ways == set(edges(policy.pathway))
    open_here = {step: {move for move, source, _ in ways if source == step} for step in policy.open_moves}
    assert open_here == {step: set(moves) for step, moves in policy.open_moves.items()}


@pytest.mark.parametrize(("pack", "name"), PATHWAYS, ids=[name for _, name in PATHWAYS])
def test_every_title_can_be_read_in_the_drawing(pack: Pack, name: str) -> None:
    pathway = pack.procedures[name].policy.pathway
    drawn = ElementTree.fromstring(svg(pack, name))  # noqa: S314 - our own
    texts = {" ".join("".join(part + " " for part in each.itertext()).split()) for each in drawn.iter(f"{SVG}text")}
    assert {move.title for move in pathway.moves.values()} <= texts
    assert {" ".join(step.title.split()) for step in pathway.steps.values()} <= texts


def test_the_drawing_speaks_to_those_who_do_not_see_it() -> None:
    text = svg(EVERY[NAMES.index("halton/2024-12")], "escalation")
    drawn = ElementTree.fromstring(text)  # noqa: S314 - our own
    ids = {each.get("id") for each in (drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")) if each is not None}
    assert drawn.get("role") == "img"
    assert set((drawn.get("aria-labelledby") or "").split()) == ids
    assert "Reopen: from “Resolved, the loop not yet closed” or “Closed”" in (drawn.findtext(f"{SVG}desc") or "")


def test_the_drawing_brings_no_scripts_no_fonts_and_nothing_from_elsewhere() -> None:
    for pack, name in PATHWAYS:
        text = svg(pack, name).replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"<script|<style|<image|<foreignObject|href|url\(|@import|https?:|\son\w+=", text)


def test_titles_are_escaped_in_the_drawing(tmp_path: Path) -> None:
    pack = Workshop(tmp_path)
    pack.change("title: Remark on it", "title: 'Remark <b>&</b> \"go\"'")
    found, _ = pack.read()
    assert found is not None
    drawn = ElementTree.fromstring(svg(found, "visit"))  # noqa: S314 - our own
    assert 'Remark <b>&</b> "go"' in {each.text for each in drawn.iter(f"{SVG}text")}


def test_the_command_draws_in_either_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "diagram", "escalation", "--format", "svg"]) == 0
    assert capsys.readouterr().out.startswith("<svg ")
    assert main(["packs", "diagram", "escalation", "--format", "svg", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"pathway", "svg"}
    assert main(["packs", "diagram", "escalation", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"pathway", "mermaid"}
