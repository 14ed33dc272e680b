"""What shapes are made of: dates in London, instants in UTC, names from a pack, sources."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, description="ISO 8601 in UTC, ending in Z.")]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, description="YYYY-MM-DD in London.")]
Json = dict[str, Any]


class Shape(BaseModel):
    """A document with these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Shape):
    """Where a promise or a duty is laid down, and how sure that is."""

    title: str
    part: str
    edition: str
    confidence: str


class Post(Shape):
    """A role in an agency."""

    role: str
    agency: str


class Named(Shape):
    """A name from the pack, and what people call it."""

    name: str
    title: str


class Problem(Shape):
    """What went wrong (RFC 9457): `code` is stable, `because` says why, `remedy` what would work."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    because: str
    remedy: str
    faults: list[str] = Field(default=[], description="Of a request that is not as described: where, and why.")
