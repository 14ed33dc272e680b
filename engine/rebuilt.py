"""What stands beside a history and is made of it: verification makes it again, and compares."""

from collections.abc import Iterator
from datetime import datetime

from engine.deciding import next_bell, time_passed
from engine.packs.pack import Procedure
from engine.read_models import alert_rows, case_row, excluded_rows, link_rows, named_excluded
from states.case import Case
from states.days import instant_text
from states.facts import AlertPassedUp, AlertRaised, AnyFact
from store.contract import Store
from store.rows import Finding, OutboxRow


def derived(store: Store, reference: str, case: Case, procedure: Procedure) -> Iterator[Finding]:
    """The due row and the read models equal what the case says."""
    due = store.due_at(reference)
    if not _is_a_next_bell(due, case, procedure):
        says = instant_text(due) if due else "that nothing is due"
        yield Finding(reference, 0, "due-row-wrong", f"The due table says {says}, and the case says otherwise.")
    if store.case_row(reference) != case_row(reference, case, procedure.policy.pathway):
        yield Finding(reference, 0, "case-row-wrong", "The line in the work list differs from the case.")
    named = named_excluded(store.opened(reference), 0, procedure.policy.pathway)
    for answer in store.wrongly_excluded(reference, excluded_rows(named)):
        if named.get((answer.position, answer.field), "") is None:
            continue  # Struck out: whoever was named stays kept out, and nobody can read who it was.
        because = f"Who is kept out of the case differs from the answer to {answer.field.removeprefix('record.')}."
        yield Finding(reference, answer.position, "excluded-row-wrong", because)
    rows = {row.key: row for row in store.alert_rows(case=reference)}
    for row in alert_rows(reference, case):
        if rows.pop(row.key, None) != row:
            yield Finding(reference, 0, "alert-row-wrong", f"The list of alerts differs from the case in {row.key}.")
    if store.link_rows(case=reference) != sorted(link_rows(reference, case), key=lambda row: (row.to, row.relation)):
        yield Finding(reference, 0, "link-row-wrong", "The list of links differs from the case.")
    for key in rows:
        yield Finding(reference, 0, "alert-row-wrong", f"The list of alerts has {key}, which the case never raised.")


def told(store: Store, reference: str, case: Case, history: tuple[AnyFact, ...]) -> Iterator[Finding]:
    """Whoever is to be told stands in the outbox, as the alert says and since when it says, and nobody else."""
    expected = {
        OutboxRow(
            reference,
            fact.key,
            fact.rung if isinstance(fact, AlertPassedUp) else 0,
            fact.tell.role,
            fact.tell.agency,
            case.alerts[fact.key].severity,
            fact.seen_at,
        )
        for fact in history
        if isinstance(fact, AlertRaised | AlertPassedUp)
    }
    rows = store.outbox_rows(reference)
    for row in rows:
        if row not in expected:
            because = f"The outbox tells {row.role} of {row.agency} of {row.key} since {instant_text(row.queued_at)}."
            yield Finding(reference, 0, "outbox-row-wrong", because)
    there = {(row.key, row.rung) for row in rows}
    for alert in case.alerts.values():
        if alert.state != "cleared" and (alert.key, alert.rung) not in there:
            yield Finding(reference, 0, "outbox-row-missing", f"Nobody is told of {alert.key}, which is still open.")


def _is_a_next_bell(due: datetime | None, case: Case, procedure: Procedure) -> bool:
    """Whether nothing happens in the case before `due`, and something may then. Bells that nothing follows from may
    have been passed since the last fact: a sweep that finds nothing writes none."""
    bell = next_bell(case, case.seen_at, procedure)
    while bell is not None and bell != due:
        if time_passed(case, bell, procedure):
            return False
        bell = next_bell(case, bell, procedure)
    return bell == due
