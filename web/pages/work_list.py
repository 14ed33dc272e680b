"""The work list, and finding a case: one list, its filters always open, the earliest deadline first."""

from starlette.responses import Response
from starlette.routing import Route

from access.seeing import is_read_only, may, may_make
from access.vacancies import vacant_posts
from store.people import Draft
from web.lists import asked_of, listed
from web.visits import Visit, signed_in


def work_list(visit: Visit) -> Response:
    """What is open and due, for whoever is signed in."""
    return _list(visit, "/", "Work list", "")


def find(visit: Visit) -> Response:
    """Any case that the visitor may see, closed ones too; an exact reference leads straight to it."""
    return _list(visit, "/cases", "Find a case", "all")


def _list(visit: Visit, action: str, heading: str, status: str) -> Response:
    asked = asked_of(visit, status)
    shown = listed(visit, action, asked)
    if shown["beyond"]:
        return visit.to(asked.address(action))
    partnership = visit.pack.partnership
    home = action == "/"
    return visit.page(
        "work-list.html",
        heading=heading,
        list=shown,
        may_open=home and may_open_any(visit),
        drafts=len(visit.site.store.people.find(Draft, person=visit.who.person.username)) if home else 0,
        vacant=len(vacant_posts(visit.site.store, visit.site.now()))
        if home and may(visit.who, partnership, "administers")
        else 0,
    )


def may_open_any(visit: Visit) -> bool:
    """Whether there is a procedure that the visitor's post may open."""
    partnership = visit.pack.partnership
    if is_read_only(visit.who, partnership):
        return False
    procedures = visit.pack.procedures.values()
    return any(may_make(visit.who, each.policy.pathway.moves["open"], None, partnership) for each in procedures)


ROUTES = (Route("/", signed_in(work_list)), Route("/cases", signed_in(find)))
