"""Alerts: what somebody should know of, for the visitor's own posts first, and taking one on."""

from functools import cache

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from engine.packs.pack import Procedure
from web.alerted import alerts_seen
from web.changing import CaseForm
from web.forms.lapsed import keeping
from web.looking import look
from web.pages.case import about_in_words
from web.showing.alerts import alert_shown, may_take_on, posts_answered_for, procedure_of
from web.showing.taken_on import taken_on
from web.visits import Visit, signed_in
from workflow.commands import AcknowledgeAlert


def alerts(visit: Visit) -> Response:
    """The open alerts of the cases that the visitor may see; those already taken on under a link."""
    state = "acknowledged" if visit.asked("show") == "acknowledged" else "open"

    @cache
    def procedure(case: str) -> Procedure:
        return procedure_of(case, visit)

    rows = alerts_seen(visit.site, visit.who, visit.pack, state)
    own = posts_answered_for(visit)
    shown = [alert_shown(row, procedure(row.case), visit, own) for row in rows]
    shown.sort(key=lambda each: (not each.mine, each.row.raised_at))
    return visit.page(
        "alerts.html",
        alerts=shown,
        state=state,
        count=len(shown),
        mine=sum(each.mine for each in shown),
        instead=sum(each.instead for each in shown),
        taken_on=[taken_on(each.row, visit, procedure(each.row.case).policy.partnership) for each in shown],
    )


def acknowledge(visit: Visit) -> Response:
    """Take an alert on, with a note; its clock goes on."""
    looked = look(visit, "alert")
    key = visit.place("key")
    row = next((each for each in visit.site.store.alert_rows(case=looked.reference) if each.key == key), None)
    if row is None:
        raise HTTPException(404)
    if not may_take_on(row, visit):
        raise HTTPException(403)

    def command() -> AcknowledgeAlert:
        now = visit.site.now()
        return AcknowledgeAlert(alert=key, note=visit.given("note"), at=now, seen_at=now, by=visit.who.actor())

    context = {
        "alert": alert_shown(row, looked.procedure, visit, posts_answered_for(visit), about_in_words(row, looked))
    }
    return CaseForm(visit, looked, "alert-acknowledge.html", "acknowledged", "/alerts", context).answer(command, {})


ROUTES = (
    Route("/alerts", signed_in(alerts)),
    Route("/cases/{case}/alerts/{key:path}", keeping(acknowledge, "Acknowledge an alert"), methods=["GET", "POST"]),
)
