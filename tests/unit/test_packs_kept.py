"""A pack is parsed once in a process, and again as soon as one of its files is another."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from engine.library import Library
from engine.packs.editions import edition_of, root
from engine.packs.reading import load, pack_in
from states.refusals import Refused
from tests.small_pack import Workshop


@pytest.fixture
def own(tmp_path: Path) -> Workshop:
    """A small pack in a folder of somebody's own."""
    return Workshop(tmp_path)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The packs of the product, copied so that they can be edited."""
    shutil.copytree(root(), tmp_path / "packs", ignore=shutil.ignore_patterns("__pycache__", "*.py", "stories"))
    return tmp_path / "packs"


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_pack_of_an_edition_is_the_same_object_the_second_time() -> None:
    edition = edition_of("halton")
    assert load(edition) is load(edition)


def test_a_case_opened_later_takes_the_pack_that_is_parsed_already() -> None:
    library = Library()
    assert library.opening("halton", date(2026, 3, 2)) is library.opening("halton", date(2026, 3, 3))


def test_the_pack_in_a_folder_is_kept_under_whatever_path_it_is_named(own: Workshop) -> None:
    assert pack_in(own.folder) is pack_in(own.folder / ".." / own.folder.name)


def test_an_edited_pathway_is_noticed(own: Workshop) -> None:
    before = pack_in(own.folder)
    edit(own.folder / "visit.yaml", "A visit after a concern", "A visit after a worry!!")
    assert before.procedure("visit").policy.pathway.title == "A visit after a concern"
    assert pack_in(own.folder).procedure("visit").policy.pathway.title == "A visit after a worry!!"
    assert pack_in(own.folder) is pack_in(own.folder)


def test_a_pathway_that_comes_or_goes_is_noticed(own: Workshop) -> None:
    text = (own.folder / "visit.yaml").read_text(encoding="utf-8")
    assert list(pack_in(own.folder).procedures) == ["visit"]
    again = text.replace("pathway: visit", "pathway: second", 1).replace("reference: VIS", "reference: SEC", 1)
    (own.folder / "second.yaml").write_text(again, encoding="utf-8")
    assert list(pack_in(own.folder).procedures) == ["second", "visit"]
    (own.folder / "second.yaml").unlink()
    assert list(pack_in(own.folder).procedures) == ["visit"]


def test_an_edit_of_the_pack_that_is_extended_is_noticed_by_a_library_of_that_folder(packs: Path) -> None:
    library, on = Library(packs), date(2026, 3, 2)
    before = library.opening("halton", on)
    assert library.opening("halton", on) is before
    edit(packs / "pan-cheshire/2023-08/escalation.yaml", "to_day: 9}", "to_day: 8}")
    after = library.opening("halton", on)
    assert after.sha256 != before.sha256
    assert library.opening("halton", on) is after


def test_an_edited_calendar_is_noticed(packs: Path) -> None:
    before = pack_in(packs / "halton/2024-12")
    for file in packs.glob("_calendars/*/*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("Good Friday", "Great Friday"), encoding="utf-8")
    assert pack_in(packs / "halton/2024-12").calendar.sha256 != before.calendar.sha256


def test_a_pack_that_an_edit_broke_is_refused_and_one_that_is_mended_is_read(own: Workshop) -> None:
    before = pack_in(own.folder)
    edit(own.folder / "visit.yaml", "title: A visit", "tilte: A visit")
    with pytest.raises(Refused) as refused:
        pack_in(own.folder)
    assert refused.value.code == "pack-not-usable"
    edit(own.folder / "visit.yaml", "tilte: A visit", "title: A visit")
    assert pack_in(own.folder).sha256 == before.sha256
