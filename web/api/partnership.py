"""The partnership's agencies, people, vacant posts, looks, and whether the whole still holds."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse

from access.documents import person_document, vacancy_document, view_document
from access.vacancies import vacancies_seen
from access.views import views_of
from engine.asking import verification
from engine.packs.pages import agencies_of
from states.days import instant_text, parse_day, parse_instant, start_of
from states.refusals import Refused
from store.people import Person, View
from web.api import cursors
from web.api.callers import Calling, Now, router_for
from web.api.cursors import Cursor, Limit
from web.api.described import OF_ALL, OF_LIST
from web.api.shapes import partnership as shapes
from web.api.shapes.cases import Verification
from web.api.sights import references_seen, sight, visible_to

anybodys = router_for("read")
keepers = router_for("read", ("administers",))
watchers = router_for("read", ("administers", "audits"))
ROUTERS = (anybodys, keepers, watchers)
Name = Annotated[str, Query(max_length=200)]
Day = Annotated[str, Query(max_length=10, json_schema_extra={"format": "date"})]


@anybodys.get("/agencies", response_model=shapes.Agencies, responses=OF_ALL, tags=["Partnership"])
def list_agencies(caller: Calling, now: Now) -> JSONResponse:
    """Every agency of the partnership, with its sector."""
    return JSONResponse({"agencies": agencies_of(caller.pack_at(now).partnership)})


@keepers.get("/people", response_model=shapes.People, responses=OF_ALL, tags=["Partnership"])
def list_people(caller: Calling, now: Now) -> JSONResponse:
    """Everybody with an account, with their posts; for posts that keep them."""
    store = caller.site.store
    return JSONResponse({"people": [person_document(each, store, now) for each in store.people.find(Person)]})


@keepers.get("/vacancies", response_model=shapes.Vacancies, responses=OF_ALL, tags=["Partnership"])
def list_vacancies(caller: Calling, now: Now) -> JSONResponse:
    """Posts that nobody holds, and that open cases or alerts which the post may see wait for."""
    found = vacancies_seen(caller.site.store, now, sight(caller, now), references_seen(caller, now))
    return JSONResponse({"vacancies": [vacancy_document(each) for each in found]})


@watchers.get("/views", response_model=shapes.Views, responses=OF_LIST, tags=["Partnership"])
def list_views(
    caller: Calling,
    now: Now,
    case: Name = "",
    person: Name = "",
    first: Annotated[Day, Query(alias="from", description="From this day on, in London.")] = "2012-01-01",
    last: Annotated[Day, Query(alias="to", description="Up to the end of this day.")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> JSONResponse:
    """Who looked at which case that the post may see, the earliest first; dated by the time of day, never by `at`."""
    behind = (start_of(parse_day(first)), "")
    until = start_of(parse_day(last) + timedelta(days=1)) if last else None
    if cursor:
        at, known = cursors.read(cursor, 2)
        behind = max(behind, (_instant(at), known))
    visible = visible_to(caller, now)
    found = views_of(caller.site.store, behind[0], case, person.strip().lower(), until)
    rows = sorted((row for row in found if _place(row) > behind and visible(row.case)), key=_place)
    onwards = ""
    if len(rows) > limit:
        last_row = rows[limit - 1]
        place = cursors.written((instant_text(last_row.at), last_row.id))
        asked = {"case": case, "person": person, "from": first, "to": last, "limit": limit, "cursor": place}
        onwards = cursors.address("/api/views", asked)
    return cursors.page({"views": [view_document(row) for row in rows[:limit]]}, onwards)


@watchers.get("/verification", response_model=Verification, responses=OF_ALL, tags=["Partnership"])
def verify_everything(caller: Calling, now: Now) -> JSONResponse:
    """Whether nothing was altered, and everything follows, in the whole and in every case that the post may see."""
    site = caller.site
    return JSONResponse(verification(site.store, site.library, visible=visible_to(caller, now)))


def _place(view: View) -> tuple[datetime, str]:
    return view.at, view.id


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except Refused:
        raise cursors.not_a_cursor() from None
