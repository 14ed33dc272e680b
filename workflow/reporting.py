"""Reports as data: what a partnership wants counted, of which pathway, in its own words."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from workflow.numbers import WHOLE
from workflow.pieces import Amount, FieldName, Frozen, Name, Names, Party, Source, Text


class SmallNumbers(Frozen):
    """From which count on a number may stand in a copy that leaves the partnership."""

    below: Annotated[int, Field(ge=2, le=100), WHOLE]
    source: Source


class ReportingYear(Frozen):
    """On which day of the year, as MM-DD, a year of reports begins."""

    begins: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[0-9]{2}$")]
    source: Source


class BandsReport(Frozen):
    """Each clock of a timescale with bands, counted on the day it stopped, by the band in which it stopped.

    `asked_by`: the party that asked for it; where there is none, the case's raising agency did.
    """

    pathway: Name
    timescale: Name
    asked_by: Party = "raising"


class AttendanceReport(Frozen):
    """Each meeting, counted on its day, by how each partner took part.

    `moves` are meetings; another move that records the field puts the meeting before it right.
    """

    pathway: Name
    field: FieldName
    moves: Names
    partners: Names
    there: Names
    not_asked: Names = ()


class StepsFrom(Frozen):
    """The cases raised from a sector, and how many of them came to a step or beyond it."""

    sector: Name
    step: Name
    title: Text


class LadderReport(Frozen):
    """Each case, counted on the day it was opened, by the highest of `steps` that it came to.

    `steps`: from the lowest up, each with the timescale that is promised for it.
    """

    pathway: Name
    steps: Annotated[Mapping[Name, Name], Field(min_length=1)]
    resolved: Names
    by: Mapping[FieldName, Text] = {}
    also: Mapping[Name, StepsFrom] = {}


class Mark(Frozen):
    """An instant in the life of a case: the answer to a field, or when a move was last taken."""

    title: Text
    field: str = ""
    move: str = ""

    @model_validator(mode="after")
    def _one(self) -> "Mark":
        if bool(self.field) == bool(self.move):
            raise ValueError("give either field or move")
        return self


class Span(Frozen):
    """From one mark to another, in working days, and the timescale that says whether that was late."""

    title: Text
    begins: Name
    ends: Name
    timescale: Name


class LogReport(Frozen):
    """Each case as a row, counted on the day it was opened."""

    pathway: Name
    marks: Mapping[Name, Mark]
    spans: Annotated[Mapping[Name, Span], Field(min_length=1)]


class CaseloadReport(Frozen):
    """Each open case as it stands, by what is due next."""

    within_working_days: Amount


class ClocksReport(Frozen):
    """Clocks of some timescales, by pathway; of all, where none is named."""

    clocks: Mapping[Name, Names] = {}


KINDS = ("bands", "attendance", "ladder", "log", "caseload", "unexplained", "overdue")
OF_A_MOMENT = frozenset({"caseload", "overdue"})
"""Those that tell how things stand, and count nothing that happened in a period."""


class Reported(Frozen):
    """One report. `counted`: what is counted, in the plural. Exactly one of the kinds says how."""

    title: Text
    counted: Text
    source: Source
    bands: BandsReport | None = None
    attendance: AttendanceReport | None = None
    ladder: LadderReport | None = None
    log: LogReport | None = None
    caseload: CaseloadReport | None = None
    unexplained: ClocksReport | None = None
    overdue: ClocksReport | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Reported":
        if len([kind for kind in KINDS if getattr(self, kind) is not None]) != 1:
            raise ValueError(f"give one of {', '.join(KINDS)}")
        return self

    @property
    def kind(self) -> str:
        """Which of them it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def of_a_moment(self) -> bool:
        """Whether it tells how things stand at a moment, so that no period goes with it."""
        return self.kind in OF_A_MOMENT
