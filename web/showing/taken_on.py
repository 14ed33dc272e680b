"""Alerts that somebody has taken on: who, when, and what they said they would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from access.views import log_view
from states.facts import AlertAcknowledged, AnyFact, StruckOut
from store.rows import AlertRow
from web.showing.people import UNNAMED, doer
from web.visits import Visit
from workflow.policy import Partnership

NOTE_GONE = "struck out: it can no longer be read by anybody"


@dataclass(frozen=True)
class TakenOn:
    """By whom, when, and the note; empty where there is none."""

    who: str
    at: datetime
    note: str


def taken_on(row: AlertRow, visit: Visit, partnership: Partnership) -> TakenOn | None:
    """Of an alert that is acknowledged; None for any other. A note is read in the case, and that look is logged."""
    if row.state != "acknowledged":
        return None
    found = _last(visit.site.store.opened(row.case), row.key, partnership)
    if found is not None and found.note:
        log_view(visit.site.store, visit.who, row.case, "note of an alert taken on", "web", visit.site.wall())
    return found


def _last(history: Sequence[AnyFact], key: str, partnership: Partnership) -> TakenOn | None:
    found = None
    struck = {fact.position for fact in history if isinstance(fact, StruckOut) and fact.field == "note"}
    for n, fact in enumerate(history, 1):
        if isinstance(fact, AlertAcknowledged) and fact.key == key:
            note = (fact.sealed["note"] or UNNAMED) if "note" in fact.sealed else ""
            found = TakenOn(doer(fact, partnership), fact.at, NOTE_GONE if n in struck else note)
    return found
