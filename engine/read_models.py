"""Read models: what lists show of a case, always rebuilt from the case itself."""

from collections.abc import Sequence
from datetime import datetime

from states.case import Case
from states.facts import AlertAcknowledged, AlertCleared, AlertPassedUp, AlertRaised, AnyFact
from store.rows import AlertRow, CaseRow, LinkRow, OutboxRow, Rows

OF_ALERTS = (AlertRaised, AlertAcknowledged, AlertPassedUp, AlertCleared)


def rows_of(reference: str, case: Case, added: Sequence[AnyFact], now: datetime) -> Rows:
    """What one append leaves behind for lists and for delivery."""
    changed = {fact.key for fact in added if isinstance(fact, OF_ALERTS)}
    return Rows(
        case_row(reference, case),
        tuple(row for row in alert_rows(reference, case) if row.key in changed),
        outbox_rows(reference, case, added, now),
        link_rows(reference, case),
    )


def case_row(reference: str, case: Case) -> CaseRow:
    """The case as a line of the work list."""
    assert case.opened_at is not None  # noqa: S101 - a case that was never opened has no row
    return CaseRow(
        case=reference,
        pathway=case.pathway,
        edition=case.edition,
        step=case.step,
        holder_role=case.holder.role,
        holder_agency=case.holder.agency,
        opened_at=case.opened_at,
        next_due_at=case.next_due_at,
        status=case.status,
        version=case.length,
    )


def alert_rows(reference: str, case: Case) -> tuple[AlertRow, ...]:
    """Every alert the case has ever had, as it stands."""
    return tuple(
        AlertRow(
            case=reference,
            key=alert.key,
            rule=alert.rule,
            about=alert.about,
            tell_role=alert.tell.role,
            tell_party=alert.tell.party,
            tell_agency=alert.tell.agency,
            severity=alert.severity,
            raised_at=alert.raised_at,
            state=alert.state,
            rung=alert.rung,
        )
        for alert in case.alerts.values()
    )


def link_rows(reference: str, case: Case) -> tuple[LinkRow, ...]:
    """Every link of the case to an older one."""
    return tuple(LinkRow(reference, older, relation) for older, relation in case.links)


def outbox_rows(reference: str, case: Case, added: Sequence[AnyFact], now: datetime) -> tuple[OutboxRow, ...]:
    """Whom to tell because of the facts just added; an alert whose cause has gone meanwhile is not sent."""
    rows = []
    for fact in added:
        if isinstance(fact, AlertRaised | AlertPassedUp):
            alert = case.alerts[fact.key]
            rung = fact.rung if isinstance(fact, AlertPassedUp) else 0
            if alert.state != "cleared" and alert.rung == rung:
                rows.append(OutboxRow(reference, fact.key, rung, fact.tell.role, fact.tell.agency, alert.severity, now))
    return tuple(rows)
