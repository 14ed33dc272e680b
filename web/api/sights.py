"""Which cases a token's visitor sees, of many at once."""

from datetime import datetime

from access.seeing import sight_of
from engine.unseen import Visible
from store.rows import Sight, Wanted
from web.api.callers import Caller

EVERY = 1_000_000_000


def sight(caller: Caller, now: datetime) -> Sight:
    """What the visitor sees at an instant."""
    return sight_of(caller.visitor, caller.pack, caller.site.store, now)


def references_seen(caller: Caller, now: datetime) -> dict[str, None]:
    """The references of every case that the visitor may see, in order."""
    return _references(caller, sight(caller, now))


def visible_to(caller: Caller, now: datetime) -> Visible:
    """Whether the visitor may see a case. One that no list has, damaged or missing, is nobody's to hide."""
    seen, known = references_seen(caller, now), _references(caller, Sight())
    bounded = bool(caller.visitor.post.only)
    return lambda case: case in seen or (case not in known and not bounded)


def _references(caller: Caller, seen: Sight) -> dict[str, None]:
    rows = caller.site.store.cases_seen(seen, Wanted(sort="case"), EVERY)
    return dict.fromkeys(row.case for row in rows)
