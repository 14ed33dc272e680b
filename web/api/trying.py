"""Trying another edition or calendar: what would be otherwise in the cases that the post sees; nothing is written."""

from datetime import datetime

from fastapi.responses import JSONResponse

from engine import repinning
from engine.packs.reading import calendar_document_written
from engine.rehearse import Rehearsal, differences_document
from web.api.callers import Caller, Calling, Now, router_for
from web.api.described import OF_ASKING
from web.api.editions import pack_of
from web.api.looking import row_seen
from web.api.shapes import keeping as shapes
from web.api.sights import references_seen

router = router_for("read", ("administers", "audits", "sees_everything"))
TAGS = ["Editions and calendars"]


@router.post("/rehearsals", response_model=shapes.Differences, responses=OF_ASKING, tags=[*TAGS])
def rehearse(caller: Calling, now: Now, body: shapes.Rehearse) -> JSONResponse:
    """Every date and alert that would be otherwise under another edition; nothing is changed."""
    site, pack = caller.site, pack_of(caller, body.edition, 422)
    cases = cases_meant(caller, now, body.case)
    found = Rehearsal(site.store, site.library, pack, now).of(cases)
    return JSONResponse(differences_document(len(cases), found))


@router.post("/calendar-previews", response_model=shapes.Differences, responses=OF_ASKING, tags=[*TAGS])
def preview_calendar(caller: Calling, now: Now, body: shapes.Calendar) -> JSONResponse:
    """What another calendar would change in open cases; nothing is changed."""
    site = caller.site
    target = repinning.to_calendar(calendar_document_written(body.calendar), site.store.pack)
    moved = list(repinning.preview(site.store, site.library, target, now, cases_meant(caller, now)))
    return JSONResponse(repinning.moved_document(moved))


def cases_meant(caller: Caller, now: datetime, case: str = "") -> list[str]:
    """The one case named, else every case that the post may see. Raises: Refused("unknown-case")."""
    return [row_seen(caller, case).case] if case else list(references_seen(caller, now))
