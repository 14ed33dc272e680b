"""Sealed texts put back where they were said: `record.safety_plan.0.owner` into the first entry of that list."""

from copy import deepcopy
from typing import Any


def put_back(content: dict[str, Any], path: str, text: str | None) -> None:
    """Set the text at a path of a fact's plain content; lists on the way are the content's own, so copy it first."""
    *around, name = path.split(".")
    place: Any = content
    for part in around:
        place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
    place[name] = text


def own_copy(content: Any) -> Any:
    """A copy that may be changed without changing the fact it was taken from."""
    return deepcopy(content)
