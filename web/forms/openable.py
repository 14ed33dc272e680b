"""Which procedures a post may open."""

from typing import NamedTuple

from engine.packs.pack import Pack
from workflow.commands import Actor
from workflow.guards import OPEN
from workflow.parties import PARTNERSHIP
from workflow.pathways import Move


class Openable(NamedTuple):
    """A procedure to open: its name, what opening it is called, and what it is."""

    pathway: str
    title: str
    opening: str


def openable(actor: Actor, pack: Pack) -> list[Openable]:
    """Those that the actor may open, in the pack's order."""
    found = []
    for name, procedure in pack.procedures.items():
        pathway = procedure.policy.pathway
        if may_open(actor, pathway.moves[OPEN], pack.partnership.own_agency):
            found.append(Openable(name, pathway.title, pathway.moves[OPEN].title))
    return found


def may_open(actor: Actor, move: Move, own_agency: str) -> bool:
    """Whether some answers exist with which this post may open it; which agencies stand in it is decided by them."""
    return any(
        who.role == actor.role and (actor.agency == own_agency if who.party == PARTNERSHIP else True)
        for who in move.who
    )
