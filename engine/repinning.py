"""Moving open cases to another edition or calendar: a preview that changes nothing, then the same as facts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from engine.deciding import consequences, time_passed
from engine.handle import Handled, handle
from engine.library import Library
from engine.packs.pack import Pack, Procedure, from_documents, with_terms
from engine.rehearse import Difference, compared, differences_document
from states.case import Case
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from workflow.commands import Actor, Repin

Target = Callable[[Case], Pack | None]
"""The pack that a case would move to; None where it stays."""


class Moved(msgspec.Struct, frozen=True):
    """One case that moves, or would: what changes, or why it cannot."""

    case: str
    differences: tuple[Difference, ...]


def to_edition(pack: Pack) -> Target:
    """Every case of one of the pack's pathways moves to it."""
    return lambda case: pack if case.pathway in pack.procedures else None


def to_calendar(calendar_document: str, read: Callable[[str], str | None]) -> Target:
    """Every case keeps its pack and moves to another calendar, with the school terms it has if that lists none."""
    packs: dict[tuple[str, str], Pack] = {}

    def target(case: Case) -> Pack | None:
        kept = (case.pack, case.calendar)
        if kept not in packs:
            document, before = read(case.pack), read(case.calendar)
            if document is None or before is None:
                return None
            packs[kept] = from_documents(document, with_terms(calendar_document, before))
        return packs[kept]

    return target


def move(
    store: Store, library: Library, target: Target, by: Actor, now: datetime, because: str, cases: Sequence[str]
) -> list[Moved]:
    """Move open cases, and say what changed. The preview comes first: nothing is written where a case cannot move.

    Raises: Refused with the code of the first such case.
    """
    moved = list(preview(store, library, target, now, cases, by))
    for each in moved:
        for difference in each.differences:
            if difference.what == "refused":
                raise Refused(
                    code=difference.name,
                    because=f"{each.case}: {difference.becomes}",
                    remedy="Nothing was moved. Mend that case, or move the others one by one.",
                )
    list(apply(store, library, target, by, now, because, cases))
    return moved


def moved_document(moved: Sequence[Moved]) -> dict[str, Any]:
    """What moving changed, or would."""
    return differences_document(len(moved), (each for one in moved for each in one.differences))


def preview(
    store: Store,
    library: Library,
    target: Target,
    now: datetime,
    cases: Iterable[str] | None = None,
    by: Actor | None = None,
) -> Iterator[Moved]:
    """What moving would change in each of these cases (else of all) that is open, in order; nothing is written.

    `by`: whoever is going to move them; without it, as it would be for somebody who may.
    """
    for case_reference in store.cases() if cases is None else cases:
        history = store.history(case_reference)
        case = fold(history)
        kept = library.pinned(case, store.pack)
        pack = _moves(case, kept, target)
        if pack is None:
            continue
        before = fold(time_passed(case, now, kept), onto=case)
        moving = command(pack, by or _somebody(pack), now, "preview")
        try:
            facts = consequences(case, moving, kept, history, pack.procedure(case.pathway))
        except Refused as refused:
            yield Moved(case_reference, (Difference(case_reference, "refused", refused.code, None, refused.because),))
            continue
        yield Moved(case_reference, tuple(compared(case_reference, before, fold(facts, onto=case))))


def apply(
    store: Store,
    library: Library,
    target: Target,
    by: Actor,
    now: datetime,
    because: str,
    cases: Iterable[str] | None = None,
) -> Iterator[Handled]:
    """Move each of these cases (else of all) that is open, one transaction each, as facts."""
    for case_reference in list(store.cases()) if cases is None else cases:
        case = fold(store.history(case_reference))
        pack = _moves(case, library.pinned(case, store.pack), target)
        if pack is None:
            continue
        with store.transaction() as unit:
            unit.keep_pack(pack.sha256, pack.document)
            unit.keep_pack(pack.calendar.sha256, pack.calendar_document)
        yield handle(store, library, command(pack, by, now, because), case_reference)


def command(pack: Pack, by: Actor, now: datetime, because: str) -> Repin:
    """Move a case to this pack and its calendar."""
    return Repin(
        at=now,
        seen_at=now,
        by=by,
        pack=pack.sha256,
        calendar=pack.calendar.sha256,
        edition=pack.partnership.edition,
        because=because,
    )


def _somebody(pack: Pack) -> Actor:
    """Whoever may move cases under a pack."""
    own = pack.partnership
    return Actor(person="preview", role=next(iter(own.acts.correct), ""), agency=own.own_agency)


def _moves(case: Case, kept: Procedure, target: Target) -> Pack | None:
    """Only a case that is open, or in which something still runs, moves, and only to where it is not yet."""
    finished = kept.policy.pathway.steps[case.step].finished
    if finished and not any(clock.running for clock in case.clocks.values()):
        return None
    pack = target(case)
    if pack is None or (pack.sha256, pack.calendar.sha256) == (case.pack, case.calendar):
        return None
    return pack
