"""What a store hands out and takes in besides facts: rows of read models, raw envelopes, findings.

All frozen; every instant is an aware `datetime` in UTC.
"""

from datetime import datetime

import msgspec


class CaseRow(msgspec.Struct, frozen=True):
    """A case as lists show it: a read model, always what the fold of its history says.

    next_due_at: the earliest deadline of a running clock, None where there is none.
    status: that of the case's worst clock.
    version: how many facts its history holds.
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


class Rows(msgspec.Struct, frozen=True):
    """What one append leaves in the read models.

    alerts: those that this append changes, or more of the case's; none is ever taken away.
    links: every link of the case to an older one (none is ever taken away either).
    outbox: those to be told because of this append; one that stands there already (by case, key and rung) stays as
    it is.
    """

    case: CaseRow
    alerts: tuple[AlertRow, ...] = ()
    outbox: tuple[OutboxRow, ...] = ()
    links: tuple[LinkRow, ...] = ()


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
