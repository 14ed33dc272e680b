"""Deadlines worked out, as the API gives them."""

from web.api.shapes.base import Day, Instant, Json, Shape, Source


class Skipped(Shape):
    """A day that was not counted, and why."""

    date: Day
    why: str


class OtherReading(Shape):
    """What the other unit would give, while the unit is unconfirmed."""

    unit: str
    due_on: Day


class Due(Shape):
    """When something falls due, and why. `derivation`, where it was asked for, is the whole proof, day by day."""

    timescale: str | None
    starts: str
    due_at: Instant
    due_on: Day
    unit: str
    amount: int
    count_from: str
    counted: int
    school_terms: list[Json]
    skipped: list[Skipped]
    provisional: bool
    provisional_because: str | None
    last_working_day_before: Day | None
    calendar: str
    source: Source | None
    also_read_as: OtherReading | None = None
    derivation: Json | None = None
