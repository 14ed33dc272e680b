"""Signing in with the organisation's own provider (OpenID Connect, code with PKCE). The door to Authlib."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from httpx2 import HTTPError
from starlette.requests import Request

from access.sessions import hash_of
from store.contract import Store
from store.people import Draft
from web.site import Provider, Site

ABOUT = "signing in elsewhere"


@dataclass(frozen=True)
class Told:
    """What the provider says of somebody: who they are to it for ever, and their e-mail where it has been verified."""

    subject: str
    email: str


class NotTold(Exception):  # noqa: N818 - whoever asked leads back to the sign-in page
    """The provider did not say who this is, or what it said cannot be trusted."""


async def leave_for(request: Request, secret: str, back: str, onwards: str) -> Any:
    """Lead a stranger to the provider; what must fit when they come back is kept on the server, sealed."""
    site: Site = request.app.state.site
    request.scope["session"] = {"onwards": onwards}
    try:
        answer = await _client(_known(site)).authorize_redirect(request, back)
    except (OAuthError, HTTPError) as error:
        raise NotTold from error
    _keep(site, secret, request.session)
    return answer


async def come_back(request: Request, secret: str) -> tuple[Told, str]:
    """Who came back, and where they wanted to go. Raises: NotTold."""
    site: Site = request.app.state.site
    provider = _known(site)
    request.scope["session"] = _kept(site.store, secret)
    onwards = str(request.session.get("onwards", "/"))
    _forget(site.store, secret)
    try:
        token = await _client(provider).authorize_access_token(request)
    except Exception as error:  # whatever is wrong with an answer from outside, nobody comes in
        raise NotTold from error
    claims: dict[str, Any] = token.get("userinfo") or {}
    if not claims.get("sub"):
        raise NotTold
    verified = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
    return Told(f"{provider.issuer}|{claims['sub']}", verified.strip().lower()), onwards


def _known(site: Site) -> Provider:
    if site.provider is None:
        raise NotTold
    return site.provider


@cache
def _client(provider: Provider) -> Any:
    made = OAuth()
    configured = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    return made.register(
        "provider",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=configured,
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256"},
    )


def _keep(site: Site, secret: str, session: dict[str, Any]) -> None:
    text = msgspec.json.encode(session).decode()
    site.store.people.put(Draft(_id(secret), "", ABOUT, site.wall(), text))


def _kept(store: Store, secret: str) -> dict[str, Any]:
    found = store.people.find(Draft, id=_id(secret))
    return msgspec.json.decode(found[0].text, type=dict[str, Any]) if found and found[0].text else {}


def _forget(store: Store, secret: str) -> None:
    store.people.forget(Draft, id=_id(secret))


def _id(secret: str) -> str:
    return f"provider-{hash_of(secret)}"
