"""Editions, what is otherwise between two, and drawings of procedures, as the API gives them."""

from pydantic import Field, JsonValue

from web.api.shapes.base import Shape

MERMAID, SVG = "text/vnd.mermaid", "image/svg+xml"


class Edition(Shape):
    """An edition, and the pathways in it."""

    partnership: str
    edition: str
    in_force_from: str
    title: str
    pathways: list[str]
    sha256: str


class Editions(Shape):
    """Editions by the day from which they are in force."""

    packs: list[Edition]


class Change(Shape):
    """One thing that is otherwise; `field` is empty where a whole entry came or went. Values as packs write them."""

    pathway: str
    kind: str
    name: str
    field: str
    was: JsonValue
    becomes: JsonValue = Field(alias="is")
    says: str


class Changes(Shape):
    """All that is otherwise in one edition than in another."""

    differences: list[Change]


class Diagram(Shape):
    """A procedure drawn in one of two ways."""

    pathway: str
    mermaid: str = Field(default="", description="There unless SVG is asked for.")
    svg: str = Field(default="", description="There where SVG is asked for.")
