"""The page about the API, for people: what it takes, address by address."""

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from access.tokens import SCOPES
from web.visits import Visit, for_everybody


def about(visit: Visit) -> Response:
    """Every address, and how a program is let in."""
    described = visit.request.app.state.api.openapi()
    rows = [
        _row(method, f"/api{path}", operation)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]
    return visit.page("api.html", rows=rows, scopes=SCOPES)


def _row(method: str, address: str, operation: dict[str, Any]) -> dict[str, str]:
    scopes = [scope for required in operation.get("security", ()) for scope in required["token"]]
    return {
        "method": method.upper(),
        "address": address,
        "does": operation["description"].partition("\n")[0].replace("`", ""),
        "scope": ", ".join(scopes) or "any",
    }


ROUTES = (Route("/api", for_everybody(about)),)
