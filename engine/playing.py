"""A history played again under another procedure: the same causes, and whatever follows from them there."""

from datetime import datetime

import msgspec

from engine.deciding import consequences, consequences_for_clocks, time_passed
from engine.packs.pack import Procedure
from engine.verify import command_of
from states.case import Case
from states.facts import AlertAcknowledged, AnyFact, CaseOpened, HolderChanged, Repinned, StepTaken, is_cause
from states.folding import fold
from workflow.commands import Correct, StrikeOut


def played(history: tuple[AnyFact, ...], before: Case, first: Procedure, other: Procedure, until: datetime) -> Case:
    """The causes of a history after the facts that `before` is the fold of, under another procedure.

    Corrections and strike-outs find their facts by the causes of those. Raises: what deciding refuses.
    """
    case, facts = before, list(history[: before.length])
    places = dict[int, int]()
    for place, fact in enumerate(history[before.length :], before.length):
        if not is_cause(fact) or isinstance(fact, Repinned) or place + 1 in places:
            continue
        command = command_of(fact, history, place, first)
        known: tuple[AnyFact, ...] = ()
        if isinstance(command, Correct | StrikeOut):
            command = msgspec.structs.replace(command, position=places.get(command.position, command.position))
            known = tuple(facts)
        new = consequences(case, command, other, known)
        causes = [(offset, each) for offset, each in enumerate(new, len(facts) + 1) if is_cause(each)]
        # One command may bring about several causes that stand together: they are not played once more.
        for recorded, (offset, each) in enumerate(causes, place + 1):
            if recorded <= len(history) and _alike(history[recorded - 1], each):
                places[recorded] = offset
        facts.extend(new)
        case = fold(new, onto=case)
    return fold(time_passed(case, until, other), onto=case)


def clocks_played(
    history: tuple[AnyFact, ...], before: Case, recorded: Case, first: Procedure, other: Procedure, until: datetime
) -> Case:
    """The same for the clocks that `recorded` still has, and the alerts about them, in a history without corrections.

    `other` has no other promises than theirs. Moves are taken as they were recorded, and what concerns no such clock
    is left out.
    """
    case = before
    for place, fact in enumerate(history[before.length :], before.length):
        if isinstance(fact, StepTaken) and case.taken:
            new = consequences_for_clocks(case, fact, _handed_over(history, place), other)
        elif is_cause(fact) and _concerns(fact, recorded):
            new = consequences(case, command_of(fact, history, place, first), other)
        else:
            continue
        case = fold(new, onto=case)
    return fold(time_passed(case, until, other), onto=case)


def _handed_over(history: tuple[AnyFact, ...], place: int) -> tuple[AnyFact, ...]:
    """The passing of the pen that stands right behind the move at a place, where it passed."""
    after = history[place + 1 : place + 2]
    return after if after and isinstance(after[0], HolderChanged) else ()


def _concerns(cause: AnyFact, case: Case) -> bool:
    """Whether it opened the case, or bears on one of its clocks or alerts."""
    if isinstance(cause, AlertAcknowledged):
        return cause.key in case.alerts
    return isinstance(cause, CaseOpened) or getattr(cause, "clock", "") in case.clocks


def _alike(recorded: AnyFact, played: AnyFact) -> bool:
    """Whether they tell of the same act, whatever it led to."""
    if type(recorded) is not type(played) or (recorded.seen_at, recorded.by) != (played.seen_at, played.by):
        return False
    return getattr(recorded, "field", "") == getattr(played, "field", "")
