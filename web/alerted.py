"""The alerts that somebody may see: those of the cases that they may see."""

from access.seeing import sight_of
from access.visitor import Visitor
from engine.packs.pack import Pack
from store.rows import AlertRow
from web.site import Site


def alerts_seen(site: Site, visitor: Visitor, pack: Pack, state: str = "open") -> list[AlertRow]:
    """The alerts in that state, the oldest first."""
    return site.store.alerts_seen(sight_of(visitor, pack, site.store, site.now()), state)


def how_many_wait(site: Site, visitor: Visitor, pack: Pack) -> int:
    """How many alerts nobody has taken on."""
    return site.store.count_alerts_seen(sight_of(visitor, pack, site.store, site.now()))
