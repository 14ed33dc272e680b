"""What each agency says counts beside what the others say: gradings that differ, agree, fall and are put right."""

from typing import Any

import pytest

from engine.documents import case_document
from states.days import parse_instant
from states.facts import StepTaken
from states.folding import fold, replay
from states.refusals import Refused
from tests.spec.desk import Desk, actor, refused
from workflow.commands import OpenCase
from workflow.kept import differ, highest, lowered

REFERRED = {
    "child": "C-341",
    "harm": "going-missing",
    "concern": "Away for two nights.",
    "graded_because": "The child does not say where.",
    "family_told": "yes",
    "immediate_risk": "no",
}
COORDINATOR = "contextual-safeguarding-coordinator of partnership"
MANAGER = "partnership-manager of partnership"
LOWER = {"lowered_because": "At home again.", "lowered_told": "The school, by the constable"}


@pytest.fixture
def desk() -> Desk:
    """A referral of school B, which grades the risk low."""
    desk, now = Desk(), parse_instant("2026-09-07T09:00Z")
    by, answers = actor("designated-lead of school-b"), {**REFERRED, "grade": "low"}
    command = OpenCase(at=now, seen_at=now, by=by, pathway="contextual-safeguarding", answers=answers)
    desk.reference = desk.do(command).reference
    return desk


def grade(desk: Desk, day: int, agency: str, grade: str, **more: str) -> int:
    """The number of the fact that records it."""
    at = f"2026-09-{day:02}T10:00Z"
    answers = {"grading_agency": agency, "grade": grade, "graded_because": "So it seems.", **more}
    desk.take(at, COORDINATOR, "grade-risk", **answers)
    return max(n for n, fact in enumerate(desk.history, 1) if isinstance(fact, StepTaken))


def kept(desk: Desk) -> list[tuple[str, str, str | None]]:
    return [(each["of"], each["answer"], each["was"]) for each in document(desk)["kept"]["grade"]]


def document(desk: Desk) -> dict[str, Any]:
    procedure = desk.library.pinned(desk.case, desk.store.pack)
    return case_document(desk.reference, desk.history, procedure, parse_instant("2026-09-30T09:00Z"))


def test_one_agency_alone_neither_differs_nor_agrees_with_others(desk: Desk) -> None:
    pathway = desk.library.pinned(desk.case, desk.store.pack).policy.pathway
    assert (differ("grade", desk.case, pathway), lowered("grade", desk.case, pathway)) == (None, False)
    assert highest("grade", desk.case, pathway) == "low"
    assert (differ("harm", desk.case, pathway), highest("harm", desk.case, pathway)) == (None, None)


def test_a_high_risk_that_is_not_listed_is_told_of_whatever_another_agency_says_after_it(desk: Desk) -> None:
    assert "risk-not-listed" not in desk.open_alerts()
    n = grade(desk, 8, "police", "high")
    grade(desk, 9, "health-trust-a", "low")
    assert "risk-not-listed" in desk.open_alerts()
    desk.correct("2026-09-09T12:00Z", MANAGER, n, "grade", "low")
    assert desk.open_alerts() == set()


def test_two_agencies_that_differ_are_told_of_until_one_of_them_agrees(desk: Desk) -> None:
    assert "gradings-differ" not in desk.open_alerts()
    grade(desk, 8, "police", "high")
    assert "gradings-differ" in desk.open_alerts()
    grade(desk, 9, "school-b", "high")
    assert "gradings-differ" not in desk.open_alerts()
    grade(desk, 10, "police", "high")
    assert "gradings-differ" not in desk.open_alerts()
    grade(desk, 11, "health-trust-a", "low")
    assert "gradings-differ!2" in desk.open_alerts()
    assert desk.findings() == []


def test_agencies_agree_once_a_slip_of_one_of_them_is_corrected(desk: Desk) -> None:
    n = grade(desk, 8, "police", "high")
    with refused("not-a-choice"):
        desk.correct("2026-09-08T11:00Z", MANAGER, n, "grade", "severe")
    assert "gradings-differ" in desk.open_alerts()
    desk.correct("2026-09-08T12:00Z", MANAGER, n, "grade", "low")
    assert not desk.open_alerts()
    assert desk.findings() == []


def test_a_grading_that_was_recorded_for_another_agency_is_that_of_the_right_one_once_corrected(desk: Desk) -> None:
    n = grade(desk, 8, "police", "high")
    with refused("unknown-agency"):
        desk.correct("2026-09-08T11:00Z", MANAGER, n, "grading_agency", "the-police")
    desk.correct("2026-09-08T12:00Z", MANAGER, n, "grading_agency", "school-b")
    assert kept(desk) == [("school-b", "high", "low")]
    assert "gradings-differ" not in desk.open_alerts()


def test_an_earlier_grading_that_is_corrected_is_only_what_came_before(desk: Desk) -> None:
    first = grade(desk, 8, "police", "medium")
    grade(desk, 9, "police", "high")
    desk.correct("2026-09-09T12:00Z", MANAGER, first, "grade", "low")
    assert kept(desk) == [("school-b", "low", None), ("police", "high", "low")]


def test_lowering_needs_its_reason_and_who_was_told_whether_or_not_anybody_says_that_it_is_lower(desk: Desk) -> None:
    grade(desk, 8, "police", "high")
    with pytest.raises(Refused) as refusal:
        grade(desk, 9, "police", "medium")
    assert refusal.value.code == "missing-answer"
    assert "“grade” of police was high and is medium now." in refusal.value.because
    assert "lowered_told" in refusal.value.remedy
    with refused("missing-answer"):
        grade(desk, 9, "police", "low", lowered_because=LOWER["lowered_because"])
    assert "risk-lowered" not in desk.open_alerts()
    grade(desk, 9, "police", "medium", **LOWER)
    assert "risk-lowered" in desk.open_alerts()


def test_what_another_agency_said_makes_no_grading_lower(desk: Desk) -> None:
    grade(desk, 8, "police", "high")
    grade(desk, 9, "health-trust-a", "medium")
    grade(desk, 10, "health-trust-a", "medium")
    assert "risk-lowered" not in desk.open_alerts()


def test_an_agency_that_lowered_the_risk_is_told_of_until_that_agency_looks_again(desk: Desk) -> None:
    grade(desk, 8, "police", "high")
    grade(desk, 9, "police", "medium", **LOWER)
    grade(desk, 10, "school-b", "medium")
    assert "risk-lowered" in desk.open_alerts()
    grade(desk, 11, "police", "medium")
    assert "risk-lowered" not in desk.open_alerts()


def test_what_each_says_is_shown_with_since_when_and_only_where_a_procedure_keeps_it(desk: Desk) -> None:
    n = grade(desk, 8, "police", "high")
    school, police = document(desk)["kept"]["grade"]
    assert (school["of"], school["n"], school["at"]) == ("school-b", 1, "2026-09-07T09:00:00Z")
    assert police == {"of": "police", "answer": "high", "was": None, "at": "2026-09-08T10:00:00Z", "n": n}
    escalation = Desk()
    escalation.open("2026-12-11T09:00Z")
    assert "kept" not in document(escalation)


def test_a_history_read_in_two_parts_keeps_the_same_as_read_at_once(desk: Desk) -> None:
    n = grade(desk, 8, "police", "high")
    desk.correct("2026-09-08T12:00Z", MANAGER, n, "grade", "medium")
    then = [case for _, case in replay(desk.history)]
    for length, case in enumerate(then, 1):
        assert fold(desk.history[length:], onto=case).given == desk.case.given
    assert (list(then[0].given), then[n - 1].given[n]["grade"], then[-1].given[n]["grade"]) == ([1], "high", "medium")
