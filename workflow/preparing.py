"""What a step asks for before it is left: read from the order of the steps, moves and timescales in the procedure."""

from collections.abc import Iterable, Sequence

from states.case import Case
from workflow.policy import Policy
from workflow.ways import stays


def before_others(names: Sequence[str], ready: Iterable[str], case: Case, policy: Policy) -> tuple[str, ...]:
    """Moves that stay here, were not taken at this step yet, and after which others of this step may come.

    names: what is awaited; only what the procedure has before it counts. ready: what could be taken now.
    """
    moves = policy.pathway.moves
    here = [name for name in moves if name in policy.open_moves[case.step]]
    needed = {name for move in here for name in moves[move].after}
    first = min((here.index(name) for name in names if name in here), default=len(here))
    return tuple(name for name in here[:first] if name in needed and name in ready and _is_new(name, case, policy))


def before_leaving(ready: Iterable[str], case: Case, policy: Policy) -> tuple[str, ...]:
    """What the people of a step do before they pass the case on: a discussion, say, that stops no clock here.

    Of the moves that stay here and were not taken at this step yet: the one of which the procedure tells first of all,
    and those that keep a promise elsewhere in it.
    """
    moves = policy.pathway.moves
    first = next((name for name, move in moves.items() if move.starting), "")
    counted = {first, *(name for each in policy.pathway.timescales.values() for name in each.stops)}
    return tuple(name for name in ready if name in counted and _is_new(name, case, policy))


def _is_new(name: str, case: Case, policy: Policy) -> bool:
    done = any(one.move == name and one.step == case.step for one in case.taken)
    return not done and stays(name, case.step, policy) and policy.pathway.moves[name].holder is None
