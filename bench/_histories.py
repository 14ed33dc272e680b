"""An invented escalation that climbs all four steps, for measurements."""

from collections.abc import Iterator
from datetime import datetime

from engine.handle import handle
from engine.library import Library
from states.days import parse_instant
from states.facts import AnyFact
from store.contract import Store
from store.memory import MemoryStore
from workflow.commands import TIME as NOBODY
from workflow.commands import Actor, AnyCommand, OpenCase, PassTime, TakeStep

RISK = {"immediate_risk": "no"}
OPENING = {
    "child": "C-1",
    "concern_arose_at": "2026-12-11T08:30Z",
    "receiving_agency": "social-care",
    "subject": "plan-drift",
    "level_of_need": "3",
    "dispute": "The plan has not moved for six weeks and the school asks for a review of it.",
    **RISK,
}
CLIMB: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    (
        "2026-12-11T12:30Z",
        "practitioner",
        "school-a",
        "record-discussion",
        {"spoke_with": "Two people", "raising_position": "It is too slow.", "receiving_position": "It is in hand."},
    ),
    ("2026-12-11T15:00Z", "practitioner", "school-a", "hand-over", RISK),
    ("2026-12-14T15:00Z", "line-manager", "school-a", "accept", {}),
    (
        "2026-12-29T11:00Z",
        "line-manager",
        "school-a",
        "escalate-to-step-3",
        {**RISK, "why_not_agreed": "No date was offered.", "appendix_a_form": "no"},
    ),
    ("2026-12-30T11:00Z", "senior-manager", "school-a", "pass-to-representative", {}),
    (
        "2027-01-07T11:00Z",
        "partnership-representative",
        "school-a",
        "escalate-to-step-4",
        {**RISK, "why_not_agreed": "Still no date."},
    ),
    ("2027-01-08T11:00Z", "partnership-manager", "partnership", "request-representations", {}),
)


def commands(start: str = "2026-12-11T09:00Z") -> Iterator[AnyCommand]:
    """Open it and climb."""
    opened = parse_instant(start)
    yield OpenCase(
        at=opened, seen_at=opened, by=_actor("practitioner", "school-a"), pathway="escalation", answers=OPENING
    )
    for instant, role, agency, move, answers in CLIMB:
        at = parse_instant(instant)
        yield TakeStep(at=at, seen_at=at, by=_actor(role, agency), move=move, answers=answers)


def escalation() -> tuple[AnyFact, ...]:
    """Its whole history, breaches and alerts included."""
    store, library = MemoryStore(), Library()
    reference = play(store, library)
    last = parse_instant("2027-01-20T09:00Z")
    handle(store, library, pass_time(last), reference)
    return store.history(reference)


def play(store: Store, library: Library) -> str:
    """Every command of it handled on a store; its reference."""
    reference = ""
    for command in commands():
        reference = handle(store, library, command, reference).reference
    return reference


def pass_time(until: datetime) -> PassTime:
    """Time passes."""
    return PassTime(at=until, seen_at=until, by=NOBODY)


def _actor(role: str, agency: str) -> Actor:
    return Actor(person="Alex Example", role=role, agency=agency, account="bench")
