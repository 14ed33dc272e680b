"""`duecourse report`: what it prints, writes and refuses."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.main import main

IN_2024_25 = ("--from", "2024-04-01", "--to", "2025-03-31")


@pytest.fixture
def at(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's database is the one in use."""
    monkeypatch.setenv("DUECOURSE_DB", str(file))


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["report", *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refused(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> str:
    assert main(["report", *arguments, "--json"]) == status
    document = json.loads(capsys.readouterr().out)
    assert document["because"].endswith(".")
    assert document["remedy"]
    return str(document["code"])


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize("arguments", [(), ("list",)])
def test_without_a_name_it_lists_the_reports(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    listed = said(capsys, *arguments)["reports"]
    assert {"name": "strategy-meetings", "title": "How soon strategy meetings were held"} in listed


@pytest.mark.usefixtures("at")
def test_figures_have_numerators_denominators_and_cases(capsys: pytest.CaptureFixture[str]) -> None:
    document = said(capsys, "strategy-meetings", *IN_2024_25)
    assert document["training"] is True
    [first, *_] = document["figures"]
    assert (first["numerator"], first["denominator"], first["percent"], len(first["cases"])) == (166, 200, 83, 166)
    assert document["as_known"] == "2026-07-16T09:00:00Z"


@pytest.mark.usefixtures("at")
def test_readable_text_begins_with_what_it_is_and_the_headline(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "strategy-meetings", *IN_2024_25]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Training data: everything here is invented."
    assert lines[3] == "166 of 200 strategy meetings took place within 24 hours (83 %)."
    assert "STM-2024-0012" not in "\n".join(lines)


@pytest.mark.usefixtures("at")
def test_files_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    for kind in ("csv", "xlsx", "html", "json"):
        into = tmp_path / f"report.{kind}"
        assert main(["report", "escalations", *IN_2024_25, "--format", kind, "--into", str(into)]) == 0
    assert (tmp_path / "report.csv").read_bytes().startswith(b"\xef\xbb\xbfNotice,Training data")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["report"] == "escalations"
    book = openpyxl.load_workbook(BytesIO((tmp_path / "report.xlsx").read_bytes()))
    assert book.sheetnames[0] == "Figures"
    assert book.sheetnames[-1] == "About this file"


@pytest.mark.usefixtures("at")
def test_without_a_file_the_bytes_go_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", "escalations", *IN_2024_25, "--format", "xlsx"]) == 0
    book = openpyxl.load_workbook(BytesIO(capfdbinary.readouterr().out))
    assert "Days at each step" in book.sheetnames


@pytest.mark.usefixtures("at")
def test_an_earlier_state_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    then = "2025-01-31T12:00:00Z"
    earlier = said(capsys, "strategy-meetings", *IN_2024_25, "--as-known", then)
    assert (earlier["as_known"], earlier["compared_with"]) == (then, "2026-07-16T09:00:00Z")
    both = said(capsys, "strategy-meetings", *IN_2024_25, "--compare-as-known", then)
    assert (both["as_known"], both["compared_with"]) == ("2026-07-16T09:00:00Z", then)
    assert both["differences"] == earlier["differences"] != []


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    ("status", "code", "arguments"),
    [
        (1, "unknown-report", ("nothing", *IN_2024_25)),
        (1, "no-pdf", ("strategy-meetings", *IN_2024_25, "--format", "pdf")),
        (1, "period-backwards", ("strategy-meetings", "--from", "2025-04-01", "--to", "2025-03-31")),
        (1, "not-a-date", ("strategy-meetings", "--from", "April", "--to", "2025-03-31")),
        (1, "not-known-yet", ("strategy-meetings", *IN_2024_25, "--as-known", "2027-01-01T00:00Z")),
        (1, "not-together", ("strategy-meetings", *IN_2024_25, "--outward", "--as-known", "2025-01-01T00:00Z")),
        (1, "file-not-written", ("caseload", *IN_2024_25, "--format", "csv", "--into", "/nowhere/at/all.csv")),
        (2, "wrong-usage", ("strategy-meetings",)),
        (2, "wrong-usage", ("strategy-meetings", *IN_2024_25, "--format", "csv")),
        (2, "wrong-usage", ("strategy-meetings", *IN_2024_25, "--into", "figures.csv")),
        (2, "wrong-usage", ("strategy-meetings", *IN_2024_25, "--format", "docx")),
        (2, "wrong-usage", ("caseload", *IN_2024_25, "--within", "-1")),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_would_work(
    capsys: pytest.CaptureFixture[str], status: int, code: str, arguments: tuple[str, ...]
) -> None:
    assert refused(capsys, status, *arguments) == code
