"""Why a move cannot be taken, in a person's words, and what would work instead."""

from typing import NamedTuple

from engine.packs.pack import Procedure
from states.case import Case
from workflow.answers import readable
from workflow.commands import Actor
from workflow.offering import on_offer
from workflow.parties import may
from workflow.pathways import Move
from workflow.pieces import Who
from workflow.policy import Partnership
from workflow.ways import missing_before


class Closed(NamedTuple):
    """The status of the page, why, what would work, and the moves that are open to this post: names and titles."""

    status: int
    because: str
    remedy: str
    offers: tuple[tuple[str, str], ...]


def why_closed(actor: Actor, name: str, case: Case, procedure: Procedure) -> Closed | None:
    """None where this post may take the move now. The engine asks the same again when it is taken."""
    policy = procedure.policy
    moves, steps = policy.pathway.moves, policy.pathway.steps
    move = moves[name]
    offers = tuple((each, moves[each].title) for each in on_offer(actor, case, policy))
    if not may(actor, move.who, case.parties):
        who = " or ".join(dict.fromkeys(_in_words(each, case, policy.partnership) for each in move.who))
        return Closed(403, "Your post may not record this in this case.", f"It is for: {who}.", offers)
    if name not in policy.open_moves[case.step]:
        where = ", ".join(f"“{steps[step].title}”" for step in move.starting)
        return Closed(
            409,
            f"This cannot be recorded while the case is at “{steps[case.step].title}”.",
            f"It is open when the case is at {where}.",
            offers,
        )
    missing = missing_before(move, case, policy)
    if missing:
        titles = " and ".join(f"“{moves[each].title}”" for each in missing)
        return Closed(409, f"This comes after {titles}, which has not been recorded.", "Record that first.", offers)
    if not move.only_when.hold(readable(case.record)):
        asked = "; ".join(_asked(field, procedure) for field in move.only_when.root)
        return Closed(
            409,
            f"What is recorded in this case so far does not call for it. It goes by: {asked}.",
            "If that has changed, record it first.",
            offers,
        )
    return None


def _in_words(who: Who, case: Case, partnership: Partnership) -> str:
    agency = partnership.agencies.get(case.parties.get(who.party, ""))
    return f"{partnership.roles.get(who.role, who.role)}, {agency.title if agency else 'an agency not in this case'}"


def _asked(field: str, procedure: Procedure) -> str:
    """The question behind a field of the record."""
    moves: tuple[Move, ...] = tuple(procedure.policy.pathway.moves.values())
    return next((f"“{move.record[field].ask}”" for move in moves if field in move.record), field.replace("_", " "))
