"""What was typed is not lost when the session ran out meanwhile: it is kept as a draft of the person whose it was."""

from dataclasses import replace
from datetime import timedelta

from access.sessions import hash_of
from store.people import Session
from web.form_tokens import SHAPE
from web.forms.drafts import OPENING, Draft, find_for, keep_for
from web.forms.typed import typed_of
from web.visits import Visit, carries_token

A_WHILE = timedelta(days=1)
"""How long after its end a session still tells whose text it was."""


def owner_of(visit: Visit) -> str:
    """Who typed it: the visitor, else the person whose session ran out not long ago; empty where nobody can be told.

    Nothing is kept of a form that no page of ours can have made.
    """
    sent = visit.given("form_token")
    if visit.visitor is not None:
        return visit.visitor.person.username if SHAPE.fullmatch(sent) else ""
    if not carries_token(visit):
        return ""
    found = visit.site.store.people.find(Session, hash=hash_of(visit.token))
    ended = [each for each in found if each.until + A_WHILE > visit.site.wall()]
    return ended[0].person if ended else ""


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
