"""Cursors: where a list goes on, as an opaque word in the address of its next page."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query
from fastapi.responses import JSONResponse

from states.refusals import Refused

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str, Query(max_length=400, description="From `next`; empty for the beginning.")]


def written(place: tuple[str, ...]) -> str:
    """A place in a list as a cursor."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str, parts: int) -> tuple[str, ...]:
    """The place that a cursor names, of so many parts. Raises: Refused("not-a-cursor")."""
    try:
        found = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        found = None
    if not (isinstance(found, list) and len(found) == parts and all(isinstance(one, str) for one in found)):
        raise not_a_cursor()
    return tuple(found)


def not_a_cursor() -> Refused:
    """What is said of a cursor that no page of ours gave."""
    return Refused(
        code="not-a-cursor",
        because="The cursor names no place in this list.",
        remedy="Follow `next` as it was given, or begin again without a cursor.",
    )


def page(document: dict[str, Any], onwards: str) -> JSONResponse:
    """One page of a list. `onwards`: the address of the next, empty at the end."""
    headers = {"Link": f'<{onwards}>; rel="next"'} if onwards else {}
    return JSONResponse({**document, "next": onwards or None}, headers=headers)


def address(path: str, asked: Mapping[str, object]) -> str:
    """An address with what is asked for; nothing for what is empty."""
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value not in ('', None)})}"
