"""All cases of a child together, for the posts that may see them so; each case told of counts as looked at."""

from fastapi.responses import JSONResponse

from access.views import log_view
from reports.child import child_report
from reports.child_documents import child_document
from web.api.callers import Calling, Now, router_for
from web.api.described import OF_FACTS
from web.api.looking import looked, row_seen
from web.api.shapes.children import Child
from web.api.sights import references_seen

router = router_for("report")
PAGE = "all cases of the child"


@router.get("/cases/{case}/child", response_model=Child, responses=OF_FACTS, tags=["Reports"])
def report_child(caller: Calling, now: Now, case: str) -> JSONResponse:
    """All cases of the child of a case: the promises, what was late and why, what was said of the child, and when."""
    row_seen(caller, case)
    caller.must(["child_report"])
    looked(caller, case, now, PAGE)
    site, seen = caller.site, references_seen(caller, now)
    report = child_report(site.store, site.library, case, now, lambda reference: reference in seen)
    for each in report.cases[1:]:
        log_view(site.store, caller.visitor, each.reference, PAGE, "api", site.wall())
    return JSONResponse(child_document(report))
