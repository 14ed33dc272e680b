"""The alerts that somebody may see: those of the cases that they may see."""

from access.seeing import may_see
from access.visitor import Visitor
from store.rows import AlertRow
from web.site import Site
from workflow.policy import Partnership


def alerts_seen(site: Site, visitor: Visitor, partnership: Partnership, state: str = "open") -> list[AlertRow]:
    """The alerts in that state, the oldest first."""
    seen: dict[str, bool] = {}
    found = []
    for row in site.store.alert_rows(state):
        if row.case not in seen:
            case = site.store.case_row(row.case)
            seen[row.case] = case is not None and may_see(visitor, case, site.store, partnership)
        if seen[row.case]:
            found.append(row)
    return found
