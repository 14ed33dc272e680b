"""A partnership that nobody shipped: its database is made with its own folder, and needs nothing else after."""

import shutil
from pathlib import Path

import pytest

from tests.small_pack import Workshop
from tests.spec.command_line import Run, clocks, fields

OPENING = ("child=C-1", "reported_at=2026-03-02T09:00Z", "receiving_agency=police", "at_risk=no")
SCHOOL = ("--by", "A Example", "--role", "practitioner", "--agency", "school-a")
OFFICE = ("--by", "B Example", "--role", "line-manager", "--agency", "partnership", "--because", "Mended")


@pytest.fixture
def own(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def riverside(run: Run, own: Workshop) -> Run:
    """Commands on a database that was made with a folder."""
    status, made = run("init", "--training", "--pack", str(own.folder))
    assert (status, made["partnership"], made["edition"]) == (0, "riverside", "2026-01")
    return run


def opening(run: Run, on: str = "2026-03-02") -> dict[str, str]:
    status, shown = run("open", "visit", *SCHOOL, *fields(*OPENING), "--at", f"{on}T10:00Z")
    assert status == 0, shown
    return {"case": shown["case"], "due": clocks(shown)["planning"]["due_on"]}


def test_its_cases_are_opened_and_verified_when_the_folder_is_gone(riverside: Run, own: Workshop) -> None:
    shutil.rmtree(own.folder)
    assert opening(riverside) == {"case": "VIS-2026-0001", "due": "2026-03-04"}
    assert riverside("show", "VIS-2026-0001")[1]["edition"] == "2026-01"
    assert riverside("rehearse", "--edition", "2026-01") == (0, {"cases": 1, "differences": []})
    assert riverside("verify")[0] == 0


def test_a_later_edit_comes_in_when_it_is_added_and_moves_open_cases_when_they_are_repinned(
    riverside: Run, own: Workshop
) -> None:
    opening(riverside)
    own.change("to_day: 3}", "to_day: 4}")
    assert opening(riverside)["due"] == "2026-03-04"
    riverside("packs", "add", str(own.folder))
    assert opening(riverside)["due"] == "2026-03-05"
    _, moved = riverside("repin", "--edition", "2026-01", *OFFICE)
    assert [each["case"] for each in moved["differences"]] == ["VIS-2026-0001", "VIS-2026-0002"]
    own.change("to_day: 4}", "to_day: 3}")
    riverside("packs", "add", str(own.folder))
    assert opening(riverside)["due"] == "2026-03-04"
    assert riverside("verify")[0] == 0


def test_a_case_dated_before_its_first_edition_takes_the_first(riverside: Run) -> None:
    assert opening(riverside, "2026-03-02")["case"] == "VIS-2026-0001"
    early = ("reported_at=2025-11-03T09:00Z", *(each for each in OPENING if not each.startswith("reported")))
    happened = ("--happened", "2025-11-03T10:00Z")
    status, shown = riverside("open", "visit", *SCHOOL, *fields(*early), *happened)
    assert (status, shown["edition"]) == (0, "2026-01")


def test_a_database_made_with_a_folder_of_a_shipped_partnership_goes_by_the_folder(run: Run, own: Workshop) -> None:
    own.change("partnership: riverside", "partnership: halton", "partnership.yaml")
    assert run("init", "--training", "--pack", str(own.folder))[1]["partnership"] == "halton"
    assert opening(run, "2026-11-20")["case"] == "VIS-2026-0001"
    assert run("rehearse", "--edition", "2024-12")[1]["code"] == "unknown-edition"


def test_what_was_written_can_be_read_drawn_and_asked_for_a_date_without_a_database(run: Run, own: Workshop) -> None:
    ours = ("--edition", str(own.folder))
    assert run("packs", "show", "visit", *ours)[1]["partnership"] == "riverside"
    assert "waiting --> visiting: plan" in run("packs", "diagram", "visit", *ours)[1]["mermaid"]
    assert run("due", "visit", "--from", "2026-03-02", *ours)[1]["due_on"] == "2026-03-09"


def test_whose_a_folder_is_stands_in_it(run: Run, own: Workshop) -> None:
    folder = str(own.folder)
    for command in (("init", "--pack", folder), ("packs", "show", "visit", "--edition", folder)):
        status, refusal = run(*command, "--partnership", "halton")
        assert (status, refusal["code"]) == (2, "wrong-usage")


def test_the_refusals_lead_out_to_the_folder(run: Run, own: Workshop) -> None:
    assert "init --pack FOLDER" in run("init", "--partnership", "riverside")[1]["remedy"]
    run("init", "--training")
    assert "init --pack FOLDER" in run("packs", "add", str(own.folder))[1]["remedy"]
    assert "folder" in run("packs", "show", "escalation", "--edition", "1066")[1]["remedy"]
