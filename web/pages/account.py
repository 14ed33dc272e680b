"""One's own account: the posts, which of them one acts in, the password, the sessions, and what one has looked at."""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from access.accounts import is_password
from access.seeing import is_read_only
from access.sessions import act_as, enter
from access.views import views_of
from store.people import Session
from web.pages.people import MOST, error_list, password_errors
from web.pages.sign_in import entered
from web.showing.accounts import looks, posts_of
from web.visits import Visit, signed_in, take_secret
from web.writing import may_write, must_write

A_YEAR = timedelta(weeks=52)


def account(visit: Visit) -> Response:
    """Who one is here."""
    return visit.page(
        "account/account.html",
        posts=posts_of(visit.who.person, visit),
        writes=may_write(visit),
        may_see_views=visit.may("administers") or is_read_only(visit.who, visit.pack.partnership),
    )


def act(visit: Visit) -> Response:
    """Act in another of one's posts. Whoever holds one alone has nothing to change. Raises: HTTPException 403."""
    if visit.signed_in_as is None or len(visit.who.posts) < 2:
        raise HTTPException(403)
    act_as(visit.site.store, visit.signed_in_as, visit.given("post"))
    return visit.to("/account", done="acting")


def password(visit: Visit) -> Response:
    """A new password of one's own; every other session ends."""
    must_write(visit)
    person = visit.who.person
    errors: dict[str, str] = {}
    if visit.posted:
        if person.password and not is_password(person, str(visit.form.get("current", ""))):
            errors["current"] = "That is not your present password"
        errors = errors or password_errors(visit, person)
        if not errors:
            again = enter(visit.site.store, person, visit.site.wall(), visit.site.now())
            return entered(visit, again, "/account?done=password")
    return visit.page("account/password.html", 422 if errors else 200, errors=errors, error_list=error_list(errors))


def sign_out_everywhere(visit: Visit) -> Response:
    """A page to confirm; then every session of the person ends, this one too."""
    if not visit.posted:
        return visit.page("account/sign-out-everywhere.html")
    visit.site.store.people.forget(Session, person=visit.who.person.username)
    answer = visit.to("/sign-in", done="signed-out")
    take_secret(answer, visit.site)
    return answer


def views(visit: Visit) -> Response:
    """Which cases one has looked at in the last year."""
    found = looks(views_of(visit.site.store, visit.site.wall() - A_YEAR, person=visit.who.person.username), visit)
    return visit.page("account/views.html", rows=found[:MOST], number=len(found))


ROUTES = (
    Route("/account", signed_in(account)),
    Route("/account/post", signed_in(act), methods=["POST"]),
    Route("/account/password", signed_in(password), methods=["GET", "POST"]),
    Route("/account/sign-out-everywhere", signed_in(sign_out_everywhere), methods=["GET", "POST"]),
    Route("/account/views", signed_in(views)),
)
