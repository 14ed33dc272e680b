"""The API: the same commands and answers as on the command line, for programs."""

import json
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from access.views import views_of
from cli.main import main
from states.days import parse_instant
from tests.house.reference import refusals_said
from tests.spec.desk import OPENING
from tests.web.api_desk import program, stranger
from tests.web.case_desk import Room, escalations, visits
from web.api.remedies import DESCRIBED, remedy_here
from web.api.shapes.cases import Case, Facts
from web.api.shapes.dates import Due
from web.api.shapes.procedures import Procedure

TEACHER = "practitioner of school-a"
LEAD = "line-manager of school-a"
CARE = "line-manager of social-care"
POLICE = "practitioner of police"
UNIT = "business-unit of partnership"
EVER = parse_instant("2012-01-01T00:00Z")
NO_RISK = {"answers": {"immediate_risk": "no"}}


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer tells of."""
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert (answer.status_code, found["code"]) == (status, code), found
    assert found["status"] == status
    assert all(found[name] for name in ("type", "title", "detail", "because", "remedy"))
    return found


def spoken(capsys: pytest.CaptureFixture[str], room: Room, *words: str) -> Any:
    """What the command line says of the same database."""
    main([*words, "--db", str(room.file), "--json"])
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Room, str]:
    return escalations(tmp_path)


@pytest.fixture
def in_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUECOURSE_KEY", str(tmp_path / "room.key"))


@pytest.mark.usefixtures("in_place")
def test_a_case_its_facts_and_the_list_are_those_of_the_command_line(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str]
) -> None:
    room, case = desk
    client = program(room, LEAD)
    assert client.get(f"/api/cases/{case}").json() == spoken(capsys, room, "show", case)
    assert client.get(f"/api/cases/{case}/facts").json() == spoken(capsys, room, "replay", case)
    assert client.get(f"/api/cases/{case}/verification").json() == spoken(capsys, room, "verify", case)
    assert client.get("/api/cases").json()["cases"] == spoken(capsys, room, "list")["cases"]
    assert client.get("/api/alerts").json()["alerts"] == spoken(capsys, room, "alerts")["alerts"]


def test_a_procedure_and_a_due_date_are_those_of_the_command_line(
    desk: tuple[Room, str], capsys: pytest.CaptureFixture[str]
) -> None:
    client = program(desk[0], LEAD)
    main(["packs", "show", "escalation", "--json"])
    assert client.get("/api/procedures/escalation").json() == json.loads(capsys.readouterr().out)
    for words, query in (
        (("step-2", "--from", "2026-12-11"), {"timescale": "step-2", "from": "2026-12-11"}),
        (("--within", "70 working days", "--from", "2019-08-23"), {"within": "70 working days", "from": "2019-08-23"}),
    ):
        main(["due", *words, "--json", "--derivation"])
        told = json.loads(capsys.readouterr().out)
        assert client.get("/api/due", params={**query, "derivation": "true"}).json() == told


def test_a_case_and_its_facts_have_the_shape_that_is_described(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    room.wait("2027-02-01T09:00Z")
    client = program(room, LEAD)
    Case.model_validate(client.get(f"/api/cases/{case}").json())
    Facts.model_validate(client.get(f"/api/cases/{case}/facts").json())


def test_every_procedure_has_the_shape_that_is_described(desk: tuple[Room, str]) -> None:
    client = program(desk[0], LEAD)
    for listed in client.get("/api/procedures").json()["procedures"]:
        Procedure.model_validate(client.get(f"/api/procedures/{listed['pathway']}").json())
    Due.model_validate(client.get("/api/due?timescale=step-2&from=2026-12-11&derivation=1").json())


def test_a_case_is_opened_and_moved_on_in_the_post_of_the_token(desk: tuple[Room, str]) -> None:
    client = program(desk[0], TEACHER)
    answer = client.post("/api/cases", json={"pathway": "escalation", "answers": {**OPENING, "level_of_need": 3}})
    assert answer.status_code == 201
    case = answer.json()["case"]
    assert answer.headers["location"] == f"/api/cases/{case}"
    assert answer.json()["holder"] == {"role": "practitioner", "agency": "school-a"}
    moved = client.post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK)
    assert moved.json()["step"] == "step-2-handover"
    assert moved.headers["etag"] != answer.headers["etag"]
    [*_, last] = [
        fact for fact in client.get(f"/api/cases/{case}/facts").json()["facts"] if fact["fact"] == "StepTaken"
    ]
    assert last["by"] == {
        "person": "Alex Example",
        "account": "practitioner.school-a",
        "role": "practitioner",
        "agency": "school-a",
    }


def test_nobody_says_in_the_body_who_they_are(desk: tuple[Room, str]) -> None:
    room, case = desk
    claimed = {**NO_RISK, "by": "Somebody Else", "role": "line-manager"}
    problem(program(room, TEACHER).post(f"/api/cases/{case}/moves/hand-over", json=claimed), 422, "wrong-usage")


def test_a_move_that_is_not_the_post_s_is_forbidden_and_one_that_is_not_open_conflicts(desk: tuple[Room, str]) -> None:
    room, case = desk
    problem(program(room, CARE).post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK), 403, "not-your-move")
    problem(program(room, LEAD).post(f"/api/cases/{case}/moves/accept", json={}), 409, "move-not-open")
    problem(program(room, LEAD).post(f"/api/cases/{case}/moves/fly", json={}), 404, "unknown-move")
    problem(program(room, TEACHER).post(f"/api/cases/{case}/moves/hand-over", json={}), 422, "missing-answer")


def test_a_command_repeated_with_its_key_is_done_once_and_another_with_that_key_is_refused(
    desk: tuple[Room, str],
) -> None:
    room, case = desk
    client, key = program(room, TEACHER), {"Idempotency-Key": "night-7"}
    first = client.post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK, headers=key)
    again = client.post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK, headers={**key, "If-Match": '"5"'})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    problem(client.post(f"/api/cases/{case}/moves/withdraw", json={}, headers=key), 409, "key-used")
    opened = [
        client.post("/api/cases", json={"pathway": "escalation", "answers": OPENING}, headers={"Idempotency-Key": "o"})
        for _ in range(2)
    ]
    assert opened[0].json()["case"] == opened[1].json()["case"]


def test_keys_of_different_people_are_different_keys(desk: tuple[Room, str]) -> None:
    room, case = desk
    key = {"Idempotency-Key": "1"}
    program(room, TEACHER).post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK, headers=key)
    answer = program(room, LEAD).post(f"/api/cases/{case}/moves/accept", json={}, headers=key)
    assert answer.json()["step"] == "step-2"


def test_a_change_meant_for_an_earlier_state_of_the_case_is_not_made(desk: tuple[Room, str]) -> None:
    room, case = desk
    client = program(room, TEACHER)
    seen = client.get(f"/api/cases/{case}").headers["etag"]
    handed = client.post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK, headers={"If-Match": seen})
    assert handed.status_code == 200
    for stale in (seen, '"nonsense"', "W/" + handed.headers["etag"]):
        answer = program(room, LEAD).post(f"/api/cases/{case}/moves/accept", json={}, headers={"If-Match": stale})
        problem(answer, 412, "changed-meanwhile")
    fresh = {"If-Match": f'"x", {handed.headers["etag"]}'}
    assert program(room, LEAD).post(f"/api/cases/{case}/moves/accept", json={}, headers=fresh).status_code == 200


def test_a_case_as_it_was_known_then_and_facts_until_then(desk: tuple[Room, str]) -> None:
    room, case = desk
    room.take("2026-12-11T15:00Z", TEACHER, case, "hand-over", immediate_risk="no")
    client = program(room, LEAD)
    then = client.get(f"/api/cases/{case}", params={"as_known": "2026-12-11T10:00:00Z"})
    assert (then.json()["step"], "etag" in then.headers) == ("step-1", False)
    problem(client.get(f"/api/cases/{case}", params={"as_known": "2026-12-01T10:00Z"}), 404, "not-known-then")
    facts = client.get(f"/api/cases/{case}/facts", params={"until": "2026-12-11T10:00Z"}).json()["facts"]
    assert {fact["seen_at"] for fact in facts} == {"2026-12-11T09:00:00Z"}
    problem(client.get(f"/api/cases/{case}/facts?until=yesterday"), 422, "not-an-instant")


def test_what_a_post_may_not_see_is_answered_as_if_it_were_not_there(desk: tuple[Room, str]) -> None:
    room, case = desk
    client = program(room, POLICE)
    assert client.get("/api/cases").json()["cases"] == []
    for path in ("", "/facts", "/verification"):
        hidden = problem(client.get(f"/api/cases/{case}{path}"), 404, "unknown-case")
        missing = problem(client.get(f"/api/cases/ESC-2026-9999{path}"), 404, "unknown-case")
        assert hidden["because"].replace(case, "") == missing["because"].replace("ESC-2026-9999", "")
        assert hidden["remedy"] == missing["remedy"]
    problem(client.post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK), 404, "unknown-case")
    problem(client.post(f"/api/cases/{case}/links", json={"older": case, "relation": "sibling"}), 404, "unknown-case")
    report = client.get("/api/reports/escalations", params={"from": "2026-12-01", "to": "2026-12-31"}).text
    assert case not in report


def test_a_case_that_a_post_may_not_see_can_neither_be_linked_nor_is_shown_as_linked(desk: tuple[Room, str]) -> None:
    room, older = desk
    newer = room.open("2026-12-14T09:00Z", POLICE, "escalation", {**OPENING, "receiving_agency": "social-care"})
    link = {"older": older, "relation": "sibling"}
    problem(program(room, POLICE).post(f"/api/cases/{newer}/links", json=link), 422, "unknown-case")
    linked = program(room, CARE).post(f"/api/cases/{newer}/links", json=link)
    assert linked.json()["links"] == [{"case": older, "relation": "sibling", "newer": newer}]
    assert program(room, POLICE).get(f"/api/cases/{newer}").json()["links"] == []
    assert older not in program(room, POLICE).get(f"/api/cases/{newer}/facts").text
    assert older in program(room, CARE).get(f"/api/cases/{newer}/facts").text


def test_every_look_at_a_case_is_logged(desk: tuple[Room, str]) -> None:
    room, case = desk
    client = program(room, TEACHER)
    for path in ("", "/facts", "/verification"):
        client.get(f"/api/cases/{case}{path}")
    client.post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK)
    looks = [(view.door, view.page, view.person) for view in views_of(room.store, EVER, case=case)]
    what = ("case", "facts", "verification", "TakeStep")
    assert looks == [("api", page, "practitioner.school-a") for page in what]


def test_an_alert_is_taken_on_by_the_agency_that_was_told(desk: tuple[Room, str]) -> None:
    room, case = desk
    room.wait("2026-12-11T13:00Z")
    [alert] = program(room, TEACHER).get("/api/alerts?state=open").json()["alerts"]
    address = f"/api/cases/{case}/alerts/{alert['key'].replace('/', '%2F')}/acknowledgement"
    problem(program(room, CARE).post(address, json={}), 403, "not-your-move")
    taken = program(room, TEACHER).post(address, json={"note": "On it."})
    assert [each["state"] for each in taken.json()["alerts"]] == ["acknowledged"]
    problem(program(room, TEACHER).post(address, json={}), 409, "alert-not-open")
    assert program(room, TEACHER).get("/api/alerts?state=open").json()["alerts"] == []
    problem(program(room, LEAD).post(f"/api/cases/{case}/alerts/none/acknowledgement", json={}), 404, "unknown-alert")


def test_reasons_corrections_strike_outs_and_links_are_recorded(desk: tuple[Room, str]) -> None:
    room, case = desk
    room.wait("2026-12-14T09:00Z")
    unit = program(room, UNIT)
    reason = {"clock": "step-1", "code": "staff-absence", "text": "Away ill.", "authoriser": "C. Head"}
    clocks = program(room, LEAD).post(f"/api/cases/{case}/reasons", json=reason).json()["clocks"]
    assert clocks[0]["reason"] == {"code": "staff-absence", "text": "Away ill.", "authoriser": "C. Head"}
    wrong = {"position": 1, "field": "level_of_need", "value": 4, "because": "Typed wrongly."}
    assert unit.post(f"/api/cases/{case}/corrections", json=wrong).json()["record"]["level_of_need"] == "4"
    gone = {"position": 1, "field": "dispute", "because": "A name.", "authoriser": "D"}
    problem(unit.post(f"/api/cases/{case}/strike-outs", json=gone), 403, "not-your-move")
    manager = program(room, "partnership-manager of partnership")
    assert manager.post(f"/api/cases/{case}/strike-outs", json=gone).json()["record"]["dispute"] == "struck out"
    problem(manager.post(f"/api/cases/{case}/strike-outs", json=gone), 409, "already-struck-out")
    assert unit.get(f"/api/cases/{case}/verification").json()["ok"] is True


def test_a_clock_is_suspended_resumed_and_extended_where_its_procedure_allows_it(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    client = program(room, LEAD)
    granted = {"text": "As agreed.", "authoriser": "C. Head"}

    def letter(path: str, **body: Any) -> Any:
        clocks = client.post(f"/api/cases/{case}/{path}", json={"clock": "letter", **body}).json()["clocks"]
        return next(clock for clock in clocks if clock["id"] == "letter")

    assert letter("suspensions", reason="awaiting-court", **granted)["status"] == "suspended"
    assert letter("resumptions")["status"] == "running"
    assert letter("extensions", days=2, reason="agreed", **granted)["extended"] == 2
    again = {"clock": "letter", "days": 2, "reason": "agreed", **granted}
    problem(client.post(f"/api/cases/{case}/extensions", json=again), 422, "cap-reached")
    by_law = {"clock": "by-law", "reason": "awaiting-court", **granted}
    problem(client.post(f"/api/cases/{case}/suspensions", json=by_law), 422, "not-suspendable")
    problem(client.post(f"/api/cases/{case}/resumptions", json={"clock": "letter"}), 409, "clock-not-suspended")


def test_lists_come_in_pages_each_with_the_address_of_the_next(desk: tuple[Room, str]) -> None:
    room, first = desk
    others = [room.open("2026-12-14T09:00Z", TEACHER, "escalation", dict(OPENING)) for _ in range(4)]
    client = program(room, LEAD)
    found: list[str] = []
    address = "/api/cases?limit=2&pathway=escalation"
    while address:
        answer = client.get(address)
        found += [case["case"] for case in answer.json()["cases"]]
        address = answer.json()["next"]
        assert (f'<{address}>; rel="next"' == answer.headers.get("link")) is bool(address)
    assert found == [first, *others]
    room.wait("2027-01-20T09:00Z")
    alerts = client.get("/api/alerts?limit=200").json()["alerts"]
    assert len(alerts) > 5
    paged: list[Any] = []
    address = "/api/alerts?limit=3"
    while address:
        paged += client.get(address).json()["alerts"]
        address = client.get(address).json()["next"]
    assert paged == alerts


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJuZXZlciIsIlx1ZDgwMCJd", "é", "WyJuZXZlciIsIlx1MDAwMCJd"])
@pytest.mark.parametrize("path", ["/api/cases", "/api/alerts"])
def test_a_cursor_that_no_page_gave_is_refused(desk: tuple[Room, str], path: str, cursor: str) -> None:
    problem(program(desk[0], LEAD).get(path, params={"cursor": cursor}), 422, "not-a-cursor")


def test_a_list_is_of_one_pathway_or_one_status(desk: tuple[Room, str]) -> None:
    room, case = desk
    room.wait("2027-01-20T09:00Z")
    client = program(room, LEAD)
    assert [each["case"] for each in client.get("/api/cases?status=breached").json()["cases"]] == [case]
    assert client.get("/api/cases?status=met").json()["cases"] == []
    assert client.get("/api/cases?pathway=allegation").json()["cases"] == []
    problem(client.get("/api/cases?pathway=none"), 422, "unknown-pathway")
    problem(client.get("/api/cases?status=none"), 422, "wrong-usage")


def test_the_time_may_be_chosen_in_training_and_nowhere_else(
    desk: tuple[Room, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, case = desk
    client = program(room, TEACHER)
    then = client.get(f"/api/cases/{case}?at=2027-02-01T09:00:00Z").json()
    assert [clock["overdue"] for clock in then["clocks"]] == [True, True]
    problem(client.get(f"/api/cases/{case}?at=2026-12-01T09:00:00Z"), 409, "earlier-than-known")
    moved = client.post(f"/api/cases/{case}/moves/hand-over?at=2026-12-11T16:00:00Z", json=NO_RISK).json()
    assert moved["as_known_at"] == "2026-12-11T16:00:00Z"
    monkeypatch.setattr(room.store, "kind", "live")
    problem(client.get(f"/api/cases/{case}?at=2027-02-01T09:00:00Z"), 422, "at-on-live")


def test_what_happened_earlier_says_so(desk: tuple[Room, str]) -> None:
    room, case = desk
    room.wait("2026-12-14T09:00Z")
    client = program(room, TEACHER)
    handed = {**NO_RISK, "happened": "2026-12-11T15:00:00Z"}
    assert client.post(f"/api/cases/{case}/moves/hand-over", json=handed).json()["clocks"][0]["status"] == "met"
    problem(
        client.post(f"/api/cases/{case}/moves/withdraw", json={"happened": "2030-01-01T00:00Z"}), 422, "in-the-future"
    )


def test_reports_count_only_what_the_post_may_see(desk: tuple[Room, str]) -> None:
    room, case = desk
    period = {"from": "2026-12-01", "to": "2026-12-31"}
    listed = program(room, LEAD).get("/api/reports").json()["reports"]
    for each in listed:
        answer = program(room, LEAD).get(f"/api/reports/{each['name']}", params=period)
        assert answer.json()["training"] is True
    own = program(room, LEAD).get("/api/reports/escalations", params=period).json()
    others = program(room, POLICE).get("/api/reports/escalations", params=period).json()
    assert case in json.dumps(own)
    assert case not in json.dumps(others)
    assert own["figures"] != others["figures"]
    outward = program(room, LEAD).get("/api/reports/escalations", params={**period, "outward": "true"})
    assert outward.json()["outward"] is True
    assert case not in outward.text
    backwards = {"from": "2026-12-31", "to": "2026-12-01"}
    client = program(room, LEAD)
    problem(client.get("/api/reports/escalations", params=backwards), 422, "period-backwards")
    problem(client.get("/api/reports/none", params=period), 404, "unknown-report")
    problem(client.get("/api/reports/escalations"), 422, "no-period")
    problem(client.get("/api/reports/escalations", params={"from": "2026-12-01"}), 422, "wrong-usage")
    stands = client.get("/api/reports/caseload").json()
    assert (stands["of_a_moment"], stands["from"], stands["to"]) == (True, None, None)
    later = {**period, "as_known": "2040-01-01T00:00Z"}
    problem(client.get("/api/reports/escalations", params=later), 422, "not-known-yet")


def test_a_request_that_is_not_as_described_is_told_where_and_hears_nothing_of_what_it_said(
    desk: tuple[Room, str],
) -> None:
    room, case = desk
    told = problem(
        program(room, LEAD).post(f"/api/cases/{case}/reasons", json={"clock": ["Jane Child"]}), 422, "wrong-usage"
    )
    assert "body.text: Field required" in told["faults"]
    assert "Jane Child" not in json.dumps(told)


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 422), ("[" * 100_000, 400), ('"\\ud800"', 422), ("\x00", 422), ("é".encode("latin-1"), 400)],
)
def test_a_body_that_is_no_json_is_refused(desk: tuple[Room, str], body: str | bytes, status: int) -> None:
    room, case = desk
    headers = {"content-type": "application/json"}
    answer = program(room, LEAD).post(f"/api/cases/{case}/links", content=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("value", [10**400, 10**30, "\ud800", "\x00", [[1]], {"a": 1}, 1e308, None, True])
def test_an_answer_that_cannot_be_meant_is_refused_and_nothing_breaks(desk: tuple[Room, str], value: Any) -> None:
    room, case = desk
    headers = {"content-type": "application/json", "Idempotency-Key": "k"}
    body = json.dumps({"answers": {"immediate_risk": value, "reason": value}})
    answer = program(room, TEACHER).post(f"/api/cases/{case}/moves/hand-over", content=body, headers=headers)
    assert answer.status_code == 422


def test_more_than_is_taken_at_once_is_refused_as_a_problem(desk: tuple[Room, str]) -> None:
    room, case = desk
    client, address = program(room, TEACHER), f"/api/cases/{case}/moves/hand-over"
    headers = {"content-type": "application/json"}
    problem(client.post(address, content=b" " * 1_000_001, headers=headers), 413, "too-large")
    pieces = (b" " * 100_000 for _ in range(11))
    problem(client.post(address, content=pieces, headers=headers), 413, "too-large")


def test_unknown_addresses_and_methods_are_problems_for_everybody(desk: tuple[Room, str]) -> None:
    room, case = desk
    for client in (program(room, LEAD), stranger(room)):
        for address in ("/api/", "/api/nothing", "/api/cases/", "/api/docs", f"/api/cases/{case}/nothing"):
            problem(client.get(address), 404, "no-such-address")
        assert problem(client.delete("/api/cases"), 405, "method-not-allowed")


def test_the_description_and_the_page_about_it_are_public(desk: tuple[Room, str]) -> None:
    client = stranger(desk[0])
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.1")
    page = client.get("/api")
    assert page.status_code == 200
    assert "POST /api/cases/{case}/moves/{move}" in page.text
    assert "style=" not in page.text


def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_what_was_sent(
    desk: tuple[Room, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room, case = desk
    client = program(room, LEAD)

    def broken(*_: object) -> None:
        raise RuntimeError("Jane Child")

    monkeypatch.setattr("web.api.cases.replay_document", broken)
    problem(client.get(f"/api/cases/{case}/facts"), 500, "fault")
    assert "RuntimeError at /cases/{case}/facts" in caplog.text
    assert "Jane Child" not in "".join(record.getMessage() for record in caplog.records)


def test_the_answer_to_a_case_is_never_kept_by_a_browser_or_proxy(desk: tuple[Room, str]) -> None:
    room, case = desk
    answer = program(room, LEAD).get(f"/api/cases/{case}")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/api/cases?statuss=late", "at, cursor, limit, pathway, status"),
        ("/api/me?at=2026-12-11T16:00:00Z", "There are none here."),
        ("/api/cases?limit=1&limit=2", "Give each once."),
    ],
)
def test_a_parameter_that_is_not_taken_is_refused_with_those_that_are(
    desk: tuple[Room, str], address: str, said: str
) -> None:
    assert said in problem(program(desk[0], LEAD).get(address), 422, "wrong-usage")["remedy"]


@pytest.mark.parametrize("path", ["/api/cases", "/api/alerts"])
def test_a_list_looks_back_at_nothing(desk: tuple[Room, str], path: str) -> None:
    client = program(desk[0], LEAD)
    problem(client.get(f"{path}?at=2026-12-01T09:00:00Z"), 409, "earlier-than-known")
    assert client.get(f"{path}?at=2026-12-12T09:00:00Z").status_code == 200


def test_head_is_answered_wherever_get_is_and_allow_says_all_that_an_address_takes(desk: tuple[Room, str]) -> None:
    room, case = desk
    client = program(room, LEAD)
    for address in ("/api/cases", f"/api/cases/{case}", "/api/me", "/api/openapi.json"):
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == got.headers["content-type"]
    assert stranger(room).head("/api/cases").status_code == 401
    moved = f"/api/cases/{case}/moves/hand-over"
    for address, allowed in (("/api/cases", "GET, HEAD, POST"), (f"/api/cases/{case}", "GET, HEAD"), (moved, "POST")):
        assert client.delete(address).headers["allow"] == allowed
    assert client.head(moved).headers["allow"] == "POST"


@pytest.mark.parametrize("media", ["", "text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_that_does_not_say_that_it_is_json_is_turned_away(desk: tuple[Room, str], media: str) -> None:
    room, case = desk
    headers = {"content-type": media} if media else {}
    sent = json.dumps(NO_RISK).encode()
    answer = program(room, TEACHER).post(f"/api/cases/{case}/moves/hand-over", content=sent, headers=headers)
    assert "application/json" in problem(answer, 415, "not-json")["remedy"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/xml", 406),
        ("text/html", 406),
        ("application/json;q=0, text/html", 406),
        ("text/html, */*;q=0.1", 200),
        ("application/*", 200),
        ("application/json; charset=utf-8", 200),
    ],
)
def test_whoever_takes_no_json_is_told_that_there_is_nothing_else(
    desk: tuple[Room, str], accept: str, status: int
) -> None:
    assert program(desk[0], LEAD).get("/api/me", headers={"accept": accept}).status_code == status


@pytest.mark.parametrize("position", ["1", True, 1.5, None])
def test_what_is_sent_is_taken_for_what_it_is(desk: tuple[Room, str], position: Any) -> None:
    room, case = desk
    wrong = {"position": position, "field": "level_of_need", "value": 4, "because": "Typed wrongly."}
    told = problem(program(room, UNIT).post(f"/api/cases/{case}/corrections", json=wrong), 422, "wrong-usage")
    assert told["faults"] == ["body.position: Input should be a valid integer"]


def test_a_name_that_stands_twice_in_one_object_is_refused(desk: tuple[Room, str]) -> None:
    room, case = desk
    twice = '{"answers": {"immediate_risk": "yes", "immediate_risk": "no"}}'
    headers = {"content-type": "application/json"}
    address = f"/api/cases/{case}/moves/hand-over"
    answer = program(room, TEACHER).post(address, content=twice, headers=headers)
    assert "twice" in problem(answer, 422, "wrong-usage")["because"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("subject", ["plan-drift"], '“["plan-drift"]”'), ("concern_arose_at", [{"a": None}], '“[{"a": null}]”')],
)
def test_a_refusal_says_what_was_given_as_it_was_sent(
    desk: tuple[Room, str], field: str, value: Any, said: str
) -> None:
    body = {"pathway": "escalation", "answers": {**OPENING, field: value}}
    answer = program(desk[0], TEACHER).post("/api/cases", json=body)
    assert answer.status_code == 422
    assert said in answer.json()["because"]


def test_no_remedy_here_speaks_of_the_command_line() -> None:
    said = [each.remedy for each in sorted(set(refusals_said())) if each.room not in ("cli", "scheduler")]
    for remedy in said:
        for status in (404, 503):
            here = remedy_here(remedy, status)
            assert "`duecourse" not in here
            assert "--" not in here
    looking_back = [
        remedy for remedy in said if "--as-known" in remedy or "--happened" in remedy or "`duecourse show`" in remedy
    ]
    assert looking_back
    assert DESCRIBED not in {remedy_here(each, 404) for each in looking_back}
