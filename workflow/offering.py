"""Offering: the moves that a post could take in a case now, so that nobody is offered what would be refused.

And what is to be done next, by whom: the promise that falls due first of those which a move can keep from here.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from states.case import Case, Clock
from states.days import day_of, start_of
from workflow.answers import readable
from workflow.commands import Actor
from workflow.parties import may
from workflow.policy import Policy
from workflow.preparing import before_leaving, before_others
from workflow.timescales import Timescale
from workflow.ways import ends, events, leads_back, leaves, missing_before, stays


class Holds(NamedTuple):
    """A post: a role in an agency."""

    role: str
    agency: str


class Awaited(NamedTuple):
    """What the case waits for: the clock that is to be kept next, empty where none is, and the moves that lead there.

    The move that is wanted most stands first.
    """

    clock: str
    moves: tuple[str, ...]


def on_offer(actor: Actor, case: Case, policy: Policy) -> tuple[str, ...]:
    """The moves open at the case's step that this post may take, the one that is wanted most first.

    First those that keep a promise, the most pressing first; then those that take the case on, those that only record,
    and those that end it; last those that were taken at this step before and would move no clock again.
    """
    moves = policy.pathway.moves
    names = [name for name in _ready(case, policy) if may(actor, moves[name].who, case.parties)]
    return tuple(sorted(names, key=lambda name: _wanted(name, case, policy)))


def awaited(case: Case, policy: Policy, now: datetime) -> Awaited:
    """What is to be done next in a case, whoever may do it: what a promise waits for, else what takes the case on.

    A promise of the step comes before that of the whole way, which only the end of the case keeps; what reminds counts
    as a promise until its day has gone by. What the step asks for before it is left comes first while there is time.
    """
    waiting = [
        (clock, moves)
        for clock in _to_keep(case, policy)
        if (moves := _working_at(clock, _ready(case, policy), case, policy))
    ]
    if not waiting:
        onwards = _onwards(case, policy)
        return Awaited("", (*before_others(onwards, _ready(case, policy), case, policy), *onwards))
    clock, names = min(waiting, key=lambda each: _turn(each[0], case, policy, now))
    return Awaited(clock.id, (*_before(clock, names, case, policy, now), *names))


def _before(clock: Clock, names: tuple[str, ...], case: Case, policy: Policy, now: datetime) -> tuple[str, ...]:
    """What comes before the moves that keep a promise of this step, while there is time for it."""
    if case.step not in policy.pathway.timescales[clock.timescale].starts or clock.due_at < now:
        return ()
    ready = _ready(case, policy)
    talks = before_leaving(ready, case, policy) if _is_ended_or_passed_on(clock, names, case, policy) else ()
    return (*talks, *before_others((*talks, *names), ready, case, policy))


def _is_ended_or_passed_on(clock: Clock, names: tuple[str, ...], case: Case, policy: Policy) -> bool:
    """Whether a promise is kept by ending the case or by passing it on, and not by anything done at this step."""
    out = _ending([name for name in _ready(case, policy) if _stops(name, clock, case, policy)], case, policy)
    return bool(out) and not any(name in out or stays(name, case.step, policy) for name in names)


def as_pressing(chosen: Awaited, actor: Actor, case: Case, policy: Policy) -> Awaited:
    """The same, unless another promise falls due at the same moment and this post can keep that one."""
    moves = policy.pathway.moves
    if not chosen.clock or any(may(actor, moves[name].who, case.parties) for name in chosen.moves):
        return chosen
    alike = case.clocks[chosen.clock]
    for clock in _to_keep(case, policy):
        keeping = _keeping(clock, _ready(case, policy), case, policy)
        own = tuple(name for name in keeping if may(actor, moves[name].who, case.parties))
        same = (clock.due_at, _is_whole(clock, case, policy)) == (alike.due_at, _is_whole(alike, case, policy))
        if own and same:
            return Awaited(clock.id, own)
    return chosen


def keepers(clock: Clock, case: Case, policy: Policy) -> tuple[Holds, ...]:
    """The posts that may take a move which keeps a clock, at this step if one is open here, else wherever it is.

    Whoever holds the pen comes first, and then the order of the procedure.
    """
    here = _keeping(clock, policy.open_moves[case.step], case, policy)
    names = here or _keeping(clock, tuple(policy.pathway.moves), case, policy)
    return posts(names, case, policy)


def posts(names: Iterable[str], case: Case, policy: Policy) -> tuple[Holds, ...]:
    """The posts that may take any of some moves, each once, the holder of the pen first."""
    found = dict.fromkeys(
        Holds(who.role, case.parties[who.party])
        for name in names
        for who in policy.pathway.moves[name].who
        if who.party in case.parties
    )
    holder = (case.holder.role, case.holder.agency)
    return tuple(sorted(found, key=lambda post: post != holder))


def kept_by(name: str, case: Case, policy: Policy) -> str:
    """The running clock that falls due first of those which a move would stop; empty where it stops none."""
    stopped = [clock for clock in _running(case) if _stops(name, clock, case, policy)]
    first = min(stopped, key=_urgency, default=None)
    return first.id if first else ""


def _ready(case: Case, policy: Policy) -> tuple[str, ...]:
    """The moves that nothing but the post could refuse now, in the procedure's order."""
    moves, record = policy.pathway.moves, readable(case.record)
    return tuple(
        name
        for name in policy.open_moves[case.step]
        if not missing_before(moves[name], case, policy) and moves[name].only_when.hold(record)
    )


def _running(case: Case) -> list[Clock]:
    return [clock for clock in case.clocks.values() if clock.running]


def _to_keep(case: Case, policy: Policy) -> list[Clock]:
    """The running clocks that a move keeps; a minimum is kept by waiting."""
    return [
        clock for clock in _running(case) if not clock.terms.at_least and clock.timescale in policy.pathway.timescales
    ]


def _stops(name: str, clock: Clock, case: Case, policy: Policy) -> bool:
    timescale: Timescale | None = policy.pathway.timescales.get(clock.timescale)
    return timescale is not None and bool(events(name, case.step, policy).intersection(timescale.stops))


def _keeping(clock: Clock, names: Sequence[str], case: Case, policy: Policy) -> tuple[str, ...]:
    """Of some moves those that keep a clock; what ends the case only where nothing else does."""
    stopping = [name for name in names if _stops(name, clock, case, policy)]
    ending = _ending(stopping, case, policy)
    others = [name for name in stopping if name not in ending]
    return tuple(sorted(others, key=lambda name: _direction(name, case, policy))) or ending


def _direction(name: str, case: Case, policy: Policy) -> tuple[bool, bool]:
    """Smallest first: what is done here, what leads on, what leads back."""
    return not stays(name, case.step, policy), leads_back(name, case.step, policy)


def _working_at(clock: Clock, names: Sequence[str], case: Case, policy: Policy) -> tuple[str, ...]:
    """Of the moves that are open those that keep a clock, or lead on to where the whole way ends."""
    keeping = _keeping(clock, names, case, policy)
    if keeping and _is_whole(clock, case, policy):
        return (*_going_on(case, policy), *keeping)
    return keeping


def _is_whole(clock: Clock, case: Case, policy: Policy) -> bool:
    """Whether only the end of the case keeps this promise."""
    names = [name for name in policy.pathway.moves if _stops(name, clock, case, policy)]
    return len(_ending(names, case, policy)) == len(names)


def _ending(names: Sequence[str], case: Case, policy: Policy) -> tuple[str, ...]:
    """Of some moves those that end the case; in one that is finished nothing does."""
    if policy.pathway.steps[case.step].finished:
        return ()
    return tuple(name for name in names if ends(name, policy))


def _going_on(case: Case, policy: Policy) -> tuple[str, ...]:
    """The moves that take the case to a later step on its way, and call no promise off."""
    return tuple(name for name in _leaving(case, policy) if _way(name, case, policy) == _WAYS[0])


def _onwards(case: Case, policy: Policy) -> tuple[str, ...]:
    """Where no promise waits: the moves that lead the case the best of `_WAYS` that is open."""
    ways = {name: _way(name, case, policy) for name in _leaving(case, policy)}
    best = min(ways.values(), key=_WAYS.index, default=None)
    return tuple(name for name, way in ways.items() if way == best)


_WAYS = (("on", False), ("out", False), ("on", True), ("back", False), ("out", True), ("back", True))
"""Where a move leads, and whether a promise is called off by it: the best first."""


def _way(name: str, case: Case, policy: Policy) -> tuple[str, bool]:
    called_off = {event for timescale in policy.pathway.timescales.values() for event in timescale.cancels}
    back = "back" if leads_back(name, case.step, policy) else "on"
    return "out" if _ending([name], case, policy) else back, bool(called_off & events(name, case.step, policy))


def _leaving(case: Case, policy: Policy) -> tuple[str, ...]:
    """The moves that take the case to another step; from one that is finished nothing has to."""
    if policy.pathway.steps[case.step].finished:
        return ()
    return tuple(name for name in _ready(case, policy) if leaves(name, case.step, policy))


def _turn(clock: Clock, case: Case, policy: Policy, now: datetime) -> tuple[bool, bool, bool, datetime, bool]:
    """Smallest first: of the step, not standing still, no reminder of an earlier day, due first, counted."""
    gone_by = not clock.terms.counts and clock.due_at < start_of(day_of(now))
    whole, stands_still = _is_whole(clock, case, policy), clock.suspended_at is not None
    return whole, stands_still, gone_by, clock.due_at, not clock.terms.counts


def _urgency(clock: Clock) -> tuple[bool, datetime]:
    """What can be broken before what only reminds, and then by the deadline."""
    return not clock.terms.counts, clock.due_at


def _wanted(name: str, case: Case, policy: Policy) -> tuple[bool, bool, tuple[bool, datetime], bool, bool]:
    """Smallest first: not done already for nothing, keeps a promise, how pressing that is, does not end, leads on."""
    kept = kept_by(name, case, policy)
    urgency = _urgency(case.clocks[kept]) if kept else (True, datetime.max.replace(tzinfo=UTC))
    out = bool(_ending([name], case, policy))
    again = not kept and any(one.move == name and one.step == case.step for one in case.taken)
    return again, not kept, urgency, out, not policy.pathway.moves[name].to
