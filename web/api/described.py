"""What OpenAPI says of answers: their headers, and the problems that each kind of address can have."""

from typing import Any

from web.api.problems import MEDIA_TYPE
from web.api.shapes.editions import MERMAID, SVG

_SAYS = {
    400: "The request cannot be read.",
    401: "No token, or one that opens nothing any more.",
    403: "The token's scope or post does not allow it.",
    404: "There is nothing of that name, or the post may not see it.",
    406: "The header Accept leaves no room for JSON.",
    409: "The case, or the key, does not allow it now.",
    412: "The case has changed since the version in If-Match.",
    413: "More than the service takes at once.",
    415: "What was sent does not say that it is JSON.",
    422: "What was sent cannot be used.",
    503: "The database cannot be used now.",
}
_TEXT = {"schema": {"type": "string"}}
_ETAG = {"ETag": {"description": "The case's version.", **_TEXT}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Problem details with these statuses, in the notation of `responses`."""
    return {
        status: {
            "description": _SAYS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            **({"headers": {"WWW-Authenticate": _TEXT}} if status == 401 else {}),
        }
        for status in statuses
    }


_ANY = (400, 401, 406, 413, 422, 503)
OF_ME = problems(*_ANY)
OF_ALL = problems(*_ANY, 403)
OF_ONE = problems(*_ANY, 403, 404)
OF_LIST = OF_ALL | {200: {"headers": {"Link": {"description": 'The next page, rel="next".', **_TEXT}}}}
OF_CASE = problems(*_ANY, 403, 404, 409) | {200: {"headers": _ETAG}}
OF_FACTS = problems(*_ANY, 403, 404, 409)
OF_ASKING = problems(*_ANY, 403, 404, 409, 415)
OF_CHANGE = problems(*_ANY, 403, 404, 409, 412, 415) | {200: {"headers": _ETAG}}
OF_OPENING = problems(*_ANY, 403, 409, 415) | {
    201: {"headers": _ETAG | {"Location": {"description": "The address of the case.", **_TEXT}}}
}
OF_DRAWING = OF_ONE | {
    200: {
        "description": "JSON; or the drawing itself, where `Accept` or `format` says so.",
        "content": {MERMAID: _TEXT, SVG: _TEXT},
    }
}
