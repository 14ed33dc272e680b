"""Signing in and out. A wrong name and a wrong password are answered alike."""

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from access import sessions
from access.accounts import known_person
from access.sessions import Entered
from states.refusals import Refused
from store.people import Person
from store.sealing import new_secret
from web.sentences import SIGNED_OUT
from web.visits import Visit, for_everybody, give_secret, take_secret


def sign_in(visit: Visit) -> Response:
    """The form, and what becomes of it."""
    if not visit.posted:
        return _form(visit)
    username, password = visit.given("username"), str(visit.form.get("password", ""))
    errors = {}
    if not username:
        errors["username"] = "Enter your user name"
    if not password:
        errors["password"] = "Enter your password"  # noqa: S105 - a sentence, not a password
    if errors:
        return _form(visit, 422, errors, username)
    client = visit.request.client
    try:
        entered = sessions.sign_in(
            visit.site.store,
            username,
            password,
            client.host if client else "unknown",
            visit.site.wall(),
            visit.site.now(),
        )
    except Refused as refused:
        status = 429 if refused.code == "too-many-attempts" else 422
        return _form(visit, status, {"username": f"{refused.because} {refused.remedy}"}, username)
    return _entered(visit, entered)


def sign_in_as(visit: Visit) -> Response:
    """One click to look around as somebody invented; a live database does not know this address."""
    if not visit.site.training:
        raise HTTPException(404)
    person = known_person(visit.site.store, visit.given("username"))
    return _entered(visit, sessions.enter(visit.site.store, person, visit.site.wall(), visit.site.now()))


def sign_out(visit: Visit) -> Response:
    """A page to confirm, so that no link can sign anybody out; then the session ends."""
    if not visit.posted:
        return visit.page("sign-out.html")
    sessions.leave(visit.site.store, visit.token)
    answer = visit.to("/sign-in", done="signed-out")
    take_secret(answer, visit.site)
    return answer


def local(address: str) -> str:
    """An address of ours to go on to; anything else is the work list."""
    fine = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if fine else "/"


def entered(visit: Visit, came: Entered, onwards: str) -> Response:
    """On to the page asked for, with a new secret in the cookie: the one from before signing in is worth nothing."""
    if visit.signed_in_as is not None:
        sessions.leave(visit.site.store, visit.token)
    answer = visit.to(local(onwards))
    give_secret(answer, visit.site, came.secret)
    return answer


def _entered(visit: Visit, came: Entered) -> Response:
    return entered(visit, came, visit.given("next") or "/")


def _form(visit: Visit, status: int = 200, errors: dict[str, str] | None = None, username: str = "") -> Response:
    """The sign-in page; a stranger is given a secret first, so that the form has a token of its own."""
    token = visit.token or new_secret()
    stranger = Visit(visit.site, visit.request, token, None, visit.form)
    found, out = errors or {}, visit.asked("out") or visit.given("out")
    answer = stranger.page(
        "sign-in.html",
        status,
        errors=found,
        error_list=[{"text": text, "href": f"#{name}"} for name, text in found.items()],
        username=username,
        out=out if out in SIGNED_OUT else "",
        signed_out=SIGNED_OUT.get(out, ""),
        next=local(visit.asked("next") or visit.given("next") or "/"),
        personas=_personas(visit),
        oidc=visit.site.provider.name if visit.site.provider else "",
    )
    if token != visit.token:
        give_secret(answer, visit.site, token)
    return answer


def _personas(visit: Visit) -> list[dict[str, str]]:
    """Whom one may look around as, where everything is invented."""
    if not visit.site.training:
        return []
    found = []
    for person in visit.site.store.people.find(Person):
        known = sessions.visitor_of(visit.site.store, person.username, "", visit.site.now())
        if known is not None:
            roles = visit.pack.partnership.roles
            agency = visit.pack.partnership.agencies[known.post.agency].title
            does = f"{roles[known.post.role].lower()}, {agency}"
            found.append({"username": person.username, "name": person.name, "does": does})
    return found


ROUTES = (
    Route("/sign-in", for_everybody(sign_in), methods=["GET", "POST"]),
    Route("/sign-in/as", for_everybody(sign_in_as), methods=["POST"]),
    Route("/sign-out", for_everybody(sign_out), methods=["GET", "POST"]),
)
