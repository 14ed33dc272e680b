"""The pathway: one procedure of a partnership as data, parsed at the door and trusted after it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from states.facts import Confidence, Kind, Near
from states.terms import Term
from workflow.conditions import Conditions
from workflow.numbers import WHOLE

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\r\n]*$", strip_whitespace=True)]
"""Words in one line; several lines of a file that fold into one are one."""
Unit = Literal["working_days", "calendar_days", "weeks", "months", "school_terms", "hours"]
Party = Literal["raising", "receiving", "partnership"]
FieldType = Literal[
    "text",
    "person",
    "choice",
    "choices",
    "yes_no",
    "number",
    "date",
    "instant",
    "agency",
    "case",
    "attendance",
    "actions",
]

SEALED_TYPES: frozenset[str] = frozenset({"text", "person"})
"""Free text and names of people: encrypted field by field, and never read by a condition."""


About = Literal["", "safety", "voice", "characteristics", "parents", "outcome"]
"""Of what in a child's life an answer tells: kept safe, heard, who the child is, the parents told, how it ended."""

HAPPENED = "happened"
"""In `not_before`: the instant at which the move itself happened."""

RAISING: Party = "raising"
"""In `kept_by`: the agency that raises the case, whose answer it is without being asked."""

TELLING = {"whom": "person", "how": "choice", "when": "instant"}
"""What a question tells of a hand-over, and the type that it therefore has."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(_as_list)]


class Frozen(BaseModel):
    """Data from a pack: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Frozen):
    """Where a number or a duty comes from, and how sure we are of it."""

    title: Text
    part: Text
    edition: Text
    confidence: Confidence


class Who(Frozen):
    """A role, in whichever agency stands in the case as `party`."""

    role: Name
    party: Party


class Question(Frozen):
    """One thing that a move records. `when` makes it required only where the answers before it say so.

    `tells`: what the answer says of how the new holder was told: whom, how or when. `excludes`: whoever is named sees
    nothing of the case. `about`: of what in the child's life the answer tells, where all cases of a child are shown.
    `sectors`: whose agencies alone can be the answer. `titles`: of choices whose names do not read well by themselves.
    `alone`: choices that go with no other. `not_before`: the earlier answer, or HAPPENED, before which no day that is
    given here may lie. `one_line`: a text that is short, such as a reference. `kept_by`: the question whose answer says
    whose this one is, or RAISING: the latest of each is kept. `rising`: the choices go from the lowest to the highest.
    """

    type: FieldType
    ask: Text
    hint: str = ""
    required: bool = False
    when: Conditions = Conditions()
    choices: tuple[Name, ...] = ()
    may_be_future: bool = False
    evidence_of: str = ""
    shows: Literal["", "emergency"] = ""
    tells: Literal["", "whom", "how", "when"] = ""
    excludes: bool = False
    about: About = ""
    sectors: Names = ()
    titles: Mapping[Name, Text] = {}
    alone: Names = ()
    not_before: str = ""
    one_line: bool = False
    kept_by: str = ""
    rising: bool = False

    @property
    def sealed(self) -> bool:
        """Whether the answer is encrypted on its own and kept apart."""
        return self.type in SEALED_TYPES

    def title_of(self, choice: str) -> str:
        """A choice as people read it."""
        return self.titles.get(choice) or choice.replace("-", " ").capitalize()

    @model_validator(mode="after")
    def _choices_where_there_is_a_choice(self) -> "Question":
        if (self.type in ("choice", "choices")) != bool(self.choices):
            raise ValueError("choices belong to the types choice and choices, and to no others")
        return self

    @model_validator(mode="after")
    def _sectors_of_an_agency(self) -> "Question":
        if self.sectors and self.type != "agency":
            raise ValueError("sectors belong to the type agency, and to no other")
        return self

    @model_validator(mode="after")
    def _of_its_own_choices(self) -> "Question":
        if unknown := {*self.titles, *self.alone} - {*self.choices}:
            raise ValueError(f"titles and alone name {', '.join(sorted(unknown))}, which is none of the choices")
        if self.alone and self.type != "choices":
            raise ValueError("alone belongs to the type choices: of a choice there is only one answer anyway")
        return self

    @model_validator(mode="after")
    def _days_in_order(self) -> "Question":
        if self.not_before and self.type not in ("date", "instant", "actions"):
            raise ValueError("not_before belongs to the types date, instant and actions")
        if self.one_line and self.type != "text":
            raise ValueError("one_line belongs to the type text")
        return self

    @model_validator(mode="after")
    def _kept_in_few_words(self) -> "Question":
        if self.kept_by and self.type not in ("choice", "yes_no"):
            raise ValueError("kept_by belongs to the types choice and yes_no")
        if self.rising and not (self.kept_by and self.type == "choice"):
            raise ValueError("rising belongs to a choice with kept_by")
        return self

    @model_validator(mode="after")
    def _tells_in_its_own_type(self) -> "Question":
        if self.excludes and self.type != "person":
            raise ValueError("only a person can be excluded: the type is person")
        if self.tells and (self.type != TELLING[self.tells] or self.may_be_future):
            raise ValueError("what tells whom is a person, what tells how a choice, what tells when an instant gone by")
        return self


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


class Window(Frozen):
    """Days counted from the pathway's Day 1."""

    from_day: Annotated[int, Field(ge=1, le=2000), WHOLE]
    to_day: Annotated[int, Field(ge=1, le=2000), WHOLE]

    @model_validator(mode="after")
    def _forwards(self) -> "Window":
        if self.to_day < self.from_day:
            raise ValueError("a window ends on or after the day it begins: from_day is later than to_day")
        return self


Amount = Annotated[int, Field(ge=1, le=5000), WHOLE]


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
