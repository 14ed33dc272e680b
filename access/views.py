"""Who looked at which case: a log of its own, that only grows and is never part of the case's history."""

from datetime import datetime

from access.visitor import Visitor
from store.contract import Store
from store.people import View
from store.sealing import new_secret


def log_view(store: Store, visitor: Visitor, case: str, page: str, door: str, at: datetime) -> None:
    """Somebody looked at a page of a case, through a door (web, api, cli), at this time of day."""
    who = visitor.actor()
    store.people.put(View(new_secret(), case, at, visitor.person.username, who.role, who.agency, door, page))


def log_operator_view(store: Store, account: str, case: str, page: str, at: datetime) -> None:
    """The operator looked, through the command line, which knows no posts: by the account of the system."""
    store.people.put(View(new_secret(), case, at, account, "", "", "cli", page))


def views_of(
    store: Store, since: datetime, case: str = "", person: str = "", until: datetime | None = None
) -> list[View]:
    """Who looked, from an instant on and before another, in order; of one case, by one person, or all."""
    chosen = {name: value for name, value in (("case", case), ("person", person)) if value}
    found = store.people.since(View, "at", since, **chosen)
    return found if until is None else [each for each in found if each.at < until]
