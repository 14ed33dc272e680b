"""What a visitor can do in a case now: one thing first, the others after it, and what can be opened beside it."""

from typing import NamedTuple
from urllib.parse import urlencode

from engine.packs.pack import Pack
from web.showing.clocks import ClockShown, Seen
from workflow.commands import Actor
from workflow.offering import kept_by, on_offer
from workflow.opening import ways_to_open


class Offer(NamedTuple):
    """Something that can be done: what it is called, where, and which deadline it keeps."""

    title: str
    address: str
    keeps: str = ""


def offers(actor: Actor, seen: Seen) -> list[Offer]:
    """The moves that this post may take, the most sensible first."""
    policy = seen.procedure.policy
    return [
        Offer(
            policy.pathway.moves[name].title,
            f"/cases/{seen.reference}/moves/{name}",
            _keeps(kept_by(name, seen.case, policy), seen),
        )
        for name in on_offer(actor, seen.case, policy)
    ]


def _keeps(clock: str, seen: Seen) -> str:
    if not clock:
        return ""
    shown = ClockShown(seen.case.clocks[clock], seen)
    return f"{shown.title}: by {shown.due} ({shown.beside or shown.tag.text.lower()})"


def beside(actor: Actor, seen: Seen, pack: Pack) -> list[Offer]:
    """What this post may open about a case, as the partnership says, linked to it in the same breath."""
    found = []
    for pathway, relation in pack.partnership.opened_about.items():
        procedure = pack.procedures.get(pathway)
        if procedure is None or pathway == seen.case.pathway or not ways_to_open(actor, procedure.policy):
            continue
        query = urlencode({"link": seen.reference, "relation": relation})
        found.append(Offer(procedure.policy.pathway.title, f"/cases/new/{pathway}?{query}"))
    return found
