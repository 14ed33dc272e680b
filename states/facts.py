"""The facts: everything that can ever have happened to a case, in about twenty kinds.

A fact is never edited. `at` is since when it is true, `seen_at` since when we know it; both UTC.
Free text and names of people stand apart in `sealed` (path -> text), so that the store can encrypt them
field by field; `None` is a text that can no longer be read, because it was struck out or its key is not here.
Nothing that dates, rules or reports need is ever sealed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from states.terms import Term

Record = Mapping[str, Any]
"""Structured answers by field name: str, int, float, bool, or lists and dicts of these."""

Kind = Literal["statutory", "local", "aspiration", "reminder"]
Confidence = Literal["high", "unconfirmed", "proposed"]


class By(msgspec.Struct, frozen=True):
    """Who did it, as far as it may be read by everyone: the post, not the person."""

    role: str
    agency: str


class Tell(msgspec.Struct, frozen=True):
    """Whom an alert is for: a role, in an agency that stands in the case as `party`."""

    role: str
    party: str
    agency: str


class Near(msgspec.Struct, frozen=True):
    """The warning point: when so many working days are left, or so many hours before the deadline."""

    unit: Literal["working_days", "hours"]
    amount: int


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was promised, kept with the clock for ever: the deadline is a pure function of these.

    `also` is a second reading of the same promise, given while the unit is unconfirmed; it only moves the warning.
    `at_least`: a minimum; stopping before it has passed is the breach. `bands`: hours in rising order; how long it took
    is given as one of them, and nothing is late, until the partnership sets a target.
    """

    within: Term
    calendar: str
    kind: Kind
    confidence: Confidence
    near: Near | None = None
    also: Term | None = None
    at_least: bool = False
    bands: tuple[int, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether this promise can be broken: a reminder, a proposed term and one with bands never breach."""
        return self.kind != "reminder" and self.confidence != "proposed" and not self.bands

    @property
    def expires(self) -> bool:
        """Whether time alone can break it; a minimum is broken only by acting before it has passed."""
        return self.counts and not self.at_least


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="fact"):
    """What every fact has."""

    at: datetime
    seen_at: datetime
    by: By
    sealed: Mapping[str, str | None] = {}


class CaseOpened(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A case began, under one edition of one pathway. `parties`: raising, receiving, partnership -> agency."""

    pathway: str
    edition: str
    pack: str
    calendar: str
    parties: Mapping[str, str]
    record: Record


class StepTaken(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A person moved the case; `came_from` and `step` are equal where a move records without moving on."""

    move: str
    came_from: str
    step: str
    record: Record = {}


class HolderChanged(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The pen passed to a role in an agency; `party` is how that agency stands in the case.

    `told`: how somebody there was told, `told_at`: when; neither where nobody has recorded it. Sealed: `told_whom`.
    """

    role: str
    party: str
    agency: str
    told: str = ""
    told_at: datetime | None = None


class ClockStarted(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A promise about time began to run. `anchor` is the day or instant that is counted from.

    `due_at` and `near_at` follow from anchor, terms and calendar; they are recorded so that verification can compare.
    """

    clock: str
    timescale: str
    anchor: str
    terms: Terms
    due_at: datetime
    near_at: datetime | None = None


class ClockStopped(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """What was promised has been done."""

    clock: str


class ClockCancelled(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The promise no longer stands; it was neither kept nor broken by this."""

    clock: str
    because: str


class ClockSuspended(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The clock stands still until `until` at the latest. Sealed: `text`, `authoriser`."""

    clock: str
    reason: str
    until: datetime


class ClockResumed(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """It runs again; it stood still for `paused` of its own days."""

    clock: str
    paused: int


class ClockExtended(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """So many more of its own days were granted. Sealed: `text`, `authoriser`."""

    clock: str
    amount: int
    reason: str


class DeadlineNeared(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The warning point passed while the clock was running."""

    clock: str


class DeadlineBreached(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The deadline passed while the clock was running; `at` is the deadline, `seen_at` when we noticed."""

    clock: str


class BreachWithdrawn(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The breach turned out not to have been one: recorded late, or corrected."""

    clock: str
    because: str


class DeadlineMoved(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """An open clock's deadline changed, in the open; `terms` where it is now promised on other terms."""

    clock: str
    anchor: str
    was: datetime
    due_at: datetime
    because: str
    near_at: datetime | None = None
    terms: Terms | None = None


class ReasonGiven(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """Why a clock was late. Sealed: `text`, `authoriser`."""

    clock: str
    code: str


class AlertRaised(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A rule's conditions came true, about the case (`about` empty) or one of its clocks."""

    key: str
    rule: str
    about: str
    tell: Tell
    severity: str


class AlertAcknowledged(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """Somebody took the alert on; the clock goes on. Sealed: `note`."""

    key: str


class AlertPassedUp(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """Nobody took it on in time: the alert went one rung up its ladder (rung 1 is the first above the start)."""

    key: str
    rung: int
    tell: Tell


class AlertCleared(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The alert's cause has gone."""

    key: str
    because: str


class Corrected(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The fact at `position` (from 1) should have said `value` in `field`. Sealed: `because`, `value` of a text."""

    position: int
    field: str
    value: Any = None


class StruckOut(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """The key of one sealed field was destroyed; the chain still holds. Sealed: `because`, `authoriser`."""

    position: int
    field: str


class Repinned(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """From here on the case keeps another pack or calendar; `was` is the pack before. Sealed: `because`."""

    was: str
    pack: str
    calendar: str
    edition: str


class Linked(Fact, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """This case has to do with an older one; the older case's history knows nothing of it."""

    case: str
    relation: str


AnyFact = (
    CaseOpened
    | StepTaken
    | HolderChanged
    | ClockStarted
    | ClockStopped
    | ClockCancelled
    | DeadlineNeared
    | DeadlineBreached
    | BreachWithdrawn
    | DeadlineMoved
    | ReasonGiven
    | AlertRaised
    | AlertAcknowledged
    | AlertPassedUp
    | AlertCleared
    | Corrected
    | StruckOut
    | Repinned
    | ClockSuspended
    | ClockResumed
    | ClockExtended
    | Linked
)

TIME = By(role="time", agency="")
"""Who acts when nobody does."""

_CAUSES = (
    CaseOpened,
    StepTaken,
    ReasonGiven,
    AlertAcknowledged,
    Corrected,
    StruckOut,
    Repinned,
    ClockSuspended,
    ClockResumed,
    ClockExtended,
    Linked,
)


def is_cause(fact: AnyFact) -> bool:
    """Whether somebody brought this about; every other fact is a consequence of such facts and of time."""
    return isinstance(fact, _CAUSES) and fact.by != TIME


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)


def encode(fact: Fact) -> str:
    """The fact's body as JSON text, without its sealed texts: the same fact always gives the same bytes."""
    return _encoder.encode(msgspec.structs.replace(fact, sealed={}) if fact.sealed else fact).decode()


def decode(body: str | bytes) -> AnyFact:
    """The fact a body tells of. Raises msgspec.ValidationError (a ValueError) where the body is none."""
    return _decoder.decode(body)


def with_sealed(fact: AnyFact, sealed: Mapping[str, str | None]) -> AnyFact:
    """The same fact with its sealed texts put back."""
    again: AnyFact = msgspec.structs.replace(fact, sealed=sealed)
    return again
