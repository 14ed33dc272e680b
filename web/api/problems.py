"""Whatever goes wrong, as problem details (RFC 9457): a stable code, why, and what would work."""

import json
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from states.refusals import Refused
from web.api.remedies import remedy_here
from web.statuses import NOT_READY, as_told_outside

MEDIA_TYPE = "application/problem+json"

_CODES: Mapping[int, Collection[str]] = {
    403: {"not-for-this-post", "not-your-move", "read-only", "training-only"},
    404: {"unknown-case", "unknown-alert", "unknown-move", "unknown-report", "not-known-then"},
    409: {
        "alert-not-open",
        "already-struck-out",
        "busy",
        "clock-not-open",
        "clock-not-suspended",
        "earlier-than-known",
        "key-used",
        "linked-already",
        "move-not-open",
        "not-late",
        "out-of-order",
    },
    412: {"changed-meanwhile"},
    503: NOT_READY,
}
STATUSES = {code: status for status, codes in _CODES.items() for code in codes}
"""The status of a refusal by its code; of every other one it is 422."""


class Problem(Exception):  # noqa: N818 - a refusal with the status that it has at this place
    """A refusal whose status is not that of its code. `headers`: what the answer says besides."""

    def __init__(self, refused: Refused, status: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(refused))
        self.refused, self.status, self.headers = refused, status, headers or {}


NO_SUCH_ADDRESS = Refused(
    code="no-such-address",
    because="There is nothing at this address.",
    remedy="GET /api/openapi.json lists every address.",
)
NOT_DONE_SO = Refused(
    code="method-not-allowed",
    because="This address does not take that method.",
    remedy="GET /api/openapi.json says which it takes.",
)
UNREADABLE = Refused(
    code="not-readable",
    because="The request cannot be read. Nothing was saved.",
    remedy="Send JSON as GET /api/openapi.json describes it.",
)
NOT_JSON = Refused(
    code="not-json",
    because="What was sent does not say that it is JSON. Nothing was saved.",
    remedy="Send JSON, with the header `Content-Type: application/json`.",
)
NOT_ACCEPTED = Refused(
    code="not-accepted",
    because="Every answer here is JSON, and the header `Accept` leaves no room for it.",
    remedy="Send `Accept: application/json`, or leave it out.",
)
TOO_LARGE = Refused(
    code="too-large",
    because="That is more than this service takes at once. Nothing was saved.",
    remedy="Send less, at most a million bytes.",
)
ANOTHER_NAME = Refused(
    code="another-name",
    because="This service does not answer under that name.",
    remedy="Use the address that the partnership gave you.",
)
FROM_ELSEWHERE = Refused(
    code="from-elsewhere",
    because="That came from another site, so nothing was done.",
    remedy="Call the API from a program, not from a page of another site.",
)
FAULT = Refused(
    code="fault",
    because="There is a problem with the service.",
    remedy="Try again later, with the same Idempotency-Key.",
)


def answer_of(problem: Exception) -> Response:
    """The answer to a refusal."""
    if isinstance(problem, Problem):
        return problem_answer(problem.refused, problem.status, problem.headers)
    assert isinstance(problem, Refused)  # noqa: S101 - nothing else is handed here
    return problem_answer(problem, STATUSES.get(problem.code, 422))


def problem_answer(
    refused: Refused, status: int, headers: Mapping[str, str] | None = None, faults: Collection[str] = ()
) -> Response:
    """Problem details as they go out. `faults`: where a request is not as it is described."""
    refused = as_told_outside(refused)
    remedy = remedy_here(refused.remedy, status)
    document: dict[str, Any] = {
        "type": f"urn:duecourse:problem:{refused.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": f"{refused.because} {remedy}",
        "code": refused.code,
        "because": refused.because,
        "remedy": remedy,
        "faults": list(faults),
    }
    return Response(json.dumps(document), status, headers, MEDIA_TYPE)
