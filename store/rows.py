"""What a store hands out and takes in besides facts: rows of read models, raw envelopes, findings.

All frozen; every instant is an aware `datetime` in UTC.
"""

from datetime import datetime
from typing import Literal

import msgspec


class CaseRow(msgspec.Struct, frozen=True):
    """A case as lists show it: a read model, always what the fold of its history says.

    next_due_at: the earliest deadline of a running clock, None where there is none; a reminder's, too.
    late_from: the earliest deadline of a running clock that time alone can break and that does not stand still: after
    it the case is late. None where there is none; never before next_due_at.
    status: that of the case's worst clock.
    version: how many facts its history holds.
    raising, receiving: the agencies that are party to it; empty where there is none.
    finished: whether nobody needs to act on it any more. restricted: whether it exists for a few posts only.
    """

    case: str
    pathway: str
    edition: str
    step: str
    holder_role: str
    holder_agency: str
    opened_at: datetime
    next_due_at: datetime | None
    status: str
    version: int
    raising: str = ""
    receiving: str = ""
    finished: bool = False
    restricted: bool = False
    late_from: datetime | None = None

    @property
    def closed(self) -> bool:
        """Finished, and nothing due any more."""
        return self.finished and self.next_due_at is None


class AlertRow(msgspec.Struct, frozen=True):
    """An alert as lists show it; `rung` 0 is where its ladder starts."""

    case: str
    key: str
    rule: str
    about: str
    tell_role: str
    tell_party: str
    tell_agency: str
    severity: str
    raised_at: datetime
    state: str
    rung: int


class OutboxRow(msgspec.Struct, frozen=True):
    """Somebody is to be told: one delivery of an alert, at one rung of its ladder."""

    case: str
    key: str
    rung: int
    role: str
    agency: str
    severity: str
    queued_at: datetime


class LinkRow(msgspec.Struct, frozen=True):
    """A newer case named an older one: the link stands in the newer one's history, and is found from the older here."""

    case: str
    to: str
    relation: str


class Excluded(msgspec.Struct, frozen=True):
    """Who is to see nothing of a case, as the answer to `field` in the fact at `position` names them.

    keys: all that `store.names.keys_in` finds in that answer; kept as fingerprints only.
    """

    position: int
    field: str
    keys: tuple[str, ...]


class Rows(msgspec.Struct, frozen=True):
    """What one append leaves in the read models.

    alerts: those that this append changes, or more of the case's; none is ever taken away.
    links: every link of the case to an older one (none is ever taken away either).
    outbox: those to be told because of this append; one that stands there already (by case, key and rung) stays as
    it is.
    excluded: answers that name people who are to see nothing of the case; each takes the place of what was kept for
    the same position and field.
    """

    case: CaseRow
    alerts: tuple[AlertRow, ...] = ()
    outbox: tuple[OutboxRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    excluded: tuple[Excluded, ...] = ()


class Envelope(msgspec.Struct, frozen=True):
    """One fact raw, as it is stored: every column as text, `position` from 1.

    at, seen_at: `2025-01-28T06:00:00.000000Z`.
    sealed: JSON, path -> {"box", "key"}, or null for a text that was never here; `{}` where nothing is sealed.
    previous_hash: empty for the first fact.
    """

    position: int
    fact: str
    at: str
    seen_at: str
    body: str
    sealed: str
    previous_hash: str
    hash: str


class Finding(msgspec.Struct, frozen=True):
    """Something in a stored history that does not hold. `n` is the position; 0 is about the case as a whole."""

    case: str
    n: int
    code: str
    because: str


class Answer(msgspec.Struct, frozen=True):
    """What an idempotency key led to: the facts `first` to `last` of a case (`last` < `first`: none)."""

    case: str
    first: int
    last: int
    fingerprint: str


class Tick(msgspec.Struct, frozen=True):
    """The engine was awake `at` this instant: so many cases due, so many handled, so many facts written."""

    at: datetime
    due: int
    handled: int
    facts: int


class Sight(msgspec.Struct, frozen=True):
    """Which cases somebody may see at all; the default is everything.

    agencies: those whose cases are seen, None for all of them. pathways: those of which every case is seen, whatever
    the agency. restricted: pathways of which restricted cases are seen too, None for all. granted: cases seen whatever
    the agency. only: references and pathways beyond which nothing is seen, None for no such bound. names: the keys of
    `store.names.keys_of`, none of which may be among those excluded from the case.
    """

    agencies: tuple[str, ...] | None = None
    pathways: tuple[str, ...] = ()
    restricted: tuple[str, ...] | None = None
    granted: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    names: tuple[str, ...] = ()


Sort = Literal["due", "-due", "case", "-case", "opened", "-opened"]


class Wanted(msgspec.Struct, frozen=True):
    """Which of the cases that may be seen are asked for; empty means any.

    holder: (role, agency) that has the pen, either of them empty for any. closed: finished, and nothing due any more.
    due_from (included) and due_until (not): the next deadline. undated: without any. passed: where the next deadline
    is before this instant, these three go by `late_from` instead, so that a reminder gone by hides nothing. late: a
    promise that counts is broken and not yet kept, at `now`. status: that of its worst clock. after: behind this (next
    deadline, reference) in the order by deadline, where the list goes on after what was seen of it.
    """

    case: str = ""
    pathway: str = ""
    text: str = ""
    holder: tuple[str, str] = ("", "")
    finished: bool | None = None
    closed: bool | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    undated: bool | None = None
    passed: datetime | None = None
    late: bool | None = None
    now: datetime | None = None
    status: str = ""
    after: tuple[datetime | None, str] | None = None
    sort: Sort = "due"
