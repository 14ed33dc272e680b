"""The API for those who keep the partnership: the command line's documents, for few posts, and never a hidden case."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from access.views import views_of
from cli.main import main
from engine.library import add
from engine.packs.pack import canonical, from_documents
from states.facts import Repinned
from store.people import Post
from tests.spec.test_importing import ALSO_GOOD, GOOD, HEADING, MAP
from tests.web.api_desk import program
from tests.web.case_desk import Room, escalations
from tests.web.test_api import EVER, LEAD, POLICE, UNIT, problem, spoken
from tests.web.test_child_page import linked
from tests.web.watched import MANAGER, Watched
from web.api.shapes import children, editions, keeping, partnership
from web.api.shapes.cases import Verification

AUDITOR = "auditor of partnership"
ASKING = (
    ("GET", "/api/people"),
    ("GET", "/api/vacancies"),
    ("GET", "/api/views"),
    ("GET", "/api/verification"),
    ("POST", "/api/rehearsals"),
    ("POST", "/api/calendar-previews"),
    ("POST", "/api/repinnings"),
    ("POST", "/api/calendars"),
    ("POST", "/api/imports"),
    ("POST", "/api/sweeps"),
)
MAY_TOO = {"/api/views", "/api/verification", "/api/rehearsals", "/api/calendar-previews"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Room, str]:
    monkeypatch.setenv("DUECOURSE_KEY", str(tmp_path / "room.key"))
    return escalations(tmp_path)


def sooner(room: Room | Watched) -> None:
    """An edition 2027-01 in the database, by which an escalation has a day less, an allegation a day more."""
    pack = room.site.pack()
    content = json.loads(pack.document)
    content["partnership"] |= {"edition": "2027-01", "in_force_from": "2027-01-01"}
    content["pathways"]["escalation"]["timescales"]["whole"]["within"]["window"]["to_day"] = "20"
    content["pathways"]["allegation"]["timescales"]["lado-referral"]["within"]["working_days"] = "2"
    add(from_documents(canonical(content), pack.calendar_document), room.store)


def proclaimed(room: Room | Watched) -> str:
    """The calendar with one bank holiday more, on Monday 14 December 2026."""
    content = json.loads(room.site.pack().calendar_document)
    content["version"] = "2026-12"
    content["official"]["days"]["2026-12-14"] = "A day of celebration"
    return canonical(content)


def test_who_keeps_the_partnership_gets_the_documents_of_the_command_line(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str]
) -> None:
    room, case = desk
    client = program(room, UNIT)
    for address, shape, words in (
        ("agencies", partnership.Agencies, ("agencies", "list")),
        ("people", partnership.People, ("people", "list")),
        ("vacancies", partnership.Vacancies, ("people", "vacancies")),
        ("verification", Verification, ("verify",)),
    ):
        answer = client.get(f"/api/{address}").json()
        assert answer == spoken(capsys, room, *words), address
        shape.model_validate(answer)
    told = client.get(f"/api/cases/{case}/child").json()
    children.Child.model_validate(told)
    assert told == spoken(capsys, room, "report", "child", case)


def test_editions_procedures_drawings_and_changes_are_those_of_the_command_line(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str]
) -> None:
    room, _ = desk
    client = program(room, LEAD)
    listed = client.get("/api/editions").json()
    editions.Editions.model_validate(listed)
    assert [each for each in _packs(capsys, "list")["packs"] if each["partnership"] == "halton"] == listed["packs"]
    place = "/api/procedures/escalation"
    assert client.get(f"{place}?edition=2024-12").json() == _packs(capsys, "show", "escalation", "--edition", "2024-12")
    assert client.get(f"{place}/diagram").json() == _packs(capsys, "diagram", "escalation")
    picture = _packs(capsys, "diagram", "escalation", "--format", "svg")
    as_json = {"Accept": "application/json"}
    assert client.get(f"{place}/diagram?format=svg", headers=as_json).json() == picture
    for asked, accepted in (("?format=svg", "*/*"), ("", "image/svg+xml")):
        drawn = client.get(f"{place}/diagram{asked}", headers={"Accept": accepted})
        assert (drawn.headers["content-type"], drawn.text) == ("image/svg+xml", picture["svg"])
    text = client.get(f"{place}/diagram", headers={"Accept": "text/vnd.mermaid"})
    assert text.headers["content-type"].startswith("text/vnd.mermaid")
    assert "stateDiagram" in text.text
    sooner(room)
    changed = client.get("/api/editions/2027-01/changes?from=2024-12").json()
    editions.Changes.model_validate(changed)
    assert any("whole" in each["name"] for each in changed["differences"])
    problem(client.get("/api/editions/2031-01/changes?from=2024-12"), 404, "unknown-edition")
    refused = problem(client.get(f"{place}?edition=../2024-12"), 422, "unknown-edition")
    assert "folder" not in refused["remedy"]


def test_another_edition_is_tried_as_on_the_command_line_and_then_moved_to(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str]
) -> None:
    room, case = desk
    sooner(room)
    client = program(room, MANAGER)
    tried = client.post("/api/rehearsals", json={"edition": "2027-01"}).json()
    keeping.Differences.model_validate(tried)
    assert tried == spoken(capsys, room, "rehearse", "--edition", "2027-01")
    assert [each["name"] for each in tried["differences"]] == ["whole"]
    assert not any(isinstance(fact, Repinned) for fact in room.store.history(case))
    moved = client.post("/api/repinnings", json={"edition": "2027-01", "because": "Adopted"}).json()
    assert moved == {"cases": 1, "differences": tried["differences"]}
    [fact] = [each for each in room.store.opened(case) if isinstance(each, Repinned)]
    assert (fact.by.role, fact.sealed["by.account"]) == ("partnership-manager", "partnership-manager.partnership")
    again = client.post("/api/repinnings", json={"edition": "2027-01", "because": "Adopted"}).json()
    assert again == {"cases": 0, "differences": []}


def test_another_calendar_is_tried_as_on_the_command_line_and_then_holds_for_new_cases_too(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    room, _ = desk
    calendar, client = proclaimed(room), program(room, MANAGER)
    (tmp_path / "calendar.yaml").write_text(calendar, encoding="utf-8")
    tried = client.post("/api/calendar-previews", json={"calendar": calendar}).json()
    assert tried == spoken(capsys, room, "calendar", "preview", str(tmp_path / "calendar.yaml"))
    assert "whole" in {each["name"] for each in tried["differences"]}
    before = client.get("/api/due?timescale=close-loop&from=2026-12-11").json()["due_on"]
    assert client.post("/api/calendars", json={"calendar": calendar, "because": "Proclaimed"}).json() == tried
    after = client.get("/api/due?timescale=close-loop&from=2026-12-11").json()["due_on"]
    assert (before, after) == ("2026-12-18", "2026-12-21")
    for text in ("", "[1, 2]", "days: [", "name: x", '{"name": 1}', '"\\ud800"', "extends: ../../x/y", "a: &a [*a]"):
        sent = json.dumps({"calendar": text}).replace("\\\\ud800", "\\ud800")
        refused = client.post("/api/calendar-previews", content=sent, headers={"content-type": "application/json"})
        assert (
            refused.status_code,
            refused.json()["code"] in ("calendar-not-usable", "bad-calendar", "wrong-usage"),
        ) == (422, True)


def test_another_system_s_rows_are_tried_and_then_open_a_case_each_once(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    room, _ = desk
    client = program(room, UNIT)
    sent = {"pathway": "escalation", "map": MAP, "csv": HEADING + GOOD + ALSO_GOOD}
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "file.csv").write_text(sent["csv"], encoding="utf-8")
    words = ("import", str(tmp_path / "file.csv"), "--pathway", "escalation", "--map", str(tmp_path / "map.yaml"))
    tried = client.post("/api/imports", json={**sent, "dry_run": True}).json()
    assert tried == spoken(capsys, room, *words, "--dry-run")
    done = client.post("/api/imports", json=sent).json()
    keeping.Imported.model_validate(done)
    assert (done["opened"], done["refused"]) == (2, [])
    assert room.store.opened(done["cases"][0])[0].sealed["by.account"] == "business-unit.partnership"
    assert client.post("/api/imports", json=sent).json() == spoken(capsys, room, *words)
    wrong = client.post("/api/imports", json={**sent, "csv": HEADING + GOOD.replace("Drift", "?")}).json()
    assert [each["code"] for each in wrong["refused"]] == ["no-translation"]


def test_time_passes_by_a_program_in_a_training_database_alone(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    room, _ = desk
    client = program(room, UNIT)
    later = "2027-01-20T09:00:00Z"
    swept = client.post(f"/api/sweeps?at={later}").json()
    keeping.Swept.model_validate(swept)
    assert (swept["handled"], swept["alerts"] > 0) == (1, True)
    assert client.post(f"/api/sweeps?at={later}").json() == spoken(capsys, room, "sweep", "--at", later)
    (tmp_path / "watched").mkdir()
    elsewhere = Watched(tmp_path / "watched").program(UNIT)
    problem(elsewhere.post("/api/sweeps"), 403, "training-only")


def test_looks_are_told_page_by_page_as_on_the_command_line(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str]
) -> None:
    room, case = desk
    for _ in range(3):
        program(room, LEAD).get(f"/api/cases/{case}")
    client, found = program(room, AUDITOR, "read report"), []
    onwards = "/api/views?limit=2"
    while onwards:
        answer = client.get(onwards).json()
        partnership.Views.model_validate(answer)
        found += answer["views"]
        onwards = answer["next"]
    assert found == spoken(capsys, room, "views")["views"]
    assert len(found) == 3
    assert client.get("/api/views?person=nobody").json()["views"] == []
    assert client.get("/api/views?to=2012-02-01").json()["views"] == []


def test_other_posts_are_told_that_it_is_not_for_them_before_what_they_send_is_read(desk: tuple[Room, str]) -> None:
    room, case = desk
    lead, auditor = program(room, LEAD), program(room, AUDITOR, "read report")
    for method, address in ASKING:
        problem(lead.request(method, address), 403, "not-for-this-post")
        refused = auditor.request(method, address)
        assert refused.status_code in ((200, 422) if address in MAY_TOO else (403,)), address
    problem(lead.get(f"/api/cases/{case}/child"), 403, "not-for-this-post")
    problem(program(room, POLICE).get(f"/api/cases/{case}/child"), 404, "unknown-case")


def test_a_child_s_case_that_the_post_may_not_see_is_left_out_and_every_other_counts_as_looked_at(
    tmp_path: Path,
) -> None:
    room, *cases = linked(tmp_path)
    told = program(room, UNIT).get(f"/api/cases/{cases[0]}/child").json()
    assert [each["reference"] for each in told["cases"]] == cases
    for case in cases:
        assert "api" in [view.door for view in views_of(room.store, EVER, case=case)]
    first, second, third = cases
    auditor = program(room, AUDITOR, "read report")
    [post] = room.store.people.find(Post, person="auditor.partnership")
    room.store.people.put(replace(post, only=f"{first} {third}"))
    bounded = auditor.get(f"/api/cases/{first}/child")
    assert [each["reference"] for each in bounded.json()["cases"]] == [first]
    assert second not in bounded.text
    assert second not in auditor.get("/api/views").text
    assert auditor.get("/api/verification").json()["cases"] == 2


def test_no_answer_names_a_case_that_the_post_may_not_see(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    hidden = watched.restricted
    watched.program("designated-lead of school-a").get(f"/api/cases/{hidden}")
    unit, manager = watched.program(UNIT), watched.program(MANAGER)
    assert hidden in manager.get("/api/views").text
    sooner(watched)
    tried = {"/api/rehearsals": {"edition": "2027-01"}, "/api/calendar-previews": {"calendar": proclaimed(watched)}}
    for address in ("/api/views", "/api/verification", "/api/vacancies"):
        answer = unit.get(address)
        assert (answer.status_code, hidden in answer.text) == (200, False), address
    assert unit.get("/api/verification").json()["cases"] == manager.get("/api/verification").json()["cases"] - 1
    for address, body in tried.items():
        seen, whole = unit.post(address, json=body), manager.post(address, json=body)
        assert (seen.status_code, hidden in seen.text, hidden in whole.text) == (200, False, True), address
    problem(unit.post("/api/rehearsals", json={"edition": "2027-01", "case": hidden}), 404, "unknown-case")
    before = watched.store.history(hidden)
    moved = unit.post("/api/repinnings", json={"edition": "2027-01", "because": "Adopted"})
    assert (moved.status_code, hidden in moved.text, watched.store.history(hidden)) == (200, False, before)


def _packs(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    main(["packs", *words, "--json"])
    return json.loads(capsys.readouterr().out)
