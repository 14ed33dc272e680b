"""The alerts that somebody may see: those of the cases that they may see."""

from access.seeing import sight_of
from access.visitor import Visitor
from engine.packs.pack import Pack
from store.rows import AlertRow, Wanted
from web.site import Site


def alerts_seen(site: Site, visitor: Visitor, pack: Pack, state: str = "open") -> list[AlertRow]:
    """The alerts in that state, the oldest first."""
    sight = sight_of(visitor, pack, site.store, site.now())
    rows = site.store.alert_rows(state)
    cases = {case for case in {row.case for row in rows} if site.store.cases_seen(sight, Wanted(case=case), 1)}
    return [row for row in rows if row.case in cases]
