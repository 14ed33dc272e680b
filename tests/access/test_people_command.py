"""`duecourse people`: accounts, posts and keys from the operator's door, and who looked at what."""

import shutil
from pathlib import Path

import pytest

from access.sessions import sign_in
from engine import time
from store.doors import open_store
from tests.spec.command_line import Run, opened
from tests.spec.conftest import run, training
from tests.store.test_storage_fails import ordinary_user, shared_folder

__all__ = ["run", "shared_folder", "training"]

AT = ("--at", "2026-12-14T09:00:00Z")
PASSWORD = "three plain words"  # noqa: S105 - invented


def added(run: Run, username: str = "a.first", **options: str) -> None:
    status, document = run("people", "add", username, "--name", "Ada First")
    assert (status, document["username"], document["posts"]) == (0, username, [])


def refused_by(run: Run, *arguments: str) -> str:
    status, document = run(*arguments)
    assert status == 1
    assert document["because"]
    assert document["remedy"]
    return str(document["code"])


def test_the_first_administrator_of_a_live_database_is_made_by_the_operator(run: Run, tmp_path: Path) -> None:
    assert run("init")[0] == 0
    added(run)
    (tmp_path / "secret").write_text(f"{PASSWORD}\n", encoding="utf-8")
    assert run("people", "password", "a.first", "--password-file", str(tmp_path / "secret"))[1]["has_password"] is True
    status, post = run("people", "post", "a.first", "--role", "partnership-manager", "--agency", "partnership")
    assert (status, post["held_now"]) == (0, True)
    file = tmp_path / "try.db"
    store = open_store(f"sqlite:///{file}", f"{file}.key")
    assert sign_in(store, "a.first", PASSWORD, "192.0.2.1", time.now(), time.now()).secret
    store.close()


def test_a_password_is_asked_for_twice_and_never_an_argument(training: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    added(training)
    asked: list[str] = []

    def typed(text: str) -> str:
        asked.append(text)
        return PASSWORD

    monkeypatch.setattr("click.termui.hidden_prompt_func", typed)
    assert training("people", "password", "a.first")[0] == 0
    assert len(asked) == 2
    assert training("people", "password", "a.first", PASSWORD)[0] == 2


def test_what_cannot_be_is_refused_with_a_way_out(training: Run, tmp_path: Path) -> None:
    added(training)
    (tmp_path / "weak").write_text("short", encoding="utf-8")
    post = ("people", "post", "a.first", "--agency", "school-a")
    assert refused_by(training, "people", "add", "A.First", "--name", "Ada") == "username-taken"
    assert refused_by(training, "people", "disable", "nobody") == "unknown-person"
    weak = ("people", "password", "a.first", "--password-file")
    assert refused_by(training, *weak, str(tmp_path / "weak")) == "password-too-weak"
    assert refused_by(training, *weak, str(tmp_path / "none")) == "file-unreadable"
    assert refused_by(training, *post, "--role", "wizard") == "unknown-role"
    assert refused_by(training, *post, "--role", "business-unit") == "role-stands-elsewhere"
    assert refused_by(training, *post, "--role", "auditor") == "assignment-unbounded"
    assert refused_by(training, *post, "--role", "practitioner", "--only", "nonsense") == "unknown-bound"
    assert refused_by(training, "people", "end", "nothing") == "unknown-post"
    token = ("people", "token", "a.first", "--name", "export", "--until", "2099-01-01")
    assert refused_by(training, *token, "--scopes", "read") == "no-post"
    assert refused_by(training, "people", "revoke", "nothing") == "unknown-token"


def test_posts_begin_and_end_on_days_and_people_are_listed_with_them(training: Run) -> None:
    added(training)
    given = ("--role", "auditor", "--agency", "partnership", "--because", "Inspection", "--only", "escalation")
    status, post = training("people", "post", "a.first", *given, "--since", "2026-12-01", "--until", "2026-12-31", *AT)
    assert status == 0
    assert (post["since"], post["until"]) == ("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")
    ended = training("people", "end", post["id"], *AT)[1]
    assert (ended["until"], ended["held_now"]) == ("2026-12-14T09:00:00Z", False)
    training("people", "disable", "a.first")
    [listed] = training("people", "list")[1]["people"]
    assert (listed["username"], listed["active"], len(listed["posts"])) == ("a.first", False, 1)
    assert training("people", "enable", "a.first")[1]["active"] is True


def test_a_key_for_a_program_is_shown_once_and_revoked(training: Run) -> None:
    added(training)
    training("people", "post", "a.first", "--role", "practitioner", "--agency", "school-a", *AT)
    until = time.now().date().replace(month=12, day=31).isoformat()
    token = ("people", "token", "a.first", "--name", "export", "--scopes", "read,report", "--until", until, *AT)
    status, made = training(*token)
    assert status == 0, made
    assert made["scopes"] == ["read", "report"]
    [listed] = training("people", "tokens", "a.first")[1]["tokens"]
    assert "secret" not in listed
    assert training("people", "revoke", listed["id"])[0] == 0
    assert training("people", "tokens")[1]["tokens"] == []


def test_the_last_day_that_is_named_for_a_token_can_be_chosen(training: Run) -> None:
    added(training)
    training("people", "post", "a.first", "--role", "practitioner", "--agency", "school-a", *AT)
    token = ("people", "token", "a.first", "--name", "export", "--scopes", "read", *AT)
    remedy = training(*token, "--until", "2049-01-01")[1]["remedy"]
    first, last = remedy.removeprefix("Choose a day from ").removesuffix(".").split(" to ")
    for until in (first, last):
        assert training(*token, "--until", until)[0] == 0


def test_vacancies_personas_and_agencies_are_shown(training: Run) -> None:
    opened(training)
    vacant = training("people", "vacancies")[1]["vacancies"]
    assert [(each["role"], each["agency"]) for each in vacant if each["cases"]] == [("practitioner", "school-a")]
    assert training("people", "personas")[1]["added"] > 5
    assert training("people", "personas")[1]["added"] == 0
    assert "school-a" in [each["name"] for each in training("agencies", "list")[1]["agencies"]]


def test_a_live_database_has_no_personas(run: Run) -> None:
    run("init")
    assert refused_by(run, "people", "personas") == "training-only"


def test_looking_at_a_case_is_logged_and_changes_nothing_else(training: Run) -> None:
    case = opened(training)
    before = training("show", case)[1]
    training("replay", case)
    views = training("views", "--case", case)[1]["views"]
    assert [(each["door"], each["page"]) for each in views] == [("cli", "show"), ("cli", "replay")]
    assert views[0]["person"]
    assert training("show", case)[1] == before
    assert training("verify")[1]["ok"] is True
    earlier = training("show", case, "--at", "2026-12-10T09:00:00Z")
    assert earlier[1]["code"] == "earlier-than-known"
    assert len(training("views", "--case", case)[1]["views"]) == 3
    assert training("views", "--case", "ESC-2026-0099")[1]["views"] == []
    assert training("views", "--to", "2020-01-01")[1]["views"] == []


def test_a_case_of_a_read_only_database_can_still_be_looked_at(
    training: Run, tmp_path: Path, shared_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(training)
    copy = Path(shutil.copy(tmp_path / "try.db", shared_folder / "only.db"))
    copy.chmod(0o444)
    shared_folder.chmod(0o777)
    monkeypatch.setenv("DUECOURSE_DB", str(copy))
    with ordinary_user():
        assert training("show", case)[1]["case"] == case
        assert training("replay", case)[1]["case"] == case
        assert training("views")[1]["views"] == []
