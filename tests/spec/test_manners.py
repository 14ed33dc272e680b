"""Small promises of the command line: nothing given twice is dropped, one case is not cases, commands take --at."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import duecourse, main
from engine.packs.editions import root
from tests.spec.command_line import OPENING, TEACHER, Run, fields, opened

TWICE = (
    ("open", "escalation", *TEACHER, "--by", "Somebody Else", *fields(*OPENING)),
    ("due", "step-2", "--from", "2026-12-11", "--from=2026-12-12"),
    ("packs", "show", "escalation", "--edition", "2024-12", "--edition", "2023-08"),
    ("list", "--db", "a.db", "--db", "b.db"),
)


@pytest.mark.parametrize("arguments", TWICE, ids=lambda arguments: arguments[0])
def test_an_option_given_twice_is_wrong_usage_and_neither_value_is_taken(
    training: Run, arguments: tuple[str, ...]
) -> None:
    status, refusal = training(*arguments)
    assert (status, refusal["code"]) == (2, "wrong-usage")
    assert "more than once" in refusal["because"]
    assert arguments[0] in refusal["remedy"]
    assert training("list")[1] == {"cases": []}


def test_flags_and_answers_may_be_given_again(training: Run) -> None:
    status, shown = training("open", "escalation", *TEACHER, *fields(*OPENING), "--at", "2026-12-11T09:00Z", "--json")
    assert (status, shown["step"]) == (0, "step-1")


def test_every_command_that_answers_takes_a_database_a_time_and_json() -> None:
    for name, command in commands(duecourse):
        if name == "serve":  # it answers browsers
            continue
        taken = {spelling for parameter in command.params for spelling in parameter.opts}
        assert {"--db", "--at", "--json"} <= taken, name


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def test_when_something_falls_due_does_not_depend_on_what_time_it_is(run: Run) -> None:
    asked = ("due", "step-2", "--from", "2026-12-11")
    assert run(*asked, "--at", "2031-01-01T09:00:00Z") == run(*asked)
    assert run(*asked, "--at", "noon")[1]["code"] == "not-an-instant"


def test_a_live_database_is_not_made_at_a_time_of_ones_own(run: Run) -> None:
    assert run("init", "--at", "2026-12-11T09:00:00Z")[1]["code"] == "at-on-live"
    assert run("init", "--training", "--at", "2026-12-11T09:00:00Z")[0] == 0


def test_one_case_is_not_said_to_be_cases(training: Run, capsys: pytest.CaptureFixture[str]) -> None:
    opened(training)
    for arguments, says in (
        (["verify"], "1 case with"),
        (["sweep", "--at", "2026-12-12T09:00:00Z"], "1 case due, 1 handled"),
        (["rehearse", "--edition", "2024-12"], "1 case looked at"),
    ):
        assert main(arguments) == 0
        assert says in capsys.readouterr().out


def test_a_scheduler_that_stops_says_once_what_it_has_done(training: Run, tmp_path: Path) -> None:
    opened(training)
    command = [sys.executable, "-m", "cli", "schedule", "--json", "--at", "2026-12-30T08:00:00Z"]
    environment = {**os.environ, "DUECOURSE_DB": str(tmp_path / "try.db")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr is not None
        assert "due 1 handled 1" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    done = json.loads(printed)
    assert (done["sweeps"], done["due"], done["handled"], done["failed"]) == (1, 1, 1, 0)
    assert done["facts"] > done["alerts"] > 0


def test_a_database_that_is_up_to_date_stays_as_it_is(training: Run) -> None:
    opened(training)
    status, answer = training("upgrade")
    assert (status, answer["was"]) == (0, answer["now"])
    assert training("upgrade") == (0, answer)
    assert training("verify")[0] == 0


def test_there_is_nothing_to_bring_up_to_date_where_there_is_no_database(run: Run) -> None:
    assert run("upgrade")[1]["code"] == "no-database"


@pytest.mark.parametrize("odd", ["stray\udcff.db", "nul\0.db"])
def test_a_name_that_is_no_text_is_refused_before_anything_is_made(
    run: Run, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init", "--db", odd)[1]["code"] == "not-text"
    if "\0" not in odd:
        monkeypatch.setenv("DUECOURSE_DB", odd)
        assert run("list")[1]["code"] == "not-text"


@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
def test_an_answer_that_cannot_be_written_is_one_line_on_standard_error(
    training: Run, tmp_path: Path, where: str
) -> None:
    opened(training)
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m cli list {where}', sys.executable],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "DUECOURSE_DB": str(tmp_path / "try.db")},
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr


def test_a_case_is_not_linked_to_itself(training: Run) -> None:
    case = opened(training)
    status, refusal = training("link", case, case, "--relation", "follows", *TEACHER)
    assert (status, refusal["code"]) == (1, "linked-to-itself")


def test_the_lists_look_back_at_nothing_and_say_so(training: Run) -> None:
    opened(training)
    for lists in ("list", "alerts"):
        assert training(lists, "--at", "2026-12-10T09:00Z")[1]["code"] == "earlier-than-known"
        assert training(lists, "--at", "2026-12-12T09:00Z")[0] == 0


def test_a_calendar_is_previewed_without_saying_who_asks(training: Run, tmp_path: Path) -> None:
    case = opened(training)
    text = (root() / "_calendars/england-and-wales/2026-02-25.yaml").read_text("utf-8")
    boxing_day = "    '2026-12-28': Boxing Day, substitute day\n"
    text = text.replace("version: '2026-02-25'", "version: '2026-12-01'")
    own = tmp_path / "own.yaml"
    own.write_text(text.replace(boxing_day, f"    '2026-12-14': A bank holiday\n{boxing_day}", 1), encoding="utf-8")
    _, changes = training("calendar", "preview", str(own))
    assert {each["case"] for each in changes["differences"]} == {case}
