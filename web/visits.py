"""A visit: one request by somebody. Every page is a function from a visit to an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from access.seeing import is_read_only, may
from access.sessions import Known, known, lately
from access.visitor import Visitor
from engine.packs.pack import Pack
from states.refusals import Refused
from web import form_tokens, sentences
from web.alerted import how_many_wait
from web.rendering import environment
from web.site import Site
from web.statuses import NOT_READY, as_told_outside

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 1000


class NotSignedIn(Exception):  # noqa: N818 - not an error: the way leads over the sign-in page
    """The page is for people who are signed in."""


@dataclass(frozen=True)
class Visit:
    """One request. `token`: the secret of its cookie; `form` is what was posted, else empty."""

    site: Site
    request: Request
    token: str = ""
    signed_in_as: Known | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def visitor(self) -> Visitor | None:
        """Who is signed in, None for a stranger."""
        return self.signed_in_as.visitor if self.signed_in_as else None

    @cached_property
    def who(self) -> Visitor:
        """Who is signed in. Raises: NotSignedIn."""
        if self.visitor is None:
            raise NotSignedIn
        return self.visitor

    @cached_property
    def pack(self) -> Pack:
        """The pack in force now."""
        return self.site.pack()

    @property
    def posted(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    def given(self, name: str) -> str:
        """One answer of the form that was sent, without the space around it; empty where there is none."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def asked(self, name: str, default: str = "") -> str:
        """One word of the address's query."""
        return self.request.query_params.get(name, default).strip()

    def place(self, name: str) -> str:
        """One part of the address's path."""
        return str(self.request.path_params[name])

    def post_named(self, role: str, agency: str) -> str:
        """A post in the partnership's words: "Line manager, School A"."""
        partnership = self.pack.partnership
        title = partnership.agencies[agency].title if agency in partnership.agencies else agency
        return ", ".join(part for part in (partnership.roles.get(role, role), title) if part) or "Nobody"

    def may(self, what: str) -> bool:
        """Whether the post of whoever is signed in is one that the partnership lets do this: a field of `Access`."""
        return may(self.who, self.pack.partnership, what)

    @cached_property
    def form_key(self) -> bytes:
        """What is the same in every form of this session; no page shows it."""
        return form_tokens.key_of(self.token)

    @cached_property
    def form_token(self) -> str:
        """What every form of this page carries, so that nobody else can post one in the session's name."""
        return form_tokens.masked(self.form_key)

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page from a template of `web/templates`. `errors`: {field id: sentence} makes it an error page."""
        html = environment().get_template(template).render(self._frame(), **context)
        return HTMLResponse(html, status)

    def refused(self, refused: Refused, status: int = 422) -> Response:
        """A page that says what cannot be done, why, and what would work."""
        return self.page("refused.html", status, refused=as_told_outside(refused))

    def to(self, address: str, done: str = "") -> Response:
        """On to another page, with a word that something was done: a key of `sentences.DONE`."""
        mark = "&" if "?" in address else "?"
        return RedirectResponse(f"{address}{mark}done={done}" if done else address, 303)

    def _frame(self) -> Mapping[str, Any]:
        """What the frame around every page shows."""
        partnership = self.pack.partnership
        return {
            "visit": self,
            "now": self.site.now(),
            "titles": partnership,
            "emergency": partnership.emergency.text,
            "training": sentences.training(self.site.now()),
            "navigation": self._navigation() if self.visitor else [],
            "read_only": bool(self.visitor) and is_read_only(self.who, partnership),
            "footer_links": sentences.FOOTER,
            "footer_text": sentences.footer(partnership),
            "printed": sentences.printed(self.visitor.person.name, self.site.now()) if self.visitor else "",
            "done": sentences.DONE.get(self.asked("done"), ""),
            "errors": {},
        }

    def _navigation(self) -> list[dict[str, Any]]:
        here = self.request.url.path
        return [
            {
                "href": href,
                **self._label(href, text),
                "current": here == href,
                "active": href != "/" and here.startswith(href),
            }
            for href, text in sentences.NAVIGATION
        ]

    def _label(self, href: str, text: str) -> dict[str, str]:
        """The words of one way; that to the alerts says how many nobody has taken on."""
        if href != "/alerts":
            return {"text": text}
        waiting = how_many_wait(self.site, self.who, self.pack)
        return {"html": sentences.alerts_waiting(text, waiting)} if waiting else {"text": text}


Handler = Callable[[Visit], Response]


async def read_form(request: Request) -> FormData:
    """What was posted, as all our forms post it: anything else is as if nothing had been sent.

    Raises: HTTPException 413 for a body that is too large, 400 for more fields than any form of ours has, for what
    cannot be read, and for the character NUL, which no database keeps and nobody types.
    """
    if request.method != "POST" or request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return FormData()
    try:
        form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    except ClientDisconnect:
        raise HTTPException(413) from None
    if any("\0" in part for item in form.multi_items() for part in item if isinstance(part, str)):
        raise HTTPException(400)
    return form


Lapsed = Callable[[Visit], str]
"""Keeps what was sent after a session ran out; the address where it goes on, empty where nothing could be kept."""


def signed_in(handler: Handler, lapsed: Lapsed | None = None) -> Callable[[Request], Any]:
    """A page for people who are signed in; anybody else is led to the sign-in page and back."""
    return _endpoint(handler, lapsed, strangers=False)


def for_everybody(handler: Handler) -> Callable[[Request], Any]:
    """A page that strangers may see too."""
    return _endpoint(handler, None, strangers=True)


def _endpoint(handler: Handler, lapsed: Lapsed | None, *, strangers: bool) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_answered, handler, request, form, lapsed, strangers)

    return answer


def _answered(handler: Handler, request: Request, form: FormData, lapsed: Lapsed | None, strangers: bool) -> Response:
    visit = visit_of(request, form)
    if visit.visitor is None and not strangers:
        return _to_sign_in(visit, lapsed(visit) if lapsed and visit.posted else "")
    if visit.posted and not carries_token(visit):
        return visit.page("forged.html", 403, kept=lapsed(visit) if lapsed else "")
    try:
        return handler(visit)
    except NotSignedIn:
        return _to_sign_in(visit)
    except Refused as refused:
        return visit.refused(refused, 503 if refused.code in NOT_READY else 422)
    except HTTPException as error:
        return error_page(visit, error.status_code)


def _to_sign_in(visit: Visit, kept: str = "") -> Response:
    """To the sign-in page and back, with a word to whoever was signed in until a moment ago: nobody is left to guess.

    `kept`: where what was typed can be gone on with, empty where there is nothing.
    """
    out = ""
    if kept:
        out = "kept"
    elif lately(visit.site.store, visit.token, visit.site.wall()):
        out = "lost" if visit.posted else "out"
    onwards = quote(kept or _local(visit.request), safe="")
    return visit.to(f"/sign-in?next={onwards}" + (f"&out={out}" if out else ""))


def carries_token(visit: Visit) -> bool:
    """Whether the form that was sent was made for this browser; one without a secret of ours has none."""
    return bool(visit.token) and form_tokens.fits(str(visit.form.get("form_token", "")), visit.form_key)


def cookie_of(site: Site) -> str:
    """The cookie's name. Where browsers insist on https, they also see to it that no other host can have set it."""
    return "__Host-duecourse" if site.https else "duecourse"


def give_secret(answer: Response, site: Site, secret: str) -> None:
    """Let the browser carry a secret from now on, until it is closed."""
    answer.set_cookie(cookie_of(site), secret, path="/", httponly=True, samesite="lax", secure=site.https)


def take_secret(answer: Response, site: Site) -> None:
    """Let the browser carry none any more."""
    answer.delete_cookie(cookie_of(site), path="/", httponly=True, samesite="lax", secure=site.https)


def visit_of(request: Request, form: FormData) -> Visit:
    """Who is there, by the cookie."""
    site: Site = request.app.state.site
    secret = request.cookies.get(cookie_of(site), "")
    found = known(site.store, secret, site.wall(), site.now()) if secret else None
    return Visit(site, request, secret, found, form)


def error_page(visit: Visit, status: int) -> Response:
    """The page for a status that is no success, in words that help."""
    shown = status if status in sentences.ERRORS else 500
    return visit.page("error.html", status, error=sentences.ERRORS[shown], code=shown)


def _local(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "") if request.method == "GET" else "/"
