"""All cases of a child together, across procedures: the promises, what was late and why, and how the child fared.

A child is found by links: the relations that the partnership says are about one child or brothers and sisters, and
what is opened about another case, both ways and onwards. No step of the way leads through a case that the reader may
not see.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import words
from engine.documents import known_by
from engine.handle import unknown_case
from engine.holders import STRUCK_OUT
from engine.library import Library
from engine.packs.pack import Pack, Procedure
from engine.unseen import Visible, without_unseen
from reports.child_values import Answer, CaseTold, ChildReport, Event, Promise, Reason
from states.case import Case, Clock
from states.days import day_of
from states.facts import (
    AnyFact,
    BreachWithdrawn,
    CaseOpened,
    Corrected,
    DeadlineBreached,
    StepTaken,
    StruckOut,
    is_cause,
)
from states.folding import fold, replay
from store.contract import Store
from workflow.guards import OPEN
from workflow.policy import Partnership


def child_report(store: Store, library: Library, reference: str, now: datetime, visible: Visible) -> ChildReport:
    """The report that begins at a case, of the cases that the reader may see. Raises: Refused("unknown-case")."""
    if not store.history(reference) or not visible(reference):
        raise unknown_case(reference)
    pack = library.opening(store.partnership, day_of(now), store)
    told = [
        _told(store, library, case, relation, through, now, visible)
        for case, (relation, through) in _found(store, pack.partnership, reference, visible).items()
    ]
    return ChildReport(
        reference=reference,
        as_known=now,
        training=words.TRAINING if store.kind == "training" else "",
        cases=tuple(_case(each, pack, now) for each in told),
        answers=tuple(sorted((answer for each in told for answer in _answers(each)), key=_known)),
        events=tuple(sorted((event for each in told for event in _events(each)), key=_known)),
        procedures={each.reference: each.procedure for each in told},
    )


@dataclass(frozen=True)
class _Told:
    """A case as it was read."""

    reference: str
    relation: str
    through: str
    history: tuple[AnyFact, ...]
    case: Case
    procedure: Procedure


def _found(store: Store, own: Partnership, start: str, visible: Visible) -> dict[str, tuple[str, str]]:
    """Every case that can be reached, with the relation and the case by which it was, the nearest first."""
    followed = {*own.child_relations, *own.opened_about.values()}
    found, waiting = {start: ("", "")}, deque([start])
    while waiting:
        here = waiting.popleft()
        beside = [(row.to, row.relation) for row in store.link_rows(case=here)]
        beside += [(row.case, row.relation) for row in store.link_rows(to=here)]
        for other, relation in beside:
            if relation in followed and other not in found and visible(other):
                found[other] = (own.relations.get(relation, relation), here)
                waiting.append(other)
    return found


def _told(
    store: Store, library: Library, reference: str, relation: str, through: str, now: datetime, visible: Visible
) -> _Told:
    history = without_unseen(known_by(store.opened(reference), now), visible)
    case = fold(history)
    return _Told(reference, relation, through, history, case, library.pinned(case, store.pack))


def _case(told: _Told, pack: Pack, now: datetime) -> CaseTold:
    case, pathway = told.case, told.procedure.policy.pathway
    step = pathway.steps.get(case.step)
    clocks = sorted(case.clocks.values(), key=lambda clock: (clock.due_at, clock.id))
    return CaseTold(
        reference=told.reference,
        pathway=case.pathway,
        title=pathway.title,
        step=case.step,
        step_title=step.title if step else case.step,
        finished=bool(step and step.finished),
        holder_role=case.holder.role,
        holder_agency=case.holder.agency,
        opened_at=case.opened_at,
        relation=told.relation,
        through=told.through,
        challenges=case.pathway in pack.partnership.opened_about,
        promises=tuple(_promise(clock, told, now) for clock in clocks),
    )


def _promise(clock: Clock, told: _Told, now: datetime) -> Promise:
    ended = clock.stopped_at or clock.cancelled_at
    late = clock.terms.counts and (clock.late or clock.overdue(now))
    calendar = told.procedure.policy.calendar
    over = calendar.working_days_between(day_of(clock.due_at), day_of(ended or now)) if late else 0
    which = clock.id.partition("#")[0].partition(":")[2]
    title = told.procedure.titles.get(clock.timescale, clock.timescale)
    agency = told.procedure.policy.partnership.agencies.get(which)
    return Promise(
        title=f"{title} ({words.which(which, agency.title if agency else '')})" if which else title,
        due_at=clock.due_at,
        ended_at=ended,
        status=_took(clock) or words.status(clock, now),
        late=late,
        asks_why=late or (bool(clock.terms.bands) and clock.wants_reason),
        over=max(0, over),
        reason=_reason(clock, told),
    )


def _took(clock: Clock) -> str:
    """How long it took, of what is told in bands; empty otherwise."""
    hours = clock.band.removeprefix("band-").removesuffix("h")
    if not hours:
        return ""
    return f"done after more than {hours[5:]} hours" if hours.startswith("over-") else f"done within {hours} hours"


def _reason(clock: Clock, told: _Told) -> Reason | None:
    if clock.reason is None:
        return None
    sealed = told.history[clock.reason.position - 1].sealed
    titles = told.procedure.policy.partnership.lateness_reasons
    code = clock.reason.code
    return Reason(code, titles.get(code, code), sealed.get("text") or "", sealed.get("authoriser") or "")


def _answers(told: _Told) -> Iterator[Answer]:
    """What was answered to questions that tell of the child, every time it was asked."""
    moves = told.procedure.policy.pathway.moves
    put_right = _put_right(told.history)
    for n, fact in enumerate(told.history, 1):
        name = OPEN if isinstance(fact, CaseOpened) else fact.move if isinstance(fact, StepTaken) else ""
        if not isinstance(fact, CaseOpened | StepTaken) or name not in moves:
            continue
        for field, question in moves[name].record.items():
            path = f"record.{field}"
            value = put_right.get((n, path), fact.record.get(field, fact.sealed.get(path)))
            if question.about and value is not None:
                corrected = (n, path) in put_right
                yield Answer(
                    told.reference,
                    question.about,
                    field,
                    question.ask,
                    question.type,
                    value,
                    fact.at,
                    fact.seen_at,
                    corrected,
                )


def _put_right(history: tuple[AnyFact, ...]) -> dict[tuple[int, str], Any]:
    """What an answer should have said, by the position and path of the fact; or that nobody can read it any more."""
    found: dict[tuple[int, str], Any] = {}
    for fact in history:
        match fact:
            case Corrected(position=position, field=field):
                found[position, field] = fact.value if fact.value is not None else fact.sealed.get("value")
            case StruckOut(position=position, field=field):
                found[position, field] = STRUCK_OUT
    return found


def _events(told: _Told) -> Iterator[Event]:
    """What people did, and what was late."""
    for n, (fact, after) in enumerate(replay(told.history), 1):
        opening = isinstance(fact, StepTaken) and fact.move == OPEN
        if (is_cause(fact) or isinstance(fact, DeadlineBreached | BreachWithdrawn)) and not opening:
            text = words.fact(fact, told.procedure.titles, after)
            yield Event(told.reference, n, text, fact.at, fact.seen_at)


def _known(said: Answer | Event) -> tuple[datetime, datetime, str]:
    return said.seen_at, said.at, said.case
