"""Signing in with the organisation's own provider: there, and back again."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from access.sessions import enter
from access.subjects import person_told_of
from states.refusals import Refused
from store.sealing import new_secret
from web.pages.sign_in import entered, local
from web.provider import NotTold, Told, come_back, leave_for
from web.visits import Visit, give_secret, visit_of


async def there(request: Request) -> Response:
    """On to the provider, with a secret in a cookie by which the browser is known again."""
    visit = visit_of(request, FormData())
    secret = new_secret()
    try:
        answer: Response = await leave_for(request, secret, _back(visit), local(visit.asked("next", "/")))
    except NotTold:
        return await run_in_threadpool(visit.page, "provider-failed.html", 503)
    give_secret(answer, visit.site, secret)
    return answer


async def back(request: Request) -> Response:
    """From the provider: somebody that it knows, and whom somebody here has given a post."""
    visit = visit_of(request, FormData())
    try:
        told, onwards = await come_back(request, visit.token)
    except NotTold:
        return await run_in_threadpool(visit.page, "provider-failed.html", 403)
    return await run_in_threadpool(_let_in, visit, told, onwards)


def _let_in(visit: Visit, told: Told, onwards: str) -> Response:
    site = visit.site
    try:
        person = person_told_of(site.store, told.subject, told.email)
        return entered(visit, enter(site.store, person, site.wall(), site.now()), onwards)
    except Refused as refused:
        return visit.refused(refused, 403)


def _back(visit: Visit) -> str:
    """Our own address as the browser knows it."""
    scheme = "https" if visit.site.https else "http"
    return f"{scheme}://{visit.request.headers.get('host', '')}/sign-in/back"


ROUTES = (Route("/sign-in/with", there), Route("/sign-in/back", back))
