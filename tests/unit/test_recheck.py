"""The second opinion: it agrees with what is right, says what is wrong, and needs nothing of ours."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from states import recheck
from states.calendars import calendar_from
from states.days import parse_instant
from states.derivations import derivation_document, derive
from states.terms import Term, parse_term
from tests.house.calendar_snapshot import build, england_and_wales

PROOF = Path(recheck.__file__)
MOMENT = parse_instant("2026-12-11T17:30:00Z")


def document(within: str = "15 working days", **of_term: Any) -> dict[str, Any]:
    term = replace(parse_term(within, count_from="exclude_trigger"), **of_term)
    derived = derivation_document(derive(term, MOMENT, england_and_wales()))
    copied: dict[str, Any] = json.loads(json.dumps(derived))
    return copied


def verdict(text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> tuple[int, str]:
    file = tmp_path / "derivation.json"
    file.write_text(text, encoding="utf-8")
    status = recheck.main([str(file)])
    shown = capsys.readouterr()
    assert bool(shown.err) == (status == 2)
    return status, shown.out + shown.err


def test_it_is_one_short_file_that_needs_nothing_but_python(tmp_path: Path) -> None:
    copy = tmp_path / "recheck.py"
    copy.write_text(PROOF.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(copy.read_text(encoding="utf-8").splitlines()) <= 150
    run = subprocess.run(
        [sys.executable, "-I", str(copy)],
        input=json.dumps(document()).encode(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode().strip() == "agrees: due 2027-01-06 (2027-01-06T23:59:59.999999Z)"


def test_it_reads_standard_input_where_no_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(document("24 hours"))))
    assert recheck.main([]) == 0


@pytest.mark.parametrize(
    ("within", "of_term"),
    [
        ("15 working days", {"count_from": "include_trigger"}),
        ("1 working day", {"cut_off": "17:00"}),
        ("2 calendar days", {"cut_off": "17:30"}),
        ("2 weeks", {"roll": "back"}),
        ("2 weeks", {"roll": "forward"}),
        ("6 months", {"count_from": "include_trigger"}),
        ("26 months", {"roll": "forward"}),
        ("600 working days", {}),
        ("24 hours", {}),
    ],
)
def test_it_agrees_with_every_way_of_counting(within: str, of_term: dict[str, Any]) -> None:
    assert recheck.differences(document(within, **of_term)) == []


def test_it_agrees_where_the_offices_are_closed() -> None:
    closed = calendar_from(build() | {"closures": {"2026-12-29": "Offices closed"}})
    local = Term("working_days", 12, "exclude_trigger", closures=True)
    derived = derivation_document(derive(local, MOMENT, closed))
    assert derived["due_on"] == "2027-01-04"
    assert {"date": "2026-12-29", "why": "Offices closed (local closure)"} in derived["skipped"]
    assert recheck.differences(derived) == []


def test_it_agrees_on_the_very_first_day_of_the_calendar() -> None:
    day_one = Term("calendar_days", 1, "include_trigger", roll="back")
    assert recheck.differences(derivation_document(derive(day_one, date(2012, 1, 1), england_and_wales()))) == []


def wrong_date(given: dict[str, Any]) -> None:
    given["due_on"] = "2027-01-07"


def an_hour_late(given: dict[str, Any]) -> None:
    given["due_at"] = "2027-01-07T00:59:59.999999Z"


def a_weekday_called_sunday(given: dict[str, Any]) -> None:
    given["skipped"][0] = {"date": "2026-12-14", "why": "Sunday"}


def a_holiday_that_is_not_listed(given: dict[str, Any]) -> None:
    del given["calendar"]["holidays"]["2026-12-28"]


def a_holiday_by_another_name(given: dict[str, Any]) -> None:
    given["skipped"][4]["why"] = "Boxing Day (bank holiday)"


def a_day_counted_twice(given: dict[str, Any]) -> None:
    given["counted"].insert(0, given["counted"][0])


def a_listed_holiday_counted(given: dict[str, Any]) -> None:
    given["calendar"]["holidays"]["2026-12-15"] = "Founders’ Day"


def an_official_deadline_called_provisional(given: dict[str, Any]) -> None:
    given["provisional"] = True


def a_reason_for_being_provisional_without_cause(given: dict[str, Any]) -> None:
    given["provisional_because"] = "Who knows."


def a_horizon_before_the_deadline(given: dict[str, Any]) -> None:
    given["calendar"]["horizon"] = "2026-12-31"


def a_day_more_than_the_term(given: dict[str, Any]) -> None:
    given["term"]["amount"] = 14


def a_list_of_holidays_that_ends_too_early(given: dict[str, Any]) -> None:
    given["calendar"]["span_to"] = "2027-01-05"


@pytest.mark.parametrize(
    ("forged", "noticed"),
    [
        (wrong_date, "due_on: says 2027-01-07, counts to 2027-01-06"),
        (an_hour_late, "due_at: says 2027-01-07T00:59:59.999999Z, counts to 2027-01-06T23:59:59.999999Z"),
        (a_weekday_called_sunday, "skipped: says"),
        (a_holiday_that_is_not_listed, "counts to 2027-01-05"),
        (a_holiday_by_another_name, "skipped: says"),
        (a_day_counted_twice, "counted: says"),
        (
            a_listed_holiday_counted,
            "2027-01-07 matters, but the holidays are listed from 2026-12-11 to 2027-01-06 only",
        ),
        (an_official_deadline_called_provisional, "provisional: says True, counts to False"),
        (a_reason_for_being_provisional_without_cause, "provisional_because:"),
        (a_horizon_before_the_deadline, "provisional: says False, counts to True"),
        (a_day_more_than_the_term, "counted_days: says 15, counts to 14"),
        (a_list_of_holidays_that_ends_too_early, "2027-01-06 matters"),
    ],
)
def test_it_says_what_is_wrong(forged: Any, noticed: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    given = document()
    forged(given)
    status, shown = verdict(json.dumps(given), capsys, tmp_path)
    assert status == 1
    assert noticed in shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "null",
        "[]",
        "{}",
        '"2026-12-10"',
        "[" * 100_000,
        json.dumps(document() | {"start": 5}),
        json.dumps(document() | {"start": "2026-12-11T17:30:00+00:00"}),
        json.dumps(document() | {"calendar": None}),
        json.dumps(document() | {"term": {**document()["term"], "amount": 0}}),
        json.dumps(document() | {"term": {**document()["term"], "amount": 10**30, "unit": "hours"}}),
        json.dumps(document() | {"term": {**document()["term"], "unit": "fortnights"}}),
        json.dumps({name: entry for name, entry in document().items() if name != "due_at"}),
    ],
)
def test_what_is_no_derivation_gets_a_sentence_and_no_traceback(
    text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, shown = verdict(text, capsys, tmp_path)
    assert status == 2
    assert shown.startswith("This is not a derivation that can be checked: ")


def test_a_file_that_is_not_there_gets_a_sentence_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert recheck.main([str(tmp_path / "nowhere.json")]) == 2
    assert capsys.readouterr().err.startswith("This is not a derivation that can be checked: ")
