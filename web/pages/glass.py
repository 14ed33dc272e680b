"""Asking to see a case beyond one's agency: answered alike whether or not there is such a case."""

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from access.glass import ask, may_ask
from states.refusals import Refused
from store.people import Grant
from store.sealing import new_secret
from web.changing import some_words
from web.forms.lapsed import keeping
from web.looking import row_seen
from web.pages.people import error_list
from web.visits import Visit
from web.writing import must_write

NO_REFERENCE = "Enter the exact reference of the case, such as ESC-2026-0001"


def request(visit: Visit) -> Response:
    """The form, what one has asked for, and what becomes of asking. Raises: HTTPException 403."""
    must_write(visit)
    hours = _hours(visit)
    errors = some_words(
        visit,
        {
            "reference": NO_REFERENCE,
            "reason": "Say what you need to see it for",
        },
    )
    if visit.posted and not errors:
        try:
            ask(
                visit.site.store,
                visit.site.library,
                visit.pack,
                visit.who,
                visit.given("reference"),
                visit.given("reason"),
                visit.site.now(),
                visit.given("key") or new_secret(),
            )
        except Refused as refused:
            wrong = refused.code == "not-a-reference"
            errors = {"reference": NO_REFERENCE if wrong else f"{refused.because} {refused.remedy}"}
        else:
            return visit.to("/access-request", done="asked")
    return visit.page(
        "account/access-request.html",
        422 if errors else 200,
        hours=hours,
        key=visit.given("key") or new_secret(),
        asked=_asked(visit),
        errors=errors,
        error_list=error_list(errors),
    )


def _asked(visit: Visit) -> list[tuple[Grant, bool]]:
    """What one has asked for and may still look at if it is there, each with whether one may see its review."""
    grants = visit.site.store.people.since(Grant, "until", visit.site.now(), person=visit.who.person.username)
    return [(grant, row_seen(visit, grant.review) is not None) for grant in grants]


def _hours(visit: Visit) -> int:
    """For how long a case may be seen. Raises: HTTPException 403 for a post that may not ask."""
    access = visit.pack.partnership.access
    if access is None or access.review is None or not may_ask(visit.who, visit.pack.partnership):
        raise HTTPException(403)
    return access.review.hours


ROUTES = (Route("/access-request", keeping(request, "Ask to see a case of another agency"), methods=["GET", "POST"]),)
