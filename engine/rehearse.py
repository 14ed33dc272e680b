"""`rehearse`: yesterday's causes under another pack. What would have been due, late and told, changing nothing."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from engine.deciding import consequences, time_passed
from engine.library import Library
from engine.packs.pack import Pack, Procedure
from engine.verify import command_of
from states.case import NO_CASE, Case, Clock
from states.days import instant_text
from states.facts import AnyFact, Repinned, is_cause
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from workflow.commands import Correct, StrikeOut


class Difference(msgspec.Struct, frozen=True):
    """One thing that would be otherwise: `what` is deadline, status, alert or refused; None where there is none."""

    case: str
    what: str
    name: str
    was: str | None
    becomes: str | None


def rehearse(store: Store, library: Library, pack: Pack, now: datetime, reference: str = "") -> Iterator[Difference]:
    """Every date and alert of every case, open or closed, that would differ had it been opened under `pack`."""
    for case in [reference] if reference else store.cases():
        yield from rehearse_case(case, store.history(case), library, store, pack, now)


def rehearse_case(
    reference: str, history: tuple[AnyFact, ...], library: Library, store: Store, pack: Pack, now: datetime
) -> Iterator[Difference]:
    """The same for one case, as it would stand now."""
    recorded = fold(history)
    kept = library.pinned(recorded, store.pack)
    until = max(now, recorded.seen_at or now)
    as_it_is = fold(time_passed(recorded, until, kept), onto=recorded)
    try:
        other = pack.procedure(recorded.pathway)
        as_it_would_be = _played(history, library.pinned(fold(history[:1]), store.pack), other, until)
    except Refused as refused:
        yield Difference(reference, "refused", refused.code, None, refused.because)
        return
    yield from compared(reference, as_it_is, as_it_would_be)


def compared(reference: str, before: Case, after: Case) -> Iterator[Difference]:
    """The clocks and alerts in which two cases differ."""
    for name in dict.fromkeys((*before.clocks, *after.clocks)):
        was, becomes = before.clocks.get(name), after.clocks.get(name)
        if _due(was) != _due(becomes):
            yield Difference(reference, "deadline", name, _due(was), _due(becomes))
        if _status(was) != _status(becomes):
            yield Difference(reference, "status", name, _status(was), _status(becomes))
    for key in dict.fromkeys((*before.alerts, *after.alerts)):
        raised, would_be = _raised(before, key), _raised(after, key)
        if raised != would_be:
            yield Difference(reference, "alert", key, raised, would_be)


def _due(clock: Clock | None) -> str | None:
    return instant_text(clock.due_at) if clock else None


def _status(clock: Clock | None) -> str | None:
    return clock.status if clock else None


def _raised(case: Case, key: str) -> str | None:
    return instant_text(case.alerts[key].raised_at) if key in case.alerts else None


def _played(history: tuple[AnyFact, ...], first: Procedure, other: Procedure, until: datetime) -> Case:
    """The causes of a history under another procedure; corrections and strike-outs find their facts by their causes."""
    facts: list[AnyFact] = []
    case, places = NO_CASE, dict[int, int]()
    for place, fact in enumerate(history):
        # The opening move stands right behind the opening and comes with it.
        if not is_cause(fact) or isinstance(fact, Repinned) or place == 1:
            continue
        command = command_of(fact, history, place, first)
        if isinstance(command, Correct | StrikeOut):
            command = msgspec.structs.replace(command, position=places.get(command.position, command.position))
        new = consequences(case, command, other, tuple(facts))
        causes = [offset for offset, each in enumerate(new, len(facts) + 1) if is_cause(each)]
        places.update(zip(range(place + 1, place + 1 + len(causes)), causes, strict=False))
        facts.extend(new)
        case = fold(new, onto=case)
    return fold(time_passed(case, until, other), onto=case)
