"""People with their posts, looks at cases and vacant posts as JSON: instants in UTC ending in Z."""

from datetime import datetime
from typing import Any

from access.vacancies import Vacancy
from access.visitor import held
from states.days import instant_text
from store.contract import Store
from store.people import Person, Post, View

Json = dict[str, Any]


def person_document(person: Person, store: Store, now: datetime) -> Json:
    """An account with every post that it ever had; of its password only whether there is one."""
    posts = store.people.find(Post, person=person.username)
    return {
        "username": person.username,
        "name": person.name,
        "email": person.email,
        "active": person.active,
        "has_password": bool(person.password),
        "posts": [post_document(each, now) for each in posts],
    }


def post_document(post: Post, now: datetime) -> Json:
    """A post, and whether it is held at this instant."""
    return {
        "id": post.id,
        "person": post.person,
        "role": post.role,
        "agency": post.agency,
        "since": instant_text(post.since),
        "until": instant_text(post.until) if post.until else None,
        "because": post.because,
        "covers": post.covers,
        "only": post.only.split(),
        "held_now": bool(held([post], now)),
    }


def view_document(view: View) -> Json:
    """Somebody looked; role and agency are empty for the operator, who has no post."""
    return {
        "case": view.case,
        "at": instant_text(view.at),
        "person": view.person,
        "role": view.role,
        "agency": view.agency,
        "door": view.door,
        "page": view.page,
    }


def vacancy_document(vacancy: Vacancy) -> Json:
    """A post that nobody holds, and what waits for it."""
    return {
        "role": vacancy.role,
        "agency": vacancy.agency,
        "cases": list(vacancy.cases),
        "alerts": vacancy.alerts,
    }
