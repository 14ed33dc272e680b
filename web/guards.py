"""What every answer says to the browser, and which requests are turned away before anybody reads them."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from states.refusals import Refused
from web.api.problems import ANOTHER_NAME, FROM_ELSEWHERE, TOO_LARGE, UNREADABLE, problem_answer
from web.site import Site

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
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?", re.ASCII)
NOT_READABLE = "That request could not be read. Nothing was saved."
FAULT = "Sorry, there is a problem with the service. Try again later."

Fault = Callable[[Request, Exception], Awaitable[Response]]
"""What is said, and logged, when something happens that ought not to."""


class Guard:
    """Headers on every answer; no body too large; nothing that another site sends in a person's name.

    A fault stops here, so that its answer has the headers too, and no server logs its message: what was typed may be
    in it.
    """

    def __init__(self, app: ASGIApp, site: Site, fault: Fault) -> None:
        self.app, self.site, self.fault = app, site, fault
        self.headers = {**HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if site.https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = _turned_away(scope, self.site)
        if answer is None:
            try:
                await self.app(scope, _at_most(receive), sent)
            except Exception as error:
                answer = None if begun else await self._said_plainly(Request(scope), error)
        if answer is not None:
            await answer(scope, receive, sent)

    async def _said_plainly(self, request: Request, error: Exception) -> Response:
        try:
            return await self.fault(request, error)
        except Exception:
            return PlainTextResponse(FAULT, 500)


def _turned_away(scope: Scope, site: Site) -> Response | None:
    headers = Headers(scope=scope)
    host = _HOST.fullmatch(headers.get("host", ""))
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or len(length) > 9 or int(length) > LARGEST_BODY:
        return _said(scope, TOO_LARGE, 413)
    if any(character < " " for character in scope["path"]) or b"%00" in scope["query_string"] or host is None:
        return _said(scope, UNREADABLE, 400)
    if site.names and host["name"].lower() not in site.names:
        return _said(scope, ANOTHER_NAME, 421)
    if scope["method"] not in SAFE and not _from_here(headers, "https" if site.https else "http"):
        return _said(scope, FROM_ELSEWHERE, 403)
    return None


def _said(scope: Scope, refused: Refused, status: int) -> Response:
    """To programs as problem details, to people in a line."""
    if str(scope["path"]).startswith("/api/"):
        return problem_answer(refused, status)
    return PlainTextResponse(refused.because, status)


def _from_here(headers: Headers, scheme: str) -> bool:
    """Whether a browser says that one of our own pages sent this; a program that is no browser says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower() == f"{scheme}://{headers['host']}".lower()
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
