"""All cases of a child together, for the few posts that may see them so; each case shown counts as looked at."""

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from access.views import log_view
from reports.child import child_report
from web.looking import look, row_seen
from web.showing.children import cases_shown, sections
from web.visits import Visit, signed_in

PAGE = "all cases of the child"


def child(visit: Visit) -> Response:
    """The report that begins at a case.

    Raises: HTTPException 404 where the visitor may not see the case, 403 where their post may not see a child's cases
    together.
    """
    if row_seen(visit, visit.place("case")) is None:
        raise HTTPException(404)
    if not visit.may("child_report"):
        raise HTTPException(403)
    looked = look(visit, PAGE)
    site = visit.site
    report = child_report(
        site.store,
        site.library,
        looked.reference,
        site.now(),
        lambda reference: row_seen(visit, reference) is not None,
    )
    for each in report.cases[1:]:
        log_view(site.store, visit.who, each.reference, PAGE, "web", site.wall())
    return visit.page(
        "child/child.html",
        looked=looked,
        report=report,
        cases=cases_shown(report),
        sections=sections(report),
    )


ROUTES = (Route("/cases/{case}/child", signed_in(child)),)
