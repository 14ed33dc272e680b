"""Posts that cases or alerts wait for and that nobody holds: nobody may be left unaware."""

from datetime import datetime
from typing import NamedTuple

from access.visitor import held
from store.contract import Store
from store.people import Person, Post
from store.rows import Sight, Wanted


class Vacancy(NamedTuple):
    """A role in an agency that nobody holds, with the open cases and alerts that wait for it."""

    role: str
    agency: str
    cases: tuple[str, ...]
    alerts: int


def vacancies(store: Store, now: datetime) -> list[Vacancy]:
    """Every post that holds an open case or is told of an open alert, and that nobody active holds now."""
    active = {person.username for person in store.people.find(Person) if person.active}
    filled = {(post.role, post.agency) for post in held(store.people.find(Post), now) if post.person in active}
    cases: dict[tuple[str, str], list[str]] = {}
    alerts: dict[tuple[str, str], int] = {}
    for row in store.cases_seen(Sight(), Wanted(finished=False), 1_000_000):
        cases.setdefault((row.holder_role, row.holder_agency), []).append(row.case)
    for alert in store.alert_rows("open"):
        told = (alert.tell_role, alert.tell_agency)
        alerts[told] = alerts.get(told, 0) + 1
    wanted = sorted((set(cases) | set(alerts)) - filled)
    return [
        Vacancy(role, agency, tuple(cases.get((role, agency), ())), alerts.get((role, agency), 0))
        for role, agency in wanted
    ]
