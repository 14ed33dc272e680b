"""`fold`: a history becomes a case, one fact after another. It never refuses and asks nobody anything."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from states.case import NO_CASE, Alert, Case, Clock, HandOver, Reason, Taken
from states.facts import (
    AlertAcknowledged,
    AlertCleared,
    AlertPassedUp,
    AlertRaised,
    AnyFact,
    BreachWithdrawn,
    By,
    CaseOpened,
    ClockCancelled,
    ClockExtended,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockSuspended,
    Corrected,
    DeadlineBreached,
    DeadlineMoved,
    DeadlineNeared,
    HolderChanged,
    Linked,
    ReasonGiven,
    Repinned,
    StepTaken,
    StruckOut,
)


def fold(history: Iterable[AnyFact], onto: Case = NO_CASE) -> Case:
    """The case these facts amount to, read onto an earlier one: `fold(a + b) == fold(b, onto=fold(a))`."""
    if history == ():
        return onto
    draft = _Draft(onto)
    for fact in history:
        draft.read(fact)
    return draft.case()


def replay(history: Iterable[AnyFact]) -> Iterator[tuple[AnyFact, Case]]:
    """Each fact in order, with the case as it stood after it."""
    draft = _Draft(NO_CASE)
    for fact in history:
        draft.read(fact)
        yield fact, draft.case()


class _Draft:
    """A case while its history is being read: the one mutable thing in this room, and it never leaves this file.

    What a case holds is shared with it until a fact changes it: `own_…()` is then the draft's own copy to write to.
    """

    def __init__(self, case: Case) -> None:
        self.length = case.length
        self.pathway, self.edition, self.pack, self.calendar = case.pathway, case.edition, case.pack, case.calendar
        self.opened_at = case.opened_at
        self.parties = case.parties
        self.record, self.answered, self.given = case.record, case.answered, case.given
        self.step, self.step_since = case.step, case.step_since
        self.holder, self.holder_party = case.holder, case.holder_party
        self.handed_over = case.handed_over
        self.taken = case.taken
        self.clocks, self.alerts = case.clocks, case.alerts
        self.links = case.links
        self.recorded_at, self.seen_at = case.recorded_at, case.seen_at
        self._record: dict[str, Any] | None = None
        self._answered: dict[str, int] | None = None
        self._given: dict[int, Mapping[str, Any]] | None = None
        self._clocks: dict[str, Clock] | None = None
        self._alerts: dict[str, Alert] | None = None

    def read(self, fact: AnyFact) -> None:
        self.length += 1
        self.seen_at = fact.seen_at
        _READ[type(fact)](self, fact)

    def own_record(self) -> dict[str, Any]:
        if self._record is None:
            self._record = self.record = dict(self.record)
        return self._record

    def own_answered(self) -> dict[str, int]:
        if self._answered is None:
            self._answered = self.answered = dict(self.answered)
        return self._answered

    def own_given(self) -> dict[int, Mapping[str, Any]]:
        if self._given is None:
            self._given = self.given = dict(self.given)
        return self._given

    def own_clocks(self) -> dict[str, Clock]:
        if self._clocks is None:
            self._clocks = self.clocks = dict(self.clocks)
        return self._clocks

    def own_alerts(self) -> dict[str, Alert]:
        if self._alerts is None:
            self._alerts = self.alerts = dict(self.alerts)
        return self._alerts

    def case(self) -> Case:
        self._record = self._answered = self._given = self._clocks = self._alerts = None
        return Case(
            self.length,
            self.pathway,
            self.edition,
            self.pack,
            self.calendar,
            self.opened_at,
            self.parties,
            self.record,
            self.answered,
            self.given,
            self.step,
            self.step_since,
            self.holder,
            self.holder_party,
            self.handed_over,
            self.taken,
            self.clocks,
            self.alerts,
            self.links,
            self.recorded_at,
            self.seen_at,
        )


def _opened(draft: _Draft, fact: CaseOpened) -> None:
    draft.pathway, draft.edition, draft.pack, draft.calendar = fact.pathway, fact.edition, fact.pack, fact.calendar
    draft.opened_at = fact.at
    draft.parties = fact.parties
    _answers(draft, fact)


def _step_taken(draft: _Draft, fact: StepTaken) -> None:
    if fact.step != draft.step:
        draft.step, draft.step_since = fact.step, fact.at
    draft.taken = (*draft.taken, Taken(fact.move, fact.step, fact.at, draft.length))
    _answers(draft, fact)


def _answers(draft: _Draft, fact: CaseOpened | StepTaken) -> None:
    draft.recorded_at = fact.seen_at
    if fact.record:
        draft.own_record().update(fact.record)
        draft.own_answered().update(dict.fromkeys(fact.record, draft.length))
        draft.own_given()[draft.length] = fact.record
    for path in fact.sealed:
        if path.startswith("record."):
            draft.own_answered()[path[7:]] = draft.length


def _holder_changed(draft: _Draft, fact: HolderChanged) -> None:
    draft.holder, draft.holder_party = By(fact.role, fact.agency), fact.party
    draft.handed_over = HandOver(
        position=draft.length,
        move=draft.taken[-1].position if draft.taken else 0,
        at=fact.at,
        how=fact.told,
        told_at=fact.told_at,
        whom=draft.length if "told_whom" in fact.sealed else 0,
        to_itself=fact.by == draft.holder,
    )


def _clock_started(draft: _Draft, fact: ClockStarted) -> None:
    by = draft.taken[-1].position
    draft.own_clocks()[fact.clock] = Clock(
        fact.clock, fact.timescale, fact.anchor, fact.terms, fact.at, by, fact.due_at, fact.near_at
    )


def _clock_stopped(draft: _Draft, fact: ClockStopped) -> None:
    clock = draft.clocks[fact.clock]
    draft.own_clocks()[fact.clock] = replace(clock, stopped_at=fact.at, stopped_by=draft.taken[-1].position)


def _clock_cancelled(draft: _Draft, fact: ClockCancelled) -> None:
    clock = draft.clocks[fact.clock]
    draft.own_clocks()[fact.clock] = replace(clock, cancelled_at=fact.at, stopped_by=draft.taken[-1].position)


def _suspended(draft: _Draft, fact: ClockSuspended) -> None:
    draft.recorded_at = fact.seen_at
    draft.own_clocks()[fact.clock] = replace(draft.clocks[fact.clock], suspended_at=fact.at, suspended_until=fact.until)


def _resumed(draft: _Draft, fact: ClockResumed) -> None:
    clock = draft.clocks[fact.clock]
    paused = clock.paused + fact.paused
    draft.own_clocks()[fact.clock] = replace(clock, suspended_at=None, suspended_until=None, paused=paused)


def _extended(draft: _Draft, fact: ClockExtended) -> None:
    draft.recorded_at = fact.seen_at
    clock = draft.clocks[fact.clock]
    draft.own_clocks()[fact.clock] = replace(clock, extended=clock.extended + fact.amount)


def _neared(draft: _Draft, fact: DeadlineNeared) -> None:
    draft.own_clocks()[fact.clock] = replace(draft.clocks[fact.clock], neared=True)


def _breached(draft: _Draft, fact: DeadlineBreached) -> None:
    draft.own_clocks()[fact.clock] = replace(draft.clocks[fact.clock], breached=True)


def _withdrawn(draft: _Draft, fact: BreachWithdrawn) -> None:
    draft.own_clocks()[fact.clock] = replace(draft.clocks[fact.clock], breached=False)


def _moved(draft: _Draft, fact: DeadlineMoved) -> None:
    clock = draft.clocks[fact.clock]
    draft.own_clocks()[fact.clock] = replace(
        clock,
        anchor=fact.anchor,
        terms=fact.terms or clock.terms,
        due_at=fact.due_at,
        near_at=fact.near_at,
        neared=False,
    )


def _reason_given(draft: _Draft, fact: ReasonGiven) -> None:
    draft.recorded_at = fact.seen_at
    draft.own_clocks()[fact.clock] = replace(draft.clocks[fact.clock], reason=Reason(fact.code, draft.length))


def _raised(draft: _Draft, fact: AlertRaised) -> None:
    draft.own_alerts()[fact.key] = Alert(fact.key, fact.rule, fact.about, fact.tell, fact.severity, fact.at, fact.at)


def _acknowledged(draft: _Draft, fact: AlertAcknowledged) -> None:
    draft.own_alerts()[fact.key] = replace(draft.alerts[fact.key], acknowledged_at=fact.at)


def _passed_up(draft: _Draft, fact: AlertPassedUp) -> None:
    alert = draft.alerts[fact.key]
    draft.own_alerts()[fact.key] = replace(
        alert, tell=fact.tell, rung=fact.rung, moved_at=fact.at, acknowledged_at=None
    )


def _cleared(draft: _Draft, fact: AlertCleared) -> None:
    draft.own_alerts()[fact.key] = replace(draft.alerts[fact.key], cleared_at=fact.at)


def _corrected(draft: _Draft, fact: Corrected) -> None:
    draft.recorded_at = fact.seen_at
    if fact.field == "at":
        _corrected_instant(draft, fact.position, datetime.fromisoformat(fact.value))
    elif fact.field in _TOLD:
        if draft.handed_over.position == fact.position:
            draft.handed_over = _TOLD[fact.field](draft, fact)
    elif fact.field.startswith("record."):
        _corrected_answer(draft, fact, fact.field[7:])


def _corrected_answer(draft: _Draft, fact: Corrected, field: str) -> None:
    """The fact gave another answer than was recorded; the case has it unless a later fact has answered since."""
    if "value" not in fact.sealed:
        draft.own_given()[fact.position] = {**draft.given.get(fact.position, {}), field: fact.value}
    if draft.answered.get(field, 0) <= fact.position:
        draft.own_answered()[field] = fact.position
        if "value" not in fact.sealed:
            draft.own_record()[field] = fact.value


_TOLD: dict[str, Callable[[_Draft, Corrected], HandOver]] = {
    "told": lambda draft, fact: replace(draft.handed_over, how=fact.value),
    "told_at": lambda draft, fact: replace(draft.handed_over, told_at=datetime.fromisoformat(fact.value)),
    "told_whom": lambda draft, _: replace(draft.handed_over, whom=draft.length),
}
"""What a hand-over can be corrected in, after the fact as well as in error."""


def _corrected_instant(draft: _Draft, position: int, at: datetime) -> None:
    """The move at `position` happened at another instant: whatever it started, stopped or entered moves with it."""
    draft.taken = tuple(replace(taken, at=at) if taken.position == position else taken for taken in draft.taken)
    entered = [taken for before, taken in _pairs(draft.taken) if before != taken.step]
    draft.step_since = entered[-1].at
    if draft.handed_over.move == position:
        draft.handed_over = replace(draft.handed_over, at=at)
    clocks = draft.own_clocks()
    for clock in clocks.values():
        if clock.started_by == position:
            clock = replace(clock, started_at=at)
        if clock.stopped_by == position:
            clock = replace(clock, stopped_at=clock.stopped_at and at, cancelled_at=clock.cancelled_at and at)
        clocks[clock.id] = clock


def _pairs(taken: tuple[Taken, ...]) -> Iterator[tuple[str, Taken]]:
    yield from zip(["", *(one.step for one in taken)], taken, strict=False)


def _struck_out(draft: _Draft, fact: StruckOut) -> None:
    draft.recorded_at = fact.seen_at


def _repinned(draft: _Draft, fact: Repinned) -> None:
    draft.recorded_at = fact.seen_at
    draft.pack, draft.calendar, draft.edition = fact.pack, fact.calendar, fact.edition


def _linked(draft: _Draft, fact: Linked) -> None:
    draft.recorded_at = fact.seen_at
    draft.links = (*draft.links, (fact.case, fact.relation))


_READ: dict[type, Callable[[_Draft, Any], None]] = {
    CaseOpened: _opened,
    StepTaken: _step_taken,
    HolderChanged: _holder_changed,
    ClockStarted: _clock_started,
    ClockStopped: _clock_stopped,
    ClockCancelled: _clock_cancelled,
    DeadlineNeared: _neared,
    DeadlineBreached: _breached,
    BreachWithdrawn: _withdrawn,
    DeadlineMoved: _moved,
    ReasonGiven: _reason_given,
    AlertRaised: _raised,
    AlertAcknowledged: _acknowledged,
    AlertPassedUp: _passed_up,
    AlertCleared: _cleared,
    Corrected: _corrected,
    StruckOut: _struck_out,
    Repinned: _repinned,
    ClockSuspended: _suspended,
    ClockResumed: _resumed,
    ClockExtended: _extended,
    Linked: _linked,
}
