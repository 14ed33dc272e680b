"""`verify`: do the recorded causes still give the recorded facts, and does everything derived still agree?

The chain of each history, every consequence in it under the pack and calendar that the case keeps, its due row and its
read models. Findings are values: one bad case does not hide the next.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from msgspec.structs import replace

from engine import whole
from engine.deciding import consequences, time_passed
from engine.handle import moved_to
from engine.library import Library
from engine.packs.pack import Procedure
from engine.rebuilt import derived, told
from engine.sealed_texts import own_copy, put_back
from engine.unseen import Visible, every
from engine.whole import Rereading
from states.case import NO_CASE, Case
from states.days import instant_text
from states.facts import (
    AlertAcknowledged,
    AnyFact,
    CaseOpened,
    ClockExtended,
    ClockResumed,
    ClockSuspended,
    Corrected,
    Linked,
    ReasonGiven,
    Repinned,
    StepTaken,
    StruckOut,
    is_cause,
)
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from store.rows import Finding
from workflow.commands import (
    AcknowledgeAlert,
    Actor,
    AnyCommand,
    Correct,
    Extend,
    GiveReason,
    LinkCase,
    OpenCase,
    Repin,
    Resume,
    StrikeOut,
    Suspend,
    TakeStep,
)

UNREADABLE = "unread"
"""Stands for a sealed text, which no consequence depends on."""


def verify(store: Store, library: Library, reference: str = "", visible: Visible = every) -> Iterator[Finding]:
    """Everything that does not hold, case by case, or in one case only; of the cases that the reader may see.

    Packs are read anew from the database: what a process keeps parsed is not believed.
    """
    library = Rereading(library)
    if not reference:
        found = chain(store.check_whole(), whole.numbers(store), whole.added(store), whole.answers(store))
        yield from (each for each in found if not each.case or visible(each.case))
    for case in [reference] if reference else filter(visible, store.cases()):
        yield from _verify_case(store, library, case)


def _verify_case(store: Store, library: Library, reference: str) -> Iterator[Finding]:
    """What does not hold in one case; positions count from 1, and 0 is the case as a whole."""
    chain = store.check_chain(reference)
    yield from chain
    try:
        history = store.history(reference)
        case = fold(history)
        procedure = library.pinned(case, store.pack)
    except Refused as refused:
        if not chain:
            yield Finding(reference, 0, refused.code, refused.because)
        return
    except (KeyError, IndexError, ValueError, AssertionError) as fault:
        if not chain:
            yield Finding(reference, 0, "history-unreadable", f"The facts do not fit together: {fault!r}.")
        return
    followed = list(_consequences_follow(reference, history, library, store))
    yield from followed
    if not followed:
        try:
            yield from derived(store, reference, case, procedure)
            yield from told(store, reference, case, history)
        except Refused as refused:
            yield Finding(reference, 0, refused.code, refused.because)


def _consequences_follow(
    reference: str, history: tuple[AnyFact, ...], library: Library, store: Store
) -> Iterator[Finding]:
    """Each cause, and each stretch of time, gives exactly the facts recorded after it."""
    case, place = NO_CASE, 0
    opening = fold(history[:1])
    while place < len(history):
        try:
            procedure = library.pinned(case if place else opening, store.pack)
            expected = _expected(case, history, place, procedure, store)
        except Refused as refused:
            yield Finding(reference, place + 1, "cause-refused", f"Today this would be refused. {refused.because}")
            return
        recorded = history[place : place + len(expected)]
        for offset, fact in enumerate(expected):
            if offset >= len(recorded) or _readable(recorded[offset]) != _readable(fact):
                found = type(recorded[offset]).__name__ if offset < len(recorded) else "nothing"
                because = f"What is recorded before it gives {_shown(fact)}; recorded is {found}, which differs."
                yield Finding(reference, place + offset + 1, "does-not-follow", because)
                return
        if not expected:
            kind = type(history[place]).__name__
            yield Finding(reference, place + 1, "without-cause", f"Nothing recorded before it gives this {kind}.")
            return
        case = fold(recorded, onto=case)
        place += len(expected)


def _expected(
    case: Case, history: tuple[AnyFact, ...], place: int, procedure: Procedure, store: Store
) -> tuple[AnyFact, ...]:
    fact = history[place]
    if case.seen_at is not None and fact.seen_at < case.seen_at:
        return ()
    passed = time_passed(case, fact.seen_at, procedure)
    if passed or not is_cause(fact):
        return passed
    command = command_of(fact, history, place, procedure)
    onwards = moved_to(command, case.pathway, store) if isinstance(command, Repin) else None
    return consequences(case, command, procedure, history[:place], onwards)


def command_of(fact: AnyFact, history: tuple[AnyFact, ...], place: int, procedure: Procedure) -> AnyCommand:
    """The command that this cause came from, its sealed texts unread."""
    common: dict[str, Any] = {"at": fact.at, "seen_at": fact.seen_at, "by": _actor(fact)}
    match fact:
        case CaseOpened():
            taken = history[place + 1] if place + 1 < len(history) else fact
            move = taken.move if isinstance(taken, StepTaken) else ""
            return OpenCase(pathway=fact.pathway, answers=_answers(fact.record, fact, move, procedure), **common)
        case StepTaken():
            return TakeStep(move=fact.move, answers=_answers(fact.record, fact, fact.move, procedure), **common)
        case ReasonGiven():
            return GiveReason(clock=fact.clock, code=fact.code, text=UNREADABLE, authoriser=UNREADABLE, **common)
        case AlertAcknowledged():
            note = UNREADABLE if "note" in fact.sealed else ""
            return AcknowledgeAlert(alert=fact.key, note=note, **common)
        case Corrected():
            value = UNREADABLE if "value" in fact.sealed else fact.value
            field = fact.field.removeprefix("record.")
            return Correct(position=fact.position, field=field, value=value, because=UNREADABLE, **common)
        case Repinned():
            return Repin(pack=fact.pack, calendar=fact.calendar, edition=fact.edition, because=UNREADABLE, **common)
        case Linked(case=older, relation=relation):
            return LinkCase(older=older, relation=relation, **common)
        case ClockSuspended(clock=clock, reason=reason):
            return Suspend(clock=clock, reason=reason, text=UNREADABLE, authoriser=UNREADABLE, **common)
        case ClockResumed(clock=clock):
            return Resume(clock=clock, **common)
        case ClockExtended(clock=clock, reason=reason, amount=amount):
            return Extend(clock=clock, amount=amount, reason=reason, text=UNREADABLE, authoriser=UNREADABLE, **common)
        case StruckOut():
            return StrikeOut(
                position=fact.position, field=fact.field, because=UNREADABLE, authoriser=UNREADABLE, **common
            )
    raise AssertionError(f"{fact!r} is no cause")


def _actor(fact: AnyFact) -> Actor:
    account = UNREADABLE if "by.account" in fact.sealed else ""
    return Actor(person=UNREADABLE, role=fact.by.role, agency=fact.by.agency, account=account)


def _answers(record: Mapping[str, Any], fact: AnyFact, name: str, procedure: Procedure) -> dict[str, Any]:
    """What was answered: the record without what the move sets by itself, and a stand-in for every sealed text."""
    move = procedure.policy.pathway.moves.get(name)
    sets = move.sets if move else {}
    answers = own_copy({field: value for field, value in record.items() if sets.get(field) != value})
    for path in fact.sealed:
        if path.startswith("record."):
            put_back(answers, path[7:], UNREADABLE)
    return dict(answers)


def _readable(fact: AnyFact) -> AnyFact:
    """The fact with the names of its sealed texts only."""
    return replace(fact, sealed=dict.fromkeys(sorted(fact.sealed)))


def _shown(fact: AnyFact) -> str:
    return f"{type(fact).__name__} at {instant_text(fact.at)}"
