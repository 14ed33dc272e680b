"""Reports, of the cases that the token's visitor may see."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse

import reports
from engine.asking import known_already
from states.case import Case
from states.days import parse_day, parse_instant
from states.refusals import Refused
from web.api.callers import Calling, Now, router_for
from web.api.described import OF_ALL, OF_ONE
from web.api.shapes.reports import Report, Reports
from web.api.sights import references_seen

router = router_for("report")
Day = Annotated[str, Query(max_length=10, json_schema_extra={"format": "date"})]
_LEFT_ASIDE = "Needed, but by reports of how things stand, which leave it aside."


@router.get("/reports", response_model=Reports, responses=OF_ALL, tags=["Reports"])
def list_reports(caller: Calling, now: Now) -> JSONResponse:
    """Which reports there are."""
    offered = reports.catalogue(caller.pack_at(now))
    return JSONResponse({"reports": [{"name": name, "title": title} for name, title in offered]})


@router.get("/reports/{name}", response_model=Report, responses=OF_ONE, tags=["Reports"])
def make_report(
    caller: Calling,
    now: Now,
    name: str,
    first: Annotated[Day, Query(alias="from", description=f"The first day, in London. {_LEFT_ASIDE}")] = "",
    last: Annotated[Day, Query(alias="to", description=f"The last day; it is counted too. {_LEFT_ASIDE}")] = "",
    as_known: Annotated[str | None, Query(max_length=60, json_schema_extra={"format": "date-time"})] = None,
    within: Annotated[int, Query(ge=0, le=1000, description="Working days ahead, where it looks ahead.")] = 0,
    outward: Annotated[bool, Query(description="A copy for outside: no cases, small numbers hidden.")] = False,
) -> JSONResponse:
    """One report for a period: figures with numerators, denominators and the cases behind them."""
    if bool(first) != bool(last):
        raise Refused(
            code="wrong-usage",
            because="`from` and `to` are the first day and the last one: they go together.",
            remedy="Give both; a report of how things stand needs neither.",
        )
    site, seen = caller.site, references_seen(caller, now)

    def visible(reference: str, _case: Case) -> bool:
        return reference in seen

    made = reports.made(
        site.store,
        site.library,
        name,
        reports.Period(parse_day(first), parse_day(last)) if first or last else None,
        now,
        as_known=known_already(parse_instant(as_known), now) if as_known else None,
        visible=visible,
        within=within,
        outward=outward,
    )
    return JSONResponse(reports.document(made))
