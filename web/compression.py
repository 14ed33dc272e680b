"""Answers compressed for whoever can read that, where nobody can learn anything from how small they became.

Whoever makes a person's browser ask for a page again and again, with a guess in the address each time, learns from the
length of what comes back whether the guess stands in the page too. Browsers say when another site asks: such a page is
sent as it is. The token in our forms is another one each time besides (`web/form_tokens.py`).
"""

from starlette.datastructures import Headers
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST, LEVEL = 1000, 6
"""Bytes from which it is worth while, and how hard it is tried: harder takes longer and saves next to nothing."""

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMPRESSED_ALREADY = (*DEFAULT_EXCLUDED_CONTENT_TYPES, SHEET)


class Compression:
    """Compresses what is large enough, unless another site asked for it or it is named by an ETag.

    An ETag names one row of bytes, and programs send ours back in If-Match: what it names is sent as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or Headers(scope=scope).get("sec-fetch-site") in ("cross-site", "same-site"):
            await self.app(scope, receive, send)
            return

        async def app(scope: Scope, receive: Receive, compressed: Send) -> None:
            chosen = compressed

            async def sent(message: Message) -> None:
                nonlocal chosen
                if message["type"] == "http.response.start" and "etag" in Headers(raw=message["headers"]):
                    chosen = send
                await chosen(message)

            await self.app(scope, receive, sent)

        compressing = GZipMiddleware(app, SMALLEST, LEVEL, exclude_content_types=COMPRESSED_ALREADY)
        await compressing(scope, receive, send)
