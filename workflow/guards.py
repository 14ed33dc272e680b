"""What every command is held to, whatever it does: not the future, somebody who may, words where words are due."""

from collections.abc import Iterable
from typing import Any

from states.case import Case
from states.days import instant_text
from states.facts import AnyFact
from states.refusals import Refused
from workflow.commands import Actor, Command
from workflow.policy import Partnership

OPEN = "open"
"""The one move that every pathway has under this name: the way in."""


def may_act(actor: Actor, roles: tuple[str, ...], what: str, partnership: Partnership) -> None:
    if actor.role not in roles:
        titles = partnership.roles
        raise Refused(
            code="not-your-move",
            because=f"“{titles.get(actor.role, actor.role)}” is no post that may {what}.",
            remedy=f"It is for: {' or '.join(titles.get(role, role) for role in roles)}.",
        )


def may_amend(actor: Actor, fact: AnyFact, roles: tuple[str, ...], what: str, partnership: Partnership) -> None:
    """One of these roles, in the agency that recorded the fact or in the partnership's own: seeing a case is no leave
    to change what others said in it."""
    may_act(actor, roles, what, partnership)
    whose = (fact.by.agency, partnership.own_agency)
    if actor.agency not in whose:
        raise Refused(
            code="not-your-move",
            because=f"{partnership.agencies[actor.agency].title} did not record that, and may not {what} for others.",
            remedy=f"Ask {_titles(whose, partnership)} to do it.",
        )


def may_correct(actor: Actor, fact: AnyFact, partnership: Partnership) -> None:
    """Refuses whoever may not correct a fact."""
    may_amend(actor, fact, partnership.acts.correct, "correct a case's record", partnership)


def may_strike_out(actor: Actor, fact: AnyFact, partnership: Partnership) -> None:
    """Refuses whoever may not strike out what a fact says."""
    may_amend(actor, fact, partnership.acts.strike_out, "strike out a text", partnership)


def of_a_party(actor: Actor, case: Case, partnership: Partnership) -> None:
    """Somebody of an agency that is party to the case."""
    if not case.party_of(actor.agency):
        raise Refused(
            code="not-your-move",
            because=f"{partnership.agencies[actor.agency].title} is no party to this case.",
            remedy=f"It is for {_titles(case.parties.values(), partnership)}.",
        )


def _titles(agencies: Iterable[str], partnership: Partnership) -> str:
    known = partnership.agencies
    return " or ".join(dict.fromkeys(known[name].title for name in agencies if name in known))


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
