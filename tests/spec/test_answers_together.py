"""Answers that have to fit each other: what goes with nothing else, days in order, and agencies that can take part."""

import pytest

from engine.packs.editions import edition_of
from engine.packs.reading import load
from states.case import NO_CASE
from states.days import parse_instant
from states.facts import StepTaken
from states.refusals import Refused
from tests.spec.desk import actor, refused
from workflow.answers import read_answer
from workflow.commands import OpenCase
from workflow.decide import decide
from workflow.in_order import too_early
from workflow.questions import Question

PACK = load(edition_of("halton"))
NOW = parse_instant("2026-12-11T09:00Z")
MEETING = PACK.procedures["strategy-meeting"].policy
DECISIONS = MEETING.pathway.moves["hold"].record["decisions"]
PLAN = {"safety_plan": MEETING.pathway.moves["hold"].record["safety_plan"]}
REQUEST = {
    "immediate_risk": "no",
    "child": "C-17",
    "earliest_request_or_decision": "2026-12-11T08:00:00Z",
    "earliest_was": "request",
    "urgency": "standard",
    "concern": "What is feared.",
}


def test_no_further_action_is_decided_alone_or_not_at_all() -> None:
    with refused("stands-alone"):
        read_answer("decisions", DECISIONS, "section-47-enquiry,no-further-action", PACK.partnership, NOW)
    alone = read_answer("decisions", DECISIONS, "no-further-action", PACK.partnership, NOW)
    others = read_answer("decisions", DECISIONS, "section-47-enquiry,joint-enquiry", PACK.partnership, NOW)
    assert (alone, others) == (["no-further-action"], ["section-47-enquiry", "joint-enquiry"])


@pytest.mark.parametrize(("due", "early"), [("2026-12-10", True), ("2026-12-11", False), ("2027-01-08", False)])
def test_what_a_meeting_agrees_is_due_on_its_day_at_the_earliest(due: str, *, early: bool) -> None:
    record = {"safety_plan": [{"due": "2026-12-18"}, {"due": due}]}
    found = [each.place for each in too_early(PLAN, record, {}, parse_instant("2026-12-11T16:00Z"))]
    assert found == ([1] if early else [])


def test_a_request_that_came_later_did_not_come_before_the_first() -> None:
    answers = {**REQUEST, "first_requested_at": "2026-12-11T07:30:00Z"}
    command = OpenCase(
        at=NOW, seen_at=NOW, by=actor("team-manager of social-care"), pathway="strategy-meeting", answers=answers
    )
    with pytest.raises(Refused, match="before “earliest_request_or_decision”"):
        decide(NO_CASE, command, MEETING)


def test_only_an_agency_that_convenes_can_be_the_one_that_is_asked_to() -> None:
    by = actor("strategy-meeting-chair of police")
    with refused("raising-agency-missing"):
        decide(NO_CASE, OpenCase(at=NOW, seen_at=NOW, by=by, pathway="strategy-meeting", answers=REQUEST), MEETING)
    by = actor("strategy-meeting-chair of social-care")
    opened = decide(NO_CASE, OpenCase(at=NOW, seen_at=NOW, by=by, pathway="strategy-meeting", answers=REQUEST), MEETING)
    assert any(isinstance(fact, StepTaken) for fact in opened)


def test_who_may_is_said_by_the_titles_of_posts_and_agencies() -> None:
    by = actor("designated-lead of school-a")
    answers = {**REQUEST, "raising_agency": "social-care"}
    command = OpenCase(at=NOW, seen_at=NOW, by=by, pathway="strategy-meeting", answers=answers)
    with pytest.raises(Refused) as found:
        decide(NO_CASE, command, MEETING)
    assert "Named or designated safeguarding lead, School A" in found.value.because
    assert "Team manager in children's social care, Children's social care" in found.value.remedy
    assert "receiving_agency" in found.value.remedy


def test_a_choice_reads_as_its_pack_says_and_else_by_its_own_name() -> None:
    question = Question.model_validate(
        {
            "type": "choice",
            "ask": "How?",
            "choices": ["nhs-number", "shared-record"],
            "titles": {"nhs-number": "NHS number"},
        }
    )
    assert [question.title_of(each) for each in question.choices] == ["NHS number", "Shared record"]
    with pytest.raises(ValueError, match="none of the choices"):
        Question.model_validate({"type": "choice", "ask": "How?", "choices": ["one"], "titles": {"two": "Two"}})
