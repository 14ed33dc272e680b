"""Procedures: enough for a program to fill in any move."""

from pydantic import Field

from web.api.shapes.base import Json, Named, Shape, Source


class Listed(Shape):
    """A procedure in the list."""

    pathway: str
    title: str
    edition: str
    source: Source


class Procedures(Shape):
    """The procedures of the pack in force."""

    procedures: list[Listed]


class Who(Shape):
    """A role of a party of the case."""

    role: str
    party: str


class Told(Shape):
    """Whom a rule tells; `party` is null for the holder, whoever that is."""

    role: str
    party: str | None


class Step(Shape):
    """A place where a case can stand."""

    name: str
    title: str
    holder: Who
    finished: bool
    source: Source


class Lead(Shape):
    """Another way for a move to lead, where the record says so."""

    when: Json
    to: str


class Asked(Shape):
    """A question that a move asks; its answer goes into `answers` under `name`."""

    name: str
    type: str
    ask: str
    hint: str
    required: bool
    when: Json | None
    choices: list[str]
    sealed: bool
    may_be_future: bool
    evidence_of: str | None
    shows: str | None
    tells: str | None
    titles: dict[str, str]
    alone: list[str]
    not_before: str | None
    kept_by: str | None
    rising: bool


class Move(Shape):
    """What takes a case on; `open` comes from nowhere."""

    name: str
    title: str
    came_from: list[str] = Field(alias="from")
    to: str | None
    leads: list[Lead]
    only_when: Json | None
    happened_at: str | None
    after: list[str]
    who: list[Who]
    holder: Who | None
    sets: Json
    fields_: list[Asked] = Field(alias="fields")
    source: Source


class Timescale(Shape):
    """A promise about time, with its source."""

    name: str
    title: str
    starts: list[str]
    stops: list[str]
    cancels: list[str]
    only_in: list[str]
    when: Json | None
    anchor: str | None
    within: Json
    count_from: str | None
    near: Json | None
    roll: str
    cut_off: str | None
    closures: bool
    kind: str
    suspendable: bool
    suspension: Json | None
    extension: Json | None
    at_least: bool
    before: bool
    repeat: Json | None
    bands: Json | None
    each_party: list[str]
    each_action: str | None
    matched_by: str | None
    source: Source


class Rung(Shape):
    """Who is told next, after how long."""

    after: dict[str, int]
    tell: Told


class Rule(Shape):
    """When somebody is told, and who."""

    name: str
    title: str
    each: str
    when: Json
    tell: Told
    ladder: list[Rung]
    acknowledged_for: dict[str, int] | None
    severity: str
    source: Source


class Agency(Shape):
    """An organisation, in its sector."""

    name: str
    title: str
    sector: str


class Emergency(Shape):
    """What to do first where a child is in danger."""

    text: str
    source: Source


class Procedure(Shape):
    """One procedure in full."""

    pathway: str
    title: str
    partnership: str
    partnership_title: str
    edition: str
    in_force_from: str
    reference: str
    source: Source
    sha256: str
    calendar: str
    day_one: Json | None
    steps: list[Step]
    moves: list[Move]
    timescales: list[Timescale]
    rules: list[Rule]
    agencies: list[Agency]
    roles: list[Named]
    sectors: list[Named]
    lateness_reasons: list[Named]
    emergency: Emergency
