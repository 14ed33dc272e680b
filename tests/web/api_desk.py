"""Programs at a desk: a client of the API that carries a token of somebody's post."""

from datetime import timedelta

from starlette.testclient import TestClient

from access import tokens
from access.sessions import visitor_of
from tests.web.case_desk import Room
from tests.web.people import secret_of

EVERYTHING = "read write report"


def token_of(room: Room, who: str, scopes: str = EVERYTHING) -> tokens.Made:
    """A token of somebody in this post: "line-manager of school-a"."""
    partnership = room.site.pack().partnership
    secret_of(who, room.store, partnership, room.now)
    visitor = visitor_of(room.store, who.replace(" of ", "."), "", room.now)
    assert visitor is not None
    wall = room.site.wall()
    return tokens.made(room.store, visitor, partnership, "a program", scopes.split(), wall + timedelta(days=90), wall)


def program(room: Room, who: str, scopes: str = EVERYTHING) -> TestClient:
    """A program with a token of its own."""
    secret = token_of(room, who, scopes).secret
    return TestClient(room.app, headers={"authorization": f"Bearer {secret}"}, raise_server_exceptions=False)


def stranger(room: Room) -> TestClient:
    """A program without a token."""
    return TestClient(room.app, raise_server_exceptions=False)
