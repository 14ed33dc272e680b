"""`duecourse report child`: all cases of a child, as JSON and in words."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from tests.spec.command_line import OPENING, TEACHER, fields


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """A command with --json on a new training database: its status and its document."""
    monkeypatch.setenv("DUECOURSE_DB", str(tmp_path / "child.db"))

    def command(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*arguments, "--json"])
        return status, json.loads(capsys.readouterr().out)

    command("init", "--training")
    return command


def opened(run: Any, at: str) -> str:
    status, document = run("open", "escalation", *TEACHER, *fields(*OPENING), "--at", at)
    assert status == 0, document
    return str(document["case"])


def test_linked_cases_stand_in_one_document_with_what_was_late_and_why_not(run: Any) -> None:
    first = opened(run, "2026-12-11T09:00:00Z")
    second = opened(run, "2026-12-14T09:00:00Z")
    link = ("link", second, first, "--relation", "same-child", *TEACHER, "--at", "2026-12-14T09:05:00Z")
    status, answer = run(*link)
    assert status == 0, answer
    run("sweep", "--at", "2026-12-15T09:00:00Z")
    status, document = run("report", "child", first)
    assert status == 0
    assert document["training"] is True
    assert [(case["reference"], case["through"]) for case in document["cases"]] == [(first, ""), (second, first)]
    [late] = [each for each in document["cases"][0]["promises"] if each["late"]]
    assert late["over"] == 2
    assert late["reason_has"] == {"code": False, "text": False, "authoriser": False}
    assert {each["case"] for each in document["challenges"]} == {first, second}
    assert [each["value"] for each in document["safety"]] == ["no", "no"]
    assert [each["seen_at"] for each in document["known"]] == sorted(each["seen_at"] for each in document["known"])


def test_every_case_that_is_shown_counts_as_looked_at(run: Any) -> None:
    case = opened(run, "2026-12-11T09:00:00Z")
    run("report", "child", case)
    status, document = run("views", "--case", case)
    assert status == 0, document
    assert "all cases of the child" in json.dumps(document)


def test_a_reason_says_which_of_its_parts_are_there(run: Any) -> None:
    case = opened(run, "2026-12-11T09:00:00Z")
    run("sweep", "--at", "2026-12-14T09:00:00Z")
    given = ("--code", "staff-absence", "--text", "Away ill.", "--authoriser", "C. Head")
    status, answer = run("reason", case, "step-1", *given, *TEACHER, "--at", "2026-12-14T10:00:00Z")
    assert status == 0, answer
    _, document = run("report", "child", case)
    [late] = [each for each in document["cases"][0]["promises"] if each["late"]]
    assert late["reason_has"] == {"code": True, "text": True, "authoriser": True}


def test_what_was_corrected_says_so_and_what_was_struck_out_cannot_be_read(run: Any) -> None:
    case = opened(run, "2026-12-11T09:00:00Z")
    manager = ("--by", "Mo Example", "--role", "partnership-manager", "--agency", "partnership")
    correction = ("correct", case, "1", "level_of_need", "4", "--because", "Typed wrongly.")
    status, answer = run(*correction, *manager, "--at", "2026-12-11T10:00:00Z")
    assert status == 0, answer
    _, document = run("report", "child", case)
    [level] = document["characteristics"]
    assert (level["value"], level["corrected"]) == ("4", True)


def test_a_case_is_named_with_this_report_and_with_no_other(run: Any) -> None:
    assert run("report", "child")[0] == 2
    assert run("report", "caseload", "ESC-2026-0001", "--from", "2026-01-01", "--to", "2026-12-31")[0] == 2
    status, document = run("report", "child", "ESC-2026-0001")
    assert (status, document["code"]) == (1, "unknown-case")


def test_in_words_it_begins_with_what_it_is(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    case = opened(run, "2026-12-11T09:00:00Z")
    capsys.readouterr()
    assert main(["report", "child", case]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Training data: everything here is invented.")
    assert f"All cases of the child of {case}" in text
    assert "Jessamine" not in text
