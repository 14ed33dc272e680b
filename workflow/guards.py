"""What every command is held to, whatever it does: not the future, somebody who may, words where words are due."""

from typing import Any

from states.days import instant_text
from states.refusals import Refused
from workflow.commands import Actor, Command

OPEN = "open"
"""The one move that every pathway has under this name: the way in."""


def may_act(actor: Actor, roles: tuple[str, ...], what: str) -> None:
    if actor.role not in roles:
        raise Refused(
            code="not-your-move",
            because=f"A {actor.role} may not {what}.",
            remedy=f"It is for {' or '.join(roles)}.",
        )


def not_in_the_future(command: Command) -> None:
    if command.at > command.seen_at:
        raise Refused(
            code="in-the-future",
            because=f"{instant_text(command.at)} has not come yet: it is {instant_text(command.seen_at)}.",
            remedy="Record what has happened, when it has happened.",
        )


def some_words(name: str, text: str) -> None:
    if not text.strip() or "\x00" in text:
        raise Refused(code="missing-answer", because=f"“{name}” is empty.", remedy=f"Say it in words in “{name}”.")


def common_of(command: Command) -> dict[str, Any]:
    return {"at": command.at, "seen_at": command.seen_at, "by": command.by.by}
