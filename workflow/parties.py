"""Parties: how agencies stand to each other in a case, and who may therefore do what."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.case import Case
from states.refusals import Refused
from workflow.commands import Actor
from workflow.guards import OPEN
from workflow.pathways import Pathway
from workflow.pieces import Who
from workflow.policy import Partnership, Policy

RAISING_FIELD = "raising_agency"
RECEIVING_FIELD = "receiving_agency"
PARTNERSHIP = "partnership"


def parties_of(opener: Actor, record: Mapping[str, Any], step: str, policy: Policy) -> dict[str, str]:
    """Raising (the opener's agency unless the record names another), receiving, and the partnership itself.

    `step`: where the case begins.
    """
    raising = record.get(RAISING_FIELD, opener.agency)
    receiving = record.get(RECEIVING_FIELD, "")
    own = policy.partnership.own_agency
    _of_its_sector(raising, policy)
    if raising == own and not _raises_for_itself(policy.pathway, step):
        raise Refused(
            code="raising-agency-missing",
            because=f"{title_of(own, policy.partnership)} keeps this record for others and cannot itself raise it.",
            remedy=f"Name the agency whose concern this is in “{RAISING_FIELD}”.",
        )
    if receiving in (raising, own):
        title = title_of(receiving, policy.partnership)
        raise Refused(
            code="same-agency",
            because=f"{title} cannot be the other agency: {_why_not(receiving, own)}.",
            remedy=f"Name another agency in “{RECEIVING_FIELD}”; inside one agency its own procedures apply.",
        )
    return {"raising": raising, **({"receiving": receiving} if receiving else {}), PARTNERSHIP: own}


def _of_its_sector(raising: str, policy: Policy) -> None:
    """Where only agencies of some sectors can raise a case, the opener's own is held to that as well."""
    question = policy.pathway.moves[OPEN].record.get(RAISING_FIELD)
    possible = policy.partnership.agencies_of(question.sectors if question else ())
    if raising not in possible:
        titles = " or ".join(title_of(agency, policy.partnership) for agency in possible)
        raise Refused(
            code="raising-agency-missing",
            because=f"This is for {titles} to take on, and not for {title_of(raising, policy.partnership)}.",
            remedy=f"Name one of {', '.join(possible)} in “{RAISING_FIELD}”.",
        )


def _why_not(receiving: str, own: str) -> str:
    return "it keeps this record for others" if receiving == own else "the two agencies must differ"


def _raises_for_itself(pathway: Pathway, step: str) -> bool:
    """Whether the partnership may raise a case of its own: it may open one, against nobody, and it holds it first."""
    opening = pathway.moves[OPEN]
    opens = any(who.party == PARTNERSHIP for who in opening.who)
    return opens and RECEIVING_FIELD not in opening.record and pathway.steps[step].holder.party == PARTNERSHIP


def known_actor(actor: Actor, partnership: Partnership) -> None:
    """Refuses a person, role or agency that the partnership does not know."""
    if not actor.person.strip():
        raise Refused(
            code="nobody-named", because="Nobody is named as acting.", remedy="Say who acts, for example by name."
        )
    _known("role", actor.role, partnership.roles)
    _known("agency", actor.agency, partnership.agencies)


def may(actor: Actor, allowed: Iterable[Who], parties: Mapping[str, str]) -> bool:
    """Whether the actor's role, in the actor's agency, is among those allowed."""
    return any(who.role == actor.role and parties.get(who.party) == actor.agency for who in allowed)


def agency_of(who: Who, case: Case, partnership: Partnership) -> str:
    """The agency that stands as that party; where none does, the partnership itself, so that nobody is left unaware."""
    return case.parties.get(who.party, partnership.own_agency)


def title_of(agency: str, partnership: Partnership) -> str:
    """What people call an agency."""
    found = partnership.agencies.get(agency)
    return found.title if found else agency


def post_in_words(actor: Actor, partnership: Partnership) -> str:
    """A post, for a refusal: "Line manager, School A"."""
    return f"{partnership.roles.get(actor.role, actor.role)}, {title_of(actor.agency, partnership)}"


def in_words(allowed: Iterable[Who], parties: Mapping[str, str], partnership: Partnership) -> str:
    """Who may, for a refusal: "Line manager, School A", or whose agency has to be named for that."""
    posts = {who: partnership.roles.get(who.role, who.role) for who in allowed}
    return " or ".join(
        dict.fromkeys(
            f"{role}, {title_of(parties[who.party], partnership)}"
            if who.party in parties
            else f"{role}, of an agency that nobody has named ({who.party}_agency)"
            for who, role in posts.items()
        )
    )


def _known(what: str, name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        raise Refused(
            code=f"unknown-{what}",
            because=f"This partnership knows no {what} “{name[:60]}”.",
            remedy=f"Use one of {', '.join(known)}.",
        )
