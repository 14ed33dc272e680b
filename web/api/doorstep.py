"""What is looked at before a request is answered: what it asks for, how it wants the answer, and what it sends."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.requests import Request

from states.refusals import Refused
from web.api.problems import NOT_ACCEPTED, NOT_JSON, Problem

JSON = "application/json"


def parameters_known(request: Request, known: Iterable[str]) -> None:
    """Raises: Problem 422 for a parameter that the address does not take, or one that is given twice."""
    known = sorted(known)
    given = [name for name, _ in request.query_params.multi_items()]
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        raise _wrong(
            f"There is no parameter “{unknown[:60]}” here.",
            f"Parameters here are {', '.join(known)}." if known else "There are none here.",
        )
    if len(set(given)) < len(given):
        raise _wrong("A parameter is given twice, and only one of its values can be meant.", "Give each once.")


def accepts(request: Request, media: Iterable[str]) -> None:
    """Raises: Problem 406 where the header `Accept` leaves no room for any of the media types that there are."""
    ranges = {"*/*", *media, *(f"{each.partition('/')[0]}/*" for each in media)}
    says = any(each.strip() for each in request.headers.getlist("accept"))
    if says and not ranges.intersection(wanted_by(request)):
        raise Problem(NOT_ACCEPTED, 406)


def wanted_by(request: Request) -> list[str]:
    """The media ranges of the header `Accept`, in its order; none where it says nothing."""
    accepted = ",".join(request.headers.getlist("accept")).lower()
    return list(_wanted(accepted)) if accepted.strip() else []


def _wanted(accepted: str) -> Iterator[str]:
    """The media ranges that are not ruled out by a weight of nought."""
    for each in accepted.split(","):
        media, *parameters = (part.strip() for part in each.split(";"))
        weights = [part.partition("=")[2] for part in parameters if part.startswith("q=")]
        if not any(weight.strip("0.") == "" for weight in weights):
            yield media


def sends_json(request: Request, body: bytes) -> None:
    """Raises: Problem 415 for a body that does not say that it is JSON, 422 where an object has a name twice."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and media != JSON and not (media.startswith("application/") and media.endswith("+json")):
        raise Problem(NOT_JSON, 415)
    try:
        json.loads(body, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        return  # What cannot be read as JSON at all is told where it is read.


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _wrong("An object has the same name twice, and only one of its values can be meant.", "Give each once.")
    return found


def _wrong(because: str, remedy: str) -> Problem:
    return Problem(Refused(code="wrong-usage", because=because, remedy=remedy), 422)
