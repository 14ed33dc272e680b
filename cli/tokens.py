"""`duecourse people token` and its kin: a program's keys to the API; a secret is shown once."""

from datetime import datetime, timedelta
from typing import Any

import click

from access import tokens as kept
from access.accounts import known_person
from access.sessions import visitor_of
from cli import options
from cli.answering import answer, table
from cli.doors import Door
from cli.people import people
from engine import time
from states.days import day_of, instant_text, parse_day, start_of
from states.refusals import Refused
from store.people import Person, Token

_SHOWN = 12
"""So many characters of a token's hash name it."""


@people.command()
@click.argument("username")
@click.option("--name", required=True, help="Which program it is for.")
@click.option("--scopes", required=True, help=f"What for, separated by commas: {', '.join(kept.SCOPES)}.")
@click.option("--until", required=True, metavar="DAY", help="To the end of this day.")
@click.option("--post", default="", metavar="POST-ID", help="In which of the person's posts; else the first held.")
@options.database
def token(username: str, name: str, scopes: str, until: str, post: str, door: Door, as_json: bool) -> None:
    """A new key for a program, in a post of somebody; its secret is shown now and never again."""
    person = known_person(door.store, username)
    visitor = visitor_of(door.store, person.username, post, door.now)
    if visitor is None or (post and visitor.post.id != post):
        raise Refused(
            code="no-post",
            because=f"{person.username} does not hold that post now.",
            remedy="Give a post first: `duecourse people post`.",
        )
    partnership = door.library.opening(door.store.partnership, day_of(door.now), door.store).partnership
    chosen = [each.strip() for each in scopes.split(",") if each.strip()]
    ends = start_of(parse_day(until) + timedelta(days=1))
    made = kept.made(door.store, visitor, partnership, name, chosen, ends, time.now())
    document = {**_document(made.token, time.now()), "secret": made.secret}
    answer(document, lambda console: console.print(f"{made.secret}\nIt is shown only now: keep it safe."), as_json)


@people.command()
@click.argument("username", default="", required=False)
@options.database
def tokens(username: str, door: Door, as_json: bool) -> None:
    """The keys of programs: everybody's, or those of a USERNAME."""
    whose = [known_person(door.store, username)] if username else door.store.people.find(Person)
    found = [_document(each, time.now()) for person in whose for each in kept.of_person(door.store, person.username)]
    rows = [(each["id"], each["person"], each["name"], " ".join(each["scopes"]), each["until"]) for each in found]
    columns = ("Token", "Person", "For", "May", "Until")
    answer({"tokens": found}, lambda console: console.print(table(columns, rows)), as_json)


@people.command()
@click.argument("token_id")
@options.database
def revoke(token_id: str, door: Door, as_json: bool) -> None:
    """Let a key open nothing any more, by its id."""
    found = [each for each in door.store.people.find(Token) if each.hash[:_SHOWN] == token_id]
    if len(found) != 1:
        raise Refused(
            code="unknown-token",
            because=f"There is no token “{token_id[:60]}”.",
            remedy="`duecourse people tokens` shows every one with its id.",
        )
    kept.revoke(door.store, found[0])
    document = {"revoked": token_id}
    answer(document, lambda console: console.print(f"{found[0].name} opens nothing any more."), as_json)


def _document(token: Token, wall: datetime) -> dict[str, Any]:
    return {
        "id": token.hash[:_SHOWN],
        "person": token.person,
        "post": token.post,
        "name": token.name,
        "scopes": token.scopes.split(),
        "until": instant_text(token.until),
        "ended": token.until <= wall,
    }


COMMANDS = ()
"""They stand among those of `people`."""
