"""People and their accounts: for those who keep them. Posts are given and ended next door, in `web.pages.posts`."""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from access.accounts import add_person, set_active, set_password
from access.seeing import is_read_only
from access.vacancies import Unkept, Vacancy, unkept, vacancies, vacant_posts
from access.views import views_of
from engine import words
from engine.unseen import Visible
from states.refusals import Refused
from store.people import Person
from web.changing import some_words
from web.forms.lapsed import keeping
from web.looking import visible_to
from web.showing.accounts import held_in_words, looks, number_of, people, person_at, posts_of
from web.showing.clocks import title_of
from web.showing.people import post_title
from web.visits import Visit, signed_in

WEEKS = {"1": "The last week", "4": "The last 4 weeks", "52": "The last year"}


def must_administer(visit: Visit) -> None:
    """Raises: HTTPException 403 for a post that does not keep people and posts."""
    if not visit.may("administers"):
        raise HTTPException(403)


def listing(visit: Visit) -> Response:
    """Everybody, with what they hold now."""
    must_administer(visit)
    rows = [
        (each, number_of(each), [post for post in posts_of(each, visit) if post.stands == "Now"])
        for each in people(visit)
    ]
    return visit.page("people/list.html", rows=rows, vacant=len(vacant_posts(visit.site.store, visit.site.now())))


def new(visit: Visit) -> Response:
    """Add a person; a post comes next."""
    must_administer(visit)
    errors = some_words(visit, {"name": "Enter the name that others know", "username": "Enter a user name"})
    if visit.posted and not errors:
        try:
            added = add_person(
                visit.site.store,
                visit.given("username"),
                visit.given("name"),
                visit.given("email"),
                visit.site.now(),
            )
            return visit.to(f"/people/{number_of(added)}", done="person")
        except Refused as refused:
            place = "name" if refused.code == "no-name" else "username"
            errors = {place: f"{refused.because} {refused.remedy}"}
    return visit.page("people/new.html", 422 if errors else 200, errors=errors, error_list=error_list(errors))


def error_list(errors: dict[str, str]) -> list[dict[str, str]]:
    """Errors as the summary of a page takes them."""
    return [{"text": text, "href": f"#{name}"} for name, text in errors.items()]


def one(visit: Visit) -> Response:
    """A person: whether they may come in, and every post."""
    must_administer(visit)
    person = person_at(visit)
    itself = person.username == visit.who.person.username
    return visit.page(
        "people/person.html",
        person=person,
        number=number_of(person),
        held=held_in_words(person, visit),
        itself=itself,
        posts=posts_of(person, visit),
    )


def password(visit: Visit) -> Response:
    """Give somebody a first or a new password, typed twice and shown never."""
    must_administer(visit)
    person = person_at(visit)
    errors = password_errors(visit, person) if visit.posted else {}
    if visit.posted and not errors:
        return visit.to(f"/people/{number_of(person)}", done="password-given")
    return visit.page(
        "people/password.html",
        422 if errors else 200,
        person=person,
        number=number_of(person),
        held=held_in_words(person, visit),
        errors=errors,
        error_list=error_list(errors),
    )


def password_errors(visit: Visit, person: Person) -> dict[str, str]:
    """What is wrong with a new password that was typed twice; where nothing is, it is the person's from now on."""
    chosen, again = str(visit.form.get("password", "")), str(visit.form.get("again", ""))
    if chosen != again:
        return {"again": "Type the same password twice"}
    try:
        set_password(visit.site.store, person, chosen)
    except Refused as refused:
        return {"password": f"{refused.because} {refused.remedy}"}
    return {}


def active(visit: Visit) -> Response:
    """Let somebody in no more, or again: asked first, and nobody shuts themselves out."""
    must_administer(visit)
    person = person_at(visit)
    if person.username == visit.who.person.username:
        raise Refused(
            code="own-account",
            because="That is your own account, and you would be shut out at once.",
            remedy="Ask somebody else who keeps people and posts.",
        )
    if visit.posted:
        set_active(visit.site.store, person, active=not person.active)
        return visit.to(f"/people/{number_of(person)}", done="disabled" if person.active else "enabled")
    held = held_in_words(person, visit)
    return visit.page("people/active.html", person=person, number=number_of(person), held=held)


def vacant(visit: Visit) -> Response:
    """Posts that cases, alerts or deadlines wait for and that nobody holds."""
    must_administer(visit)
    access, site = visit.pack.partnership.access, visit.site
    fallback = access.fallback if access else None
    visible = visible_to(visit)
    return visit.page(
        "people/vacancies.html",
        rows=[
            (post_title(each.role, each.agency, visit.pack.partnership), _as_seen(each, visible))
            for each in vacancies(site.store, site.now())
        ],
        fallback=post_title(fallback.role, fallback.agency, visit.pack.partnership) if fallback else "",
        unkept=[
            _unkept_shown(each, visit)
            for each in unkept(site.store, site.library, visit.pack, site.now())
            if visible(each.case)
        ],
    )


def _as_seen(each: Vacancy, visible: Visible) -> Vacancy:
    """A vacant post is told of whatever waits for it; the cases are those that the visitor may see."""
    return each._replace(cases=tuple(case for case in each.cases if visible(case)))


def _unkept_shown(each: Unkept, visit: Visit) -> dict[str, str]:
    """A deadline that nobody is there to keep: its case, what it is, until when, and whose it would be."""
    partnership = visit.pack.partnership
    return {
        "case": each.case,
        "what": title_of(each.clock, each.procedure),
        "due": words.moment(each.due_at),
        "posts": " or ".join(post_title(*post, partnership) for post in each.posts),
    }


def views(visit: Visit) -> Response:
    """Who looked at which case: for those who keep people, and for auditors."""
    if not (visit.may("administers") or is_read_only(visit.who, visit.pack.partnership)):
        raise HTTPException(403)
    weeks = visit.asked("weeks", "1") if visit.asked("weeks", "1") in WEEKS else "1"
    since = visit.site.wall() - timedelta(weeks=int(weeks))
    case, chosen = visit.asked("case").upper()[:40], visit.asked("person")
    username = next((each.username for each in people(visit) if number_of(each) == chosen), "")
    visible = visible_to(visit)
    seen = [each for each in views_of(visit.site.store, since, case=case, person=username) if visible(each.case)]
    found = looks(seen, visit)
    return visit.page(
        "people/views.html",
        rows=found[:MOST],
        number=len(found),
        case=case,
        weeks=[{"value": value, "text": text, "selected": value == weeks} for value, text in WEEKS.items()],
        persons=[
            {"value": "", "text": "Anybody"},
            *(
                {"value": number_of(each), "text": each.name, "selected": number_of(each) == chosen}
                for each in people(visit)
            ),
        ],
    )


MOST = 200
"""How many lines a page shows."""

BOTH = ["GET", "POST"]
ROUTES = (
    Route("/people", signed_in(listing)),
    Route("/people/new", keeping(new, "Add a person"), methods=BOTH),
    Route("/people/vacancies", signed_in(vacant)),
    Route("/people/views", signed_in(views)),
    Route("/people/{person}", signed_in(one)),
    Route("/people/{person}/password", signed_in(password), methods=BOTH),
    Route("/people/{person}/active", signed_in(active), methods=BOTH),
)
