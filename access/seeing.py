"""What a visitor may see: one `Sight`, which lists, counts, alerts and single cases all go by."""

from collections.abc import Iterator
from datetime import datetime

from access.visitor import Visitor
from engine.packs.pack import Pack, Procedure
from rules.model import Tell
from states.refusals import Refused
from store.contract import Store
from store.names import keys_of
from store.people import Grant
from store.rows import AlertRow, CaseRow, Sight, Wanted
from workflow.parties import PARTNERSHIP
from workflow.pathways import Move
from workflow.pieces import Who
from workflow.policy import Partnership


def sight_of(visitor: Visitor, pack: Pack, store: Store, now: datetime) -> Sight:
    """Which cases exist for a visitor. Sight goes by agency, that is organisation, never by sector.

    The partnership's own agency stands in every case: a post of it sees those of the pathways in which its role takes
    part. Restricted cases exist for the roles that their pathway names; a person named as excluded from a case sees
    nothing of it, whatever they hold; what was granted for a time is seen for that time.
    """
    post, partnership, person = visitor.post, pack.partnership, visitor.person
    everything = may(visitor, partnership, "sees_everything") or is_read_only(visitor, partnership)
    procedures = pack.procedures.items()
    restricted = [name for name, each in procedures if _lets_see_restricted(each, post.role)]
    own = post.agency == partnership.own_agency and not everything
    grants = store.people.since(Grant, "until", now, person=person.username)
    return Sight(
        agencies=None if everything else (post.agency,),
        pathways=tuple(name for name, each in procedures if own and post.role in set(_own_roles(each))),
        restricted=tuple(restricted),
        granted=tuple(grant.case for grant in grants if grant.there),
        only=tuple(post.only.split()) if post.only else None,
        names=keys_of(person.name, person.username, person.email),
    )


def may_see(visitor: Visitor, reference: str, pack: Pack, store: Store, now: datetime) -> CaseRow | None:
    """The case as lists show it, if it exists for this visitor."""
    if not reference:
        return None
    rows = store.cases_seen(sight_of(visitor, pack, store, now), Wanted(case=reference), 1)
    return rows[0] if rows else None


def may(visitor: Visitor, partnership: Partnership, what: str) -> bool:
    """Whether the visitor's post is one of the own agency's that the partnership lets do this (a field of `Access`)."""
    access = partnership.access
    own = visitor.post.agency == partnership.own_agency
    return access is not None and own and visitor.post.role in getattr(access, what)


def is_read_only(visitor: Visitor, partnership: Partnership) -> bool:
    """Whether the post is an auditor's, of whatever agency: it sees what its assignment covers, and changes nothing."""
    return partnership.access is not None and visitor.post.role in partnership.access.audits


def may_make(visitor: Visitor, move: Move, row: CaseRow | None, partnership: Partnership) -> bool:
    """Whether a visitor's post may make a move: in a case or, without one, in a case of their own."""
    post = visitor.post
    if is_read_only(visitor, partnership):
        return False
    agencies = {"partnership": partnership.own_agency, "raising": post.agency, "receiving": ""}
    if row is not None:
        agencies |= {"raising": row.raising, "receiving": row.receiving}
    return any(who.role == post.role and agencies[who.party] == post.agency for who in move.who)


def may_take_on(visitor: Visitor, alert: AlertRow, partnership: Partnership) -> bool:
    """Whether an alert is for the visitor to take on: they are of the agency that was told, or of the partnership's."""
    return visitor.post.agency in (alert.tell_agency, partnership.own_agency)


def own_roles_only(pack: Pack) -> frozenset[str]:
    """The roles that the pack ties to the partnership's own agency: wherever a procedure names them, they are its own.

    A role that no procedure names is tied only where the partnership lets it do something beyond the cases.
    """
    parties: dict[str, set[str]] = {}
    for procedure in pack.procedures.values():
        for each in _named(procedure):
            if each.party is not None:
                parties.setdefault(each.role, set()).add(each.party)
    access = pack.partnership.access
    beyond = {*access.sees_everything, *access.administers, *access.child_report} if access else set()
    tied = {role for role, found in parties.items() if found == {PARTNERSHIP}} | (beyond - set(parties))
    return frozenset(tied - set(access.audits if access else ()))


def must_stand_there(role: str, agency: str, pack: Pack) -> None:
    """Raises: Refused("role-stands-elsewhere") for a role of the partnership's own agency in another one."""
    partnership = pack.partnership
    own = partnership.own_agency
    if agency != own and agency in partnership.agencies and role in own_roles_only(pack):
        raise Refused(
            code="role-stands-elsewhere",
            because=f"The procedures know “{partnership.roles[role]}” only in {partnership.agencies[own].title}.",
            remedy="Give that post there, or choose a role that stands in every agency.",
        )


def _lets_see_restricted(procedure: Procedure, role: str) -> bool:
    restricted = procedure.policy.pathway.restricted
    return restricted is not None and role in restricted.to


def _own_roles(procedure: Procedure) -> Iterator[str]:
    """The roles of the partnership's own agency that make a move here, hold a step, or are told of something."""
    for each in _named(procedure):
        if each.party == "partnership":
            yield each.role


def _named(procedure: Procedure) -> Iterator[Who | Tell]:
    pathway = procedure.policy.pathway
    for move in pathway.moves.values():
        yield from move.who
        if move.holder is not None:
            yield move.holder
    for step in pathway.steps.values():
        yield step.holder
    for timescale in pathway.timescales.values():
        for leave in (timescale.suspension, timescale.extension):
            yield from leave.who if leave else ()
    for rule in procedure.book.rules:
        yield rule.tell
        yield from (rung.tell for rung in rule.ladder)
