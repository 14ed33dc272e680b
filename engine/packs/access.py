"""Who sees and does what beyond the cases of their agency: names that lead nowhere, reviews that cannot begin."""

from collections.abc import Iterator

from engine.packs.own import Own
from engine.packs.routes import OPEN
from engine.packs.yaml import Fault, Path_
from workflow.access import Access, Review
from workflow.parties import PARTNERSHIP, RAISING_FIELD
from workflow.pathways import Pathway
from workflow.questions import FieldType

_REVIEW = ("access", "review")
_TYPES: dict[str, tuple[FieldType, ...]] = {
    "reference": ("case", "text"),
    "person": ("person", "text"),
    "post": ("text",),
    "because": ("text",),
    "own": ("yes_no",),
    "until": ("instant",),
}
"""Of what type the fields are in which a review is told what it is about; the first is the best."""


def access_faults(own: Own) -> Iterator[Fault]:
    """Everything wrong under `access`."""
    access = own.partnership.access
    if access is None:
        return
    for key in ("sees_everything", "audits", "administers", "child_report"):
        yield from own.roles(("access", key), getattr(access, key))
    yield from _administers(own, access)
    if access.fallback is not None:
        path = ("access", "fallback")
        yield from own.unknown((*path, "role"), "role", access.fallback.role, own.partnership.roles)
        yield from own.unknown((*path, "agency"), "agency", access.fallback.agency, own.partnership.agencies)
    if access.review is not None:
        yield from _review(own, access.review)


def _administers(own: Own, access: Access) -> Iterator[Fault]:
    if not access.administers:
        because = "Nobody may keep the people and their posts, so nobody could ever be given or lose one."
        remedy = "Name in `administers` a role of the partnership's own agency."
        yield own.fault(("access", "administers"), "nobody-administers", because, remedy)
    for place, role in enumerate(access.administers):
        if role in access.audits:
            because = f"“{role}” audits, and so changes nothing; it could not keep people and posts."
            remedy = "Leave it in one of `audits` and `administers`."
            yield own.fault(("access", "administers", str(place)), "audits-and-administers", because, remedy)


def _review(own: Own, review: Review) -> Iterator[Fault]:
    partnership = own.partnership
    yield from own.pathway((*_REVIEW, "pathway"), review.pathway)
    yield from own.unknown((*_REVIEW, "asks_as"), "role", review.asks_as, partnership.roles)
    reviewer = (*_REVIEW, "own_reviewed_by")
    yield from own.unknown(reviewer, "agency", review.own_reviewed_by, partnership.agencies)
    if review.own_reviewed_by == partnership.own_agency:
        because = "The partnership's own agency would review what it asked for itself."
        yield own.fault(reviewer, "reviews-itself", because, "Name another agency.")
    pathway = own.read_pathway(review.pathway)
    if pathway is not None and OPEN in pathway.moves:
        fields = list(_fields(own, review, pathway))
        yield from fields or _opens(own, review, pathway)
        yield from _asks(own, review, pathway, (*_REVIEW, "asks_as"))


def _fields(own: Own, review: Review, pathway: Pathway) -> Iterator[Fault]:
    """The fields by which a review is opened, each asked by its opening and of a type that can say it."""
    asked = pathway.moves[OPEN].record
    for key, types in _TYPES.items():
        field, path = getattr(review.fields, key), (*_REVIEW, "fields", key)
        if field not in asked:
            fitting = [name for name, question in asked.items() if question.type in types]
            where = f" that opening {review.pathway} asks"
            yield from own.unknown(path, "field", field, fitting, where)
        elif asked[field].type not in types:
            because = f"“{field}” is of the type {asked[field].type}, which cannot say the {_MEANS[key]}."
            remedy = f"Name a field of the type {' or '.join(types)}."
            yield own.fault(path, "wrong-type", because, remedy)
        elif key == "until" and not asked[field].may_be_future:
            because = f"“{field}” takes no instant to come, and seeing ends after it was asked for."
            remedy = f"Write `may_be_future: yes` in “{field}”."
            yield own.fault(path, "wrong-type", because, remedy)


_MEANS = {
    "reference": "case that was asked for",
    "person": "person who asks",
    "post": "post of who asks",
    "because": "reason",
    "own": "agency's being the partnership's own",
    "until": "instant when seeing ends",
}


def _opens(own: Own, review: Review, pathway: Pathway) -> Iterator[Fault]:
    """What would refuse every review: a question that it has no answer to, or none of the agency that reviews."""
    opening = pathway.moves[OPEN]
    answered = {*(getattr(review.fields, key) for key in _TYPES), *opening.sets}
    for field, question in opening.record.items():
        if question.required and field not in answered:
            because = f"Opening {review.pathway} requires “{field}”, which asking to see a case does not answer."
            remedy = f"Leave `required` out of “{field}” there, or name it under `fields`."
            yield own.fault((*_REVIEW, "pathway"), "review-cannot-open", because, remedy)
    if RAISING_FIELD not in opening.record:
        because = f"Opening {review.pathway} does not ask for {RAISING_FIELD}, so no other agency could review."
        remedy = f"Ask for {RAISING_FIELD} (type agency) there."
        yield own.fault((*_REVIEW, "pathway"), "review-cannot-open", because, remedy)


def _asks(own: Own, review: Review, pathway: Pathway, path: Path_) -> Iterator[Fault]:
    """A role that may not open a review as anybody who asks: of another agency, and of the partnership's own."""
    parties = {who.party for who in pathway.moves[OPEN].who if who.role == review.asks_as}
    for party in ("raising", PARTNERSHIP):
        if party not in parties and review.asks_as in own.partnership.roles:
            because = f"“{review.asks_as}” may not open {review.pathway} as the party {party}."
            remedy = f"Add {{role: {review.asks_as}, party: {party}}} to the `who` of its move {OPEN}."
            yield own.fault(path, "review-cannot-open", because, remedy)
