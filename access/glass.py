"""Seeing a case beyond one's agency, by its exact reference and for a reason that somebody else looks at afterwards."""

from datetime import datetime, timedelta

from access.visitor import Visitor
from engine.handle import handle
from engine.library import Library
from engine.packs.pack import Pack
from states.refusals import Refused
from store.contract import Store
from store.people import Grant
from workflow.commands import OpenCase


def ask(
    store: Store, library: Library, pack: Pack, visitor: Visitor, reference: str, reason: str, now: datetime, key: str
) -> str:
    """Let a visitor see a case for the hours that the partnership says, if there is one of that reference.

    Opens a case in which the access is looked at, and says its reference; nothing in the answer, or in what is done,
    tells whether there is a case of the reference asked for. Raises: Refused, as opening a case does.
    """
    review = pack.partnership.access.review if pack.partnership.access else None
    if review is None:
        raise Refused(
            code="no-review",
            because="This partnership has not said who looks at such access afterwards.",
            remedy="Ask the business unit.",
        )
    asked = reference.strip().upper()[:40]
    command = OpenCase(
        at=now,
        seen_at=now,
        by=visitor.actor(),
        pathway=review.pathway,
        answers={review.reference: asked, review.because: reason},
    )
    opened = handle(store, library, command, key=key)
    until = now + timedelta(hours=review.hours)
    store.people.put(Grant(asked, visitor.person.username, opened.reference, until))
    return opened.reference
