"""The web app put together: addresses, guards, and the words for whatever goes wrong."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from states.refusals import Refused
from web.api import page as api_page
from web.api.app import api
from web.assets import serve
from web.compression import Compression
from web.guards import Guard
from web.pages import (
    about,
    account,
    alerts,
    amending,
    audit,
    case,
    child,
    clocks,
    drafts,
    glass,
    links,
    moves,
    opening,
    people,
    posts,
    procedure,
    replay,
    reports,
    sign_in,
    single_sign_on,
    work_list,
)
from web.sentences import ERRORS
from web.site import Site
from web.visits import error_page, visit_of

PAGES = (
    about,
    sign_in,
    single_sign_on,
    work_list,
    opening,
    moves,
    drafts,
    alerts,
    amending,
    audit,
    case,
    clocks,
    links,
    replay,
    reports,
    people,
    posts,
    account,
    glass,
    api_page,
    procedure,
    child,
)
"""Every room of pages; each has its `ROUTES`. Opening comes before the case: `new` is no reference."""

log = logging.getLogger("duecourse.web")


def application(site: Site) -> Starlette:
    """The whole web app on one site."""
    routes: list[BaseRoute] = [Route("/static/{name}", serve)]
    for pages in PAGES:
        routes.extend(pages.ROUTES)
    programs = api(site)
    routes.append(Mount("/api", programs))
    handlers: dict[Any, Callable[[Request, Exception], Any]] = {
        HTTPException: _http_error,
        Refused: _refused,
    }
    guard = Middleware(Guard, site=site, fault=_fault)
    app = Starlette(routes=routes, middleware=[guard, Middleware(Compression)], exception_handlers=handlers)
    app.state.site, app.state.api = site, programs
    return app


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the table above says so
    return await run_in_threadpool(lambda: error_page(visit_of(request, FormData()), error.status_code))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - the table above says so
    try:
        return await run_in_threadpool(lambda: visit_of(request, FormData()).refused(error, 503))
    except Refused:
        # The database cannot be asked, so nobody knows for whom the page would be.
        return PlainTextResponse(" ".join(ERRORS[503]), 503)


async def _fault(request: Request, error: Exception) -> Response:
    """Something that ought not to happen: logged without anything a person typed, and said plainly."""
    place = request.scope["route"].path if "route" in request.scope else "?"
    log.error("%s at %s\n%s", type(error).__name__, place, "".join(traceback.format_tb(error.__traceback__)))
    return await run_in_threadpool(lambda: error_page(visit_of(request, FormData()), 500))
