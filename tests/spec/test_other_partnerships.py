"""Two partnerships that share nothing with Halton but the program: their ladders, clocks and words are YAML alone.

Lincolnshire counts each step from where it began. West Yorkshire gives five steps five working days together, a sixth
fourteen, and an immediate route of 24 hours.
"""

import json
from pathlib import Path

import pytest

from cli.main import main
from engine import words
from engine.packs.editions import edition_of
from engine.packs.reading import load
from engine.stories.checks import story_faults
from states.days import instant_text, parse_instant
from states.facts import DeadlineBreached
from store.memory import MemoryStore
from tests.spec.desk import Desk, refused

OTHERS = ("lincolnshire", "west-yorkshire")

SAFE = {"danger_now": "no"}
UNSETTLED = {**SAFE, "why_no_plan": "Both weigh the same facts differently."}
LINCOLNSHIRE_OPENING = {
    "child": "C-41",
    "receiving_agency": "childrens-services",
    "discussed_at": "2026-12-24T09:00:00Z",
    "about": "threshold",
    "disagreement": "Whether the threshold is met.",
    **SAFE,
}
AGREED = {"agreed_for_raising": "A. Head", "agreed_for_receiving": "B. Manager"}

NOT_AT_ONCE = {"immediate": "no"}
HIGHER = {**NOT_AT_ONCE, "unresolved_because": "Each stays with their view."}
WEST_YORKSHIRE_OPENING = {
    "child": "C-42",
    "receiving_agency": "social-work-service",
    "raised_at": "2026-12-23T09:00:00Z",
    "subject": "criteria-for-referral",
    "what_is_disputed": "Whether the criteria are met.",
    **NOT_AT_ONCE,
}
RISK = {"risk_seen_at": "2026-12-24T17:30:00Z", "called_first": "The police", "interim": "With a grandparent."}
CALM = {"safe_because": "Somebody is with the child.", "seen_by": "Both heads of service"}
ANSWERED = {"answer": "Somebody goes there tonight.", "answered_by": "The head of service"}


@pytest.fixture
def lincolnshire() -> Desk:
    """Raised on Christmas Eve 2026, first discussed at nine that morning."""
    desk = Desk(MemoryStore(partnership="lincolnshire"))
    desk.open_with("2026-12-24T10:00Z", "professional of fen-primary", LINCOLNSHIRE_OPENING)
    return desk


@pytest.fixture
def west_yorkshire() -> Desk:
    """Raised on Wednesday 23 December 2026."""
    desk = Desk(MemoryStore(partnership="west-yorkshire"))
    desk.open_with("2026-12-23T09:30Z", "worker of high-school", WEST_YORKSHIRE_OPENING)
    return desk


@pytest.mark.parametrize("partnership", OTHERS)
def test_their_packs_stand_alone_and_their_stories_come_true(partnership: str) -> None:
    edition = edition_of(partnership)
    pack = load(edition)
    assert pack.partnership.extends == ""
    assert [str(fault) for fault in story_faults(edition.path, pack)] == []


@pytest.mark.parametrize("partnership", OTHERS)
def test_their_steps_posts_and_agencies_are_their_own(partnership: str) -> None:
    own, halton = load(edition_of(partnership)), load(edition_of("halton"))
    steps = [set(pack.procedure("escalation").policy.pathway.steps) for pack in (own, halton)]
    assert steps[0] & steps[1] <= {"resolved", "withdrawn"}
    assert set(own.partnership.agencies) & set(halton.partnership.agencies) == {"partnership"}
    assert set(own.partnership.roles).isdisjoint({"practitioner", "line-manager", "partnership-manager"})


def test_each_case_takes_the_reference_of_its_own_partnership(lincolnshire: Desk, west_yorkshire: Desk) -> None:
    assert (lincolnshire.reference, west_yorkshire.reference) == ("LRP-2026-0001", "WYE-2026-0001")


def test_in_lincolnshire_two_working_days_after_christmas_eve_end_on_30_december(lincolnshire: Desk) -> None:
    assert lincolnshire.due("first-plan") == "2026-12-30"


def test_in_lincolnshire_the_48_hours_run_out_on_boxing_day_and_only_remind(lincolnshire: Desk) -> None:
    lincolnshire.sweep("2026-12-27T09:00Z")
    assert instant_text(lincolnshire.clock("first-plan-48-hours").due_at) == "2026-12-26T09:00:00Z"
    assert "time-gone-by/first-plan-48-hours" in lincolnshire.open_alerts()
    assert lincolnshire.facts(DeadlineBreached) == []


def test_what_only_reminds_is_never_called_late(lincolnshire: Desk) -> None:
    lincolnshire.take("2026-12-30T16:00Z", "professional of fen-primary", "refer-to-managers", **UNSETTLED)
    clock = lincolnshire.clock("first-plan-48-hours")
    assert words.status(clock, parse_instant("2026-12-30T16:00Z")) == "done after the suggested time"
    assert words.standing(clock.terms) == ["it reminds, and is never counted as late"]


def test_in_lincolnshire_each_step_is_counted_from_where_it_began(lincolnshire: Desk) -> None:
    lincolnshire.take("2026-12-30T16:00Z", "professional of fen-primary", "refer-to-managers", **UNSETTLED)
    assert lincolnshire.due("managers-talk") == "2027-01-07"
    assert lincolnshire.due("managers-talk-strictly") == "2027-01-05"
    lincolnshire.take("2027-01-05T10:00Z", "supervisor of fen-primary", "refer-to-liaison-officers", **UNSETTLED)
    assert lincolnshire.due("liaison-plan") == "2027-01-07"
    urgent = {**UNSETTLED, "urgent": "yes"}
    lincolnshire.take("2027-01-07T10:00Z", "liaison-officer of fen-primary", "refer-to-meeting", **urgent)
    assert lincolnshire.due("urgent-meeting") == "2027-01-11"
    assert {clock.status for clock in lincolnshire.case.clocks.values() if clock.terms.counts} == {"met"}
    assert lincolnshire.case.holder.role == "business-manager"
    assert lincolnshire.findings() == []


def test_in_lincolnshire_each_action_of_a_plan_is_due_on_the_day_that_was_agreed(lincolnshire: Desk) -> None:
    plan = [
        {"what": "Visit", "owner": "A. Worker", "agency": "childrens-services", "due": "2027-01-08"},
        {"what": "Write", "owner": "B. Head", "agency": "fen-primary", "due": "2027-01-12"},
    ]
    by = "supervisor of childrens-services"
    lincolnshire.take("2026-12-29T10:00Z", by, "agree-plan", plan=json.dumps(plan), **AGREED)
    lincolnshire.take("2027-01-08T15:00Z", by, "action-done", action="1", what_was_done="Visited.")
    lincolnshire.sweep("2027-01-13T06:00Z")
    [breach] = lincolnshire.facts(DeadlineBreached)
    assert (breach.clock, instant_text(breach.at)) == ("planned-action:2", "2027-01-12T23:59:59.999999Z")
    assert lincolnshire.clock("planned-action:1").status == "met"


def test_in_west_yorkshire_five_steps_share_five_working_days(west_yorkshire: Desk) -> None:
    steps = (
        ("2026-12-23T15:00Z", "worker", "to-first-line"),
        ("2026-12-24T15:00Z", "first-line-manager", "to-leads"),
        ("2026-12-30T15:00Z", "safeguarding-lead", "to-service-managers"),
        ("2026-12-31T15:00Z", "service-manager", "to-heads"),
    )
    for at, role, move in steps:
        west_yorkshire.take(at, f"{role} of high-school", move, **HIGHER)
        assert west_yorkshire.due("steps-1-to-5") == "2027-01-04"
    west_yorkshire.take("2027-01-04T17:00Z", "head-of-service of high-school", "to-panel", **HIGHER)
    assert west_yorkshire.clock("steps-1-to-5").status == "met"
    assert west_yorkshire.due("step-6") == "2027-01-22"
    assert [clock.id for clock in west_yorkshire.case.clocks_of("steps-1-to-5")] == ["steps-1-to-5"]
    assert west_yorkshire.findings() == []


def test_in_west_yorkshire_five_working_days_are_broken_once_and_dated_to_their_end(west_yorkshire: Desk) -> None:
    west_yorkshire.sweep("2027-01-04T23:59Z")
    assert west_yorkshire.facts(DeadlineBreached) == []
    west_yorkshire.sweep("2027-01-08T06:00Z")
    [breach] = west_yorkshire.facts(DeadlineBreached)
    assert (breach.clock, instant_text(breach.at)) == ("steps-1-to-5", "2027-01-04T23:59:59.999999Z")


def test_in_west_yorkshire_the_immediate_route_does_not_undo_that_the_five_days_had_gone_by(
    west_yorkshire: Desk,
) -> None:
    west_yorkshire.take("2027-01-05T10:00Z", "worker of high-school", "go-at-once", **RISK)
    clock = west_yorkshire.clock("steps-1-to-5")
    assert words.status(clock, parse_instant("2027-01-05T10:00Z")) == "late, and then no longer needed"
    assert "why-was-it-late/steps-1-to-5" in west_yorkshire.open_alerts()


def test_in_west_yorkshire_the_immediate_route_ends_the_five_days_and_has_24_hours_over_christmas(
    west_yorkshire: Desk,
) -> None:
    west_yorkshire.take("2026-12-24T18:00Z", "worker of social-work-service", "go-at-once", **RISK)
    assert west_yorkshire.case.step == "at-once"
    assert west_yorkshire.clock("steps-1-to-5").status == "cancelled"
    assert instant_text(west_yorkshire.clock("at-once").due_at) == "2026-12-25T17:30:00Z"
    west_yorkshire.sweep("2026-12-25T17:30Z")
    assert west_yorkshire.facts(DeadlineBreached) == []
    west_yorkshire.sweep("2026-12-25T17:31Z")
    assert [breach.clock for breach in west_yorkshire.facts(DeadlineBreached)] == ["at-once"]


def test_in_west_yorkshire_back_at_the_steps_the_five_days_count_from_the_first_day(west_yorkshire: Desk) -> None:
    head = "head-of-service of high-school"
    west_yorkshire.take("2026-12-24T18:00Z", head, "go-at-once", **RISK)
    with refused("too-early"):
        west_yorkshire.take("2026-12-24T19:00Z", head, "back-to-the-steps", **CALM)
    answering = "head-of-service of social-work-service"
    west_yorkshire.take("2026-12-24T20:00Z", answering, "answer-at-once", **ANSWERED)
    west_yorkshire.take("2026-12-29T10:00Z", head, "back-to-the-steps", **CALM)
    assert west_yorkshire.case.step == "service-managers"
    assert west_yorkshire.due("steps-1-to-5#2") == "2027-01-04"


def test_posts_and_moves_of_another_partnership_are_not_known(lincolnshire: Desk, west_yorkshire: Desk) -> None:
    with refused("unknown-role"):
        lincolnshire.take("2026-12-24T11:00Z", "practitioner of fen-primary", "refer-to-managers", **UNSETTLED)
    with refused("unknown-agency"):
        west_yorkshire.take("2026-12-23T11:00Z", "worker of school-a", "to-first-line", **HIGHER)
    with refused("unknown-move"):
        west_yorkshire.take("2026-12-23T11:00Z", "worker of high-school", "hand-over", **HIGHER)


@pytest.mark.parametrize(
    ("partnership", "post", "opening", "reference", "says"),
    [
        (
            "lincolnshire",
            ("professional", "fen-primary"),
            LINCOLNSHIRE_OPENING,
            "LRP-2026-0001",
            "Step 1: professional to professional",
        ),
        (
            "west-yorkshire",
            ("worker", "high-school"),
            WEST_YORKSHIRE_OPENING,
            "WYE-2026-0001",
            "Step 1: worker to worker",
        ),
    ],
)
def test_the_command_line_speaks_their_words(
    partnership: str,
    post: tuple[str, str],
    opening: dict[str, str],
    reference: str,
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DUECOURSE_DB", str(tmp_path / "try.db"))
    monkeypatch.delenv("DUECOURSE_KEY", raising=False)
    assert main(["init", "--training", "--partnership", partnership]) == 0
    answers = [part for name, value in opening.items() for part in ("--field", f"{name}={value}")]
    by = ["--by", "Alex Example", "--role", post[0], "--agency", post[1]]
    assert main(["open", "escalation", *by, *answers, "--at", "2026-12-24T10:00:00Z"]) == 0
    capsys.readouterr()
    assert main(["show", reference]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert f"{reference} {says}" in printed
    assert load(edition_of(partnership)).partnership.emergency.text in printed
    assert "Halton" not in printed
