"""All cases of a child, as the API gives them."""

from pydantic import Field, JsonValue

from web.api.shapes.base import Instant, Shape


class LateBecause(Shape):
    """Why a promise was late; what was not said is empty."""

    code: str
    title: str
    text: str
    authoriser: str


class Parts(Shape):
    """Which parts of a reason are there."""

    code: bool
    text: bool
    authoriser: bool


class Promise(Shape):
    """One promise about time; `over`: working days past its deadline. `asks_why`: somebody should say why."""

    title: str
    due_at: Instant
    ended_at: Instant | None
    status: str
    late: bool
    asks_why: bool
    over: int
    reason: LateBecause | None
    reason_has: Parts | None


class ChildsCase(Shape):
    """A case of the child; `relation` and `through` say how it was found, empty for the first."""

    reference: str
    pathway: str
    title: str
    step: str
    step_title: str
    finished: bool
    holder_role: str
    holder_agency: str
    opened_at: Instant | None
    relation: str
    through: str
    challenges: bool
    promises: list[Promise]


class Said(Shape):
    """What somebody said of the child, when it was so and since when it is known."""

    case: str
    about: str
    field: str
    ask: str
    kind: str
    value: JsonValue
    at: Instant
    seen_at: Instant
    corrected: bool


class Challenge(Shape):
    """A case about another case, and how it ended."""

    case: str
    about: str
    step: str
    step_title: str
    finished: bool
    outcome: list[Said]


class Event(Shape):
    """Something that happened, and since when it is known."""

    case: str
    n: int
    text: str
    at: Instant
    seen_at: Instant


class Child(Shape):
    """The child of a case: every case of theirs that the post may see."""

    report: str = Field(description="Always `child`.")
    case: str
    as_known: Instant
    training: bool
    notice: str
    cases: list[ChildsCase]
    challenges: list[Challenge]
    safety: list[Said]
    voice: list[Said]
    characteristics: list[Said]
    parents: list[Said]
    outcome: list[Said]
    known: list[Event]
