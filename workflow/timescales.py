"""Timescales: promises about time as a pack states them, with what starts, stops and suspends them."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from states.facts import Kind, Near
from workflow.conditions import Conditions
from workflow.numbers import WHOLE
from workflow.pieces import Amount, Frozen, Name, Names, Party, Source, Text, Who

Unit = Literal["working_days", "calendar_days", "weeks", "months", "school_terms", "hours"]


class Window(Frozen):
    """Days counted from the pathway's Day 1."""

    from_day: Annotated[int, Field(ge=1, le=2000), WHOLE]
    to_day: Annotated[int, Field(ge=1, le=2000), WHOLE]

    @model_validator(mode="after")
    def _forwards(self) -> "Window":
        if self.to_day < self.from_day:
            raise ValueError("a window ends on or after the day it begins: from_day is later than to_day")
        return self


class Within(Frozen):
    """How long: exactly one unit, or a window of days from Day 1."""

    working_days: Amount | None = None
    calendar_days: Amount | None = None
    weeks: Amount | None = None
    months: Amount | None = None
    school_terms: Amount | None = None
    hours: Amount | None = None
    window: Window | None = None
    given_day: Literal["yes"] | None = None
    count_from: Literal["exclude_trigger", "include_trigger"] | None = None

    @model_validator(mode="after")
    def _one_length(self) -> "Within":
        given = [unit for unit in (*UNITS, *ONE_WAY) if getattr(self, unit) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join((*UNITS, ONE_WAY[0]))} or {ONE_WAY[1]}")
        one_way = given[0] in ("hours", *ONE_WAY)
        if one_way and self.count_from is not None:
            raise ValueError(f"{given[0]} are counted in one way only: leave count_from out")
        if not one_way and self.count_from is None:
            raise ValueError("say count_from: exclude_trigger or include_trigger")
        return self

    @property
    def unit(self) -> str:
        """Which of them it is."""
        return next(unit for unit in (*UNITS, *ONE_WAY) if getattr(self, unit) is not None)


UNITS: tuple[Unit, ...] = ("working_days", "calendar_days", "weeks", "months", "school_terms", "hours")
ONE_WAY = ("window", "given_day")


class Bands(Frozen):
    """How long it took, in hours, instead of late or in time; above `reason_above` a reason is asked for."""

    hours: Annotated[tuple[Amount, ...], Field(min_length=1)]
    reason_above: Amount

    @model_validator(mode="after")
    def _rising(self) -> "Bands":
        if list(self.hours) != sorted(set(self.hours)):
            raise ValueError("the bands go up: write the hours in rising order, each once")
        return self


class Warn(Frozen):
    """The warning point: when so many working days are left, or so many hours before the deadline."""

    working_days: Annotated[int, Field(ge=0, le=2000), WHOLE] | None = None
    hours: Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> "Warn":
        if (self.working_days is None) == (self.hours is None):
            raise ValueError("give either working_days or hours")
        return self

    def near(self) -> Near:
        """As a clock keeps it."""
        if self.hours is not None:
            return Near("hours", self.hours)
        return Near("working_days", self.working_days or 0)


class Leave(Frozen):
    """Who may suspend or extend a clock, for which reasons, and up to how many of its own days altogether."""

    reasons: Annotated[Mapping[Name, Text], Field(min_length=1)]
    who: Annotated[tuple[Who, ...], Field(min_length=1)]
    at_most: Annotated[int, Field(ge=1, le=2000), WHOLE]


class Timescale(Frozen):
    """A promise about time in guidance. `starts`, `stops`, `cancels` name moves taken or steps entered."""

    title: Text
    starts: Names
    stops: Names
    within: Within
    source: Source
    kind: Kind
    cancels: Names = ()
    anchor: str = ""
    when: Conditions = Conditions()
    only_in: Names = ()
    near: Warn | None = None
    roll: Literal["none", "back", "forward"] = "none"
    cut_off: Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = ""
    closures: bool = False
    suspension: Leave | None = None
    extension: Leave | None = None
    at_least: bool = False
    before: bool = False
    repeat: Within | None = None
    bands: Bands | None = None
    each_party: tuple[Party, ...] = ()
    each_action: str = ""
    matched_by: str = ""

    @model_validator(mode="after")
    def _statutory_is_plain(self) -> "Timescale":
        if self.kind == "statutory" and (self.closures or self.cut_off or self.suspension or self.extension):
            raise ValueError("a statutory timescale knows no closure days, no cut-off, no suspension and no extension")
        if (self.suspension or self.extension) and (
            self.within.unit not in ("working_days", "calendar_days", "window") or self.before or self.at_least
        ):
            raise ValueError("suspension and extension go with terms in working days or calendar days")
        if bool(self.each_party or self.each_action) != bool(self.matched_by):
            raise ValueError("each_party needs matched_by, the field that says which, as each_action does")
        if self.bands and (self.within.hours != self.bands.reason_above or self.at_least or self.repeat):
            raise ValueError("bands go with `within: {hours: n}`, n being the hours above which a reason is asked")
        if (self.each_action or self.before) and self.repeat:
            raise ValueError("what is due on a day that was given does not repeat by itself")
        return self
