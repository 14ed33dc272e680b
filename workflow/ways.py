"""Ways: what the pathway alone tells of a move at a step, where it leads, and what has to come before it."""

from states.case import Case
from workflow.guards import OPEN
from workflow.pathways import Move
from workflow.policy import Policy


def events(name: str, step: str, policy: Policy) -> frozenset[str]:
    """What happens with a move at a step: itself, and any other step that it may lead to."""
    move = policy.pathway.moves[name]
    return frozenset({name, move.to, *(lead.to for lead in move.leads)} - {"", step})


def stays(name: str, step: str, policy: Policy) -> bool:
    """Whether a move leaves the case at the step."""
    return not leaves(name, step, policy) and not policy.pathway.moves[name].leads


def leaves(name: str, step: str, policy: Policy) -> bool:
    """Whether a move takes the case to another step, whatever is recorded."""
    return policy.pathway.moves[name].to not in ("", step)


def leads_back(name: str, step: str, policy: Policy) -> bool:
    """Whether a move takes the case to a step that the procedure has before this one."""
    steps, to = list(policy.pathway.steps), policy.pathway.moves[name].to
    return bool(to) and steps.index(to) < steps.index(step)


def ends(name: str, policy: Policy) -> bool:
    """Whether a move takes the case to a step at which it is finished."""
    to = policy.pathway.moves[name].to
    return bool(to) and policy.pathway.steps[to].finished


def missing_before(move: Move, case: Case, policy: Policy) -> list[str]:
    """The moves that must have been taken first, since the ladder's Day 1 last began, and have not been."""
    begins = policy.pathway.day_one.starts if policy.pathway.day_one else (OPEN,)
    begun = max((place for place, one in enumerate(case.taken) if one.move in begins), default=0)
    done = {one.move for one in case.taken[begun:]}
    return [before for before in move.after if before not in done]
