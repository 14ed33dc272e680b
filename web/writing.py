"""Whether a visitor writes at all: whoever only reads is offered no form, and sends none."""

from collections.abc import Callable

from starlette.exceptions import HTTPException

from access.seeing import is_read_only
from states.facts import AnyFact
from states.refusals import Refused
from web.looking import Looked
from web.visits import Visit
from workflow.commands import Actor
from workflow.guards import of_a_party
from workflow.policy import Partnership

Amends = Callable[[Actor, AnyFact, Partnership], None]
"""Refuses whoever may not amend a fact in some way."""


def may_write(visit: Visit) -> bool:
    """Whether the visitor's post may record anything at all."""
    return not is_read_only(visit.who, visit.pack.partnership)


def must_write(visit: Visit) -> None:
    """Raises: HTTPException 403 for a post that only reads."""
    if not may_write(visit):
        raise HTTPException(403)


def takes_part(looked: Looked, visit: Visit) -> bool:
    """Whether the visitor's post is of an agency that is party to the case, and may write: whoever only looks adds
    nothing to what others recorded."""
    try:
        of_a_party(visit.who.actor(), looked.case, looked.procedure.policy.partnership)
    except Refused:
        return False
    return may_write(visit)


def amendable(amends: Amends, looked: Looked, visit: Visit) -> frozenset[int]:
    """The numbers of the facts of a case that the visitor's post may amend in this way."""
    if not may_write(visit):
        return frozenset()
    return frozenset(n for n, fact in enumerate(looked.history, 1) if _passes(amends, looked, fact, visit))


def _passes(amends: Amends, looked: Looked, fact: AnyFact, visit: Visit) -> bool:
    try:
        amends(visit.who.actor(), fact, looked.procedure.policy.partnership)
    except Refused:
        return False
    return True
