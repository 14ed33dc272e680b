"""The partnership's own business unit may raise what it holds itself; for others it keeps the record."""

from collections.abc import Mapping

import pytest

from engine.verify import verify
from states.days import parse_instant
from states.refusals import Refused
from tests.spec.desk import OPENING, Desk, actor
from workflow.commands import OpenCase

NOW = "2026-11-02T09:00:00Z"
OWN = {"raising_agency": "partnership"}
REVIEW = {
    "child": "C-31",
    "arose_from": "good-practice",
    "kind": "learning-circle",
    "what_to_learn": "Why this went so well.",
    "perhaps_notifiable": "no",
}
REPORT = {**OWN, "year_ended_on": "2026-03-31", "due_on": "2026-09-30"}
AUDIT = {**OWN, "kind": "multi-agency", "theme": "Strategy meetings, as every spring."}
RETURN = {"quarter": "july-to-september", "quarter_ended_on": "2026-09-30", "asked_by_day": "2026-12-01"}
DISPUTE = {**OPENING, "concern_arose_at": "2026-11-02T08:30:00Z"}
RECOMMENDATION = {"recommendation": "Reasons for lateness are written down.", "came_from": "scrutineer"}


def opened(pathway: str, answers: Mapping[str, str], who: str = "business-unit of partnership") -> Desk:
    desk, now = Desk(), parse_instant(NOW)
    command = OpenCase(at=now, seen_at=now, by=actor(who), pathway=pathway, answers=answers)
    desk.reference = desk.do(command).reference
    return desk


@pytest.mark.parametrize(
    ("pathway", "answers"),
    [
        ("learning-review", REVIEW),
        ("annual-report", REPORT),
        ("audit", AUDIT),
        ("learning-action", RECOMMENDATION),
    ],
)
def test_the_business_unit_raises_for_itself_what_it_holds_itself(pathway: str, answers: Mapping[str, str]) -> None:
    desk = opened(pathway, answers)
    assert desk.case.parties == {"raising": "partnership", "partnership": "partnership"}
    assert desk.case.holder.agency == "partnership"
    assert list(verify(desk.store, desk.library)) == []


def test_whoever_else_is_named_is_the_raising_agency_still() -> None:
    desk = opened("learning-review", {**REVIEW, "raising_agency": "police"})
    assert desk.case.parties == {"raising": "police", "partnership": "partnership"}


@pytest.mark.parametrize(
    ("pathway", "answers"),
    [
        ("escalation", DISPUTE),
        ("escalation", {**DISPUTE, **OWN}),
        ("audit", {**OWN, "kind": "joint-inspection", "theme": "The front door."}),
        ("data-return", RETURN),
    ],
)
def test_what_another_agency_begins_with_is_not_the_partnerships_own(pathway: str, answers: Mapping[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        opened(pathway, answers)
    assert refused.value.code == "raising-agency-missing"


def test_the_other_side_is_never_the_partnership() -> None:
    with pytest.raises(Refused) as refused:
        opened("escalation", {**DISPUTE, "receiving_agency": "partnership"}, "practitioner of school-a")
    assert refused.value.code == "same-agency"
