"""Which procedures a post may open."""

from typing import NamedTuple

from engine.packs.pack import Pack
from workflow.commands import Actor
from workflow.guards import OPEN
from workflow.opening import ways_to_open


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
        if ways_to_open(actor, procedure.policy):
            found.append(Openable(name, pathway.title, pathway.moves[OPEN].title))
    return found
