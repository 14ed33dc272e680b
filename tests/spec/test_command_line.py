"""The command line as people and programs use it: one JSON document or plain words, clear refusals, honest statuses."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from cli.main import main
from engine import library
from tests.spec.command_line import HEAD, OPENING, TEACHER, Run, climbed, clocks, fields, opened
from tests.spec.visit_pack import PATHWAY


def test_seventy_working_days_from_the_inspection_letter_end_on_2_december_2019(run: Run) -> None:
    status, due = run("due", "--within", "70 working days", "--from", "2019-08-23")
    assert (status, due["due_on"], due["counted"]) == (0, "2019-12-02", 70)
    assert {"date": "2019-08-26", "why": "Summer bank holiday (bank holiday)"} in due["skipped"]


def test_a_timescale_by_its_name_gives_its_date_and_its_source(run: Run) -> None:
    status, due = run("due", "step-3", "--from", "2026-12-11")
    assert (status, due["due_on"], due["unit"]) == (0, "2027-01-05", "working_days")
    assert due["source"]["confidence"] == "unconfirmed"
    assert due["also_read_as"]["due_on"] == "2026-12-25"


def test_a_case_is_opened_climbs_and_shows_what_is_due(training: Run) -> None:
    case = climbed(training)
    assert case == "ESC-2026-0001"
    _, shown = training("show", case)
    assert (shown["step"], shown["holder"]) == ("step-2", {"role": "line-manager", "agency": "school-a"})
    assert clocks(shown)["step-2"]["due_at"] == "2026-12-23T23:59:59.999999Z"
    assert shown["record"]["dispute"] == "We differ about Jessamine Quill."


def test_what_was_known_then_is_shown_as_it_was_known(training: Run) -> None:
    case = climbed(training)
    training("sweep", "--at", "2026-12-30T08:00:00Z")
    _, before = training("show", case, "--as-known", "2026-12-11T12:00:00Z")
    assert (before["step"], set(clocks(before))) == ("step-1", {"step-1", "whole"})
    _, after = training("show", case)
    assert clocks(after)["step-2"]["status"] == "breached"
    status, refusal = training("show", case, "--as-known", "2026-12-11T08:59:00Z")
    assert (status, refusal["code"]) == (1, "not-known-then")


def test_a_deadline_that_has_passed_is_overdue_even_before_anybody_swept(training: Run) -> None:
    case = climbed(training)
    _, shown = training("show", case, "--at", "2026-12-24T09:00:00Z")
    clock = clocks(shown)["step-2"]
    assert (clock["status"], clock["overdue"], clock["late"]) == ("running", True, False)


def test_a_replay_lists_each_fact_with_the_state_after_it(training: Run) -> None:
    case = climbed(training)
    _, replayed = training("replay", case)
    facts = replayed["facts"]
    assert [fact["n"] for fact in facts] == list(range(1, len(facts) + 1))
    assert facts[0]["fact"] == "CaseOpened"
    assert facts[0]["by"] == {"person": "Alex Example", "role": "practitioner", "agency": "school-a"} | (
        {"account": facts[0]["by"]["account"]}
    )
    assert facts[-1]["step"] == "step-2"
    _, early = training("replay", case, "--until", "2026-12-11T15:00:00Z")
    assert early["facts"][-1]["step"] == "step-2-handover"


def test_the_work_list_has_the_earliest_deadline_first_and_can_be_narrowed(training: Run) -> None:
    climbed(training)
    opened(training, "2026-12-15T09:00:00Z")
    _, work = training("list")
    dues = [case["next_due_at"] for case in work["cases"]]
    assert dues == sorted(dues)
    _, none = training("list", "--status", "met")
    assert none == {"cases": []}


def test_alerts_are_listed_and_acknowledged(training: Run) -> None:
    case = climbed(training)
    training("sweep", "--at", "2026-12-24T08:00:00Z")
    _, found = training("alerts", "--state", "open")
    assert "deadline-breached/step-2" in {alert["key"] for alert in found["alerts"]}
    status, after = training("acknowledge", case, "deadline-breached/step-2", *HEAD, "--note", "Meeting today.")
    states = {alert["key"]: alert["state"] for alert in after["alerts"]}
    assert (status, states["deadline-breached/step-2"]) == (0, "acknowledged")


def test_sweeping_twice_writes_once(training: Run) -> None:
    climbed(training)
    _, first = training("sweep", "--at", "2026-12-30T08:00:00Z")
    _, second = training("sweep", "--at", "2026-12-30T08:00:00Z")
    assert first["facts"] > 0
    assert (second["due"], second["facts"], second["alerts"]) == (0, 0, 0)


def test_everything_verifies_and_a_changed_byte_is_found_by_case_and_fact(training: Run, tmp_path: Path) -> None:
    case = climbed(training)
    training("sweep", "--at", "2026-12-30T08:00:00Z")
    status, verified = training("verify")
    assert (status, verified["ok"], verified["cases"], verified["findings"]) == (0, True, 1, [])
    with sqlite3.connect(tmp_path / "try.db") as database:
        database.execute("UPDATE fact SET body = replace(body, 'school-a', 'school-b') WHERE position = 3")
    status, verified = training("verify", case)
    assert (status, verified["ok"]) == (1, False)
    assert {(finding["case"], finding["n"]) for finding in verified["findings"]} >= {(case, 3)}


def test_a_changed_due_row_or_work_list_row_is_found(training: Run, tmp_path: Path) -> None:
    for statement in (
        "UPDATE due SET due_at = replace(due_at, '202', '203')",
        "DELETE FROM due",
        "UPDATE case_head SET step = 'closed'",
        "UPDATE alert SET state = 'cleared'",
    ):
        case = climbed(training)
        training("sweep", "--at", "2026-12-24T08:00:00Z")
        with sqlite3.connect(tmp_path / "try.db") as database:
            database.execute(statement)
        status, verified = training("verify")
        assert (status, case in {finding["case"] for finding in verified["findings"]}) == (1, True), statement
        for path in tmp_path.iterdir():
            path.unlink()
        training("init", "--training")


def test_whatever_else_is_altered_is_found_or_refused_and_never_a_crash(training: Run, tmp_path: Path) -> None:
    for statement, code in (
        ("UPDATE due SET due_at = replace(due_at, ':', ';')", "row-unreadable"),
        ("UPDATE alert SET raised_at = 'yesterday'", "row-unreadable"),
        ("UPDATE outbox SET agency = 'police'", "outbox-row-wrong"),
        ("DELETE FROM outbox", "outbox-row-missing"),
        ("UPDATE setting SET kind = 'traioing'", "database-damaged"),
        ("UPDATE pack SET text = '{'", "pack-altered"),
        ("DROP TABLE alert", "database-damaged"),
        ("DROP TABLE fact", "database-damaged"),
    ):
        climbed(training)
        training("sweep", "--at", "2026-12-24T08:00:00Z")
        library._kept.clear()
        with sqlite3.connect(tmp_path / "try.db") as database:
            database.execute(statement)
        status, verified = training("verify")
        codes = {finding["code"] for finding in verified.get("findings", [verified])}
        assert (status, code in codes) == (1, True), (statement, verified)
        for path in tmp_path.iterdir():
            path.unlink()
        training("init", "--training")


def test_a_row_that_no_longer_fits_does_not_stop_the_sweep_of_the_others(training: Run, tmp_path: Path) -> None:
    case, other = climbed(training), opened(training, "2026-12-15T09:00:00Z")
    with sqlite3.connect(tmp_path / "try.db") as database:
        database.execute('UPDATE case_head SET version = version + 1 WHERE "case" = ?', (case,))
    status, swept = training("sweep", "--at", "2026-12-30T08:00:00Z")
    assert (status, [failed["case"] for failed in swept["failed"]], swept["handled"]) == (1, [case], 1)
    assert training("show", other)[1]["status"] == "breached"


def test_a_command_repeated_with_its_key_on_a_live_database_is_answered_again(run: Run) -> None:
    run("init")
    opening = ["concern_arose_at=2026-01-02T09:00Z", *(each for each in OPENING if not each.startswith("concern"))]
    first = run("open", "escalation", *TEACHER, *fields(*opening), "--key", "k")
    again = run("open", "escalation", *TEACHER, *fields(*opening), "--key", "k")
    assert (first[0], again[0], first[1]["case"]) == (0, 0, again[1]["case"])
    assert len(run("list")[1]["cases"]) == 1


def test_an_instant_that_is_empty_is_not_taken_for_now(training: Run) -> None:
    case = climbed(training)
    for arguments in (("show", case, "--as-known", ""), ("replay", case, "--until", ""), ("list", "--at", "")):
        assert training(*arguments)[0] == 1


def test_a_pathway_of_ones_own_is_added_to_a_database_and_run(training: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours" / "1"
    folder.mkdir(parents=True)
    heading = 'extends: halton/2024-12\npartnership: halton\nedition: "1"\nin_force_from: 2026-11-01\n'
    (folder / "partnership.yaml").write_text(heading, encoding="utf-8")
    (folder / "visits.yaml").write_text(PATHWAY, encoding="utf-8")
    status, added = training("packs", "add", str(folder))
    assert (status, added["edition"], "visits" in added["pathways"]) == (0, "1", True)
    _, shown = training("open", "visits", *HEAD, "--at", "2026-12-10T09:00:00Z")
    assert (shown["case"], shown["edition"], clocks(shown)["letter"]["due_on"]) == ("VIS-2026-0001", "1", "2026-12-24")
    earlier = ("--happened", "2026-10-30T09:00:00Z")
    assert training("open", "visits", *HEAD, *earlier)[1]["code"] == "unknown-pathway"
    assert training("verify")[0] == 0


def test_no_name_or_free_text_can_be_read_in_the_database_file(training: Run, tmp_path: Path) -> None:
    climbed(training)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"school-a" in stored
    for secret in (b"Jessamine", b"Alex Example", b"C-17"):
        assert secret not in stored


def test_a_text_struck_out_is_said_to_be_so_and_the_chain_holds(training: Run) -> None:
    case = climbed(training)
    manager = ("--by", "M Example", "--role", "partnership-manager", "--agency", "partnership")
    status, shown = training("strike-out", case, "1", "dispute", "--because", "A name", "--authoriser", "N", *manager)
    assert (status, shown["record"]["dispute"]) == (0, "struck out")
    _, replayed = training("replay", case)
    assert replayed["facts"][0]["record"]["dispute"] == "struck out"
    assert training("verify")[0] == 0


def test_a_reason_and_a_correction_are_recorded_and_shown(training: Run) -> None:
    case = climbed(training)
    training("sweep", "--at", "2026-12-30T08:00:00Z")
    given = ("--code", "staff-absence", "--text", "Ill.", "--authoriser", "C")
    _, shown = training("reason", case, "step-2", *given, *HEAD)
    assert clocks(shown)["step-2"]["reason"] == {"code": "staff-absence", "text": "Ill.", "authoriser": "C"}
    manager = ("--by", "M Example", "--role", "partnership-manager", "--agency", "partnership")
    _, shown = training("correct", case, "1", "level_of_need", "4", "--because", "Typed wrongly", *manager)
    assert shown["record"]["level_of_need"] == "4"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("unknown-pathway", ("open", "picnic", *TEACHER)),
        ("missing-answer", ("open", "escalation", *TEACHER)),
        ("field-not-usable", ("open", "escalation", *TEACHER, "--field", "child")),
        ("unknown-case", ("show", "ESC-2099-0001")),
        ("unknown-case", ("take", "ESC-2099-0001", "accept", *HEAD)),
        ("unknown-case", ("replay", "nonsense")),
        ("unknown-case", ("verify", "ESC-2099-0001")),
        ("instant-without-offset", ("sweep", "--at", "2026-12-11T09:00:00")),
        ("not-an-instant", ("sweep", "--at", "yesterday")),
        ("not-a-date", ("due", "step-2", "--from", "2026-02-30")),
        ("unknown-timescale", ("due", "step-9", "--from", "2026-02-03")),
        ("ambiguous-days", ("due", "--within", "5 days", "--from", "2026-02-03")),
        ("outside-calendar", ("due", "--within", "5 working days", "--from", "2051-02-03")),
        ("needs-an-instant", ("due", "--within", "5 hours", "--from", "2026-02-03")),
        ("unknown-partnership", ("due", "step-2", "--from", "2026-02-03", "--partnership", "atlantis")),
        ("unknown-edition", ("packs", "show", "escalation", "--edition", "1066")),
        ("no-such-folder", ("packs", "check", "/nowhere")),
        ("database-exists", ("init",)),
    ],
)
def test_bad_input_is_refused_with_a_code_a_reason_and_a_remedy(
    training: Run, code: str, arguments: tuple[str, ...]
) -> None:
    status, refusal = training(*arguments)
    assert (status, refusal["code"]) == (1, code)
    assert refusal["because"]
    assert refusal["remedy"]


def test_wrong_usage_has_status_2_in_the_same_shape(training: Run) -> None:
    for arguments in (("take",), ("dance",), ("list", "--status", "happy"), ("due", "--from", "2026-01-01")):
        status, refusal = training(*arguments)
        assert (status, refusal["code"]) == (2, "wrong-usage")


def test_a_live_database_takes_no_time_of_its_own(run: Run) -> None:
    assert run("init")[1]["kind"] == "live"
    status, refusal = run("list", "--at", "2026-12-11T09:00:00Z")
    assert (status, refusal["code"]) == (1, "at-on-live")


def test_an_instant_before_the_last_known_one_is_refused(training: Run) -> None:
    case = climbed(training)
    status, refusal = training("take", case, "accept", *HEAD, "--at", "2026-12-11T09:30:00Z")
    assert (status, refusal["code"]) == (1, "earlier-than-known")
    assert training("show", case, "--at", "2026-12-11T09:30:00Z")[1]["code"] == "earlier-than-known"


def test_a_missing_database_is_refused_with_what_to_do(run: Run) -> None:
    status, refusal = run("list")
    assert (status, refusal["code"]) == (1, "no-database")
    assert "init" in refusal["remedy"]


def test_a_file_that_is_no_database_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "try.db").write_bytes(b"not a database at all" * 100)
    status, refusal = run("list")
    assert status == 1
    assert refusal["code"] in ("not-a-database", "database-damaged")


def test_the_key_file_is_for_its_owner_only(training: Run, tmp_path: Path) -> None:
    [key] = tmp_path.glob("*.key")
    assert key.stat().st_mode & 0o777 == 0o600
    status, found = training("doctor")
    assert status == 0, found


def test_every_command_has_help_and_readable_words(training: Run, capsys: pytest.CaptureFixture[str]) -> None:
    case = climbed(training)
    training("sweep", "--at", "2026-12-30T08:00:00Z")
    for arguments in (
        ["show", case],
        ["list"],
        ["alerts"],
        ["replay", case],
        ["verify"],
        ["doctor"],
        ["packs", "list"],
        ["packs", "show", "escalation"],
        ["packs", "diagram", "escalation"],
        ["due", "step-2", "--from", "2026-12-11"],
    ):
        assert main(arguments) == 0
        printed = capsys.readouterr().out
        assert "\x1b[" not in printed
        assert len(printed) > 40
    assert main(["show", case]) == 0
    assert "Training data" in capsys.readouterr().out


def test_the_scheduler_sweeps_at_once_and_stops_when_told(training: Run, tmp_path: Path) -> None:
    climbed(training)
    command = [sys.executable, "-m", "cli", "schedule", "--at", "2026-12-30T08:00:00Z"]
    environment = {**os.environ, "DUECOURSE_DB": str(tmp_path / "try.db")}
    with ExitStack() as running:
        both = [
            running.enter_context(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment))
            for _ in range(2)
        ]
        for process in both:
            assert process.stderr is not None
            assert "due" in process.stderr.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
    _, found = training("alerts")
    keys = [alert["key"] for alert in found["alerts"]]
    assert len(keys) == len(set(keys))
    assert training("verify")[0] == 0


def test_a_link_stands_in_the_newer_case_and_is_seen_from_both(training: Run) -> None:
    older = climbed(training)
    newer = opened(training, "2026-12-15T09:00:00Z")
    status, shown = training("link", newer, older, "--relation", "follows", *TEACHER)
    assert (status, shown["links"]) == (0, [{"case": older, "relation": "follows", "newer": newer}])
    assert training("show", older)[1]["links"] == [{"case": newer, "relation": "follows", "newer": newer}]
    linked = ("--link", newer, "--relation", "challenges", "--at", "2026-12-16T09:00:00Z")
    _, third = training("open", "escalation", *TEACHER, *fields(*OPENING), *linked)
    assert third["links"] == [{"case": newer, "relation": "challenges", "newer": third["case"]}]
    assert training("link", older, newer, "--relation", "follows", *TEACHER)[1]["code"] == "not-older"
    assert training("link", newer, "ESC-2099-0001", "--relation", "follows", *TEACHER)[1]["code"] == "unknown-case"
    assert training("link", newer, older, "--relation", "likes", *TEACHER)[1]["code"] == "unknown-relation"
    assert training("verify")[0] == 0
