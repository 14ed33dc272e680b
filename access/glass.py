"""Seeing a case beyond one's agency, by its exact reference and for a reason that somebody else looks at afterwards."""

from datetime import datetime, timedelta

from access.seeing import is_read_only
from access.sessions import hash_of
from access.visitor import Visitor
from engine.handle import handle
from engine.library import Library
from engine.packs.pack import Pack
from states.days import instant_text
from states.refusals import Refused
from store.contract import Store
from store.people import Grant
from workflow.access import Review
from workflow.commands import Actor, OpenCase
from workflow.parties import RAISING_FIELD
from workflow.policy import Partnership


def may_ask(visitor: Visitor, partnership: Partnership) -> bool:
    """Whether a visitor may ask at all: anybody but who only reads, where the partnership says who looks at it."""
    return _review(partnership) is not None and not is_read_only(visitor, partnership)


def ask(
    store: Store, library: Library, pack: Pack, visitor: Visitor, reference: str, reason: str, now: datetime, key: str
) -> str:
    """Let a visitor see a case for the hours that the partnership says, if there is one of that reference now.

    Opens a case in which the access is looked at, and says its reference; nothing in the answer, or in what is done,
    tells whether there is a case of the reference asked for. The same key and words again change nothing.
    Raises: Refused("may-not-ask"), and Refused as opening a case does.
    """
    review = _review(pack.partnership)
    if review is None or not may_ask(visitor, pack.partnership):
        raise Refused(
            code="may-not-ask",
            because="Your post cannot ask to see a case beyond its own.",
            remedy="Ask the partnership's business unit.",
        )
    asked = reference.strip().upper()[:40]
    this = f"see {hash_of(' '.join((key, visitor.person.username, asked, reason)))}"
    answer = _answered(store, this)
    if not answer:
        command = _opening(review, pack.partnership, visitor, asked, reason, now)
        answer = handle(store, library, command, key=this).reference
    if not store.people.find(Grant, person=visitor.person.username, review=answer):
        there = store.case_row(asked) is not None
        until = now + timedelta(hours=review.hours)
        store.people.put(Grant(asked, visitor.person.username, answer, until, there))
    return answer


def _review(partnership: Partnership) -> Review | None:
    return partnership.access.review if partnership.access else None


def _answered(store: Store, key: str) -> str:
    with store.transaction() as unit:
        answer = unit.answer(key)
    return answer.case if answer else ""


def _opening(
    review: Review, partnership: Partnership, visitor: Visitor, asked: str, reason: str, now: datetime
) -> OpenCase:
    person, post, fields = visitor.person, visitor.post, review.fields
    own = post.agency == partnership.own_agency
    answers = {
        fields.reference: asked,
        fields.person: f"{person.name}; {person.username}",
        fields.post: f"{partnership.roles[post.role]}, {partnership.agencies[post.agency].title}",
        fields.because: reason,
        fields.own: "yes" if own else "no",
        fields.until: instant_text(now + timedelta(hours=review.hours)),
    }
    by = Actor(person=person.name, role=review.asks_as, agency=post.agency, account=person.username)
    reviewer = {RAISING_FIELD: review.own_reviewed_by} if own else {}
    return OpenCase(at=now, seen_at=now, by=by, pathway=review.pathway, answers={**answers, **reviewer})
