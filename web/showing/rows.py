"""One case of a list, as a page shows it."""

from datetime import datetime
from typing import NamedTuple

from engine import words
from states.calendars import Calendar
from store.rows import CaseRow
from web import standing
from web.standing import Standing, Urgency
from web.visits import Visit


class RowShown(NamedTuple):
    """One case of a list, in words. still: what remains of a closed one; urgency: how its deadline is marked."""

    case: str
    pathway: str
    step: str
    holder: str
    due: str
    distance: str
    standing: Standing
    still: str
    urgency: Urgency


def row_shown(row: CaseRow, visit: Visit) -> RowShown:
    """One case of a list, in words."""
    now, pack = visit.site.now(), visit.pack
    due_at = standing.shown_due_at(row, now)
    procedure = pack.procedures.get(row.pathway)
    steps = procedure.policy.pathway.steps if procedure else {}
    return RowShown(
        case=row.case,
        pathway=procedure.policy.pathway.title if procedure else row.pathway,
        step=steps[row.step].title if row.step in steps else row.step,
        holder=visit.post_named(row.holder_role, row.holder_agency),
        due=words.deadline(due_at) if due_at else "",
        distance=_distance(row, now, pack.calendar),
        standing=standing.of_case(row, now),
        still=standing.still_due(row, now),
        urgency=standing.of_what_is_due(row, now).urgency,
    )


def _distance(row: CaseRow, now: datetime, calendar: Calendar) -> str:
    """How far the deadline shown is; what only reminds is never late."""
    due_at = standing.shown_due_at(row, now)
    if due_at is None:
        return ""
    if due_at < now and standing.of_what_is_due(row, now) is not standing.LATE:
        return standing.ago(due_at, now, calendar)
    return standing.distance(due_at, now, calendar)
