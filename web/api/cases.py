"""Looking at cases and alerts."""

from collections.abc import Sequence
from typing import Annotated, Any, get_args

from fastapi import Query
from fastapi.responses import JSONResponse

from access.seeing import sight_of
from engine.asking import history_then, verification
from engine.documents import alert_row_document, case_row_document, known_by, replay_document
from states.days import instant_text, parse_instant
from states.refusals import Refused
from store.rows import AlertRow, CaseRow, Wanted
from web.alerted import alerts_seen
from web.api import cursors
from web.api.callers import Caller, Calling, ListNow, Now, router_for
from web.api.cursors import Cursor, Limit
from web.api.described import OF_CASE, OF_FACTS, OF_LIST
from web.api.looking import case_document, looked, tagged
from web.api.shapes import cases as shapes

router = router_for("read")
Instant = Annotated[str | None, Query(max_length=60, json_schema_extra={"format": "date-time"})]
Name = Annotated[str, Query(max_length=200)]
NEVER = "never"


@router.get("/cases", response_model=shapes.Cases, responses=OF_LIST, tags=["Cases"])
def list_cases(
    caller: Calling,
    now: ListNow,
    pathway: Name = "",
    status: shapes.Status | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> JSONResponse:
    """Cases that the post may see, the earliest deadline first."""
    if pathway:
        caller.pack.procedure(pathway)
    site = caller.site
    wanted = Wanted(pathway=pathway, status=status or "", after=_after(cursor))
    rows = site.store.cases_seen(sight_of(caller.visitor, caller.pack, site.store, now), wanted, limit + 1)
    place = cursors.written(_place(rows[limit - 1])) if len(rows) > limit else ""
    asked = {"pathway": pathway, "status": status, "limit": limit, "cursor": place}
    documents = [case_row_document(row) for row in rows[:limit]]
    return cursors.page({"cases": documents}, cursors.address("/api/cases", asked) if place else "")


def _place(row: CaseRow) -> tuple[str, str]:
    return instant_text(row.next_due_at) if row.next_due_at else NEVER, row.case


def _after(cursor: str) -> Any:
    if not cursor:
        return None
    due, case = cursors.read(cursor, 2)
    return _instant(due), _text(case)


def _instant(text: str) -> Any:
    try:
        return None if text == NEVER else parse_instant(text)
    except Refused:
        raise cursors.not_a_cursor() from None


def _text(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise cursors.not_a_cursor()
    return text


@router.get("/cases/{case}", response_model=shapes.Case, responses=OF_CASE, tags=["Cases"])
def show_case(caller: Calling, now: Now, case: str, as_known: Instant = None) -> JSONResponse:
    """Where a case stands: who holds it, what is due and why, its alerts; now, or as was known then."""
    history = looked(caller, case, now, "case")
    if as_known is None:
        return tagged(case_document(caller, case, history, now), history)
    then = parse_instant(as_known)
    return JSONResponse(case_document(caller, case, history_then(case, history, then), then))


@router.get("/cases/{case}/facts", response_model=shapes.Facts, responses=OF_FACTS, tags=["Cases"])
def list_facts(caller: Calling, now: Now, case: str, until: Instant = None) -> JSONResponse:
    """Every fact of a case in order, and where the case stood after each; all, or those recorded until then."""
    history = looked(caller, case, now, "facts")
    return JSONResponse(replay_document(case, known_by(history, parse_instant(until)) if until else history))


@router.get("/cases/{case}/verification", response_model=shapes.Verification, responses=OF_FACTS, tags=["Cases"])
def verify_case(caller: Calling, now: Now, case: str) -> JSONResponse:
    """Whether nothing in the case was altered, and everything follows from what people recorded."""
    looked(caller, case, now, "verification")
    return JSONResponse(verification(caller.site.store, caller.site.library, case))


@router.get("/alerts", response_model=shapes.Alerts, responses=OF_LIST, tags=["Alerts"])
def list_alerts(
    caller: Calling, _now: ListNow, state: shapes.AlertState | None = None, cursor: Cursor = "", limit: Limit = 50
) -> JSONResponse:
    """Alerts of the cases that the post may see, the oldest first."""
    rows = _alerts(caller, [state] if state else get_args(shapes.AlertState))
    if cursor:
        raised, case, key = cursors.read(cursor, 3)
        behind = (_instant(raised), case, key)
        if behind[0] is None:
            raise cursors.not_a_cursor()
        rows = [row for row in rows if (row.raised_at, row.case, row.key) > behind]
    place = cursors.written(_alert_place(rows[limit - 1])) if len(rows) > limit else ""
    asked = {"state": state, "limit": limit, "cursor": place}
    documents = [alert_row_document(row) for row in rows[:limit]]
    return cursors.page({"alerts": documents}, cursors.address("/api/alerts", asked) if place else "")


def _alerts(caller: Caller, states: Sequence[str]) -> list[AlertRow]:
    """The alerts in any of these states, the oldest first."""
    found = [alerts_seen(caller.site, caller.visitor, caller.pack, state) for state in states]
    return sorted((row for rows in found for row in rows), key=lambda row: (row.raised_at, row.case, row.key))


def _alert_place(row: AlertRow) -> tuple[str, str, str]:
    return instant_text(row.raised_at), row.case, row.key
