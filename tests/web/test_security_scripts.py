"""What people type is shown as text wherever it is shown: no script, no picture, no style, no formula."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as replaced
from playwright.sync_api import Dialog
from starlette.testclient import TestClient

from engine.packs.editions import editions, root
from engine.packs.pack import Pack
from engine.packs.reading import load
from engine.stories.notation import Event
from engine.stories.playing import OnePack, enact, let_time_pass
from engine.stories.reading import Story, read_stories
from states.folding import fold
from states.refusals import Refused
from store.people import Person
from tests.web.case_desk import Room
from tests.web.conftest import Visit, serving
from tests.web.form_desk import hidden
from tests.web.watched import LEAD, MANAGER, UNIT, Seen, Watched, filled, routes

MARKUP = (
    "javascript:alert(1)//Zq1<script>alert(1)</script>\"><img src=x onerror=alert(1)>'><svg/onload=alert(1)></textarea>"
    "</title></option><style>*{display:none}</style>{{7*7}}{% raw %}${7*7}<a href=javascript:alert(1)>&lt;b&gt;"
)
FORMULA = '=HYPERLINK("https://elsewhere.example")'
SAME_AS_AT_HOLDING = {"reconvene.safety_plan"}
"""Which no story answers: the question of the move that holds a meeting, in the same form."""

PATHWAYS = ("escalation", "strategy-meeting")


def partnership() -> Pack:
    """The partnership's newest pack."""
    return load([each for each in editions(root()) if each.partnership == "halton"][-1])


def stories() -> list[Story]:
    """Every story of the two procedures; between them they make every move."""
    found = [read_stories(each.path)[0] for each in editions(root()) if each.partnership == "halton"][-1]
    return [story for story in found if story.pathway in PATHWAYS]


def poisoned(event: Event, pack: Pack, pathway: str, text: str) -> tuple[Event, set[str]]:
    """An entry of a story in which every text, name and note that somebody types is `text`; the fields it is in."""
    move = pack.procedures[pathway].policy.pathway.moves.get(event.move)
    questions = move.record if move else {}
    record = dict(event.record)
    fields = set()
    for name, question in questions.items():
        if question.type in ("text", "person"):
            record[name] = text
            fields.add(f"{event.move}.{name}")
        elif name in record and question.type in ("attendance", "actions"):
            rows = record[name]
            record[name] = [_row(row, text) for row in (json.loads(rows) if isinstance(rows, str) else rows)]
            fields.add(f"{event.move}.{name}")
    more: dict[str, Any] = {"record": record, "person": text}
    for act in ("reason", "acknowledge", "correct", "strike_out"):
        said = getattr(event, act)
        if said is not None:
            texts = {name: text for name in ("text", "note", "because", "authoriser") if hasattr(said, name)}
            about = pack.procedures[pathway].policy.pathway.moves.get(getattr(said, "move", ""))
            asked = about.record.get(said.field) if about else None
            if act == "correct" and asked is not None and asked.type in ("text", "person"):
                texts["value"] = text
            more[act] = said.model_copy(update=texts)
            fields |= {f"{act}.{name}" for name in texts}
    return event.model_copy(update=more), fields


def _row(row: Any, text: str) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {name: text if name in ("what", "owner", "person", "reason") else value for name, value in row.items()}


def played(room: Room, pack: Pack, story: Story, text: str) -> tuple[str, set[str]]:
    """The case of a story that was told with `text`, and the fields that took it."""
    case, taken = "", set[str]()
    for event in story.events:
        told, fields = poisoned(event, pack, story.pathway, text)
        let_time_pass(room.store, room.library, event.on)
        room.now = event.on
        try:
            handled = enact(room.store, room.library, told, story.pathway, case)
        except Refused:
            continue
        case = handled.reference if handled else case
        taken |= fields
    return case, taken


def pages_of(room: Room, case: str) -> Iterator[tuple[str, str]]:
    """Every page on which something of a case may be read, with the forms of every move."""
    browser = room.browser(MANAGER)
    folded = fold(room.store.history(case))
    last = len(room.store.history(case))
    addresses = [
        *(
            f"/cases/{case}{page}"
            for page in ("", "?events=all", "?history=all", "/audit", "/known", "/tasks", "/opened")
        ),
        *(f"/cases/{case}/replay?at={at}" for at in {1, last // 2, last}),
        *set(re.findall(rf'href="(/cases/{case}/moves/[^"]+)"', browser.page(f"/cases/{case}"))),
        *(f"/cases/{case}/clocks/{clock}/reason" for clock in list(folded.clocks)[:2]),
        *(f"/cases/{case}/alerts/{row.key}" for row in room.store.alert_rows(case=case)[:2]),
        *(f"/cases/{case}/facts/{n}/correct/at" for n in (1, last)),
        f"/cases/{case}/child",
        "/",
        "/cases",
        "/alerts",
        "/alerts?show=acknowledged",
        "/drafts",
        "/reports",
        "/people/views",
        *(f"/reports/{PATHWAYS[0]}s{page}" for page in ("", "/print", "/file.html")),
    ]
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code < 500, address
        yield address, answer.text


def test_whatever_is_typed_into_any_field_of_any_move_is_text_on_every_page(tmp_path: Path) -> None:
    pack = partnership()
    wanted = {
        f"{move}.{name}"
        for pathway in PATHWAYS
        for move, asked in pack.procedures[pathway].policy.pathway.moves.items()
        for name, each in asked.record.items()
        if each.type in ("text", "person", "attendance", "actions")
    }
    reached, read = set[str](), 0
    room = Room(tmp_path, OnePack(pack), "halton")
    for place, story in enumerate(stories()):
        case, taken = played(room, pack, story, MARKUP)
        new, reached = taken - reached, reached | taken
        if not new and place:
            continue
        shown = False
        for address, html in pages_of(room, case):
            seen = Seen(html)
            assert seen.dangers == [], (address, seen.dangers)
            shown = shown or MARKUP in seen.text
            read += 1
        assert shown, story.name
    assert len(wanted) > 120
    assert wanted - reached <= SAME_AS_AT_HOLDING
    assert read > 200


def asked_for() -> set[str]:
    """Every word of a query that any page looks at."""
    found = {word for path in Path("web").rglob("*.py") for word in re.findall(r"asked\(\"(\w+)\"", path.read_text())}
    assert len(found) > 12
    return found


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(Path(tmp_path_factory.mktemp("watched")))


@pytest.mark.parametrize("text", [MARKUP, "//elsewhere.example/"], ids=["markup", "elsewhere"])
def test_whatever_stands_in_a_query_is_text_on_every_page(watched: Watched, text: str) -> None:
    walked = 0
    words = sorted(asked_for())
    for who in ("", LEAD, MANAGER):
        browser = watched.browser(who)
        for method, address in routes(watched.app):
            if method != "GET" or address.startswith("/api/"):
                continue
            there = filled(address, watched.places(watched.case))
            queries = (
                [dict.fromkeys(words, text), *(dict.fromkeys(words[place::5], text) for place in range(5))]
                if (who, text) == (LEAD, MARKUP)
                else [dict.fromkeys(words, text)]
            )
            for query in queries:
                answer = browser.get(there, params=query)
                assert answer.status_code < 500 or address == "/sign-in/with", (address, query, answer.status_code)
                if answer.headers.get("content-type", "").startswith("text/html"):
                    assert Seen(answer.text).dangers == [], (address, query)
                assert not answer.headers.get("location", "/").lower().startswith(("//", "http", "java")), address
                walked += 1
    assert walked > 100


def test_whatever_is_typed_into_any_input_of_any_form_comes_back_as_text(watched: Watched) -> None:
    walked = 0
    for who in (LEAD, UNIT, MANAGER):
        browser = watched.browser(who)
        for method, address in routes(watched.app):
            if method != "POST" or address.startswith(("/api/", "/sign-", "/account/sign-", "/people/{person}")):
                continue
            there = filled(address, watched.places(watched.case))
            shown = browser.get(there)
            if shown.status_code != 200 or "<form" not in shown.text:
                continue
            inputs = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', shown.text))
            kept = {name: value for name, value in hidden(shown.text).items() if name in ("form_token", "version")}
            answer = browser.post(there, data={**dict.fromkeys(inputs, MARKUP), **kept})
            assert answer.status_code < 500, (address, answer.status_code)
            if answer.status_code == 303:
                answer = browser.get(answer.headers["location"])
            assert Seen(answer.text).dangers == [], address
            walked += len(inputs)
    assert walked > 100


def test_every_move_shows_what_was_mistyped_as_text(watched: Watched) -> None:
    walked = 0
    for who in (LEAD, "practitioner of school-a", "line-manager of social-care", MANAGER):
        browser = watched.browser(who)
        for move in watched.site.pack().procedures["escalation"].policy.pathway.moves:
            address = f"/cases/{watched.case}/moves/{move}"
            shown = browser.get(address).text
            inputs = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', shown))
            kept = {name: value for name, value in hidden(shown).items() if name in ("form_token", "version", "key")}
            if not kept:
                continue
            answer = browser.post(address, data={**dict.fromkeys(inputs, MARKUP), **kept})
            assert answer.status_code in (200, 303, 403, 409, 422), (address, answer.status_code)
            assert Seen(answer.text).dangers == [], address
            walked += len(inputs)
    assert walked > 40


def test_names_of_people_are_text_wherever_they_stand_and_stand_in_no_address_or_title(watched: Watched) -> None:
    lead = watched.browser(LEAD, MARKUP)
    manager = watched.browser(MANAGER)
    lead.get(f"/cases/{watched.case}")
    pages = [lead.get(page) for page in ("/", f"/cases/{watched.case}", "/account", "/sign-in")]
    people = manager.get("/people")
    ways = set(re.findall(r'href="(/people/[0-9a-f]+)"', people.text))
    assert len(ways) > 3
    pages += [people, manager.get("/people/views"), manager.get(f"/cases/{watched.case}/audit")]
    pages += [manager.get(f"{way}{page}") for way in ways for page in ("", "/password", "/active", "/posts/new")]
    for page in pages:
        assert Seen(page.text).dangers == []
        assert "Zq1" not in re.findall(r"<title>(.*?)</title>", page.text, re.DOTALL)[0]
        assert "Zq1" not in str(page.url)
    assert sum("Zq1" in page.text for page in pages) > 5


def cells(browser: TestClient, address: str) -> list[str]:
    """Every cell of a file for a spreadsheet."""
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["content-type"].startswith("text/csv")
    return [cell for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))) for cell in row]


@pytest.mark.parametrize("text", [FORMULA, "-1+1", "\n@SUM(A1)", "  =1+1", "＝1+1"])
def test_no_cell_of_a_file_can_be_taken_for_a_formula(tmp_path: Path, text: str) -> None:
    pack = partnership()
    room = Room(tmp_path, OnePack(pack), "halton")
    for story in stories()[:1]:
        case, _ = played(room, pack, story, text + " words")
        browser = room.browser(MANAGER).client
        manager = next(each for each in room.store.people.find(Person))
        room.store.people.put(replaced(manager, name=text))
        for address in (
            f"/cases/{case}/audit.csv",
            *(f"/reports/{name}/file.csv" for name in pack.partnership.reports),
        ):
            for cell in cells(browser, address):
                assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n")), (address, cell)
                assert not cell.lstrip(" \n\t\r").startswith(("=", "@", "＝", "＋", "＠")), (address, cell)
                assert not cell.startswith("-") or cell.lstrip("-").replace(".", "").isdigit(), (address, cell)


def test_a_real_browser_runs_nothing_of_what_people_typed(tmp_path: Path, visit: Visit) -> None:
    pack = partnership()
    room = Room(tmp_path, OnePack(pack), "halton")
    case, _ = played(room, pack, max(stories(), key=lambda each: len(each.events)), MARKUP)
    secret = room.browser(MANAGER).client.cookies["duecourse"]
    room.store.close()
    (tmp_path / "room.db.key").write_bytes((tmp_path / "room.key").read_bytes())
    with serving(tmp_path / "room.db") as (address, _):
        page = visit(address + "/help")
        page.context.add_cookies([{"name": "duecourse", "value": secret, "url": address}])
        dialogs: list[str] = []

        def said(dialog: Dialog) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", said)
        page.on("request", lambda asked: dialogs.extend([asked.url] * asked.url.endswith("/x")))
        for there in ("", "?events=all", "/audit", "/replay", "/replay?at=2", "/known", "/tasks", f"?q={MARKUP}"):
            page.goto(f"{address}/cases/{case}{there}")
            assert page.locator("h1").is_visible(), there
        for there in (
            "/",
            f"/cases?q={MARKUP}",
            "/alerts",
            "/people/views",
            f"/reports/escalations?from={MARKUP}",
            f"/sign-in?next={MARKUP}",
        ):
            page.goto(address + there)
            assert page.locator("h1").is_visible(), there
        assert dialogs == []
        complaints = [said for said in page.complaints if "422" not in said]  # type: ignore[attr-defined]  # the visit adds it
        assert complaints == []


def test_a_page_that_would_run_what_people_typed_is_found_out() -> None:
    found = Seen(f"<p>{MARKUP}</p><a href='{MARKUP.partition('<')[0]}'>")
    assert {"img onerror", "svg onload"} <= set(found.dangers)
    assert [each for each in found.dangers if each.startswith("a href=javascript:")]
    assert Seen("<link rel=x href=//elsewhere.example/><iframe><meta http-equiv=refresh>").dangers != []
