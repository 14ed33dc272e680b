"""What a promise about time can be: a minimum, counted back, repeated, in bands, per action, suspended, extended."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.documents import clock_document, record_document
from engine.handle import Handled, handle
from engine.verify import verify
from scheduler.due import sweep
from states.case import Clock
from states.days import day_of, parse_instant
from states.facts import BreachWithdrawn, ClockResumed, DeadlineBreached, DeadlineMoved
from states.folding import fold
from store.memory import MemoryStore
from tests.spec.desk import actor, refused
from tests.spec.visit_pack import visit_library
from workflow.commands import AnyCommand, Correct, Extend, OpenCase, Resume, Suspend, TakeStep

HEAD = "line-manager of school-a"


class Visit:
    """One case of the invented pathway, opened on Thursday 10 December 2026."""

    def __init__(self, folder: Path, **answers: str) -> None:
        self.store, self.library = MemoryStore(), visit_library(folder)
        now = parse_instant("2026-12-10T09:00Z")
        opening = OpenCase(at=now, seen_at=now, by=actor(HEAD), pathway="visits", answers=answers)
        self.reference = handle(self.store, self.library, opening).reference

    def do(self, command: AnyCommand) -> Handled:
        return handle(self.store, self.library, command, self.reference)

    def take(self, at: str, move: str, **answers: Any) -> Handled:
        now = parse_instant(at)
        return self.do(TakeStep(at=now, seen_at=now, by=actor(HEAD), move=move, answers=answers))

    def suspend(self, at: str, clock: str = "letter", reason: str = "awaiting-court") -> Handled:
        now = parse_instant(at)
        why = {"reason": reason, "text": "The court sits.", "authoriser": "C. Head"}
        return self.do(Suspend(at=now, seen_at=now, by=actor(HEAD), clock=clock, **why))

    def resume(self, at: str, clock: str = "letter") -> Handled:
        now = parse_instant(at)
        return self.do(Resume(at=now, seen_at=now, by=actor(HEAD), clock=clock))

    def extend(self, at: str, days: int) -> Handled:
        now = parse_instant(at)
        why = {"reason": "agreed", "text": "Both agree.", "authoriser": "C. Head"}
        return self.do(Extend(at=now, seen_at=now, by=actor(HEAD), clock="letter", amount=days, **why))

    def shown(self, clock: str, at: str) -> dict[str, Any]:
        """What `show` says of a clock."""
        history = self.store.history(self.reference)
        policy = self.library.pinned(fold(history), self.store.pack).policy
        return clock_document(fold(history).clocks[clock], history, policy, parse_instant(at))

    def sweep(self, at: str) -> None:
        sweep(self.store, self.library, parse_instant(at))

    def clock(self, name: str) -> Clock:
        return fold(self.store.history(self.reference)).clocks[name]

    def due(self, name: str) -> str:
        return day_of(self.clock(name).due_at).isoformat()

    def facts(self, kind: type[Any]) -> list[Any]:
        return [fact for fact in self.store.history(self.reference) if isinstance(fact, kind)]

    def alerts(self) -> set[str]:
        case = fold(self.store.history(self.reference))
        return {alert.key for alert in case.alerts.values() if alert.state != "cleared"}

    def findings(self) -> list[str]:
        return [finding.code for finding in verify(self.store, self.library, self.reference)]


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    return Visit(tmp_path)


def test_suspending_moves_the_deadline_by_the_working_days_it_really_stood_still(visit: Visit) -> None:
    assert visit.due("letter") == "2026-12-24"
    visit.suspend("2026-12-14T10:00Z")
    assert visit.clock("letter").status == "suspended"
    visit.resume("2026-12-17T10:00Z")
    assert (visit.due("letter"), visit.clock("letter").paused) == ("2026-12-31", 3)
    assert [fact.because for fact in visit.facts(DeadlineMoved)] == ["suspended"]
    assert visit.findings() == []


def test_gross_and_net_time_are_both_in_working_days_whatever_the_promise_counts(visit: Visit) -> None:
    """Over a weekend the clock in calendar days stands still for four days, and two of those are working days."""
    visit.suspend("2026-12-11T10:00Z", "answer")
    visit.resume("2026-12-15T10:00Z", "answer")
    assert visit.clock("answer").paused == 4
    assert visit.shown("answer", "2026-12-17T10:00Z")["days"] == {"gross": 5, "net": 3}


def test_a_suspension_that_has_run_out_hides_no_deadline_that_has_passed_since(visit: Visit) -> None:
    visit.suspend("2026-12-14T10:00Z")
    assert not visit.shown("letter", "2027-01-05T12:00Z")["overdue"]
    assert visit.shown("letter", "2027-01-06T00:30Z")["overdue"]


def test_a_suspended_clock_is_not_breached_and_resumes_by_itself_at_its_cap(visit: Visit) -> None:
    visit.suspend("2026-12-14T10:00Z")
    visit.sweep("2026-12-22T06:00Z")
    [resumed] = visit.facts(ClockResumed)
    assert (resumed.paused, visit.due("letter")) == (5, "2027-01-05")
    assert resumed.at.isoformat()[:10] == "2026-12-21"
    with refused("cap-reached"):
        visit.suspend("2026-12-22T10:00Z")
    assert visit.findings() == []


def test_finishing_while_suspended_counts_the_days_until_then(visit: Visit) -> None:
    visit.suspend("2026-12-14T10:00Z")
    visit.take("2026-12-16T10:00Z", "finish")
    assert (visit.clock("letter").status, visit.clock("letter").paused) == ("met", 2)
    assert visit.findings() == []


def test_what_is_statutory_cannot_be_suspended_nor_for_a_reason_or_by_a_person_not_named(visit: Visit) -> None:
    with refused("not-suspendable"):
        visit.suspend("2026-12-14T10:00Z", clock="by-law")
    with refused("unknown-reason"):
        visit.suspend("2026-12-14T10:00Z", reason="holiday")
    now = parse_instant("2026-12-14T10:00Z")
    why = {"reason": "awaiting-court", "text": "x", "authoriser": "y"}
    with refused("not-your-move"):
        visit.do(Suspend(at=now, seen_at=now, by=actor("practitioner of school-a"), clock="letter", **why))
    with refused("clock-not-suspended"):
        visit.resume("2026-12-14T10:00Z")
    visit.sweep("2026-12-29T06:00Z")
    with refused("clock-not-open"):
        visit.suspend("2026-12-29T10:00Z")


def test_an_extension_grants_days_up_to_its_cap(visit: Visit) -> None:
    visit.extend("2026-12-14T10:00Z", 2)
    assert visit.due("letter") == "2026-12-30"
    with refused("cap-reached"):
        visit.extend("2026-12-14T11:00Z", 2)
    visit.suspend("2026-12-15T10:00Z")
    visit.resume("2026-12-16T10:00Z")
    assert visit.due("letter") == "2026-12-31"
    assert visit.findings() == []


def test_a_minimum_is_broken_by_acting_before_it_has_passed_and_by_nothing_else(tmp_path: Path) -> None:
    early = Visit(tmp_path / "early")
    early.take("2026-12-24T10:00Z", "finish")
    assert (early.clock("time-to-comment").status, early.clock("time-to-comment").late) == ("breached", True)
    [breach] = early.facts(DeadlineBreached)
    assert breach.at == parse_instant("2026-12-24T10:00Z")
    patient = Visit(tmp_path / "patient")
    patient.sweep("2027-02-01T06:00Z")
    patient.take("2027-02-01T10:00Z", "finish")
    assert patient.clock("time-to-comment").status == "met"
    assert early.findings() == patient.findings() == []


def test_seven_working_days_before_publication_are_counted_back(tmp_path: Path) -> None:
    visit = Visit(tmp_path, publish_on="2027-01-11")
    assert visit.due("sent-before") == "2026-12-30"
    assert "sent-before" not in fold(Visit(tmp_path / "other").store.history("VIS-2026-0001")).clocks


def test_a_review_starts_the_next_one_with_its_own_term_from_the_day_it_was_held(visit: Visit) -> None:
    assert visit.due("review") == "2027-03-10"
    visit.take("2027-02-22T10:00Z", "look-in")
    assert (visit.clock("review").status, visit.due("review#2")) == ("met", "2027-08-22")
    visit.take("2027-08-20T10:00Z", "look-in")
    assert visit.due("review#3") == "2028-02-20"
    assert visit.findings() == []


def test_how_long_it_took_is_given_in_bands_and_a_reason_is_asked_above_the_first(visit: Visit) -> None:
    people = json.dumps([{"partner": "police", "attendance": "attended", "person": "P. Officer"}])
    visit.sweep("2026-12-12T06:00Z")
    assert visit.facts(DeadlineBreached) == []
    visit.take("2026-12-12T08:00Z", "note-meeting", people=people)
    clock = visit.clock("met")
    assert (clock.band, clock.status, clock.late) == ("band-48h", "met", False)
    assert "no-reason/met" in visit.alerts()


def test_a_correction_elsewhere_leaves_a_deadline_alone_whose_day_was_asked_again_since(tmp_path: Path) -> None:
    visit = Visit(tmp_path, publish_on="2027-01-11")
    visit.take("2026-12-11T10:00Z", "put-off", publish_on="2027-02-01")
    manager, now = actor("partnership-manager of partnership"), parse_instant("2026-12-12T10:00Z")
    noted = len(visit.store.history(visit.reference))
    visit.do(
        Correct(at=now, seen_at=now, by=manager, position=noted, field="publish_on", value="2027-02-02", because="x")
    )
    assert visit.due("sent-before") == "2026-12-30"


def test_a_partner_who_did_not_attend_is_asked_about_and_never_blocks(visit: Visit) -> None:
    people = [
        {"partner": "police", "attendance": "apologies", "person": "P. Officer"},
        {"partner": "police", "attendance": "written-contribution"},
    ]
    with refused("missing-answer"):
        visit.take("2026-12-10T12:00Z", "note-meeting", people=people)
    visit.take("2026-12-10T12:00Z", "note-meeting", people=people, why_without="Called away.")
    assert "police-missing" in visit.alerts()
    case = fold(visit.store.history(visit.reference))
    assert "P. Officer" not in str(case.record)
    assert visit.clock("met").band == "band-24h"


def test_every_action_has_a_clock_of_its_own_due_on_its_own_day(visit: Visit) -> None:
    people = [{"partner": "police", "attendance": "attended"}]
    plan = [
        {"what": "Visit the home", "owner": "A. Worker", "agency": "social-care", "due": "2026-12-11"},
        {"what": "Call the school", "owner": "B. Worker", "due": "2026-12-18"},
    ]
    visit.take("2026-12-10T12:00Z", "note-meeting", people=people, safety_plan=plan)
    assert (visit.due("action:1"), visit.due("action:2")) == ("2026-12-11", "2026-12-18")
    visit.take("2026-12-11T12:00Z", "do-action", action="1")
    assert (visit.clock("action:1").status, visit.clock("action:2").running) == ("met", True)
    for closed_or_unknown in ("1", "7"):
        with refused("no-such-action"):
            visit.take("2026-12-11T13:00Z", "do-action", action=closed_or_unknown)
    visit.sweep("2026-12-21T06:00Z")
    assert visit.clock("action:2").status == "breached"
    assert visit.facts(BreachWithdrawn) == []
    assert visit.findings() == []


def test_a_move_is_dated_by_its_own_answer_where_it_asks_when_it_happened(visit: Visit) -> None:
    visit.take("2026-12-14T10:00Z", "call", called_at="2026-12-11T15:00Z", agreed="no")
    assert fold(visit.store.history(visit.reference)).taken[-1].at == parse_instant("2026-12-11T15:00Z")
    with refused("out-of-order"):
        visit.take("2026-12-14T11:00Z", "call", called_at="2026-12-10T08:00Z", agreed="no")
    assert visit.findings() == []


def test_what_was_sent_earlier_may_be_recorded_after_something_else_was_recorded(visit: Visit) -> None:
    visit.take("2026-12-14T10:00Z", "look-in")
    visit.take("2026-12-14T11:00Z", "call", called_at="2026-12-11T14:00Z", agreed="no")
    assert fold(visit.store.history(visit.reference)).taken[-1].at == parse_instant("2026-12-11T14:00Z")
    assert visit.findings() == []


def test_a_move_is_open_only_where_the_record_says_what_it_needs(visit: Visit) -> None:
    with refused("not-in-this-case"):
        visit.take("2026-12-11T10:00Z", "sign")
    visit.take("2026-12-11T10:00Z", "call", called_at="2026-12-11T09:00Z", agreed="yes")
    visit.take("2026-12-11T11:00Z", "sign")
    assert visit.findings() == []


def test_a_list_given_anew_stands_alone_whatever_was_said_in_the_one_before(visit: Visit) -> None:
    before = [
        {"partner": "education", "attendance": "not-applicable", "reason": "A baby"},
        {"partner": "police", "attendance": "attended", "person": "A. Officer"},
    ]
    visit.take("2026-12-10T12:00Z", "note-meeting", people=json.dumps(before))
    visit.take("2026-12-11T12:00Z", "note-meeting", people='[{"partner": "police", "attendance": "attended"}]')
    history = visit.store.opened(visit.reference)
    shown = record_document(fold(history), history)
    assert shown["people"] == [{"partner": "police", "attendance": "attended"}]


def test_a_list_that_cannot_be_used_is_refused_with_an_example(visit: Visit) -> None:
    for code, people in (
        ("not-a-list", "not json"),
        ("not-a-list", "[]"),
        ("entry-not-usable", '[{"partner": "police"}]'),
        ("entry-not-usable", '[{"partner": "police", "attendance": "asleep"}]'),
        ("entry-not-usable", '[{"partner": "navy", "attendance": "attended"}]'),
        ("entry-not-usable", '[{"partner": "police", "attendance": "attended", "mood": "good"}]'),
        ("entry-not-usable", '[{"partner": "police", "attendance": "not-applicable"}]'),
    ):
        with refused(code):
            visit.take("2026-12-10T12:00Z", "note-meeting", people=people)
