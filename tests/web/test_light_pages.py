"""What goes over the wire: as little as can be, and nothing to be learnt from how little it is."""

import gzip
import io
import re
from pathlib import Path

import pytest
from httpx2 import Response
from openpyxl import load_workbook
from starlette.testclient import TestClient

from tests.web.api_desk import program
from tests.web.case_desk import Browser, Room, escalations
from tests.web.long_list import long_list
from web.lists import ON_A_PAGE

KEEPER, LEAD = "business-unit of partnership", "designated-lead of school-a"
HTML, FIRST_VISIT, REQUESTS = 8_000, 60_000, 6
"""What the work list's own page and a first visit to it may weigh, in bytes, and how often it may ask for something."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return long_list(Path(tmp_path_factory.mktemp("room")))


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Room, str]:
    return escalations(tmp_path)


def sent(client: TestClient, address: str, takes: str = "gzip", **headers: str) -> tuple[Response, bytes]:
    """An answer, and its body as it went over the wire."""
    with client.stream("GET", address, headers={"accept-encoding": takes, **headers}) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.status_code == 200, address
    assert int(answer.headers["content-length"]) == len(body)
    return answer, body


def test_a_first_visit_to_a_full_work_list_is_light_and_so_is_the_next(room: Room) -> None:
    client = Browser(room, KEEPER).client
    page, html = sent(client, "/")
    text = gzip.decompress(html).decode()
    assert text.count('<th scope="row"') == ON_A_PAGE
    assert page.headers["vary"] == "Accept-Encoding"
    assert len(html) < HTML
    assets = sorted(set(re.findall(r'"(/static/[^"]+)"', text)))
    assert 1 + len(assets) <= REQUESTS
    files = [sent(client, address) for address in assets]
    assert len(html) + sum(len(body) for _, body in files) < FIRST_VISIT
    for answer, body in files:
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(body) == sent(client, answer.url.path, "identity")[1]


def test_who_takes_nothing_compressed_gets_the_same_as_it_is(room: Room) -> None:
    client = Browser(room, KEEPER).client
    plain, html = sent(client, "/", "identity")
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(sent(client, "/")[1]) == html


def test_a_head_says_of_a_page_what_a_get_does(room: Room) -> None:
    client = Browser(room, KEEPER).client
    got, _ = sent(client, "/")
    asked = client.head("/", headers={"accept-encoding": "gzip"})
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("content-length", "content-encoding", "vary", "content-type"):
        assert asked.headers[name] == got.headers[name]


@pytest.mark.parametrize("asking", ["cross-site", "same-site"])
def test_a_page_that_another_site_asks_for_tells_nothing_by_its_length(room: Room, asking: str) -> None:
    client = Browser(room, KEEPER).client
    for guess in ("ESC-2026-0001", "ESC-2026-xyz1"):
        answer, _ = sent(client, f"/?q={guess}", **{"sec-fetch-site": asking})
        assert "content-encoding" not in answer.headers
    for own in ("same-origin", "none"):
        assert sent(client, "/", **{"sec-fetch-site": own})[0].headers["content-encoding"] == "gzip"


def test_what_an_etag_names_is_sent_as_it_is_and_still_taken_in_if_match(desk: tuple[Room, str]) -> None:
    room, case = desk
    client = program(room, LEAD)
    answer, body = sent(client, f"/api/cases/{case}")
    assert len(body) > 1000
    assert "content-encoding" not in answer.headers
    headers = {"if-match": answer.headers["etag"]}
    assert client.post(f"/api/cases/{case}/moves/hand-over", json={}, headers=headers).status_code != 412
    assert client.post(f"/api/cases/{case}/moves/hand-over", json={}, headers={"if-match": '"1"'}).status_code == 412


def test_what_programs_ask_for_is_compressed_too(room: Room) -> None:
    client = program(room, KEEPER)
    answer, body = sent(client, "/api/openapi.json")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == sent(client, "/api/openapi.json", "identity")[1]


def test_copies_to_keep_are_whole_and_sheets_are_not_compressed_twice(desk: tuple[Room, str]) -> None:
    room, case = desk
    browser = Browser(room, KEEPER)
    [audit] = re.findall(r'href="(/cases/[^"]+\.csv)"', browser.page(f"/cases/{case}/audit"))
    table, body = sent(browser.client, audit)
    assert table.headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == sent(browser.client, audit, "identity")[1]
    sheet, content = sent(browser.client, "/reports/escalations/file.xlsx?from=2026-04-01&to=2027-03-31")
    assert len(content) > 1000
    assert "content-encoding" not in sheet.headers
    assert load_workbook(io.BytesIO(content)).sheetnames
