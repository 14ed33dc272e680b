"""A desk at which a story can be told in a test: somebody opens, moves, waits, and looks."""

from typing import Any

import pytest

from engine.handle import Handled, handle
from engine.library import Library
from engine.verify import verify
from scheduler.due import sweep
from states.case import Case, Clock
from states.days import day_of, parse_instant
from states.facts import AnyFact
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from store.memory import MemoryStore
from workflow.commands import AcknowledgeAlert, Actor, AnyCommand, Correct, GiveReason, OpenCase, StrikeOut, TakeStep

NO_RISK = {"immediate_risk": "no"}
OPENING = {
    "child": "C-17",
    "concern_arose_at": "2026-12-11T08:30:00Z",
    "receiving_agency": "social-care",
    "subject": "plan-drift",
    "level_of_need": "3",
    "dispute": "The plan has not moved; we ask for a review.",
    **NO_RISK,
}
DISCUSSED = {"spoke_with": "A and B", "raising_position": "Too slow.", "receiving_position": "In hand."}
UNRESOLVED = {**NO_RISK, "why_not_agreed": "No date was offered.", "appendix_a_form": "yes"}
RESOLVED = {
    "resolution": "agreed-changed",
    "agreement_by": "A. Teacher",
    "agreement_how": "in-person",
    "outcome_for_child": "A review on Friday.",
}


class Desk:
    """One store, one case at a time; instants as 2026-12-11T09:00Z."""

    def __init__(self, store: Store | None = None) -> None:
        self.store: Store = store or MemoryStore()
        self.library = Library()
        self.reference = ""

    def open(self, at: str, who: str = "practitioner of school-a", key: str = "", **answers: str) -> Handled:
        given = {name: value for name, value in {**OPENING, **answers}.items() if value}
        return self.open_with(at, who, given, key)

    def open_with(
        self, at: str, who: str, answers: dict[str, str], key: str = "", pathway: str = "escalation"
    ) -> Handled:
        """Opened with these answers and no others: what another partnership asks."""
        seen = parse_instant(at)
        command = OpenCase(at=seen, seen_at=seen, by=actor(who), pathway=pathway, answers=answers)
        handled = handle(self.store, self.library, command, key=key)
        self.reference = handled.reference
        return handled

    def take(self, at: str, who: str, move: str, seen: str = "", key: str = "", **answers: str) -> Handled:
        command = TakeStep(
            at=parse_instant(at), seen_at=parse_instant(seen or at), by=actor(who), move=move, answers=answers
        )
        return self.do(command, key)

    def give_reason(self, at: str, who: str, clock: str, code: str = "staff-absence") -> Handled:
        now = parse_instant(at)
        return self.do(
            GiveReason(
                at=now, seen_at=now, by=actor(who), clock=clock, code=code, text="Away ill.", authoriser="C. Head"
            )
        )

    def correct(self, at: str, who: str, position: int, field: str, value: str) -> Handled:
        now = parse_instant(at)
        return self.do(
            Correct(
                at=now,
                seen_at=now,
                by=actor(who),
                position=position,
                field=field,
                value=value,
                because="Typed wrongly.",
            )
        )

    def strike_out(self, at: str, who: str, position: int, field: str) -> Handled:
        now = parse_instant(at)
        return self.do(
            StrikeOut(
                at=now, seen_at=now, by=actor(who), position=position, field=field, because="A name.", authoriser="D"
            )
        )

    def acknowledge(self, at: str, who: str, alert: str) -> Handled:
        now = parse_instant(at)
        return self.do(AcknowledgeAlert(at=now, seen_at=now, by=actor(who), alert=alert, note="Seen to."))

    def do(self, command: AnyCommand, key: str = "") -> Handled:
        return handle(self.store, self.library, command, self.reference, key)

    def sweep(self, at: str) -> None:
        sweep(self.store, self.library, parse_instant(at))

    @property
    def history(self) -> tuple[AnyFact, ...]:
        return self.store.history(self.reference)

    @property
    def case(self) -> Case:
        return fold(self.history)

    def clock(self, name: str) -> Clock:
        return self.case.clocks[name]

    def due(self, name: str) -> str:
        return day_of(self.clock(name).due_at).isoformat()

    def open_alerts(self) -> set[str]:
        return {alert.key for alert in self.case.alerts.values() if alert.state != "cleared"}

    def facts(self, kind: type[Any]) -> list[Any]:
        return [fact for fact in self.history if isinstance(fact, kind)]

    def climbed_to_step_2(self) -> "Desk":
        """Opened on Friday 11 December 2026 and accepted by the manager on the Monday."""
        self.open("2026-12-11T09:00Z")
        self.take("2026-12-11T15:00Z", "practitioner of school-a", "hand-over", **NO_RISK)
        self.take("2026-12-14T15:00Z", "line-manager of school-a", "accept")
        return self

    def findings(self) -> list[str]:
        return [finding.code for finding in verify(self.store, self.library, self.reference)]


def actor(who: str) -> Actor:
    role, _, agency = who.partition(" of ")
    return Actor(person="Alex Example", role=role, agency=agency, account="tester")


def refused(code: str) -> Any:
    """A context in which something must be refused with this code, a reason and a way out."""

    class _Refusal:
        def __enter__(self) -> None:
            self.context = pytest.raises(Refused)
            self.info = self.context.__enter__()

        def __exit__(self, *exc: Any) -> bool:
            passed = self.context.__exit__(*exc)
            assert self.info.value.code == code, self.info.value
            assert self.info.value.because.endswith((".", "?", ")"))
            assert self.info.value.remedy
            return bool(passed)

    return _Refusal()
