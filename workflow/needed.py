"""What the present step needs: each thing that is to be done before the case goes on, and what may be done besides."""

from typing import NamedTuple

from states.case import Case
from workflow.answers import readable
from workflow.guards import OPEN
from workflow.policy import Policy
from workflow.timescales import Timescale
from workflow.ways import ends, events, leaves, missing_before


class Needs(NamedTuple):
    """`tasks`: each by the moves of which one is enough; the ways on from the step are one task, and the last.

    `also`: the moves that are open and keep nothing: danger, withdrawing, handing the case elsewhere.
    """

    tasks: tuple[tuple[str, ...], ...]
    also: tuple[str, ...]


def step_needs(case: Case, policy: Policy) -> Needs:
    """Worked out from what the promises of the pathway wait for; nobody has to say in a pack what a task is."""
    here, done = _ready(case, policy), done_here(case)
    asked = [name for name in policy.pathway.moves if name != OPEN and (name in here or name in done)]
    kept = {name: _kept(name, case, policy) for name in asked}
    running = [policy.pathway.timescales[name] for name in _running(case, policy)]
    wanted = {name for name in asked if any(each in running for each in kept[name]) or (name in done and kept[name])}
    ways = _ways([name for name in here if leaves(name, case.step, policy)], wanted, case, policy)
    wanted = {name for name in wanted if not leaves(name, case.step, policy)}
    wanted |= _before(wanted | ways, case, policy) - ways
    tasks: list[tuple[str, ...]] = [(name,) for name in asked if name in wanted]
    tasks += [tuple(name for name in asked if name in ways)] if ways else []
    also = [name for name in here if name not in wanted | ways]
    return Needs(tuple(tasks), tuple(also))


def _ready(case: Case, policy: Policy) -> list[str]:
    """What is open here as far as the record goes, whether or not something has to come before it."""
    record, moves = readable(case.record), policy.pathway.moves
    return [name for name in policy.open_moves[case.step] if moves[name].only_when.hold(record)]


def _ways(leading: list[str], wanted: set[str], case: Case, policy: Policy) -> set[str]:
    """The ways on from a step: what keeps a promise of it or belongs to it, and what stands beside those.

    What ends the case and calls its promises off is none, and what leads back to an earlier step is none either.
    """
    ending = {name for name in leading if ends(name, policy)}
    off = {name for name in leading if _calls_off(name, case, policy)}
    whole = {name for name in ending if events(name, case.step, policy) & _whole(case, policy)}
    steps = list(policy.pathway.steps)
    back = {name for name in leading if steps.index(policy.pathway.moves[name].to) < steps.index(case.step)}
    usual = [name for name in leading if name not in (ending & off) - whole and name not in back]
    found = {name for name in usual if name in wanted}
    if policy.pathway.steps[case.step].finished:
        return found
    found |= {name for name in usual if name not in ending and (name not in off or _of_its_step(name, policy))}
    found |= whole - back
    beside = [each for name in found for each in _kept(name, case, policy)]
    found |= {name for name in usual if any(name in each.stops for each in beside)}
    return found or {name for name in leading if name not in back and _of_its_step(name, policy)}


FEW = 2
"""A move that is open at no more steps than this belongs to them; one that is open nearly everywhere, to none."""


def _of_its_step(name: str, policy: Policy) -> bool:
    return len(policy.pathway.moves[name].starting) <= FEW


def done_here(case: Case) -> frozenset[str]:
    """The moves taken since the case came to where it stands; the one that brought it here was taken elsewhere."""
    stay = []
    for taken in reversed(case.taken):
        if taken.step != case.step:
            break
        stay.append(taken.move)
    return frozenset(stay[:-1])


def _running(case: Case, policy: Policy) -> list[str]:
    timescales = policy.pathway.timescales
    clocks = (clock for clock in case.clocks.values() if clock.running and not clock.terms.at_least)
    return [clock.timescale for clock in clocks if clock.timescale in timescales]


def _is_whole(timescale: Timescale, case: Case, policy: Policy) -> bool:
    """Whether only the end of the case keeps this promise."""
    stopping = [name for name in policy.pathway.moves if events(name, case.step, policy).intersection(timescale.stops)]
    return all(ends(name, policy) for name in stopping)


def _kept(name: str, case: Case, policy: Policy) -> list[Timescale]:
    """The promises that a move keeps, but for those that only the end of the case does."""
    timescales = policy.pathway.timescales.values()
    return [
        each
        for each in timescales
        if events(name, case.step, policy).intersection(each.stops) and not _is_whole(each, case, policy)
    ]


def _whole(case: Case, policy: Policy) -> frozenset[str]:
    """What keeps the running promises that only the end of the case keeps."""
    running = (policy.pathway.timescales[name] for name in _running(case, policy))
    return frozenset(event for each in running if _is_whole(each, case, policy) for event in each.stops)


def _calls_off(name: str, case: Case, policy: Policy) -> bool:
    running = (policy.pathway.timescales[name] for name in _running(case, policy))
    return any(events(name, case.step, policy).intersection(each.cancels) for each in running)


def _before(names: set[str], case: Case, policy: Policy) -> set[str]:
    """What has to come before these and is open here, and before that in turn; what was done elsewhere is done."""
    found: set[str] = set()
    todo, here = list(names), policy.open_moves[case.step]
    while todo:
        move = policy.pathway.moves[todo.pop()]
        missing = {*missing_before(move, case, policy)} | done_here(case).intersection(move.after)
        todo += missing.intersection(here) - found
        found |= missing.intersection(here)
    return found
