"""Offering: the moves that a post could take in a case now, so that nobody is offered what would be refused."""

from datetime import UTC, datetime

from states.case import Case, Clock
from workflow.answers import readable
from workflow.commands import Actor
from workflow.guards import OPEN
from workflow.parties import may
from workflow.pathways import Move
from workflow.policy import Policy


def on_offer(actor: Actor, case: Case, policy: Policy) -> tuple[str, ...]:
    """The moves open at the case's step that this post may take, the one that is wanted most first.

    First those that keep a promise, the most pressing first; then those that take the case on, those that only record,
    and those that end it.
    """
    moves = policy.pathway.moves
    names = [
        name
        for name in policy.open_moves[case.step]
        if may(actor, moves[name].who, case.parties) and not missing_before(moves[name], case, policy)
    ]
    names = [name for name in names if moves[name].only_when.hold(readable(case.record))]
    return tuple(sorted(names, key=lambda name: _wanted(name, moves[name], case, policy)))


def missing_before(move: Move, case: Case, policy: Policy) -> list[str]:
    """The moves that must have been taken first, since the ladder's Day 1 last began, and have not been."""
    begins = policy.pathway.day_one.starts if policy.pathway.day_one else (OPEN,)
    begun = max((place for place, one in enumerate(case.taken) if one.move in begins), default=0)
    done = {one.move for one in case.taken[begun:]}
    return [before for before in move.after if before not in done]


def kept_by(name: str, case: Case, policy: Policy) -> str:
    """The running clock that falls due first of those which a move would stop; empty where it stops none."""
    move = policy.pathway.moves[name]
    entered = {to for to in (move.to, *(lead.to for lead in move.leads)) if to and to != case.step}
    stopped = [
        clock
        for clock in case.clocks.values()
        if clock.running
        and (timescale := policy.pathway.timescales.get(clock.timescale)) is not None
        and entered.union({name}).intersection(timescale.stops)
    ]
    first = min(stopped, key=_urgency, default=None)
    return first.id if first else ""


def _urgency(clock: Clock) -> tuple[bool, datetime]:
    """What can be broken before what only reminds, and then by the deadline."""
    return not clock.terms.counts, clock.due_at


def _wanted(name: str, move: Move, case: Case, policy: Policy) -> tuple[bool, tuple[bool, datetime], bool, bool]:
    """Smallest first: keeps a promise, how pressing that is, does not end the case, leads on."""
    kept = kept_by(name, case, policy)
    urgency = _urgency(case.clocks[kept]) if kept else (True, datetime.max.replace(tzinfo=UTC))
    ends = bool(move.to) and policy.pathway.steps[move.to].finished
    return not kept, urgency, ends, not move.to
