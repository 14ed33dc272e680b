"""Small histories to write to a store, in a few words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from states.facts import AnyFact, By, CaseOpened, ReasonGiven, StepTaken, StruckOut
from store.contract import Store, Unit
from store.rows import AlertRow, CaseRow, OutboxRow, Rows

CASE = "ESC-2026-0001"
OTHER = "ESC-2026-0002"
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECRET = "Maisie Thornbury of Elm Street"  # noqa: S105 - a text about a person, not a password
BY = By(role="social-worker", agency="social-care")


def later(hours: float) -> datetime:
    """So many hours after Monday, nine o'clock."""
    return MONDAY + timedelta(hours=hours)


def case_opened(at: datetime = MONDAY, /, **sealed: str | None) -> CaseOpened:
    """The first fact of a history."""
    return CaseOpened(
        at=at,
        seen_at=at,
        by=BY,
        sealed=sealed,
        pathway="escalation",
        edition="2025-01-01",
        pack="pack",
        calendar="calendar",
        parties={"raising": "social-care", "receiving": "police"},
        record={"urgent": True, "days": 3},
    )


def step_taken(at: datetime = MONDAY, step: str = "discussed", /, **sealed: str | None) -> StepTaken:
    """A later one."""
    return StepTaken(at=at, seen_at=at, by=BY, sealed=sealed, move="discuss", came_from="opened", step=step)


def reason_given(at: datetime = MONDAY, /, **sealed: str | None) -> ReasonGiven:
    """One with free text."""
    return ReasonGiven(at=at, seen_at=at, by=BY, sealed=sealed, clock="held", code="staffing")


def struck_out(position: int, field: str, at: datetime = MONDAY) -> StruckOut:
    """A text was struck out."""
    return StruckOut(at=at, seen_at=at, by=BY, position=position, field=field)


def case_row(
    case: str, version: int, next_due_at: datetime | None = None, pathway: str = "escalation", status: str = "running"
) -> CaseRow:
    """The case in the work list."""
    return CaseRow(
        case, pathway, "2025-01-01", "opened", "social-worker", "social-care", MONDAY, next_due_at, status, version
    )


def alert_row(case: str, key: str, state: str = "open", raised_at: datetime = MONDAY, rung: int = 0) -> AlertRow:
    """An alert in the list of alerts."""
    return AlertRow(case, key, "rule", "", "manager", "raising", "social-care", "high", raised_at, state, rung)


def outbox_row(case: str, key: str, rung: int = 0, queued_at: datetime = MONDAY) -> OutboxRow:
    """Somebody to be told."""
    return OutboxRow(case, key, rung, "manager", "social-care", "high", queued_at)


def add(unit: Unit, case: str, *facts: AnyFact, due: datetime | None = None, key: str = "") -> None:
    """Append facts to whatever the case has, in this unit."""
    after = unit.head(case)
    fingerprint = unit.fingerprint(key.encode()) if key else ""
    rows = Rows(case_row(case, after + len(facts), next_due_at=due))
    unit.append(case, facts, after=after, due=due, rows=rows, key=key, fingerprint=fingerprint)


def write(store: Store, case: str, *facts: AnyFact, due: datetime | None = None, key: str = "") -> None:
    """The same in a unit of its own."""
    with store.transaction() as unit:
        add(unit, case, *facts, due=due, key=key)


class Broken(Exception):  # noqa: N818 - not an error of the store's
    """Something else went wrong in the middle of a unit of work."""


@contextmanager
def broken_off(store: Store) -> Iterator[Unit]:
    """A unit of work that fails at its end."""
    with pytest.raises(Broken), store.transaction() as unit:  # noqa: PT012 - what raises is the point
        yield unit
        raise Broken
