"""Other editions and calendars, imports and sweeps: what is sent, and what is answered."""

from typing import Annotated, Literal

from pydantic import Field

from web.api.shapes.base import Shape
from web.api.shapes.sent import Name, Sent, Text

Whole = Annotated[str, Field(max_length=1_000_000)]


class Rehearse(Sent):
    """Yesterday's facts under another edition; of one case, or of all."""

    edition: Name
    case: Name = ""


class Repin(Rehearse):
    """Move cases to another edition."""

    because: Text


class Calendar(Sent):
    """A calendar."""

    calendar: Whole = Field(description="Its content in YAML or JSON; it may extend one that came with Duecourse.")


class ApplyCalendar(Calendar):
    """Move cases to it."""

    because: Text


class Import(Sent):
    """Another system's cases."""

    pathway: Name
    map: Whole = Field(description="What the columns mean, in YAML or JSON.")
    csv: Whole = Field(description="The rows, under a heading that has the columns of the map.")
    dry_run: bool = Field(default=False, description="Only try: nothing is written.")


class Difference(Shape):
    """One thing that is, or would be, otherwise; null where there is none."""

    case: str
    what: Literal["deadline", "status", "alert", "refused"]
    name: str
    was: str | None
    becomes: str | None


class Differences(Shape):
    """So many cases looked at, and everything that is otherwise in them."""

    cases: int
    differences: list[Difference]


class RefusedRow(Shape):
    """A row that cannot be imported, by its line."""

    row: int
    code: str
    because: str
    remedy: str


class Imported(Shape):
    """What came of it; nothing was opened where a row was refused."""

    rows: int
    opened: int
    cases: list[str]
    repeated: int
    refused: list[RefusedRow]
    dry_run: bool


class Failed(Shape):
    """A case that a sweep could not handle; it stays due."""

    case: str
    code: str
    because: str


class Swept(Shape):
    """How many cases were due and handled, and what was recorded."""

    due: int
    handled: int
    facts: int
    alerts: int
    failed: list[Failed] = Field(default=[], description="Only where there are some.")
