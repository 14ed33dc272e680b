"""What other systems already hold is not keyed twice: all of a file or none of it, and never the same row again."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.main import main

Run = Callable[..., tuple[int, Any]]
MAP = """
source: school-system
id: REF
at: {column: SENT, format: "%d/%m/%Y %H:%M", type: instant}
person: {column: TEACHER}
role: {value: practitioner}
agency: {value: school-a}
fields:
  child: {column: CHILD}
  concern_arose_at: {column: AROSE, format: "%d/%m/%Y %H:%M", type: instant}
  receiving_agency: {value: social-care}
  subject: {column: ABOUT, values: {Drift: plan-drift, Referral: referral-outcome}}
  level_of_need: {column: LEVEL}
  immediate_risk: {value: "no"}
  dispute: {column: WORDS}
"""
HEADING = "REF,SENT,TEACHER,CHILD,AROSE,ABOUT,LEVEL,WORDS\n"
GOOD = "1,08/06/2026 09:00,A Teacher,C-1,08/06/2026 08:30,Drift,3,Too slow\n"
ALSO_GOOD = "2,09/06/2026 09:00,B Teacher,C-2,05/06/2026 23:30,Referral,2,Not accepted\n"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DUECOURSE_DB", str(tmp_path / "try.db"))
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")

    def once(rows: str, *more: str, raw: bytes | None = None) -> tuple[int, Any]:
        (tmp_path / "file.csv").write_bytes((HEADING + rows).encode() if raw is None else raw)
        file, columns = str(tmp_path / "file.csv"), str(tmp_path / "map.yaml")
        capsys.readouterr()
        arguments = ["import", file, "--pathway", "escalation", "--map", columns, "--at", "2026-06-10T09:00Z", "--json"]
        status = main([*arguments, *more])
        return status, json.loads(capsys.readouterr().out)

    assert main(["init", "--training"]) == 0
    return once


def shown(capsys: pytest.CaptureFixture[str], case: str) -> Any:
    capsys.readouterr()
    assert main(["show", case, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_row_becomes_a_case_dated_as_the_other_system_has_it(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    status, imported = run(GOOD + ALSO_GOOD)
    assert (status, imported["opened"], imported["refused"]) == (0, 2, [])
    case = shown(capsys, imported["cases"][0])
    assert case["opened_at"] == "2026-06-08T08:00:00Z"
    clocks = {clock["id"]: clock["due_on"] for clock in case["clocks"]}
    assert clocks["step-1"] == "2026-06-08"


def test_importing_again_opens_only_what_is_new(run: Run) -> None:
    run(GOOD)
    status, again = run(GOOD + ALSO_GOOD)
    assert (status, again["opened"], again["repeated"]) == (0, 1, 1)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(run: Run) -> None:
    status, tried = run(GOOD, "--dry-run")
    assert (status, tried["opened"], tried["rows"]) == (0, 0, 1)
    assert run(GOOD)[1]["opened"] == 1


def test_a_row_that_cannot_be_is_named_by_its_line_and_nothing_at_all_is_written(run: Run) -> None:
    for code, row in (
        ("no-translation", GOOD.replace("Drift", "Weather")),
        ("not-a-date", GOOD.replace("08/06/2026 08:30", "tomorrow")),
        ("not-a-choice", GOOD.replace(",3,", ",9,")),
        ("in-the-future", GOOD.replace("08/06/2026 09:00", "08/07/2026 09:00")),
        ("missing-answer", GOOD.replace("Too slow", "")),
        ("no-id", GOOD.replace("1,08/06/2026 09", ",08/06/2026 09", 1)),
        ("not-an-instant", GOOD.replace("08/06/2026 08:30", "29/03/2026 01:30")),
        ("id-twice", ALSO_GOOD),
    ):
        status, imported = run(ALSO_GOOD + row)
        assert (status, imported["opened"]) == (1, 0)
        assert [(refused["row"], refused["code"]) for refused in imported["refused"]] == [(3, code)]
    assert run(ALSO_GOOD)[1]["opened"] == 1


def test_a_file_or_a_map_that_cannot_be_read_is_refused_whole(run: Run, tmp_path: Path) -> None:
    assert run("", raw=b"1,2\n")[1]["code"] == "file-not-usable"
    (tmp_path / "map.yaml").write_text(MAP.replace("id: REF", "id: NUMBER"), encoding="utf-8")
    assert run(GOOD)[1]["code"] == "file-not-usable"
    (tmp_path / "map.yaml").write_text("source: x", encoding="utf-8")
    assert run(GOOD)[1]["code"] == "map-not-usable"


def test_the_example_of_the_reference_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUECOURSE_DB", "try.db")
    text = (Path(__file__).parents[2] / "docs/reference/import.md").read_text(encoding="utf-8")
    for name, content in re.findall(r'^```\w+ title="([\w.]+)"\n(.*?)^```$', text, re.S | re.M):
        Path(name).write_text(content, encoding="utf-8")
    assert main(["init", "--training", "--at", "2026-06-10T09:00Z"]) == 0
    [console] = re.findall(r"^```console\n(.*?)^```$", text, re.S | re.M)
    for command, expected in re.findall(r"^\$ duecourse (.*)\n(.*)$", console, re.M):
        capsys.readouterr()
        assert main([*command.split(), "--at", "2026-06-10T09:00Z"]) == 0
        assert capsys.readouterr().out.strip() == expected


@pytest.mark.parametrize("separator", [";", "\t"])
def test_columns_may_be_separated_by_semicolons_or_tabs(run: Run, separator: str) -> None:
    status, imported = run("", raw=(HEADING + GOOD).replace(",", separator).encode())
    assert (status, imported["opened"]) == (0, 1)


def test_a_column_that_is_there_twice_is_named(run: Run) -> None:
    refused = run("", raw=(HEADING.strip() + ",CHILD\n" + GOOD.strip() + ",C-2\n").encode())[1]
    assert refused["code"] == "file-not-usable"
    assert "“CHILD” more than once" in refused["because"]


def test_rows_that_do_not_fit_are_told_by_row_and_empty_ones_are_passed_over(run: Run) -> None:
    rows = f'\n{GOOD}{" ," * 7}\n2,08/06/2026 09:00,A\n{ALSO_GOOD.strip()},more\n3,"open\n'
    status, imported = run(rows)
    assert (status, imported["rows"]) == (1, 4)
    assert [(row["row"], row["code"]) for row in imported["refused"]] == [
        (5, "row-of-another-length"),
        (6, "row-of-another-length"),
        (7, "row-unreadable-in-file"),
    ]


def test_letters_in_another_encoding_are_told_in_words(run: Run) -> None:
    for raw, why in (
        ((HEADING + GOOD + GOOD.replace("Too slow", "Zu früh")).encode("latin-1"), "line 3"),
        ((HEADING + GOOD).encode("utf-16"), "UTF-16"),
        (b"", "empty"),
    ):
        assert why in run("", raw=raw)[1]["because"]


def test_a_time_that_london_had_twice_needs_its_offset(run: Run, tmp_path: Path) -> None:
    twice = GOOD.replace("08/06/2026 08:30", "26/10/2025 01:30")
    assert [row["code"] for row in run(twice)[1]["refused"]] == ["not-one-instant"]
    written = MAP.replace('AROSE, format: "%d/%m/%Y %H:%M"', 'AROSE, format: "%d/%m/%Y %H:%M %z"')
    (tmp_path / "map.yaml").write_text(written, encoding="utf-8")
    assert run(twice.replace("01:30", "01:30 +0100"))[1]["opened"] == 1
