"""People and what they hold, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException

from access.sessions import hash_of
from engine import words
from states.days import day_of
from store.people import Person, Post, View
from web.showing.people import post_title
from web.visits import Visit
from workflow.policy import Partnership


@dataclass(frozen=True)
class PostShown:
    """One post. `stands`: whether it is held now, begins later or has ended; `notes`: why, for whom, what it sees."""

    post: Post
    title: str
    since: str
    until: str
    stands: str
    notes: list[str]


def number_of(person: Person) -> str:
    """What stands for a person in an address, where no name may be."""
    return hash_of(person.username)[:16]


def people(visit: Visit) -> list[Person]:
    """Everybody with an account, by name."""
    return sorted(visit.site.store.people.find(Person), key=lambda each: each.name.casefold())


def person_at(visit: Visit) -> Person:
    """The person whom the address means. Raises: HTTPException 404."""
    found = [each for each in people(visit) if number_of(each) == visit.place("person")]
    if not found:
        raise HTTPException(404)
    return found[0]


def posts_of(person: Person, visit: Visit) -> list[PostShown]:
    """What somebody holds, held or will hold, the latest first."""
    found = visit.site.store.people.find(Post, person=person.username)
    return [post_shown(each, visit) for each in sorted(found, key=lambda each: each.since, reverse=True)]


def held_in_words(person: Person, visit: Visit) -> str:
    """What somebody holds now: who is meant, where no name may stand."""
    return "; ".join(each.title for each in posts_of(person, visit) if each.stands == "Now") or "no post yet"


def post_shown(post: Post, visit: Visit) -> PostShown:
    """One post in words."""
    partnership, now = visit.pack.partnership, visit.site.now()
    title = post_title(post.role, post.agency, partnership)
    ended = post.until is not None and post.until <= now
    stands = "Ended" if ended else "Begins later" if post.since > now else "Now"
    return PostShown(post, title, _day(post.since), _last_day(post.until), stands, _notes(post, visit))


def _notes(post: Post, visit: Visit) -> list[str]:
    notes = [f"Because: {post.because}"] if post.because else []
    if post.covers:
        notes.append(f"Covers for {name_of(post.covers, visit)}")
    if post.only:
        procedures = visit.pack.procedures
        titles = [procedures[each].policy.pathway.title if each in procedures else each for each in post.only.split()]
        notes.append(f"Sees only: {', '.join(titles)}")
    if post.given_by:
        notes.append(f"Given by {name_of(post.given_by, visit)}")
    return notes


def _day(instant: datetime) -> str:
    return words.day(day_of(instant))


def _last_day(until: datetime | None) -> str:
    """The last day on which it is held: an end at midnight is the end of the day before."""
    return _day(until - timedelta(microseconds=1)) if until else "no end"


def name_of(username: str, visit: Visit) -> str:
    """A person's name; the user name of somebody who is gone."""
    found = visit.site.store.people.find(Person, username=username)
    return found[0].name if found else username


@dataclass(frozen=True)
class Look:
    """Somebody looked at a case."""

    at: datetime
    who: str
    case: str
    page: str
    door: str


def looks(views: list[View], visit: Visit) -> list[Look]:
    """Who looked at what, the last first."""
    names = {each.username: each.name for each in people(visit)}
    partnership = visit.pack.partnership
    return [
        Look(
            each.at,
            _who(each, names, partnership),
            each.case,
            each.page,
            each.door,
        )
        for each in reversed(views)
    ]


def _who(view: View, names: Mapping[str, str], partnership: Partnership) -> str:
    """A person in their post; of whoever keeps the database, who has none, the account of the system."""
    if not view.role:
        return f"{view.person}, who keeps the database"
    return f"{names.get(view.person, view.person)}, {post_title(view.role, view.agency, partnership)}"
