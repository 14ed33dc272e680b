"""`duecourse people`: accounts, passwords and posts, from the operator's door. So the very first ones are made."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from access.accounts import add_person, end_post, give_post, known_person, set_active, set_password
from access.documents import person_document, post_document
from access.seeing import must_stand_there
from cli import options
from cli.answering import answer, table
from cli.doors import Door, account
from engine.packs.pack import Pack
from states.days import day_of, parse_day, parse_instant, start_of
from states.refusals import Refused
from store.people import Person, Post


@click.group()
def people() -> None:
    """Who may sign in, and which posts they hold."""


@people.command()
@click.argument("username")
@click.option("--name", required=True, help="The name that others know.")
@click.option("--email", default="", help="Where they are reached.")
@options.database
def add(username: str, name: str, email: str, door: Door, as_json: bool) -> None:
    """A new account with a USERNAME; it needs a password and a post before anybody can sign in to it."""
    _answer_person(add_person(door.store, username, name, email, door.now), door, as_json)


@people.command()
@click.argument("username")
@click.option("--password-file", type=click.Path(), default=None, help="A file with the password in its first line.")
@options.database
def password(username: str, password_file: str | None, door: Door, as_json: bool) -> None:
    """A new password, asked for twice and never shown; all sessions of that person end."""
    person = known_person(door.store, username)
    _answer_person(set_password(door.store, person, _password(password_file)), door, as_json)


@people.command()
@click.argument("username")
@click.option("--role", required=True, help="In which role.")
@click.option("--agency", required=True, help="Of which agency.")
@click.option("--since", default=None, metavar="DAY", help="From this day on, or an instant; else from now.")
@click.option("--until", default=None, metavar="DAY", help="To the end of this day, or until an instant.")
@click.option("--because", default="", help="Why, where a post needs a reason.")
@click.option("--covers", default="", metavar="USERNAME", help="Whose absence it covers.")
@click.option(
    "--only", default="", metavar="'REFERENCE …'", help="References and pathways beyond which nothing is seen."
)
@options.database
def post(
    username: str,
    role: str,
    agency: str,
    since: str | None,
    until: str | None,
    because: str,
    covers: str,
    only: str,
    door: Door,
    as_json: bool,
) -> None:
    """Let somebody hold a post."""
    pack = pack_now(door)
    given = Post(
        id="",
        person=username.strip().lower(),
        role=role,
        agency=agency,
        since=_instant(since) if since else door.now,
        until=_instant(until, timedelta(days=1)) if until else None,
        because=because,
        covers=covers.strip().lower(),
        only=_bounds(only, pack),
        given_by=account(),
    )
    must_stand_there(role, agency, pack)
    _answer_post(give_post(door.store, given, pack.partnership), door, as_json)


@people.command()
@click.argument("post_id")
@options.database
def end(post_id: str, door: Door, as_json: bool) -> None:
    """End a post now, by its id."""
    found = door.store.people.find(Post, id=post_id)
    if not found:
        raise Refused(
            code="unknown-post",
            because=f"There is no post “{post_id[:60]}”.",
            remedy="`duecourse people list` shows every post with its id.",
        )
    _answer_post(end_post(door.store, found[0], door.now), door, as_json)


@people.command()
@click.argument("username")
@options.database
def disable(username: str, door: Door, as_json: bool) -> None:
    """Let nobody in by this account any more; its sessions end."""
    _answer_person(set_active(door.store, known_person(door.store, username), active=False), door, as_json)


@people.command()
@click.argument("username")
@options.database
def enable(username: str, door: Door, as_json: bool) -> None:
    """Let somebody in again."""
    _answer_person(set_active(door.store, known_person(door.store, username), active=True), door, as_json)


@people.command("list")
@options.database
def list_people(door: Door, as_json: bool) -> None:
    """Everybody, with their posts."""
    documents = [person_document(person, door.store, door.now) for person in door.store.people.find(Person)]

    def readable(console: Console) -> None:
        rows = [
            (each["username"], each["name"], "" if each["active"] else "disabled", post["id"], _in_words(post))
            for each in documents
            for post in each["posts"] or [{"id": "", "role": "", "agency": ""}]
        ]
        console.print(table(("User name", "Name", "", "Post", ""), rows))

    answer({"people": documents}, readable, as_json)


def pack_now(door: Door) -> Pack:
    """The pack that a case opened now would take."""
    return door.library.opening(door.store.partnership, day_of(door.now), door.store)


def _instant(text: str, and_so_long: timedelta = timedelta(0)) -> datetime:
    """An instant, or the beginning of a day so long after the one named. Raises: Refused."""
    if "T" in text or ":" in text:
        return parse_instant(text)
    return start_of(parse_day(text) + and_so_long)


def _bounds(only: str, pack: Pack) -> str:
    """References and pathways. Raises: Refused("unknown-bound") for a word that is neither."""
    prefixes = {each.policy.pathway.reference for each in pack.procedures.values()}
    for word in only.split():
        if word not in pack.procedures and word.partition("-")[0] not in prefixes:
            raise Refused(
                code="unknown-bound",
                because=f"“{word[:60]}” is neither a case reference nor a pathway.",
                remedy=f"Use references such as ESC-2026-0001, or pathways: {', '.join(pack.procedures)}.",
            )
    return " ".join(only.split())


def _password(file: str | None) -> str:
    if file is None:
        return str(click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True))
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            code="file-unreadable",
            because=f"{file} cannot be read.",
            remedy="Name a text file that holds the password in its first line.",
        ) from error
    return lines[0] if lines else ""


def _answer_person(person: Person, door: Door, as_json: bool) -> None:
    document = person_document(person, door.store, door.now)
    can = "may sign in" if person.active else "may not sign in"
    answer(document, lambda console: console.print(f"{person.name} ({person.username}) {can}."), as_json)


def _answer_post(post: Post, door: Door, as_json: bool) -> None:
    document = post_document(post, door.now)
    answer(document, lambda console: console.print(f"{post.person}: {_in_words(document)} [{post.id}]"), as_json)


def _in_words(post: dict[str, Any]) -> str:
    ends = f" until {post['until']}" if post.get("until") else ""
    return f"{post['role']} of {post['agency']}{ends}" if post["role"] else "no post"


COMMANDS = (people,)
