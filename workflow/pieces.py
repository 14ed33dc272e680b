"""What every part of a pack is written with: names, words, and where something comes from."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from states.facts import Confidence
from workflow.numbers import WHOLE

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\r\n]*$", strip_whitespace=True)]
"""Words in one line; several lines of a file that fold into one are one."""
Party = Literal["raising", "receiving", "partnership"]
Amount = Annotated[int, Field(ge=1, le=5000), WHOLE]


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
