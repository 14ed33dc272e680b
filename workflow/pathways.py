"""The pathway: one procedure of a partnership as data, parsed at the door and trusted after it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from states.terms import Term
from workflow.conditions import Conditions
from workflow.pieces import FieldName, Frozen, Name, Names, Source, Text, Who
from workflow.questions import Question
from workflow.timescales import UNITS, Timescale, Unit, Within


class Step(Frozen):
    """A place where a case can stand, and who holds the pen there; a finished step needs no holder's action."""

    title: Text
    holder: Who
    source: Source
    finished: bool = False


class Leads(Frozen):
    """Another way for a move to lead, where the record says so."""

    when: Conditions
    to: Name


class Move(Frozen):
    """What people do to a case. `to` empty records something and stays. `after`: moves that must have come first.

    `only_when`: what the record must say before the move is open. `happened_at`: the field that tells when it happened,
    where that is asked for; otherwise the person says so, or it is now.
    """

    title: Text
    source: Source
    starting: Names = Field(alias="from", default=())
    to: Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9-]*)?$")] = ""
    leads: tuple[Leads, ...] = ()
    who: Annotated[tuple[Who, ...], Field(min_length=1)]
    after: Names = ()
    only_when: Conditions = Conditions()
    happened_at: str = ""
    holder: Who | None = None
    sets: Mapping[FieldName, str] = {}
    record: Mapping[FieldName, Question] = {}


class Restricted(Frozen):
    """For whom alone a case exists: posts with these roles, where the record says so (no condition: always)."""

    to: Names
    when: Conditions = Conditions()


class DayOne(Frozen):
    """Where the ladder's day labels begin: per move, the field (or `at`) that holds the day; and how days are read."""

    starts: Mapping[Name, str]
    unit: Literal["working_days", "calendar_days"]
    also_read_as: Literal["", "working_days", "calendar_days"] = ""
    source: Source


class Pathway(Frozen):
    """One procedure: where a case can stand, what takes it on, and what is promised meanwhile."""

    pathway: Name
    title: Text
    reference: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}$")]
    source: Source
    steps: Annotated[Mapping[Name, Step], Field(min_length=1)]
    moves: Annotated[Mapping[Name, Move], Field(min_length=1)]
    timescales: Mapping[Name, Timescale] = {}
    day_one: DayOne | None = None
    restricted: Restricted | None = None

    def term(self, timescale: Timescale, again: Within | None = None) -> Term:
        """What is counted: a window becomes its last day, counted from Day 1, in the ladder's unit.

        `again`: the length of a later round, where the timescale repeats.
        """
        return self._term(timescale, self.day_one.unit if self.day_one else "working_days", again)

    def other_reading(self, timescale: Timescale) -> Term | None:
        """The same window in the other unit, while nobody has confirmed which is meant."""
        if self.day_one is None or timescale.within.unit != "window" or not self.day_one.also_read_as:
            return None
        return self._term(timescale, self.day_one.also_read_as)

    def _term(self, timescale: Timescale, ladder_unit: Unit, again: Within | None = None) -> Term:
        within = again or timescale.within
        common: dict[str, Any] = {
            "roll": timescale.roll,
            "cut_off": timescale.cut_off,
            "closures": timescale.closures,
            "before": timescale.before,
        }
        if within.given_day is not None:
            return Term(unit="calendar_days", amount=1, count_from="include_trigger", **{**common, "before": False})
        if within.window is not None:
            rolls = self.day_one is None or self.day_one.unit == ladder_unit or ladder_unit == "calendar_days"
            if not rolls:  # The second reading, in working days, ends on one whatever the first does.
                common["roll"] = "none"
            return Term(
                unit=ladder_unit,
                amount=within.window.to_day,
                count_from="include_trigger",
                from_day=within.window.from_day,
                **common,
            )
        unit = next(unit for unit in UNITS if unit == within.unit)
        count_from = within.count_from or "exclude_trigger"
        return Term(unit=unit, amount=getattr(within, unit), count_from=count_from, **common)
