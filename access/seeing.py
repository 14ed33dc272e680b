"""What a visitor may see: one `Sight`, which lists, counts and single cases all go by."""

from datetime import datetime

from access.visitor import Visitor
from engine.packs.pack import Pack
from store.contract import Store
from store.people import Grant
from store.rows import CaseRow, Sight, Wanted
from workflow.pathways import Move
from workflow.policy import Partnership


def sight_of(visitor: Visitor, pack: Pack, store: Store, now: datetime) -> Sight:
    """Which cases exist for a visitor. Sight goes by agency, that is organisation, never by sector.

    Restricted cases exist for the roles that their pathway names; a person named as excluded from a case sees nothing
    of it, whatever they hold; what was granted for a time is seen for that time.
    """
    post = visitor.post
    everything = may(visitor, pack.partnership, "sees_everything") or is_read_only(visitor, pack.partnership)
    restricted = [
        name
        for name, procedure in pack.procedures.items()
        if (rule := procedure.policy.pathway.restricted) is not None and post.role in rule.to
    ]
    granted = [grant.case for grant in store.people.since(Grant, "until", now, person=visitor.person.username)]
    return Sight(
        agencies=None if everything else (post.agency,),
        restricted=tuple(restricted),
        granted=tuple(granted),
        only=tuple(post.only.split()) if post.only else None,
        name=visitor.person.name,
    )


def may_see(visitor: Visitor, reference: str, pack: Pack, store: Store, now: datetime) -> CaseRow | None:
    """The case as lists show it, if it exists for this visitor."""
    rows = store.cases_seen(sight_of(visitor, pack, store, now), Wanted(case=reference), 1)
    return rows[0] if rows else None


def may(visitor: Visitor, partnership: Partnership, what: str) -> bool:
    """Whether the visitor's post is one of the own agency's that the partnership lets do this (a field of `Access`)."""
    access = partnership.access
    own = visitor.post.agency == partnership.own_agency
    return access is not None and own and visitor.post.role in getattr(access, what)


def is_read_only(visitor: Visitor, partnership: Partnership) -> bool:
    """Whether the post is an auditor's: it sees what its assignment covers, and changes nothing."""
    return may(visitor, partnership, "audits")


def may_make(visitor: Visitor, move: Move, row: CaseRow | None, partnership: Partnership) -> bool:
    """Whether a visitor's post may make a move: in a case or, without one, in a case of their own."""
    post = visitor.post
    if is_read_only(visitor, partnership):
        return False
    agencies = {"partnership": partnership.own_agency, "raising": post.agency, "receiving": ""}
    if row is not None:
        agencies |= {"raising": row.raising, "receiving": row.receiving}
    return any(who.role == post.role and agencies[who.party] == post.agency for who in move.who)
