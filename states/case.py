"""`Case`: what a history amounts to. Always the fold of facts, never stored, never edited."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from states.facts import By, Tell, Terms

Status = Literal["running", "near", "breached", "met", "late", "suspended", "cancelled"]

WORST_FIRST: tuple[Status, ...] = ("breached", "near", "running", "suspended", "late", "met", "cancelled")
"""A case's status is that of its worst clock; what still runs comes before what has ended."""


class Reason(msgspec.Struct, frozen=True):
    """Why a clock was late; the text lies sealed in the fact at `position`."""

    code: str
    position: int


class Clock(msgspec.Struct, frozen=True):
    """One running, stopped or cancelled promise on one case.

    `paused` and `extended`: of the term's own days, those it stood still and those granted on top.
    """

    id: str
    timescale: str
    anchor: str
    terms: Terms
    started_at: datetime
    started_by: int
    due_at: datetime
    near_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: int = 0
    cancelled_at: datetime | None = None
    neared: bool = False
    breached: bool = False
    reason: Reason | None = None
    suspended_at: datetime | None = None
    suspended_until: datetime | None = None
    paused: int = 0
    extended: int = 0

    @property
    def running(self) -> bool:
        """Neither stopped nor cancelled."""
        return self.stopped_at is None and self.cancelled_at is None

    @property
    def status(self) -> Status:
        """From facts alone, whatever the time is now."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.stopped_at is not None:
            return "breached" if self.too_early else "late" if self._stopped_late else "met"
        if self.suspended_at is not None:
            return "suspended"
        if self.breached:
            return "breached"
        return "near" if self.neared else "running"

    @property
    def late(self) -> bool:
        """Stopped after its deadline, or breached; a minimum is broken by stopping before it has passed."""
        return self.breached or self._stopped_late or self.too_early

    @property
    def too_early(self) -> bool:
        """A minimum that was not waited for."""
        return self.terms.at_least and self.stopped_at is not None and self.stopped_at <= self.due_at

    @property
    def band(self) -> str:
        """How long it took, in the bands of its terms: `band-24h`, or `band-over-72h`; empty without bands."""
        if not self.terms.bands or self.stopped_at is None:
            return ""
        counted_from = self.due_at - timedelta(hours=self.terms.within.amount)
        hours = (self.stopped_at - counted_from).total_seconds() / 3600
        within = next((band for band in self.terms.bands if hours <= band), None)
        return f"band-over-{self.terms.bands[-1]}h" if within is None else f"band-{within}h"

    @property
    def wants_reason(self) -> bool:
        """Late, or longer than the first band: somebody should say why."""
        ended_after = self.stopped_at is not None and self.stopped_at > self.due_at and not self.terms.at_least
        return self.late or (bool(self.terms.bands) and ended_after)

    @property
    def _stopped_late(self) -> bool:
        if self.terms.at_least or self.terms.bands:
            return False
        return self.stopped_at is not None and self.stopped_at > self.due_at

    @property
    def received_late(self) -> bool:
        """The step began after its last day: this counts against whoever held the case before."""
        return self.started_at > self.due_at

    def overdue(self, now: datetime) -> bool:
        """Still running, and its deadline has passed, noticed or not; a minimum has nothing to be overdue."""
        return self.running and self.suspended_at is None and now > self.due_at and not self.terms.at_least


class Alert(msgspec.Struct, frozen=True):
    """One cause, made known once; open until its cause goes."""

    key: str
    rule: str
    about: str
    tell: Tell
    severity: str
    raised_at: datetime
    moved_at: datetime
    rung: int = 0
    acknowledged_at: datetime | None = None
    cleared_at: datetime | None = None

    @property
    def state(self) -> Literal["open", "acknowledged", "cleared"]:
        """Where the alert stands."""
        if self.cleared_at is not None:
            return "cleared"
        return "open" if self.acknowledged_at is None else "acknowledged"


class Taken(msgspec.Struct, frozen=True):
    """One move in this case's life."""

    move: str
    step: str
    at: datetime
    position: int


class HandOver(msgspec.Struct, frozen=True):
    """How the pen came to the present holder: the fact at `position`, which followed from the move at `move`.

    `how` and `told_at`: what is known of how and when somebody there was told; the name lies sealed in the fact at
    `whom`, and 0 is none. `to_itself`: a post that took the pen itself, where nobody had to be told.
    """

    position: int = 0
    move: int = 0
    at: datetime | None = None
    how: str = ""
    told_at: datetime | None = None
    whom: int = 0
    to_itself: bool = False

    @property
    def told(self) -> bool:
        """Whether anything is recorded of the telling."""
        return bool(self.how or self.told_at or self.whom)


class Case(msgspec.Struct, frozen=True):
    """Everything the engine needs to know of a case.

    `length`: facts folded; positions count from 1. `record`: the latest structured answer to each field, and
    `answered`: the position of the fact that gave it, sealed fields included. `given`: by the position of each fact all
    that it answered, as it was corrected since. `taken`: every move, the corrected instants in place. `links`: older
    cases and how they are related. `recorded_at`: when a person last recorded
    something; `seen_at`: when anything was.
    """

    length: int = 0
    pathway: str = ""
    edition: str = ""
    pack: str = ""
    calendar: str = ""
    opened_at: datetime | None = None
    parties: Mapping[str, str] = {}
    record: Mapping[str, Any] = {}
    answered: Mapping[str, int] = {}
    given: Mapping[int, Mapping[str, Any]] = {}
    step: str = ""
    step_since: datetime | None = None
    holder: By = By("", "")
    holder_party: str = ""
    handed_over: HandOver = HandOver()
    taken: tuple[Taken, ...] = ()
    clocks: Mapping[str, Clock] = {}
    alerts: Mapping[str, Alert] = {}
    links: tuple[tuple[str, str], ...] = ()
    recorded_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def status(self) -> Status | Literal["none"]:
        """That of the worst clock."""
        found = {clock.status for clock in self.clocks.values()}
        return next((status for status in WORST_FIRST if status in found), "none")

    @property
    def next_due_at(self) -> datetime | None:
        """The earliest deadline still running."""
        return min((clock.due_at for clock in self.clocks.values() if clock.running), default=None)

    def party_of(self, agency: str) -> str:
        """How an agency stands in this case: raising, receiving, partnership, or nothing."""
        return next((party for party, name in self.parties.items() if name == agency), "")

    def clocks_of(self, timescale: str) -> tuple[Clock, ...]:
        """The clocks of one promise, oldest first; a reopened case has several."""
        return tuple(clock for clock in self.clocks.values() if clock.timescale == timescale)


NO_CASE = Case()
