"""What can be asked of a case, as JSON: one shape for the command line and whatever else shows a case."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from engine.conventions import Disagreement, disagreements, took
from engine.holders import STRUCK_OUT, held_documents, holder_document, told_document
from engine.packs.pack import Procedure
from engine.sealed_texts import own_copy, put_back
from states.case import Alert, Case, Clock
from states.days import day_of, instant_text
from states.derivations import Derivation, derive, due_at
from states.facts import AnyFact, ClockResumed, ClockSuspended, Corrected, HolderChanged, StruckOut
from states.folding import fold, replay
from store.rows import AlertRow, CaseRow
from workflow.clocks import anchor_of, longer, overdue
from workflow.handing_over import WHOM
from workflow.kept import Kept, kept
from workflow.policy import Policy

Json = dict[str, Any]


def known_by(history: Iterable[AnyFact], instant: datetime) -> tuple[AnyFact, ...]:
    """The facts that were known at an instant: by when they were recorded, not by when they happened."""
    return tuple(fact for fact in history if fact.seen_at <= instant)


def case_document(reference: str, history: tuple[AnyFact, ...], procedure: Procedure, now: datetime) -> Json:
    """A case as `show` gives it: where it stands, who holds it, every clock with why, every alert."""
    case, policy = fold(history), procedure.policy
    step = policy.pathway.steps[case.step]
    return {
        "case": reference,
        "pathway": case.pathway,
        "edition": case.edition,
        "step": case.step,
        "step_title": step.title,
        "finished": step.finished,
        "holder": holder_document(case, history),
        "held": held_documents(history, policy, now),
        "status": case.status,
        "opened_at": instant_text(case.opened_at) if case.opened_at else None,
        "parties": dict(case.parties),
        "record": record_document(case, history),
        **kept_document(case, policy),
        "not_evidenced": _not_evidenced(case, policy),
        "clocks": [clock_document(clock, history, policy, now) for clock in case.clocks.values()],
        "disagreements": [disagreement_document(each) for each in disagreements(case, policy, now)],
        "alerts": [alert_document(alert) for alert in case.alerts.values()],
        "open_moves": list(policy.open_moves[case.step]),
        "pack": case.pack,
        "as_known_at": instant_text(now),
    }


def clock_document(clock: Clock, history: tuple[AnyFact, ...], policy: Policy, now: datetime) -> Json:
    """One clock: its state, its reason if late, its terms, and every reading of its deadline."""
    anchor, added = anchor_of(clock.anchor), clock.paused + clock.extended
    return {
        "id": clock.id,
        "timescale": clock.timescale,
        "title": policy.pathway.timescales[clock.timescale].title,
        "started_at": instant_text(clock.started_at),
        "counted_from": clock.anchor,
        "due_at": instant_text(clock.due_at),
        "due_on": day_of(clock.due_at).isoformat(),
        "near_at": _or_none(clock.near_at),
        "stopped_at": _or_none(clock.stopped_at),
        "cancelled_at": _or_none(clock.cancelled_at),
        "status": clock.status,
        "late": clock.late,
        "overdue": overdue(clock, policy, now),
        "received_late": clock.received_late,
        "counts": clock.terms.counts,
        "kind": clock.terms.kind,
        "confidence": clock.terms.confidence,
        "band": clock.band or None,
        "reason": _reason(clock, history),
        "suspended_at": _or_none(clock.suspended_at),
        "suspended_until": _or_none(clock.suspended_until),
        "paused": clock.paused,
        "extended": clock.extended,
        "days": _days(clock, history, policy, now),
        "took": took(clock, policy, now),
        "provisional": proof_of(clock, policy).provisional,
        "readings": [
            {
                "unit": term.unit,
                "due_on": day_of(due_at(longer(term, added), anchor, policy.calendar)).isoformat(),
                "configured": term is clock.terms.within,
            }
            for term in (clock.terms.within, clock.terms.also)
            if term is not None
        ],
    }


def disagreement_document(found: Disagreement) -> Json:
    """Clocks of one promise that answer differently whether it is late."""
    return {
        "clocks": list(found.clocks),
        "late": list(found.late),
        "not_late": list(found.not_late),
        "because": found.because,
    }


def proof_of(clock: Clock, policy: Policy) -> Derivation:
    """Why a clock falls due when it does: its term, and the days that were paused or granted."""
    term = longer(clock.terms.within, clock.paused + clock.extended)
    return derive(term, anchor_of(clock.anchor), policy.calendar)


def _days(clock: Clock, history: tuple[AnyFact, ...], policy: Policy, now: datetime) -> Json:
    """How many working days it has run: `gross` with, `net` without those it stood still."""
    calendar = policy.calendar
    ended = clock.stopped_at or clock.cancelled_at or max(now, clock.started_at)
    gross = calendar.working_days_between(day_of(clock.started_at), day_of(ended))
    still = sum(calendar.working_days_between(day_of(since), day_of(until)) for since, until in _pauses(clock, history))
    if clock.suspended_at is not None:
        still += calendar.working_days_between(day_of(clock.suspended_at), day_of(ended))
    return {"gross": gross, "net": max(0, gross - still)}


def _pauses(clock: Clock, history: tuple[AnyFact, ...]) -> Iterator[tuple[datetime, datetime]]:
    """From when until when it stood still, each time that it ran again."""
    begun = clock.started_at
    for fact in history:
        if isinstance(fact, ClockSuspended) and fact.clock == clock.id:
            begun = fact.at
        elif isinstance(fact, ClockResumed) and fact.clock == clock.id:
            yield begun, fact.at


def alert_document(alert: Alert) -> Json:
    """One alert of a case."""
    return {
        "key": alert.key,
        "rule": alert.rule,
        "about": alert.about,
        "tell": msgspec.to_builtins(alert.tell),
        "severity": alert.severity,
        "raised_at": instant_text(alert.raised_at),
        "state": alert.state,
        "rung": alert.rung,
    }


def alert_row_document(row: AlertRow) -> Json:
    """One alert in a list over cases."""
    return {
        "case": row.case,
        "key": row.key,
        "rule": row.rule,
        "about": row.about,
        "tell": {"role": row.tell_role, "party": row.tell_party, "agency": row.tell_agency},
        "severity": row.severity,
        "raised_at": instant_text(row.raised_at),
        "state": row.state,
        "rung": row.rung,
    }


def case_row_document(row: CaseRow) -> Json:
    """One case in the work list."""
    return {
        "case": row.case,
        "pathway": row.pathway,
        "edition": row.edition,
        "step": row.step,
        "holder": {"role": row.holder_role, "agency": row.holder_agency},
        "opened_at": instant_text(row.opened_at),
        "next_due_at": _or_none(row.next_due_at),
        "status": row.status,
    }


def replay_document(reference: str, history: tuple[AnyFact, ...]) -> Json:
    """Every fact in order, each with where the case and its clocks stood after it."""
    struck = {(fact.position, fact.field) for fact in history if isinstance(fact, StruckOut)}
    facts = [
        {
            "n": place,
            **fact_document(fact, {path for position, path in struck if position == place}),
            "step": after.step,
            "clocks": [_clock_then(clock) for clock in after.clocks.values()],
        }
        for place, (fact, after) in enumerate(replay(history), 1)
    ]
    return {"case": reference, "facts": facts}


def fact_document(fact: AnyFact, struck: Collection[str] = ()) -> Json:
    """A fact's own fields, its texts put back where they belong; one that was struck out says so."""
    own: Json = msgspec.to_builtins(fact)
    texts: Mapping[str, str | None] = own.pop("sealed", {})
    for name in ("at", "seen_at", "due_at", "near_at", "was"):
        if isinstance(instant := getattr(fact, name, None), datetime):
            own[name] = instant_text(instant)
    own["by"] = {"person": None, **own["by"]}
    if isinstance(fact, HolderChanged):
        own = {key: value for key, value in own.items() if key not in ("told", "told_at")} | told_document(fact, struck)
        texts = {path: text for path, text in texts.items() if path != WHOM}
    for path, text in texts.items():
        shown = STRUCK_OUT if path in struck else text
        put_back(own, path, shown)
    return own


def _clock_then(clock: Clock) -> Json:
    return {
        "id": clock.id,
        "timescale": clock.timescale,
        "due_at": instant_text(clock.due_at),
        "status": clock.status,
        "late": clock.late,
    }


def record_document(case: Case, history: tuple[AnyFact, ...]) -> Json:
    """The latest answer to each question, texts included where they can be read."""
    record: Json = own_copy(dict(case.record))
    for name, position in case.answered.items():
        if name not in case.record and history[position - 1].sealed and _said_last(name, position, case):
            put_back(record, name, history[position - 1].sealed.get(f"record.{name}"))
    for fact in history:
        match fact:
            case Corrected(field=field, position=position, sealed={"value": text}) if (
                field.startswith("record.") and case.answered.get(field[7:]) == position
            ):
                record[field[7:]] = text
            case StruckOut(field=field, position=position) if case.answered.get(field[7:]) == position and _said_last(
                field[7:], position, case
            ):
                put_back(record, field[7:], STRUCK_OUT)
    return record


def _said_last(path: str, position: int, case: Case) -> bool:
    """Whether a text stands in the latest answer: those of a list go with the whole list when it is given anew."""
    name, *_ = path.split(".")
    return case.answered.get(name, position) == position


def kept_document(case: Case, policy: Policy) -> Json:
    """By field whose latest answer is what; nothing at all in a pathway that keeps no answers apart."""
    own = kept(case, policy.pathway)
    fields = {
        name: None for move in policy.pathway.moves.values() for name, each in move.record.items() if each.kept_by
    }
    shown = {field: [_kept_one(each) for each in own.get(field, ())] for field in fields}
    return {"kept": shown} if shown else {}


def _kept_one(each: Kept) -> Json:
    return {
        "of": each.of,
        "answer": each.answer,
        "was": each.was or None,
        "at": instant_text(each.at),
        "n": each.n,
    }


def _not_evidenced(case: Case, policy: Policy) -> Json:
    """Steps before the one at which the case came here, and where they are recorded."""
    questions = policy.pathway.moves["open"].record
    return {
        question.evidence_of: case.record[name]
        for name, question in questions.items()
        if question.evidence_of and name in case.record
    }


def _reason(clock: Clock, history: tuple[AnyFact, ...]) -> Json | None:
    if clock.reason is None:
        return None
    sealed = history[clock.reason.position - 1].sealed
    return {"code": clock.reason.code, "text": sealed.get("text"), "authoriser": sealed.get("authoriser")}


def _or_none(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)
