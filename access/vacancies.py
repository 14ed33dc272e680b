"""Posts that cases, alerts or deadlines wait for and that nobody holds: nobody may be left unaware."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from access.visitor import held
from engine.library import Library
from engine.packs.pack import Pack, Procedure
from states.folding import fold
from store.contract import Store
from store.people import Person, Post
from store.rows import CaseRow, Sight, Wanted
from workflow.offering import Holds, keepers
from workflow.parties import PARTNERSHIP
from workflow.policy import Partnership


class Vacancy(NamedTuple):
    """A role in an agency that nobody holds, with the open cases and alerts that wait for it."""

    role: str
    agency: str
    cases: tuple[str, ...]
    alerts: int


class Unkept(NamedTuple):
    """A clock of an open case that none but vacant posts could keep: any one of these would do."""

    case: str
    clock: str
    due_at: datetime
    posts: tuple[Holds, ...]
    procedure: Procedure


def vacancies(store: Store, now: datetime) -> list[Vacancy]:
    """Every post that holds an open case or is told of an open alert, and that nobody active holds now."""
    alerts = store.told()
    return [
        Vacancy(role, agency, tuple(store.held_by(role, agency)), alerts.get((role, agency), 0))
        for role, agency in vacant_posts(store, now)
    ]


def vacancies_seen(store: Store, now: datetime, sight: Sight, seen: Collection[str]) -> list[Vacancy]:
    """The same by the cases of a sight, `seen`, alone: a post that only other cases wait for is not told of."""
    told = Counter((row.tell_role, row.tell_agency) for row in store.alerts_seen(sight))
    found = [
        Vacancy(each.role, each.agency, tuple(case for case in each.cases if case in seen), told[each[:2]])
        for each in vacancies(store, now)
    ]
    return [each for each in found if each.cases or each.alerts]


def vacant_posts(store: Store, now: datetime) -> list[tuple[str, str]]:
    """Their roles and agencies alone; no case is read for them."""
    return sorted({*store.holders(), *store.told()} - filled_posts(store, now))


def filled_posts(store: Store, now: datetime) -> set[tuple[str, str]]:
    """Every role in an agency that somebody active holds now."""
    active = {person.username for person in store.people.find(Person) if person.active}
    return {(post.role, post.agency) for post in held(store.people.find(Post), now) if post.person in active}


def is_held(role: str, agency: str, store: Store, now: datetime) -> bool:
    """Whether somebody active holds this post now."""
    people = (store.people.find(Person, username=post.person) for post in _now(role, agency, store, now))
    return any(person.active for found in people for person in found)


def whose_alerts(post: tuple[str, str], partnership: Partnership, store: Store, now: datetime) -> set[tuple[str, str]]:
    """The posts whose alerts are for this post (role, agency) now: itself; the fallback post has the vacant ones."""
    fallback = partnership.access.fallback if partnership.access else None
    if fallback is None or (fallback.role, fallback.agency) != post:
        return {post}
    return {post, *(told for told in store.told() if not is_held(*told, store, now))}


def unkept(store: Store, library: Library, pack: Pack, now: datetime) -> list[Unkept]:
    """The running clocks of open cases that nobody is there to keep, the earliest deadline first.

    A case is read only where its procedure has a move that none but vacant posts could take.
    """
    filled = filled_posts(store, now)
    found: list[Unkept] = []
    for row in _not_closed(store):
        if _may_lack(row, pack, filled):
            found.extend(_unkept_in(row.case, store, library, filled))
    return sorted(found, key=lambda each: (each.due_at, each.case))


_AT_ONCE = 500
"""How many cases are asked for at a time."""


def _not_closed(store: Store) -> Iterator[CaseRow]:
    place = 0
    while rows := store.cases_seen(Sight(), Wanted(closed=False, sort="case"), _AT_ONCE, place):
        yield from rows
        place += _AT_ONCE


def _unkept_in(reference: str, store: Store, library: Library, filled: Collection[tuple[str, str]]) -> Iterator[Unkept]:
    case = fold(store.history(reference))
    procedure = library.pinned(case, store.pack)
    for clock in case.clocks.values():
        if clock.running:
            posts = keepers(clock, case, procedure.policy)
            if posts and not set(posts) & set(filled):
                yield Unkept(reference, clock.id, clock.due_at, posts, procedure)


def _may_lack(row: CaseRow, pack: Pack, filled: Collection[tuple[str, str]]) -> bool:
    """Whether some move of its procedure could be taken by vacant posts alone, by what lists know of the case."""
    procedure = pack.procedures.get(row.pathway)
    if procedure is None:
        return True
    parties = {"raising": row.raising, "receiving": row.receiving, PARTNERSHIP: pack.partnership.own_agency}
    return any(
        all((who.role, parties[who.party]) not in filled for who in move.who)
        for move in procedure.policy.pathway.moves.values()
    )


def _now(role: str, agency: str, store: Store, now: datetime) -> tuple[Post, ...]:
    return held(store.people.find(Post, role=role, agency=agency), now)
