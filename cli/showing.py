"""Readable pages on a terminal: a case, the work list, alerts, a replay."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Console

from cli.answering import table
from cli.doors import Door
from engine import words
from engine.asking import links_of
from engine.conventions import disagreements, took
from engine.documents import proof_of
from engine.holders import whom_told
from engine.packs.pack import Procedure
from states.case import Case, Clock
from states.days import day_of
from states.derivations import due_at
from states.facts import AnyFact
from states.folding import fold
from states.folding import replay as replayed
from store.rows import AlertRow, CaseRow
from workflow.clocks import anchor_of
from workflow.kept import kept
from workflow.parties import title_of


def case(
    console: Console,
    reference: str,
    history: tuple[AnyFact, ...],
    procedure: Procedure,
    door: Door,
    now: datetime,
) -> None:
    """What is due, from whom, why on that date, and what can be done now."""
    then, pathway = fold(history), procedure.policy.pathway
    _training(console, door)
    console.print(f"{reference}  {pathway.steps[then.step].title}")
    console.print(f"With {words.post(then.holder.role, then.holder.agency)}. As known at {words.moment(now)}.")
    if told := words.told(then, whom_told(then, history)):
        console.print(told)
    console.print("")
    rows = [_clock_row(clock, procedure, now) for clock in then.clocks.values()]
    console.print(table(("Clock", "Due", "Status", "Reason if late", ""), rows))
    for found in disagreements(then, procedure.policy, now):
        console.print("")
        console.print(found.because)
    for clock in then.clocks.values():
        if clock.running:
            console.print("")
            console.print(f"Why {words.day(day_of(clock.due_at))} for “{pathway.timescales[clock.timescale].title}”:")
            proof = proof_of(clock, procedure.policy)
            for line in (*words.derivation(proof), _source(clock, procedure)):
                console.print(f"  {line}")
    _kept(console, then, procedure)
    open_alerts = [alert for alert in then.alerts.values() if alert.state != "cleared"]
    if open_alerts:
        console.print("")
        names = titles_of(procedure)
        lines = [
            (
                alert.key,
                names.get(f"rule:{alert.rule}", ""),
                words.post(alert.tell.role, alert.tell.agency),
                alert.state,
            )
            for alert in open_alerts
        ]
        console.print(table(("Alert", "What", "For", "State"), lines))
    _links(console, reference, procedure, door)
    console.print("")
    console.print(f"Open from here: {', '.join(procedure.policy.open_moves[then.step]) or 'nothing more'}")
    console.print(procedure.policy.partnership.emergency.text)


def _kept(console: Console, then: Case, procedure: Procedure) -> None:
    """Who says what now, of every question whose answers are kept one for each."""
    partnership = procedure.policy.partnership
    for field, own in kept(then, procedure.policy.pathway).items():
        console.print("")
        lines = [(title_of(each.of, partnership), each.answer, each.was, words.moment(each.at)) for each in own]
        console.print(table((field.replace("_", " ").capitalize(), "Now", "Before", "Since"), lines))


def work_list(console: Console, rows: Sequence[CaseRow], door: Door) -> None:
    """The cases, the earliest deadline first."""
    _training(console, door)
    if not rows:
        console.print("There are no cases here.")
        return
    lines = [
        (
            row.case,
            row.pathway,
            row.step,
            words.post(row.holder_role, row.holder_agency),
            words.moment(row.next_due_at) if row.next_due_at else "",
            words.STATUS.get(row.status, row.status),
        )
        for row in rows
    ]
    console.print(table(("Case", "Pathway", "Step", "With", "Next due", "Status"), lines))


def alerts(console: Console, rows: Sequence[AlertRow], door: Door) -> None:
    """The alerts, the oldest first."""
    _training(console, door)
    if not rows:
        console.print("There are no alerts.")
        return
    lines = [
        (row.case, row.key, words.post(row.tell_role, row.tell_agency), words.moment(row.raised_at), row.state)
        for row in rows
    ]
    console.print(table(("Case", "Alert", "For", "Since", "State"), lines))


def replay(
    console: Console, reference: str, history: tuple[AnyFact, ...], titles: Mapping[str, str], door: Door
) -> None:
    """What happened, when it was known, who did it, and where the case stood then."""
    _training(console, door)
    console.print(f"{reference}: {words.number_of(len(history), 'fact')}")
    lines = []
    for place, (fact, after) in enumerate(replayed(history), 1):
        known = "" if fact.at == fact.seen_at else words.moment(fact.seen_at)
        by = words.post(fact.by.role, fact.by.agency)
        lines.append((str(place), words.moment(fact.at), known, words.fact(fact, titles, after), by, after.step))
    console.print(table(("", "Happened", "Known (if later)", "What", "By", "Step after it"), lines))


def titles(door: Door, then: Case) -> Mapping[str, str]:
    """The words a case's own pack has for its clocks, steps, moves and rules."""
    return titles_of(door.library.pinned(then, door.store.pack))


def titles_of(procedure: Procedure) -> Mapping[str, str]:
    """The words of a pack: timescales by name, steps, moves and rules behind `step:`, `move:` and `rule:`."""
    pathway = procedure.policy.pathway
    return {
        **{name: timescale.title for name, timescale in pathway.timescales.items()},
        **{f"step:{name}": step.title for name, step in pathway.steps.items()},
        **{f"move:{name}": move.title for name, move in pathway.moves.items()},
        **{f"rule:{rule.name}": rule.title for rule in procedure.book.rules},
    }


def _clock_row(clock: Clock, procedure: Procedure, now: datetime) -> tuple[str, ...]:
    other = ""
    if clock.terms.also is not None:
        day = day_of(due_at(clock.terms.also, anchor_of(clock.anchor), procedure.policy.calendar))
        other = f" ({clock.terms.also.unit.replace('_', ' ')}: {words.day(day)})"
    received = ["received late"] if clock.received_late else []
    return (
        f"{procedure.policy.pathway.timescales[clock.timescale].title} [{clock.id}]",
        words.moment(clock.due_at) + other,
        words.status(clock, now),
        clock.reason.code if clock.reason else ("none recorded" if clock.late and clock.terms.counts else ""),
        "; ".join([*received, *_length(clock, procedure, now), *words.standing(clock.terms)]),
    )


def _length(clock: Clock, procedure: Procedure, now: datetime) -> list[str]:
    """How long it took, once it has ended."""
    length = took(clock, procedure.policy, now)
    if clock.stopped_at is None or length is None:
        return []
    return [f"took {length['working_days']} working day{'' if length['working_days'] == 1 else 's'}"]


def _links(console: Console, reference: str, procedure: Procedure, door: Door) -> None:
    """Nothing where there are none; how the two are related is what the newer case says of the older."""
    relations = procedure.policy.partnership.relations
    rows = [
        (other, f"{row.case} says: {relations.get(row.relation, row.relation)}")
        for other, row in links_of(door.store, reference)
    ]
    if rows:
        console.print("")
        console.print(table(("Linked with", "How"), rows))


def _source(clock: Clock, procedure: Procedure) -> str:
    source = procedure.policy.pathway.timescales[clock.timescale].source
    note = words.confidence(source.confidence)
    return f"Source: {source.title}, {source.part} ({source.edition}){'; ' + note if note else ''}"


def _training(console: Console, door: Door) -> None:
    if door.training:
        console.print(words.TRAINING)
