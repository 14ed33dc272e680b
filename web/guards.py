"""What every answer says to the browser, and which requests are turned away before anybody reads them."""

import base64
import hashlib
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from states.refusals import Refused
from web.api.problems import FROM_ELSEWHERE, TOO_LARGE, problem_answer

# The one inline script of the page template says that scripts run; its hash is checked by a test.
INLINE_SCRIPT = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)
_HASH = base64.b64encode(hashlib.sha256(INLINE_SCRIPT.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'self'; script-src 'self' 'sha256-{_HASH}'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}
LARGEST_BODY = 1_000_000
"""Bytes: what the longest form with every text at its longest needs, and some."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Headers on every answer; no body too large; nothing that another site sends in a person's name."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self.headers = {**HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        turned_away = _turned_away(scope)
        if turned_away is not None:
            await turned_away(scope, receive, sent)
            return
        await self.app(scope, _at_most(receive), sent)


def _turned_away(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return _said(scope, TOO_LARGE, 413)
    if scope["method"] not in SAFE and not _from_here(headers):
        return _said(scope, FROM_ELSEWHERE, 403)
    return None


def _said(scope: Scope, refused: Refused, status: int) -> Response:
    """To programs as problem details, to people in a line."""
    if str(scope["path"]).startswith("/api/"):
        return problem_answer(refused, status)
    return PlainTextResponse(refused.because, status)


def _from_here(headers: Headers) -> bool:
    """Whether a browser says that one of our own pages sent this; a program that is no browser says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host", "")
    return headers.get("authorization", "").startswith("Bearer ") or "cookie" not in headers


def _at_most(receive: Receive) -> Receive:
    """The body, cut off where it grows too large although it did not say so beforehand."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return limited
