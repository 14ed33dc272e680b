"""The partnership's agencies, people, vacant posts, and who looked, as the API gives them."""

from web.api.shapes.base import Instant, Post, Shape
from web.api.shapes.procedures import Agency


class Agencies(Shape):
    """The organisations that can act."""

    agencies: list[Agency]


class GivenPost(Post):
    """A post of somebody; `only`: references and pathways beyond which nothing is seen."""

    id: str
    person: str
    since: Instant
    until: Instant | None
    because: str
    covers: str
    only: list[str]
    held_now: bool


class Account(Shape):
    """An account, with every post that it ever had."""

    username: str
    name: str
    email: str
    active: bool
    has_password: bool
    posts: list[GivenPost]


class People(Shape):
    """Everybody with an account."""

    people: list[Account]


class Vacancy(Post):
    """A post that nobody holds, and the open cases and alerts that wait for it."""

    cases: list[str]
    alerts: int


class Vacancies(Shape):
    """Posts that nobody holds."""

    vacancies: list[Vacancy]


class View(Shape):
    """Somebody looked at a case; role and agency are empty for whoever keeps the database."""

    case: str
    at: Instant
    person: str
    role: str
    agency: str
    door: str
    page: str


class Views(Shape):
    """Who looked, the earliest first; `next` is the address of those after them."""

    views: list[View]
    next: str | None
