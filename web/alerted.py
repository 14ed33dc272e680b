"""The alerts that somebody may see: those of the cases that they may see."""

from access.seeing import sight_of
from access.vacancies import whose_alerts
from access.visitor import Visitor
from engine.packs.pack import Pack
from store.rows import AlertRow
from web.site import Site


def alerts_seen(site: Site, visitor: Visitor, pack: Pack, state: str = "open") -> list[AlertRow]:
    """The alerts in that state, the oldest first."""
    return site.store.alerts_seen(sight_of(visitor, pack, site.store, site.now()), state)


def how_many_wait(site: Site, visitor: Visitor, pack: Pack) -> int:
    """How many alerts to the visitor's own post, or that come to it instead of one that nobody holds, wait."""
    now, post = site.now(), visitor.post
    own = whose_alerts((post.role, post.agency), pack.partnership, site.store, now)
    return site.store.count_alerts_told(sight_of(visitor, pack, site.store, now), own)
