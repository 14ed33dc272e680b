"""Posts that cases or alerts wait for and that nobody holds: nobody may be left unaware."""

from datetime import datetime
from typing import NamedTuple

from access.visitor import held
from store.contract import Store
from store.people import Person, Post


class Vacancy(NamedTuple):
    """A role in an agency that nobody holds, with the open cases and alerts that wait for it."""

    role: str
    agency: str
    cases: tuple[str, ...]
    alerts: int


def vacancies(store: Store, now: datetime) -> list[Vacancy]:
    """Every post that holds an open case or is told of an open alert, and that nobody active holds now."""
    alerts = store.told()
    return [
        Vacancy(role, agency, tuple(store.held_by(role, agency)), alerts.get((role, agency), 0))
        for role, agency in vacant_posts(store, now)
    ]


def vacant_posts(store: Store, now: datetime) -> list[tuple[str, str]]:
    """Their roles and agencies alone; no case is read for them."""
    active = {person.username for person in store.people.find(Person) if person.active}
    filled = {(post.role, post.agency) for post in held(store.people.find(Post), now) if post.person in active}
    return sorted({*store.holders(), *store.told()} - filled)
