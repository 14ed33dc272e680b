"""One promise counted in several ways: `show` says where they disagree; what was late owes its reason."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from cli.doors import Door
from cli.showing import case as page
from engine.documents import case_document
from engine.handle import handle
from engine.library import Library
from states.days import parse_instant
from store.memory import MemoryStore
from tests.spec.desk import NO_RISK, UNRESOLVED, Desk, actor
from workflow.commands import OpenCase

PROFESSIONAL = "professional of fen-primary"
LINCOLNSHIRE_OPENING = {
    "child": "C-41",
    "receiving_agency": "childrens-services",
    "discussed_at": "2026-12-24T09:00:00Z",
    "about": "threshold",
    "disagreement": "Whether the threshold is met.",
    "danger_now": "no",
}
INCIDENT = {
    **NO_RISK,
    "child": "C-9",
    "authority_aware_at": "2026-10-05T09:00:00Z",
    "kind_of_incident": "abuse-or-neglect-known-or-suspected",
    "outcome": "seriously-harmed",
    "what_happened": "A baby was hurt.",
    "raising_agency": "police",
}
NOTIFIED = {
    "kind_of_incident": "abuse-or-neglect-known-or-suspected",
    "national_reference": "N-1",
    "sent_at": "2026-10-07T15:00:00Z",
}


@pytest.fixture
def lincolnshire() -> Desk:
    """Raised on Christmas Eve 2026: a plan is due in 48 hours, or in two working days, which end on the 29th."""
    desk = Desk(MemoryStore(partnership="lincolnshire"))
    desk.open_with("2026-12-24T10:00Z", PROFESSIONAL, LINCOLNSHIRE_OPENING)
    return desk


@pytest.fixture
def incident() -> Desk:
    """The authority was aware on Monday 5 October 2026 and notified on the Wednesday."""
    desk = Desk()
    seen = parse_instant("2026-10-05T10:00Z")
    by = actor("head-of-safeguarding of partnership")
    command = OpenCase(at=seen, seen_at=seen, by=by, pathway="serious-incident", answers=INCIDENT)
    desk.reference = handle(desk.store, desk.library, command).reference
    desk.take("2026-10-07T15:30Z", "authority-notifier of partnership", "notify", **NOTIFIED)
    return desk


def shown(desk: Desk, now: str) -> dict[str, Any]:
    return case_document(desk.reference, desk.history, Library().pinned(desk.case, desk.store.pack), parse_instant(now))


def of_step_2(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown(desk, "2026-12-21T12:00Z")["disagreements"]
    return [each for each in found if each["clocks"] == ["step-2"]]


def test_conventions_that_all_say_in_time_do_not_disagree(lincolnshire: Desk) -> None:
    assert shown(lincolnshire, "2026-12-25T12:00Z")["disagreements"] == []


def test_elapsed_hours_and_working_days_disagree_between_their_two_deadlines(lincolnshire: Desk) -> None:
    [found] = shown(lincolnshire, "2026-12-28T12:00Z")["disagreements"]
    assert found == {
        "clocks": ["first-plan", "first-plan-48-hours"],
        "late": ["first-plan-48-hours"],
        "not_late": ["first-plan"],
        "because": "By “A plan between the professionals” (local, 2 working days after Thu 24 Dec 2026, due Wed 30 Dec"
        " 2026) it is in time; by “A plan between the professionals, in elapsed hours” (reminder, 48 hours after Thu 24"
        " Dec 2026, 09:00, due Sat 26 Dec 2026, 09:00) it is late.",
    }


def test_conventions_that_all_say_late_agree_again(lincolnshire: Desk) -> None:
    assert shown(lincolnshire, "2027-01-02T12:00Z")["disagreements"] == []


def test_what_was_late_by_one_convention_stays_so_when_it_is_done(lincolnshire: Desk) -> None:
    why = {"danger_now": "no", "why_no_plan": "Both weigh the same facts differently."}
    lincolnshire.take("2026-12-28T12:00Z", PROFESSIONAL, "refer-to-managers", **why)
    found = shown(lincolnshire, "2027-01-20T12:00Z")["disagreements"]
    assert found[0]["late"] == ["first-plan-48-hours"]
    assert "it was in time" in found[0]["because"]


def test_a_convention_that_is_no_longer_needed_takes_no_part(lincolnshire: Desk) -> None:
    withdrawn = {"why": "It was settled by telephone.", "allowed_by": "A. Head"}
    lincolnshire.take("2026-12-28T12:00Z", PROFESSIONAL, "withdraw", **withdrawn)
    assert shown(lincolnshire, "2026-12-28T13:00Z")["disagreements"] == []


def test_a_convention_that_was_late_and_then_no_longer_needed_takes_no_part_either(incident: Desk) -> None:
    incident.sweep("2026-10-27T09:00Z")
    assert incident.clock("rapid-review-from-awareness").breached
    withdrawn = {
        "decided_by": "The director",
        "decision_reasons": "It was an illness.",
        "panel_told_on": "2026-10-27",
        "partners_agree": "yes",
    }
    incident.take("2026-10-27T10:00Z", "authority-notifier of partnership", "withdraw-criteria", **withdrawn)
    assert shown(incident, "2026-10-27T11:00Z")["disagreements"] == []


def test_two_readings_of_one_unconfirmed_unit_disagree_between_their_deadlines() -> None:
    desk = Desk().climbed_to_step_2()
    [found] = of_step_2(desk)
    assert (found["clocks"], found["late"], found["not_late"]) == (["step-2"], [], ["step-2"])
    assert found["because"] == (
        "By “Managers' discussion” read as 9 working days from Fri 11 Dec 2026 on, due Wed 23 Dec 2026, it is in time;"
        " read as 9 calendar days from Fri 11 Dec 2026 on, due Sat 19 Dec 2026, it is late."
    )


def test_a_reading_is_judged_by_when_the_step_was_done() -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2026-12-18T12:00Z", "line-manager of school-a", "escalate-to-step-3", **UNRESOLVED)
    assert of_step_2(desk) == []


def test_different_promises_that_one_move_keeps_are_not_compared() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-29T09:00Z")
    assert all(len(found["clocks"]) == 1 for found in shown(desk, "2026-12-29T10:00Z")["disagreements"])


def test_a_review_counted_from_two_anchors_says_where_they_disagree(incident: Desk) -> None:
    [found] = shown(incident, "2026-10-27T09:00Z")["disagreements"]
    assert (found["late"], found["not_late"]) == (["rapid-review-from-awareness"], ["rapid-review"])


def test_a_review_shows_how_long_it_took_between_each_two_of_its_three_instants(incident: Desk) -> None:
    took = {clock["id"]: clock["took"] for clock in shown(incident, "2026-10-12T09:00Z")["clocks"]}
    assert took["notification"] == {"from": "2026-10-05T09:00:00Z", "working_days": 2, "hours": 54.0}
    assert took["rapid-review"] == {"from": "2026-10-07T15:00:00Z", "working_days": 3, "hours": 114.0}
    assert took["rapid-review-from-awareness"] == {"from": "2026-10-05T09:00:00Z", "working_days": 5, "hours": 168.0}


def test_the_page_of_a_case_says_the_same_in_a_sentence(lincolnshire: Desk) -> None:
    now = parse_instant("2026-12-28T12:00Z")
    console = Console(record=True, width=200, file=StringIO())
    procedure = Library().pinned(lincolnshire.case, lincolnshire.store.pack)
    door = Door(lincolnshire.store, lincolnshire.library, now, training=True)
    page(console, lincolnshire.reference, lincolnshire.history, procedure, door, now)
    text = " ".join(console.export_text().split())
    assert shown(lincolnshire, "2026-12-28T12:00Z")["disagreements"][0]["because"] in text


def test_a_clock_that_was_late_and_is_no_longer_needed_still_owes_its_reason() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-24T09:00Z")
    withdrawn = {"reason": "It was settled by telephone.", "signed_off_by": "A. Head"}
    desk.take("2026-12-24T10:00Z", "line-manager of school-a", "withdraw", **withdrawn)
    assert desk.clock("step-2").status == "cancelled"
    desk.sweep("2027-01-04T09:00Z")
    assert "late-without-reason/step-2" in desk.open_alerts()
    desk.give_reason("2027-01-04T10:00Z", "line-manager of school-a", "step-2")
    assert "late-without-reason/step-2" not in desk.open_alerts()


def test_a_clock_that_was_in_time_when_it_was_no_longer_needed_owes_none() -> None:
    desk = Desk().climbed_to_step_2()
    withdrawn = {"reason": "It was settled by telephone.", "signed_off_by": "A. Head"}
    desk.take("2026-12-22T10:00Z", "line-manager of school-a", "withdraw", **withdrawn)
    desk.sweep("2027-01-04T09:00Z")
    assert "late-without-reason/step-2" not in desk.open_alerts()
