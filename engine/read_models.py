"""Read models: what lists show of a case, always rebuilt from the case itself."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from states.case import Case
from states.facts import AlertAcknowledged, AlertCleared, AlertPassedUp, AlertRaised, AnyFact, Corrected
from store.rows import AlertRow, CaseRow, LinkRow, OutboxRow, Rows, plain_name
from workflow.answers import readable
from workflow.pathways import Pathway

_SEVERAL = re.compile(r",|;|\n| and ")
"""Between several names in one answer."""

OF_ALERTS = (AlertRaised, AlertAcknowledged, AlertPassedUp, AlertCleared)


def rows_of(reference: str, case: Case, added: Sequence[AnyFact], now: datetime, pathway: Pathway) -> Rows:
    """What one append leaves behind for lists and for delivery."""
    changed = {fact.key for fact in added if isinstance(fact, OF_ALERTS)}
    return Rows(
        case_row(reference, case, pathway),
        tuple(row for row in alert_rows(reference, case) if row.key in changed),
        outbox_rows(reference, case, added, now),
        link_rows(reference, case),
        tuple(_excluded(added, pathway)),
    )


def case_row(reference: str, case: Case, pathway: Pathway) -> CaseRow:
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
        raising=case.parties.get("raising", ""),
        receiving=case.parties.get("receiving", ""),
        finished=pathway.steps[case.step].finished,
        restricted=pathway.restricted is not None and pathway.restricted.when.hold(readable(case.record)),
    )


def _excluded(added: Sequence[AnyFact], pathway: Pathway) -> Iterator[str]:
    """Whom the facts just added name as somebody who sees nothing of the case."""
    fields = {
        f"record.{name}"
        for move in pathway.moves.values()
        for name, question in move.record.items()
        if question.excludes
    }
    if not fields:
        return
    for fact in added:
        texts = [text for path, text in fact.sealed.items() if path in fields]
        if isinstance(fact, Corrected) and fact.field in fields:
            texts.append(fact.sealed.get("value"))
        for text in texts:
            yield from (plain_name(name) for name in _SEVERAL.split(text or "") if name.strip())


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
