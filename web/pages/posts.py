"""Posts: given to a person for a time, and ended."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from access.accounts import end_post, give_post
from access.seeing import must_stand_there, own_roles_only
from states.days import day_of, start_of
from states.refusals import Refused
from store.people import Person, Post
from web.changing import one_of
from web.forms.boxes import Boxes
from web.forms.lapsed import keeping
from web.forms.moments import day_typed, typed_day
from web.forms.typed import typed_of
from web.pages.people import error_list, must_administer
from web.showing.accounts import held_in_words, number_of, people, person_at, post_shown
from web.visits import Visit, signed_in

_REFERENCE = re.compile(r"[A-Z]{2,5}-\d{4}-\d{1,8}")
_PLACES = {
    "unknown-role": "role",
    "unknown-agency": "agency",
    "role-stands-elsewhere": "agency",
    "ends-before-it-begins": "until-day",
    "assignment-unbounded": "until-day",
    "cover-unbounded": "covers",
}


def new(visit: Visit) -> Response:
    """Let a person hold a post from a day to a day."""
    must_administer(visit)
    person = person_at(visit)
    partnership = visit.pack.partnership
    errors: dict[str, str] = {}
    if visit.posted:
        errors = {
            **one_of(visit, "role", partnership.roles, "Choose a role"),
            **one_of(visit, "agency", partnership.agencies, "Choose an agency"),
        }
        since, until = _days(visit, errors)
        references = visit.given("references").upper().replace(",", " ").split()
        if not all(_REFERENCE.fullmatch(each) for each in references):
            errors["references"] = "Enter whole references with spaces between them, such as ESC-2026-0001"
        if not errors:
            refused = _give(visit, person, since, until, references)
            if refused is None:
                return visit.to(f"/people/{number_of(person)}", done="post")
            errors = {_PLACES.get(refused.code, "role"): f"{refused.because} {refused.remedy}"}
    return visit.page(
        "people/post.html",
        422 if errors else 200,
        person=person,
        number=number_of(person),
        held=held_in_words(person, visit),
        roles=_roles(visit),
        agencies=sorted((each.title, name) for name, each in partnership.agencies.items()),
        since=_since(visit),
        until=_until(visit),
        others=[each for each in people(visit) if each.username != person.username],
        pathways=[(name, each.policy.pathway.title) for name, each in visit.pack.procedures.items()],
        chosen=[str(each) for each in visit.form.getlist("pathways")],
        errors=errors,
        error_list=error_list(errors),
    )


def _roles(visit: Visit) -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles by title, as (title, name): those of any agency, and those of the partnership's own only."""
    partnership, tied = visit.pack.partnership, own_roles_only(visit.pack)
    titles = sorted((title, name) for name, title in partnership.roles.items())
    return [
        ("In any agency", [each for each in titles if each[1] not in tied]),
        (
            f"Only in: {partnership.agencies[partnership.own_agency].title}",
            [each for each in titles if each[1] in tied],
        ),
    ]


def _since(visit: Visit) -> Boxes:
    """The first day: today, unless another is typed."""
    boxes = Boxes("since", "The first day", typed_of(visit.form.multi_items()))
    return replace(boxes, typed=typed_day(day_of(visit.site.now()), "since")) if boxes.empty else boxes


def _until(visit: Visit) -> Boxes:
    """The last day, which may be left empty."""
    return Boxes("until", "The last day", typed_of(visit.form.multi_items()))


def _days(visit: Visit, errors: dict[str, str]) -> tuple[date, date | None]:
    """The first day and the last one; an error for each that cannot be read."""
    since, wrong = _since(visit).read(day_typed)
    errors |= wrong
    boxes = _until(visit)
    until, wrong = (None, {}) if boxes.empty else boxes.read(day_typed)
    errors |= wrong
    return since or day_of(visit.site.now()), until


def _give(visit: Visit, person: Person, since: date, until: date | None, references: list[str]) -> Refused | None:
    known = [str(each) for each in visit.form.getlist("pathways") if each in visit.pack.procedures]
    post = Post(
        id="",
        person=person.username,
        role=visit.given("role"),
        agency=visit.given("agency"),
        since=start_of(since),
        until=start_of(until + timedelta(days=1)) if until else None,
        because=visit.given("because"),
        covers=visit.given("covers"),
        only=" ".join([*known, *references]),
        given_by=visit.who.person.username,
    )
    try:
        must_stand_there(post.role, post.agency, visit.pack)
        give_post(visit.site.store, post, visit.pack.partnership)
    except Refused as refused:
        return refused
    return None


def end(visit: Visit) -> Response:
    """End a post now: asked first, and nobody ends the one they act in."""
    must_administer(visit)
    person = person_at(visit)
    post = _post_at(visit, person)
    if post.id == visit.who.post.id:
        raise Refused(
            code="own-post",
            because="That is the post you act in, and you could not go on.",
            remedy="Ask somebody else who keeps people and posts.",
        )
    if visit.posted:
        end_post(visit.site.store, post, _ends(post, visit))
        return visit.to(f"/people/{number_of(person)}", done="ended")
    return visit.page("people/end.html", person=person, number=number_of(person), shown=post_shown(post, visit))


def _ends(post: Post, visit: Visit) -> datetime:
    """Now; a post that has not begun ends as it begins."""
    return max(visit.site.now(), post.since)


def _post_at(visit: Visit, person: Person) -> Post:
    """The post that the address means, unless it has ended. Raises: HTTPException 404."""
    found = visit.site.store.people.find(Post, id=visit.place("post"), person=person.username)
    if not found or (found[0].until is not None and found[0].until <= visit.site.now()):
        raise HTTPException(404)
    return found[0]


ROUTES = (
    Route("/people/{person}/posts/new", keeping(new, "Give a post"), methods=["GET", "POST"]),
    Route("/people/{person}/posts/{post}/end", signed_in(end), methods=["GET", "POST"]),
)
