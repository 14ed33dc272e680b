"""One's own drafts: what was typed and not sent yet, to go on with or to delete."""

from typing import NamedTuple
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from engine import words
from web.forms import drafts as kept
from web.forms.drafts import CALLED, FORM, OPENING, Draft
from web.forms.fields import Form
from web.forms.showing import shown
from web.looking import row_seen
from web.visits import Visit, signed_in
from web.writing import may_write
from workflow.guards import OPEN

TELLING = frozenset({"choice", "agency", "date", "instant", "case"})
"""The types of questions by whose answers drafts are told apart."""

MOST_ANSWERS = 3


class Listed(NamedTuple):
    """A draft as the list shows it; `address` is empty where what it was for is not here any more.

    `answers`: its first ones, by which one is told from another.
    """

    id: str
    title: str
    kept: str
    address: str
    answers: str = ""


def drafts(visit: Visit) -> Response:
    """All of the visitor's drafts."""
    if not may_write(visit):
        raise HTTPException(403)
    found = [_listed(visit, each) for each in kept.mine(visit)]
    return visit.page("drafts.html", drafts=found)


def delete(visit: Visit) -> Response:
    """One draft is forgotten."""
    if not may_write(visit):
        raise HTTPException(403)
    kept.delete(visit, visit.place("draft"))
    return visit.to("/drafts", "discarded")


def _listed(visit: Visit, draft: Draft) -> Listed:
    if draft.about.startswith(OPENING):
        title, address = _opening(visit, draft)
    else:
        title, address = (_form if draft.about.startswith(FORM) else _move)(visit, draft)
    kept_at = words.moment(draft.saved_at) if draft.saved_at else ""
    return Listed(draft.id, title, kept_at, address, "; ".join(_answers(visit, draft, address)))


def _answers(visit: Visit, draft: Draft, address: str) -> list[str]:
    """The first answers of a draft that still leads somewhere: what is chosen, and dates.

    Nothing that was written in one's own words, as a list stands open on a desk; and no yes or no, which says little.
    """
    about, _, move = draft.about.partition(" ")
    if not address or draft.about.startswith(FORM):
        return []
    row = None if draft.about.startswith(OPENING) else row_seen(visit, about)
    procedure = visit.pack.procedures.get(row.pathway if row else move)
    asked = procedure.policy.pathway.moves.get(move if row else OPEN) if procedure else None
    if procedure is None or asked is None:
        return []
    form = Form(procedure.policy.pathway, procedure.policy.partnership, asked.record, draft.typed)
    told = [", ".join(shown(each)) for each in form.fields if each.question.type in TELLING]
    return [each for each in told if each][:MOST_ANSWERS]


def _opening(visit: Visit, draft: Draft) -> tuple[str, str]:
    pathway = draft.about.removeprefix(OPENING)
    procedure = visit.pack.procedures.get(pathway)
    if procedure is None:
        return "A case of a procedure that is no longer in force", ""
    return procedure.policy.pathway.moves[OPEN].title, f"/cases/new/{pathway}/{draft.id}/check"


def _form(visit: Visit, draft: Draft) -> tuple[str, str]:
    """Any other form; one about a case that the visitor may not see any more leads nowhere."""
    path, called = draft.about.removeprefix(FORM), draft.extra.get(CALLED, "A form")
    address = f"{quote(path)}?kept={draft.id}"
    about = path.removeprefix("/cases/").partition("/")[0] if path.startswith("/cases/") else ""
    if not about:
        return called, address
    return f"{called}, {about}", address if row_seen(visit, about) else ""


def _move(visit: Visit, draft: Draft) -> tuple[str, str]:
    reference, _, move = draft.about.partition(" ")
    row = row_seen(visit, reference)
    procedure = visit.pack.procedures.get(row.pathway) if row else None
    title = procedure.policy.pathway.moves[move].title if procedure and move in procedure.policy.pathway.moves else move
    return f"{title}, {reference}", f"/cases/{reference}/moves/{move}?draft={draft.id}" if row else ""


ROUTES = (
    Route("/drafts", signed_in(drafts)),
    Route("/drafts/{draft}/delete", signed_in(delete), methods=["POST"]),
)
