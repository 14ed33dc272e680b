"""Who calls: a program with a token, let in before anything that it sent is read."""

from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from access.seeing import is_read_only, may
from access.tokens import SCOPES, by_secret
from access.visitor import Visitor
from engine.asking import list_now
from engine.packs.pack import Pack
from states.days import day_of, parse_instant
from states.refusals import Refused
from store.people import Token
from web.api.doorstep import JSON, accepts, parameters_known, sends_json
from web.api.problems import TOO_LARGE, Problem
from web.site import Site

_scheme = HTTPBearer(scheme_name="token", description="A token of a post, with scopes.", auto_error=False)
_CHALLENGE = 'Bearer realm="duecourse"'


@dataclass(frozen=True)
class Caller:
    """A program, and the visitor whom its token stands for."""

    site: Site
    token: Token
    visitor: Visitor

    @cached_property
    def pack(self) -> Pack:
        """The pack in force now, which says what the visitor may see."""
        return self.site.pack()

    def pack_at(self, now: datetime) -> Pack:
        """The pack in force at an instant."""
        return self.site.library.opening(self.site.store.partnership, day_of(now), self.site.store)

    def must(self, powers: Collection[str]) -> None:
        """Whether the post has one of these powers, fields of `workflow.policy.Access`.

        Raises: Refused("not-for-this-post").
        """
        own = self.pack.partnership
        if not any(
            is_read_only(self.visitor, own) if each == "audits" else may(self.visitor, own, each) for each in powers
        ):
            raise Refused(
                code="not-for-this-post",
                because="This is not for the post that the token stands for.",
                remedy="Use the token of a post that the partnership lets do this: its pack says so under `access`.",
            )

    def must_write(self) -> None:
        """Raises: Refused("read-only") for an auditor's post, whatever its token says."""
        if is_read_only(self.visitor, self.pack.partnership):
            raise Refused(
                code="read-only",
                because="This post reads, and records nothing.",
                remedy="Use the token of a post that takes part.",
            )


def admitted(request: Request, scope: str, powers: Collection[str] = ()) -> Caller:
    """Who calls, by the header `Authorization`; a browser's cookie opens nothing here.

    `scope`: what the token must be for, empty for anything. `powers`: as `Caller.must` takes them.
    Raises: Problem 401 or 403, Refused("not-for-this-post").
    """
    site: Site = request.app.state.site
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise _unknown("There is no token with this request.", _CHALLENGE)
    found = by_secret(site.store, secret.strip(), site.wall(), site.now())
    if found is None:
        raise _unknown("The token opens nothing: it has ended or was revoked.", f'{_CHALLENGE}, error="invalid_token"')
    token, visitor = found
    if scope and scope not in token.scopes.split():
        challenge = f'{_CHALLENGE}, error="insufficient_scope", scope="{scope}"'
        refused = Refused(
            code="scope-missing",
            because=f"This token is not for this: it lacks the scope “{scope}”.",
            remedy=f"Make a token with the scope “{scope}” ({SCOPES[scope].lower()}).",
        )
        raise Problem(refused, 403, {"WWW-Authenticate": challenge})
    caller = Caller(site, token, visitor)
    if powers:
        caller.must(powers)
    return caller


def _unknown(because: str, challenge: str) -> Problem:
    refused = Refused(
        code="no-token",
        because=because,
        remedy="Send `Authorization: Bearer …` with a token of yours; whoever runs this service makes it.",
    )
    return Problem(refused, 401, {"WWW-Authenticate": challenge})


def router_for(scope: str, powers: Collection[str] = (), gives: Collection[str] = (JSON,)) -> APIRouter:
    """Addresses for tokens of one scope; empty for those of any.

    `powers`: one of which the token's post must have. `gives`: the media types of what is answered.
    """

    class Guarded(APIRoute):
        """An address that is guarded before the request's body is read."""

        def get_route_handler(self) -> Callable[[Request], Any]:
            handle: Callable[[Request], Awaitable[Response]] = super().get_route_handler()
            known = set(_parameters(self.dependant))

            async def answer(request: Request) -> Response:
                request.state.caller = await run_in_threadpool(admitted, request, scope, powers)
                parameters_known(request, known)
                accepts(request, gives)
                try:
                    body = await request.body()
                except ClientDisconnect:
                    raise Problem(TOO_LARGE, 413) from None
                if "POST" in (self.methods or ()):
                    sends_json(request, body)
                return await handle(request)

            return answer

    return APIRouter(route_class=Guarded, dependencies=[Security(_scheme, scopes=[scope] if scope else [])])


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The names of what an address takes after its question mark."""
    yield from (each.alias for each in dependant.query_params)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


Calling = Annotated[Caller, Depends(_caller)]


At = Annotated[str | None, Query(max_length=60, description="What time it is, on a training database only (ISO 8601).")]


def _now(caller: Calling, at: At = None) -> datetime:
    """What time it is: as asked for on a training database, else in the database. Raises: Refused("at-on-live")."""
    if at is None:
        return caller.site.now()
    if not caller.site.training:
        raise Refused(
            code="at-on-live",
            because="This is a live database: what time it is there is not for anybody to choose.",
            remedy="Leave `at` out; `happened` says when something happened.",
        )
    return parse_instant(at)


Now = Annotated[datetime, Depends(_now)]


def _list_now(caller: Calling, now: Now, at: At = None) -> datetime:
    """What time it is in a list, which looks back at nothing. Raises: Refused("earlier-than-known")."""
    if at is not None:
        list_now(caller.site.store, now)
    return now


ListNow = Annotated[datetime, Depends(_list_now)]
