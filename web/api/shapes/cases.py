"""Cases, their facts and their alerts, as the API gives them."""

from typing import Literal

from pydantic import ConfigDict, Field

from web.api.shapes.base import Day, Instant, Json, Post, Shape

Status = Literal["running", "near", "breached", "met", "late", "suspended", "cancelled"]
AlertState = Literal["open", "acknowledged", "cleared"]


class Told(Shape):
    """Who was told of a hand-over, how and when."""

    whom: str | None
    how: str | None
    at: Instant | None


class Holder(Post):
    """Who has the pen; `told` is there where somebody is recorded as told."""

    told: Told | None = None


class Held(Post):
    """One span for which somebody held the case."""

    since: Instant = Field(alias="from")
    until: Instant | None
    working_days: int
    hours: float


class Reason(Shape):
    """Why a clock was late."""

    code: str
    text: str | None
    authoriser: str | None


class Days(Shape):
    """Working days a clock has run: `gross` with, `net` without those it stood still."""

    gross: int
    net: int


class Reading(Shape):
    """A deadline by one reading of its unit."""

    unit: str
    due_on: Day
    configured: bool


class Clock(Shape):
    """One promise about time. `late`: stopped late or breached; `overdue`: its deadline has passed now."""

    id: str
    timescale: str
    title: str
    started_at: Instant
    counted_from: str
    due_at: Instant
    due_on: Day
    near_at: Instant | None
    stopped_at: Instant | None
    cancelled_at: Instant | None
    status: Status
    late: bool
    overdue: bool
    received_late: bool
    counts: bool
    kind: str
    confidence: str
    band: str | None
    reason: Reason | None
    suspended_at: Instant | None
    suspended_until: Instant | None
    paused: int
    extended: int
    days: Days
    took: Json | None
    provisional: bool
    readings: list[Reading]


class Disagreement(Shape):
    """Clocks of one promise that answer differently whether it is late."""

    clocks: list[str]
    late: list[str]
    not_late: list[str]
    because: str


class Tell(Shape):
    """Whom an alert is for."""

    role: str
    party: str
    agency: str


class Alert(Shape):
    """An alert of a case."""

    key: str
    rule: str
    about: str
    tell: Tell
    severity: str
    raised_at: Instant
    state: AlertState
    rung: int


class ListedAlert(Alert):
    """An alert, and the case it is of."""

    case: str


class Link(Shape):
    """Another case that this one has to do with; `newer` is the one that says so."""

    case: str
    relation: str
    newer: str


class Kept(Shape):
    """The latest answer of one: whose, since when, the fact that says so, and the answer of the same one before it."""

    of: str
    answer: str
    was: str | None
    at: Instant
    n: int


class Case(Shape):
    """Where a case stands, who holds it, every clock with why, every alert."""

    case: str
    pathway: str
    edition: str
    step: str
    step_title: str
    finished: bool
    holder: Holder
    held: list[Held]
    status: str
    opened_at: Instant | None
    parties: dict[str, str]
    record: Json
    kept: dict[str, list[Kept]] = Field(
        default={}, description="By field the latest answer of each agency or choice; only in procedures that keep any."
    )
    not_evidenced: Json
    clocks: list[Clock]
    disagreements: list[Disagreement]
    alerts: list[Alert]
    open_moves: list[str]
    pack: str
    as_known_at: Instant
    training: bool
    links: list[Link]


class Opened(Shape):
    """A case that was opened for others, and that the post which opened it does not see."""

    case: str


class ListedCase(Shape):
    """A case in a list; `status` is that of its worst clock."""

    case: str
    pathway: str
    edition: str
    step: str
    holder: Post
    opened_at: Instant
    next_due_at: Instant | None
    status: str


class Cases(Shape):
    """Cases, the earliest deadline first; `next` is the address of those after them."""

    cases: list[ListedCase]
    next: str | None


class Alerts(Shape):
    """Alerts, the oldest first; `next` is the address of those after them."""

    alerts: list[ListedAlert]
    next: str | None


class AlertsOfCase(Shape):
    """Every alert of one case."""

    alerts: list[ListedAlert]


class Actor(Post):
    """Who did it; `person` is null where time did, or where the name can no longer be read."""

    person: str | None
    account: str | None = None


class ClockThen(Shape):
    """A clock as it stood after a fact."""

    id: str
    timescale: str
    due_at: Instant
    status: Status
    late: bool


class Fact(Shape):
    """A fact with its own fields, and where the case stood after it."""

    model_config = ConfigDict(extra="allow", frozen=True)
    n: int
    fact: str
    at: Instant
    seen_at: Instant
    by: Actor
    step: str
    clocks: list[ClockThen]


class Facts(Shape):
    """The history of a case, in order."""

    case: str
    facts: list[Fact]


class Finding(Shape):
    """Something in a stored history that does not hold; `n` is the fact, 0 the case as a whole."""

    case: str
    n: int
    code: str
    because: str


class Verification(Shape):
    """Whether nothing was altered, and every deadline, breach and alert follows from what people recorded."""

    ok: bool
    cases: int
    facts: int
    findings: list[Finding]
    covers: list[str] = Field(description="What was looked at.")
    leaves_out: list[str] = Field(description="What no verification looks at.")
