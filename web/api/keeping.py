"""Moving open cases to another edition or calendar, taking in other systems' cases, and letting training time pass.

For posts that keep the partnership's people. Each may be sent again: what has been done is not done twice.
"""

from fastapi.responses import JSONResponse

from engine import repinning
from engine.import_maps import map_written
from engine.importing import Sheet, import_rows, imported_document
from engine.library import count_by
from engine.packs.reading import calendar_document_written
from states.days import day_of
from states.refusals import Refused
from web.api.callers import Calling, Now, router_for
from web.api.described import OF_ASKING
from web.api.editions import pack_of
from web.api.shapes import keeping as shapes
from web.api.sights import visible_to
from web.api.trying import TAGS, cases_meant

router = router_for("write", ("administers",))


@router.post("/repinnings", response_model=shapes.Differences, responses=OF_ASKING, tags=[*TAGS])
def repin(caller: Calling, now: Now, body: shapes.Repin) -> JSONResponse:
    """Move the open cases that the post may see, or one of them, to another edition; the answer is what changed."""
    caller.must_write()
    site, who = caller.site, caller.visitor.actor()
    target = repinning.to_edition(pack_of(caller, body.edition, 422))
    cases = cases_meant(caller, now, body.case)
    moved = repinning.move(site.store, site.library, target, who, now, body.because, cases)
    return JSONResponse(repinning.moved_document(moved))


@router.post("/calendars", response_model=shapes.Differences, responses=OF_ASKING, tags=[*TAGS])
def apply_calendar(caller: Calling, now: Now, body: shapes.ApplyCalendar) -> JSONResponse:
    """Move the open cases that the post may see to another calendar, and open new ones by it."""
    caller.must_write()
    site, who = caller.site, caller.visitor.actor()
    document = calendar_document_written(body.calendar)
    target = repinning.to_calendar(document, site.store.pack)
    moved = repinning.move(site.store, site.library, target, who, now, body.because, cases_meant(caller, now))
    count_by(document, site.store, site.library, day_of(now))
    return JSONResponse(repinning.moved_document(moved))


@router.post("/imports", response_model=shapes.Imported, responses=OF_ASKING, tags=["Imports"])
def import_cases(caller: Calling, now: Now, body: shapes.Import) -> JSONResponse:
    """Open a case for every new row of another system's CSV; all of it or, if any row is refused, none."""
    caller.must_write()
    site, sheet = caller.site, Sheet(body.csv, "The CSV", caller.visitor.person.username)
    columns = map_written(body.map)
    found = import_rows(site.store, site.library, body.pathway, columns, sheet, now, only_try=body.dry_run)
    return JSONResponse(imported_document(found, only_tried=body.dry_run))


@router.post("/sweeps", response_model=shapes.Swept, responses=OF_ASKING, tags=["Training"])
def sweep(caller: Calling, now: Now) -> JSONResponse:
    """Let time pass once in a training database: what has come near or gone by is noticed, and alerts are raised."""
    caller.must_write()
    if caller.site.sweep is None:
        raise Refused(
            code="training-only",
            because="Programs let time pass in a training database alone.",
            remedy="In a live one the scheduler does it, which whoever runs this service keeps going.",
        )
    document, visible = caller.site.sweep(now), visible_to(caller, now)
    if "failed" in document:
        document["failed"] = [each for each in document["failed"] if visible(each["case"])]
    return JSONResponse(document)
