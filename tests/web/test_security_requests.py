"""Requests that no page of ours sends: addresses that lead away, bodies too large, odd texts, numbers and headers."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.form_desk import hidden
from tests.web.watched import AUDITOR, KEPT_OUT, LEAD, MANAGER, OTHER, UNIT, Watched, filled, routes, token_in
from web.api.problems import ANOTHER_NAME
from web.app import application
from web.guards import HEADERS, LARGEST_BODY, POLICY
from web.visits import MOST_FIELDS

AWAY = (
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "\t//elsewhere.example",
    "https://elsewhere.example",
    "https:elsewhere.example",
    "HTTPS:/elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//[",
    "/\u2028/elsewhere.example",
    "/\u202eelsewhere",
    "elsewhere.example",
    "/%0d%0aSet-Cookie:x=1/../\r\nSet-Cookie: duecourse=x",
    "@elsewhere.example",
    "",
)
"""What an address to go on to may be that leads away from here, or into the headers."""

NUMBERS = ("0", "-1", "9" * 12, "9" * 5000, "1e9", "0x10", "²", "٣", "1.5", "NaN", "", " 1 ", "+1", "00000000000000001")
DAYS = (
    "0000-00-00",
    "9999-12-31",
    "99999-01-01",
    "2026-02-30",
    "2026-W01-1",
    "20260101",
    "1-1-1",
    "²026-01-01",
    "-2026-01-01",
)
ODD = (
    "\ud7ff\U0010ffff",
    "A" * 20_000,
    "e" + "\u0301" * 500,
    "\u202eabc",
    "\x01\x1b[31m",
    "%s%n",
    "' or 1=1 --",
    "../../etc/passwd",
)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(Path(tmp_path_factory.mktemp("watched")))


@pytest.mark.parametrize("address", AWAY)
def test_after_signing_in_nobody_is_led_away_from_here(watched: Watched, address: str) -> None:
    watched.secret(LEAD)
    browser = watched.browser("")
    page = browser.get("/sign-in", params={"next": address})
    assert page.status_code == 200
    assert 'name="next" value="/"' in page.text
    token = re.findall(r'form_token" value="(\w+)"', page.text)[0]
    form = {"username": next(iter(watched.people)), "form_token": token, "next": address}
    entered = browser.post("/sign-in/as", data=form)
    assert entered.status_code == 303
    assert entered.headers["location"] == "/"
    assert "elsewhere" not in str(entered.headers)


def test_after_signing_in_one_is_where_one_wanted_to_be(watched: Watched) -> None:
    for address in ("/cases?q=ESC&page=2", f"/cases/{watched.case}", "/reports/escalations?from=2024-04-01"):
        browser = watched.browser("")
        page = browser.get("/sign-in", params={"next": address})
        form = {**hidden(page.text), "username": next(iter(watched.people))}
        assert browser.post("/sign-in/as", data=form).headers["location"] == address


def test_no_file_is_served_but_those_that_a_page_names(watched: Watched) -> None:
    browser = watched.browser(LEAD)
    for name in (
        "../app.py", "..%2fapp.py", "%2e%2e/app.py", "..%5capp.py", "....//app.py", "app.css", "app-000000000000.css",
        "%00", "app.css%00.js", "/etc/passwd", "", ".", "..;/app.py", "%c0%ae%c0%ae/app.py",
    ):  # fmt: skip
        answer = browser.get(f"/static/{name}")
        assert answer.status_code in (400, 404, 307), name
        assert "import" not in answer.text
    for reference in (
        "..",
        "..%2f..%2fpeople",
        "ESC-2026-0001%2f..",
        "%2e%2e",
        "ESC-2026-0001%00",
        "esc-2026-0001",
    ):
        assert browser.get(f"/cases/{reference}/audit").status_code in (400, 404), reference


def test_nothing_that_is_asked_for_gets_into_a_header(watched: Watched) -> None:
    split = "x\r\nSet-Cookie: planted=1\r\n\r\n<script>"
    browser, program = watched.browser(MANAGER), watched.program(MANAGER)
    words = (
        "from",
        "to",
        "as_known",
        "next",
        "done",
        "q",
        "case",
        "cursor",
        "pathway",
        "link",
        "relation",
        "page",
        "sort",
    )
    walked = 0
    for method, address in routes(watched.app):
        if method == "GET":
            places = watched.places(watched.case)
            client = program if address.startswith("/api/") else browser
            for query in (dict.fromkeys(words, split), dict.fromkeys(words, "é\u0394\u2028")):
                answer = client.get(filled(address, places), params=query)
                assert answer.status_code < 500 or address == "/sign-in/with", (address, answer.status_code)
                assert "planted" not in str(answer.headers).replace("%0D%0A", "").partition("location")[0], address
                assert not re.search(r"[\r\n]", "".join(answer.headers.values())), address
                assert "planted" not in answer.cookies
                walked += 1
            for part in re.findall(r"\{(\w+)", address):
                for odd in (split, "é\u0394", "..", "%0d%0aplanted"):
                    answer = client.get(filled(address, {**places, part: odd}))
                    assert answer.status_code < 500, (address, part, odd)
                    assert "planted" not in str(answer.headers.get("content-disposition", ""))
                    walked += 1
    assert walked > 200


def test_where_names_are_given_nothing_is_said_under_any_other(watched: Watched) -> None:
    app = application(replace(watched.site, names=frozenset({"duecourse.example.org", "[::1]"})))
    for host in ("duecourse.example.org", "DueCourse.Example.org:8000", "[::1]:80"):
        assert TestClient(app, f"http://{host}").get("/help").status_code == 200, host
    for host in ("elsewhere.example.org", "example.org", "duecourse.example.org.elsewhere.org:80", "127.0.0.1"):
        program = TestClient(app, f"http://{host}")
        assert (program.get("/help").status_code, program.get("/help").text) == (421, ANOTHER_NAME.because), host
        assert program.get("/api/cases").json()["code"] == "another-name", host
    assert TestClient(application(watched.site), "http://elsewhere.example.org").get("/help").status_code == 200


def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so(watched: Watched) -> None:
    browser, program = watched.browser(LEAD), watched.program(LEAD)
    token, before = token_in(browser), watched.written()
    content = f"form_token={token}&dispute=".encode() + b"x" * LARGEST_BODY
    headers = {"content-type": "application/x-www-form-urlencoded"}

    def in_pieces() -> Iterator[bytes]:
        yield from (content[place : place + 65_536] for place in range(0, len(content), 65_536))

    for address in ("/cases/new/escalation", f"/cases/{watched.case}/moves/hand-over", "/sign-in"):
        assert browser.post(address, content=content, headers=headers).status_code == 413
        undeclared = browser.post(address, content=in_pieces(), headers=headers)
        assert undeclared.status_code == 413, address
        assert "<h1" in undeclared.text
    assert program.post("/api/cases", content=in_pieces()).status_code == 413
    for length in ("-1", "1e9", "9" * 30, "9" * 5000, "0x1", "1,1"):
        declared = browser.post("/sign-in", content=b"a=b", headers={**headers, "content-length": length})
        assert declared.status_code == 413, length
    assert watched.written() == before


def test_more_fields_than_any_form_has_are_refused(watched: Watched) -> None:
    browser = watched.browser(LEAD)
    many = "&".join(f"f{number}=" for number in range(MOST_FIELDS + 1))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for content in (many, "&" * 100_000, "=" * 100_000, "a;b&" * 2_000):
        assert browser.post("/cases/new/escalation", content=content, headers=headers).status_code in (400, 403)


@pytest.mark.parametrize(
    "content", [b"%00", b"dispute=a%00b", b"%00=a", b"%ff%fe=%80", b"\xff\xfe", b"dispute=\x00", b"%u0041=%", b"+"]
)
def test_a_form_of_bytes_that_are_no_text_is_no_fault(watched: Watched, content: bytes) -> None:
    browser = watched.browser(LEAD)
    token = token_in(browser).encode()
    headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-16"}
    for address in ("/cases/new/escalation", f"/cases/{watched.case}/moves/record-discussion", "/access-request"):
        answer = browser.post(address, content=b"form_token=" + token + b"&" + content, headers=headers)
        assert answer.status_code in (200, 303, 400, 403, 409, 422), address
        assert answer.status_code == 400 or b"%00" not in content


def test_odd_bytes_in_addresses_are_no_fault(watched: Watched) -> None:
    browser = watched.browser(LEAD)
    for raw in (
        "/%00",
        "/cases/%ff%fe",
        "/cases?q=%00",
        "/cases?q=%ff",
        "/%",
        "/cases/%u0041",
        "/?%00=1",
        "/" + "a/" * 3000,
    ):
        answer = browser.get(raw)
        assert answer.status_code in (200, 400, 404), raw
    for host in ("", "[", "a b", "elsewhere.example/", "a@b", "x,y"):
        assert browser.get("/", headers={"host": host}).status_code == 400, host


def test_odd_numbers_and_days_in_a_query_are_no_fault(watched: Watched) -> None:
    browser = watched.browser(MANAGER)
    case = watched.case
    for number in NUMBERS:
        for address in (
            f"/?page={number}", f"/cases?page={number}", f"/cases/{case}/replay?at={number}",
            f"/people/views?weeks={number}", f"/reports/escalations/cases?part={number}.{number}",
            f"/reports/escalations/cases?part=t{number}r{number}",
        ):  # fmt: skip
            assert browser.get(address).status_code in (200, 303, 404), address[:60]
        assert browser.get(f"/cases/{case}/facts/{number}/correct/at").status_code in (200, 404), number[:20]
    for day in DAYS:
        for address in (
            f"/cases/{case}/known?on={day}", f"/cases/{case}/known?on=2026-12-12&time={day}",
            f"/reports/escalations?from={day}&to={day}", f"/reports/escalations/file.csv?from={day}&to={day}",
            f"/reports/escalations?from=2026-04-01&to=2026-05-01&as_known={day}",
            f"/reports/escalations/print?as_known={day}T00:00:00Z",
        ):  # fmt: skip
            assert browser.get(address).status_code in (200, 404, 422), address


@pytest.mark.parametrize("odd", [*NUMBERS, *DAYS, *ODD])
def test_odd_texts_in_the_inputs_of_forms_are_no_fault(watched: Watched, odd: str) -> None:
    lead, manager = watched.browser(LEAD), watched.browser(MANAGER)
    case = watched.case
    clock = watched.places(case)["clock"]
    for browser, address in (
        (lead, f"/cases/{case}/moves/record-discussion"),
        (lead, f"/cases/{case}/clocks/{clock}/extend"),
        (lead, f"/cases/{case}/clocks/{clock}/reason"),
        (lead, f"/cases/{case}/facts/1/correct/concern_arose_at"),
        (lead, f"/cases/{case}/links/new"),
        (manager, "/people/new"),
        (manager, f"/people/{watched.places(case)['person']}/posts/new"),
    ):
        page = browser.get(address).text
        inputs = dict.fromkeys(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page), odd)
        more = {
            "version": odd,
            "amount": odd,
            "code": "workload",
            "add": odd,
            "remove": f"attendance-{odd}",
            "seen": odd,
        }
        form = {**inputs, **more, "form_token": token_in(browser)}
        answer = browser.post(address, data=form)
        assert answer.status_code in (200, 303, 400, 403, 409, 422), (address, answer.status_code)


def test_every_answer_has_every_header_and_no_page_may_be_kept(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, stranger = watched.browser(LEAD), watched.browser("")
    cross = TestClient(watched.app, cookies={"duecourse": "x"}, headers={"sec-fetch-site": "cross-site"})
    answers = [
        browser.get("/"), browser.get("/nothing"), stranger.get("/"), stranger.get("/sign-in"), browser.put("/"),
        cross.post("/sign-out"), browser.post("/sign-out"), browser.get("/cases/nothing"),
        browser.get("/static/none.css"),
        browser.get("/?q=%00"), browser.get("/api/me"), browser.get("/api/openapi.json"), browser.head("/"),
        browser.get(f"/cases/{watched.case}/audit.csv"), browser.get("/reports/escalations/file.html"),
        browser.post("/sign-in", headers={"content-length": "9" * 20}), browser.options("/"),
    ]  # fmt: skip
    monkeypatch.setattr("web.pages.work_list.asked_of", lambda *_: 1 / 0)
    answers.append(browser.get("/"))
    assert answers[-1].status_code == 500
    assert "problem with the service" in answers[-1].text
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (str(answer.url), name)
        assert answer.headers["cache-control"] == "no-store", str(answer.url)
    asset = re.findall(r"/static/[\w.-]+", answers[0].text)[0]
    kept = browser.get(asset)
    assert kept.headers["content-security-policy"] == POLICY
    assert "immutable" in kept.headers["cache-control"]
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


def test_no_template_has_a_style_or_a_script_of_its_own() -> None:
    found = list(Path("web/templates").rglob("*.html"))
    assert len(found) > 40
    for path in found:
        text = path.read_text()
        for wrong in (r"\sstyle=", r"\son\w+=", r"<style", r"javascript:", r"\|\s*safe\b", r"autoescape"):
            assert not re.search(wrong, text, re.IGNORECASE), (path, wrong)
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script, (path, script)


def test_a_fault_is_logged_without_what_was_typed(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "Robin Secret of Church Lane"

    def fails(*_: object) -> None:
        raise ValueError(typed)

    monkeypatch.setattr("web.pages.work_list.asked_of", fails)
    with caplog.at_level(logging.DEBUG, "duecourse"):
        answer = watched.browser(LEAD).get("/")
    assert answer.status_code == 500
    assert "ValueError at /" in caplog.text
    assert "Robin" not in caplog.text + answer.text


def test_a_journey_leaves_no_name_and_no_text_in_logs_addresses_or_titles(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(tmp_path)
    secrets = ("Robin Secret", "Church Lane", "C-4711")
    addresses: list[str] = []
    with caplog.at_level(logging.DEBUG):
        lead = watched.person("designated-lead of school-b")
        lead.client.event_hooks = {"request": [lambda asked: addresses.append(str(asked.url))]}
        check = lead.open_escalation(child=secrets[2], dispute=f"{secrets[0]} lives in {secrets[1]}.")
        opened = lead.send(check)
        case = opened.headers["location"].split("/")[2]
        typed = dict.fromkeys(("spoke_with", "raising_position", "receiving_position"), " ".join(secrets))
        lead.send(f"/cases/{case}/moves/record-discussion", **typed)
        lead.send(f"/cases/{case}/moves/record-discussion", **typed, do="later")
        lead.send(f"/cases/{case}/moves/record-discussion", raising_position=secrets[0])
        manager = watched.browser(MANAGER)
        titles = []
        for page in ("", "/audit", "/replay", "/known", "/child", "/tasks"):
            shown = manager.get(f"/cases/{case}{page}")
            titles += re.findall(r"<title>(.*?)</title>", shown.text, re.DOTALL)
            addresses += [str(shown.url), *re.findall(r'(?:href|action)="([^"]*)"', shown.text)]
        addresses += re.findall(r'href="([^"]*)"', lead.get("/drafts"))
    told = "\n".join([caplog.text, *addresses, *titles])
    assert len(addresses) > 50
    for secret in (*secrets, "Alex", "Robin", "C-17"):
        assert secret not in told, secret


@pytest.mark.parametrize(
    ("who", "name"),
    [(OTHER, "Alex Example"), (LEAD, KEPT_OUT), (AUDITOR, "Alex Example"), (UNIT, "Alex Example")],
)
def test_of_a_restricted_case_nothing_is_counted_listed_found_or_reported(
    watched: Watched, who: str, name: str
) -> None:
    hidden_case = watched.restricted
    assert watched.browser(LEAD).get(f"/cases/{hidden_case}").status_code == 200
    browser, program = watched.browser(who, name), watched.program(who, name, "read report")
    for address in ("/", "/?status=all", "/cases", f"/cases?q={hidden_case}", "/alerts", "/alerts?show=acknowledged",
                    "/account/views", "/reports/caseload", "/reports/late-without-reason", "/reports/caseload/file.csv",
                    "/reports/caseload/file.html", "/reports/caseload/print", "/people/views",
                    "/people/vacancies"):  # fmt: skip
        page = browser.get(address).text.replace(f'value="{hidden_case}"', "").replace(f"q={hidden_case}", "")
        assert hidden_case not in page, address
    found = browser.get(f"/cases?q={hidden_case}").text
    assert "No cases match" in found
    for address in ("/api/cases", "/api/alerts", "/api/reports/caseload?from=2026-01-01&to=2026-12-31"):
        answer = program.get(address)
        assert answer.status_code == 200, (address, answer.text[:200])
        assert hidden_case not in answer.text, address
    assert program.get("/api/cases?pathway=allegation").json()["cases"] == []
    own = watched.browser(LEAD)
    assert hidden_case in own.get(f"/cases?q={hidden_case}").text


def test_a_person_kept_out_of_a_case_is_not_let_in_by_asking_for_it(watched: Watched) -> None:
    browser = watched.browser(LEAD, KEPT_OUT)
    form = {**hidden(browser.get("/access-request").text), "reference": watched.restricted, "reason": "To see."}
    assert browser.post("/access-request", data=form).status_code in (303, 422)
    assert browser.get(f"/cases/{watched.restricted}").status_code == 404
