"""Tokens: what opens the API, to whom, for what, and until when."""

from datetime import timedelta
from pathlib import Path

import pytest

from access import tokens
from access.accounts import end_post, known_person, set_active
from access.sessions import visitor_of
from states.refusals import Refused
from store.people import Post
from tests.web.api_desk import program, stranger, token_of
from tests.web.case_desk import Room, escalations
from tests.web.people import secret_of
from tests.web.test_api import LEAD, NO_RISK, TEACHER, problem
from web.site import Site

AUDITOR = "auditor of partnership"


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Room, str]:
    return escalations(tmp_path)


def test_without_a_token_every_known_address_asks_for_one(desk: tuple[Room, str]) -> None:
    room, case = desk
    client = stranger(room)
    for path, operations in client.get("/api/openapi.json").json()["paths"].items():
        for method in operations:
            answer = client.request(
                method, "/api" + path.format(case=case, move="m", alert="a", pathway="p", name="n", edition="e")
            )
            problem(answer, 401, "no-token")
            assert answer.headers["www-authenticate"] == 'Bearer realm="duecourse"'


@pytest.mark.parametrize("said", ["Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "bearer é", "Bearer a b"])
def test_what_is_no_token_opens_nothing(desk: tuple[Room, str], said: str) -> None:
    answer = stranger(desk[0]).get("/api/me", headers={b"authorization": said.encode("latin-1")})
    problem(answer, 401, "no-token")


def test_a_browser_s_session_opens_nothing_here(desk: tuple[Room, str]) -> None:
    room, case = desk
    secret = secret_of(LEAD, room.store, room.site.pack().partnership, room.now)
    cookie = {"cookie": f"duecourse={secret}", "sec-fetch-site": "same-origin"}
    problem(stranger(room).get(f"/api/cases/{case}", headers=cookie), 401, "no-token")
    problem(stranger(room).get("/api/me", headers={"authorization": f"Bearer {secret}"}), 401, "no-token")


def test_a_token_says_whom_it_stands_for(desk: tuple[Room, str]) -> None:
    me = program(desk[0], LEAD, "read report").get("/api/me").json()
    assert me["post"] == {"role": "line-manager", "agency": "school-a"}
    assert (me["token"]["scopes"], me["training"], me["reads_only"]) == (["read", "report"], True, False)


def test_a_token_is_for_its_scopes_only(desk: tuple[Room, str]) -> None:
    room, case = desk
    asked = {
        "read": ("GET", f"/api/cases/{case}"),
        "write": ("POST", f"/api/cases/{case}/moves/hand-over"),
        "report": ("GET", "/api/reports"),
    }
    for scope in asked:
        client = program(room, TEACHER, scope)
        for needed, (method, address) in asked.items():
            answer = client.request(method, address, json=NO_RISK if method == "POST" else None)
            if needed == scope:
                assert answer.status_code == 200, address
            else:
                problem(answer, 403, "scope-missing")
                assert f'error="insufficient_scope", scope="{needed}"' in answer.headers["www-authenticate"]


def test_a_token_ends_on_its_day_is_revoked_at_once_and_goes_with_its_post_and_its_person(
    desk: tuple[Room, str],
) -> None:
    room, _ = desk
    made = token_of(room, LEAD)
    store, wall, secret = room.store, room.site.wall(), made.secret

    def opens(days: int = 0) -> bool:
        return tokens.by_secret(store, secret, wall + timedelta(days=days), room.now) is not None

    assert opens()
    assert opens(days=89)
    assert not opens(days=91)
    person = known_person(store, made.token.person)
    set_active(store, person, active=False)
    assert not opens()
    set_active(store, person, active=True)
    assert opens()
    [post] = store.people.find(Post, person=person.username)
    end_post(store, post, room.now)
    assert not opens()
    store.people.put(post)
    tokens.revoke(store, made.token)
    assert not opens()
    assert tokens.of_person(store, person.username) == []


def test_an_auditor_reads_and_writes_nothing_whatever_the_token_says(desk: tuple[Room, str]) -> None:
    room, case = desk
    partnership = room.site.pack().partnership
    secret_of(AUDITOR, room.store, partnership, room.now)
    visitor = visitor_of(room.store, "auditor.partnership", "", room.now)
    assert visitor is not None
    until = room.site.wall() + timedelta(days=1)
    with pytest.raises(Refused, match="only reads"):
        tokens.made(room.store, visitor, partnership, "a", ["write"], until, room.site.wall())
    teacher = token_of(room, TEACHER)
    room.store.people.put(
        type(teacher.token)(
            hash=teacher.token.hash,
            name="altered",
            person=visitor.person.username,
            post=visitor.post.id,
            scopes="read write",
            created_at=teacher.token.created_at,
            until=teacher.token.until,
        )
    )
    client = stranger(room)
    client.headers["authorization"] = f"Bearer {teacher.secret}"
    assert client.get(f"/api/cases/{case}").status_code == 200
    assert client.get("/api/me").json()["reads_only"] is True
    problem(client.post(f"/api/cases/{case}/moves/hand-over", json=NO_RISK), 403, "read-only")
    problem(client.post("/api/cases", json={"pathway": "escalation", "answers": {}}), 403, "read-only")


@pytest.mark.parametrize(
    ("name", "scopes", "days", "code"),
    [
        ("", "read", 1, "no-name"),
        ("\x00", "read", 1, "no-name"),
        ("a", "", 1, "unknown-scope"),
        ("a", "read admin", 1, "unknown-scope"),
        ("a", "read", 0, "token-unbounded"),
        ("a", "read", 367, "token-unbounded"),
    ],
)
def test_a_token_has_a_name_a_use_and_an_end(
    desk: tuple[Room, str], name: str, scopes: str, days: int, code: str
) -> None:
    site: Site = desk[0].site
    token_of(desk[0], LEAD)
    visitor = visitor_of(site.store, "line-manager.school-a", "", site.now())
    assert visitor is not None
    wall = site.wall()
    until = wall + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        tokens.made(site.store, visitor, site.pack().partnership, name, scopes.split(), until, wall)
    assert refused.value.code == code
