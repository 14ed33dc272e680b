"""Linking a case to an older one."""

from typing import NamedTuple

from starlette.responses import Response
from starlette.routing import Route

from engine.handle import unknown_case
from states.refusals import Refused
from web.changing import CaseForm, one_of, some_words
from web.forms.lapsed import keeping
from web.looking import Looked, look, row_seen
from web.rendering import said
from web.visits import Visit
from web.writing import must_write
from workflow.commands import LinkCase
from workflow.guards import of_a_party


class Link(NamedTuple):
    """Another case, and how this one has to do with it, or it with this one."""

    reference: str
    relation: str
    title: str


def links_of(looked: Looked, visit: Visit) -> tuple[list[Link], list[Link]]:
    """The older cases that this one names, and the newer ones that name it; only those that the visitor may see."""
    store = visit.site.store
    older = [Link(row.to, row.relation, "") for row in store.link_rows(case=looked.reference)]
    newer = [Link(row.case, row.relation, "") for row in store.link_rows(to=looked.reference)]
    return _seen(older, looked, visit), _seen(newer, looked, visit)


def _seen(links: list[Link], looked: Looked, visit: Visit) -> list[Link]:
    relations = looked.procedure.policy.partnership.relations
    found = []
    for link in links:
        row = row_seen(visit, link.reference)
        if row is not None:
            pathway = visit.pack.procedures.get(row.pathway)
            title = pathway.policy.pathway.title if pathway else said(row.pathway)
            found.append(Link(link.reference, relations.get(link.relation, said(link.relation)), title))
    return found


def new(visit: Visit) -> Response:
    """The form that links a case to an older one that the visitor may see too."""
    looked = look(visit, "linking cases")
    must_write(visit)
    partnership = looked.procedure.policy.partnership
    try:
        of_a_party(visit.who.actor(), looked.case, partnership)
    except Refused as refused:
        return visit.refused(refused, 403)
    relations = partnership.relations
    older = visit.given("older").upper()
    errors = {
        **some_words(visit, {"older": "Enter the reference of the older case, such as ESC-2026-0001"}),
        **one_of(visit, "relation", relations, "Choose how this case has to do with the other"),
    }
    if visit.posted and "older" not in errors and row_seen(visit, older) is None:
        errors = {"older": unknown_case(older).because, **errors}

    def command() -> LinkCase:
        now = visit.site.now()
        return LinkCase(older=older, relation=visit.given("relation"), at=now, seen_at=now, by=visit.who.actor())

    context = {"relations": relations}
    return CaseForm(visit, looked, "link-new.html", "linked", f"/cases/{looked.reference}", context).answer(
        command, errors
    )


ROUTES = (Route("/cases/{case}/links/new", keeping(new, "Link to an older case"), methods=["GET", "POST"]),)
