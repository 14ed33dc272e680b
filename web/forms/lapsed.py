"""What was typed is not lost when the session ran out meanwhile: it is kept as a draft of the person whose it was."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from access.sessions import lately
from web.form_tokens import SHAPE
from web.forms.drafts import CALLED, FORM, OPENING, Draft, delete, find, find_for, keep_for
from web.forms.typed import typed_of
from web.visits import Handler, Lapsed, Visit, carries_token, signed_in

DONE = 303
"""How a form answers that is done with: on to another page."""


def owner_of(visit: Visit) -> str:
    """Who typed it: the visitor, else the person whose session ran out not long ago; empty where nobody can be told.

    Nothing is kept of a form that no page of ours can have made.
    """
    sent = visit.given("form_token")
    if visit.visitor is not None:
        return visit.visitor.person.username if SHAPE.fullmatch(sent) else ""
    return lately(visit.site.store, visit.token, visit.site.wall()) if carries_token(visit) else ""


def keeping(handler: Handler, called: str) -> Callable[[Request], Any]:
    """A page with one form, for people who are signed in: sent too late, it is shown again as it was typed.

    `called`: what the form is called among the drafts. Never for a form with a password in it.
    """
    return signed_in(_as_typed(handler), _keep_form(called))


def _keep_form(called: str) -> Lapsed:
    def keep(visit: Visit) -> str:
        owner, path = owner_of(visit), visit.request.url.path
        typed = typed_of(visit.form.multi_items())
        if not owner or not any(value.strip() for values in typed.values() for value in values):
            return ""
        before = find_for(visit, owner, visit.asked("kept"), FORM + path)
        draft = Draft(FORM + path, typed, before.id if before else "", {CALLED: called})
        return f"{quote(path)}?kept={keep_for(visit, owner, draft)}"

    return keep


def _form_of(draft: Draft) -> FormData:
    typed: list[tuple[str, str | UploadFile]] = []
    for name, values in draft.typed.items():
        typed += [(name, value) for value in values]
    return FormData(typed)


def _as_typed(handler: Handler) -> Handler:
    """The page with what was kept of its form. Once the form is done with, nothing of it is kept any more."""

    def answered(visit: Visit) -> Response:
        draft = find(visit, visit.asked("kept"), FORM + visit.request.url.path) if visit.asked("kept") else None
        if draft is None:
            return handler(visit)
        if not visit.posted:
            return handler(replace(visit, form=_form_of(draft)))
        answer = handler(visit)
        if answer.status_code == DONE:
            delete(visit, draft.id)
        return answer

    return answered


def keep_move(visit: Visit) -> str:
    """A move's form that was sent too late: kept, and where it goes on; empty where it could not be kept."""
    owner = owner_of(visit)
    typed = typed_of(visit.form.multi_items())
    if not owner or not typed:
        return ""
    case, move = visit.place("case"), visit.place("move")
    return f"/cases/{case}/moves/{move}?draft={keep_for(visit, owner, Draft(f'{case} {move}', typed))}"


def keep_opening(visit: Visit) -> str:
    """The same for a page of an opening; what was kept of the pages before it stays."""
    owner = owner_of(visit)
    pathway = visit.place("pathway")
    places = visit.request.path_params
    before = find_for(visit, owner, places.get("draft", ""), OPENING + pathway) if owner else None
    if not owner or (before is None and "draft" in places):
        return ""
    link = {name: visit.asked(name) for name in ("link", "relation") if visit.asked("link")}
    draft = before or Draft(OPENING + pathway, {}, extra=link)
    typed = {**draft.typed, **typed_of(visit.form.multi_items())}
    kept = keep_for(visit, owner, replace(draft, typed=typed))
    return f"/cases/new/{pathway}/{kept}/{places.get('part', 'check')}"
