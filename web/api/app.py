"""The API put together: its addresses, what it says of itself, and problem details for whatever goes wrong."""

import logging
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from states.refusals import Refused
from web.api import cases, changes, children, editions, figures, keeping, partnership, questions, trying
from web.api.problems import FAULT, NO_SUCH_ADDRESS, NOT_DONE_SO, UNREADABLE, Problem, answer_of, problem_answer
from web.api.shapes.base import Problem as ProblemShape
from web.site import Site

DESCRIPTION = """\
The commands and queries of `duecourse`, for programs. Instants are ISO 8601 in UTC ending in `Z`; dates are days in
London. Role and agency are those of the token's post. What that post may not see is answered as if it were not there.
"""
PARTS = (
    questions.for_any,
    cases.router,
    changes.router,
    questions.router,
    figures.router,
    children.router,
    *partnership.ROUTERS,
    *editions.ROUTERS,
    trying.router,
    keeping.router,
)
_KNOWN = {404: NO_SUCH_ADDRESS, 405: NOT_DONE_SO}

log = logging.getLogger("duecourse.api")


def api(site: Site) -> FastAPI:
    """The API of one site, to be mounted at `/api`."""
    handlers: dict[Any, Callable[[Request, Any], Any]] = {
        Refused: _refused,
        Problem: _refused,
        RequestValidationError: _not_as_described,
        HTTPException: _http_error,
        Exception: _fault,
    }
    app = _Described(
        title="Duecourse",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": "/api"}],
        root_path_in_servers=False,
        exception_handlers=handlers,
    )
    for part in PARTS:
        app.include_router(part)
    app.state.site = site
    return app


class _Described(FastAPI):
    """With the shape of problems among its schemas, which no address answers with as a success.

    HEAD is answered wherever GET is, as GET without the body.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await super().__call__(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await super().__call__({**scope, "method": "GET"}, receive, without_body)

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        described["components"]["schemas"].setdefault("Problem", ProblemShape.model_json_schema(mode="serialization"))
        return described


async def _refused(_request: Request, error: Exception) -> Response:
    return answer_of(error)


async def _not_as_described(_request: Request, error: RequestValidationError) -> Response:
    """What is wrong and where; never what was sent, which may be personal."""
    faults = [f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors()]
    refused = Refused(
        code="wrong-usage",
        because="The request is not as described.",
        remedy="Look at `faults`, and at GET /api/openapi.json.",
    )
    return problem_answer(refused, 422, faults=faults[:20])


async def _http_error(request: Request, error: HTTPException) -> Response:
    refused = _KNOWN.get(error.status_code, UNREADABLE)
    headers = {"Allow": ", ".join(_allowed(request))} if error.status_code == 405 else error.headers
    return problem_answer(refused, error.status_code, headers)


def _allowed(request: Request) -> list[str]:
    """Every method that the address takes."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    here = [route for part in PARTS for route in part.routes if isinstance(route, APIRoute)]
    found = {method for route in here if route.path_regex.match(path) for method in route.methods or ()}
    return sorted(found | ({"HEAD"} if "GET" in found else set())) or ["GET", "HEAD"]


async def _fault(request: Request, error: Exception) -> Response:
    """Something that ought not to happen: logged without anything that was sent."""
    log.error("%s at %s", type(error).__name__, request.scope["route"].path if "route" in request.scope else "?")
    return problem_answer(FAULT, 500)
