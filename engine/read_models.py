"""Read models: what lists show of a case, always rebuilt from the case itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from states.case import Case
from states.facts import AlertAcknowledged, AlertCleared, AlertPassedUp, AlertRaised, AnyFact, Corrected
from store.names import keys_in
from store.rows import AlertRow, CaseRow, Excluded, LinkRow, OutboxRow, Rows
from workflow.answers import readable
from workflow.pathways import Pathway

OF_ALERTS = (AlertRaised, AlertAcknowledged, AlertPassedUp, AlertCleared)


def rows_of(reference: str, case: Case, added: Sequence[AnyFact], pathway: Pathway) -> Rows:
    """What one append leaves behind for lists and for delivery."""
    changed = {fact.key for fact in added if isinstance(fact, OF_ALERTS)}
    return Rows(
        case_row(reference, case, pathway),
        tuple(row for row in alert_rows(reference, case) if row.key in changed),
        outbox_rows(reference, case, added),
        link_rows(reference, case),
        excluded_rows(named_excluded(added, case.length - len(added), pathway)),
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
        late_from=_late_from(case),
    )


def _late_from(case: Case) -> datetime | None:
    """The earliest deadline that time alone can break, of those that run and do not stand still."""
    broken = [
        clock.due_at
        for clock in case.clocks.values()
        if clock.running and clock.suspended_at is None and clock.terms.expires
    ]
    return min(broken, default=None)


def named_excluded(facts: Sequence[AnyFact], after: int, pathway: Pathway) -> dict[tuple[int, str], str | None]:
    """Every answer among these facts, which follow the first `after` ones, that names somebody who sees nothing.

    By position and field; a correction stands for the answer that it corrects. None for a text that is not here.
    """
    found: dict[tuple[int, str], str | None] = {}
    for position, fact in enumerate(facts, after + 1):
        if isinstance(fact, Corrected) and _excludes(fact.field, pathway):
            found[fact.position, fact.field] = fact.sealed.get("value")
        for path, text in fact.sealed.items():
            if _excludes(path, pathway):
                found[position, path] = text
    return found


def excluded_rows(named: Mapping[tuple[int, str], str | None]) -> tuple[Excluded, ...]:
    """The same as the store keeps it, without the texts that are not here."""
    return tuple(Excluded(*place, keys_in(text)) for place, text in named.items() if text is not None)


def _excludes(path: str, pathway: Pathway) -> bool:
    """Whether the answer at a path of a fact names somebody to be kept out."""
    name = path.removeprefix("record.")
    questions = [move.record[name] for move in pathway.moves.values() if name in move.record]
    return name != path and any(question.excludes for question in questions)


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


def outbox_rows(reference: str, case: Case, added: Sequence[AnyFact]) -> tuple[OutboxRow, ...]:
    """Whom to tell because of the facts just added; an alert whose cause has gone meanwhile is not sent."""
    rows = []
    for fact in added:
        if isinstance(fact, AlertRaised | AlertPassedUp):
            alert = case.alerts[fact.key]
            rung = fact.rung if isinstance(fact, AlertPassedUp) else 0
            if alert.state != "cleared" and alert.rung == rung:
                told = fact.tell
                rows.append(
                    OutboxRow(reference, fact.key, rung, told.role, told.agency, alert.severity, queued_at=fact.seen_at)
                )
    return tuple(rows)
