"""Maps of imports: what the columns of another system's file mean here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from engine.packs.yaml import Document, read_yaml, yaml_written
from states.refusals import Refused
from workflow.pieces import FieldName, Frozen, Name, Text


class Taken(Frozen):
    """Where a value comes from: a column, perhaps translated, or dated in London time; or always the same."""

    column: str = ""
    value: str = ""
    values: Mapping[str, str] = {}
    format: str = ""
    type: Literal["text", "date", "instant"] = "text"


class Map(Frozen):
    """What the columns of another system's file mean here."""

    source: Name
    id: Text
    at: Taken | None = None
    person: Taken
    role: Taken
    agency: Taken
    fields: Annotated[Mapping[FieldName, Taken], Field(min_length=1)]


def read_map(path: Path) -> Map:
    """A map from a file in YAML. Raises: Refused("map-not-usable")."""
    return _map(read_yaml(path.absolute(), path.name) if path.is_file() else None, path.name)


def map_written(text: str) -> Map:
    """A map from a text in YAML or JSON. Raises: Refused("map-not-usable")."""
    return _map(yaml_written(text, "the map"), "The map")


def _map(document: Document | None, name: str) -> Map:
    if document is None or document.faults or not isinstance(document.content, dict):
        fault = document.faults[0].because if document and document.faults else "There is no such file with entries."
        raise Refused(code="map-not-usable", because=f"{name} cannot be read. {fault}", remedy=_REMEDY)
    try:
        return Map.model_validate(document.content)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise Refused(code="map-not-usable", because=f"{name}, {field}: {problem['msg']}.", remedy=_REMEDY) from None


_REMEDY = (
    "A map has `source`, `id` (a column), `person`, `role`, `agency` and `fields`, each `{column: …}` or `{value: …}`."
)
