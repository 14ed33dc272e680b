"""Who may put right what somebody recorded: their own agency and the partnership, never another agency."""

import pytest

from states.refusals import Refused
from tests.spec.desk import Desk

NOW = "2026-12-15T09:00Z"
THEIRS = "designated-lead of school-a"
OTHERS = "designated-lead of social-care"
STRANGERS = "designated-lead of school-b"


def test_an_agency_corrects_what_it_recorded_itself() -> None:
    desk = Desk().climbed_to_step_2()
    desk.correct(NOW, THEIRS, 1, "level_of_need", "2")
    assert desk.case.record["level_of_need"] == "2"


def test_the_partnership_corrects_what_any_agency_recorded() -> None:
    desk = Desk().climbed_to_step_2()
    desk.correct(NOW, "business-unit of partnership", 1, "level_of_need", "2")
    assert desk.case.record["level_of_need"] == "2"


@pytest.mark.parametrize("who", [OTHERS, STRANGERS])
def test_no_agency_corrects_or_strikes_out_what_another_recorded(who: str) -> None:
    desk = Desk().climbed_to_step_2()
    with pytest.raises(Refused, match="School A or Safeguarding partnership") as refused:
        desk.correct(NOW, who, 1, "level_of_need", "2")
    assert refused.value.code == "not-your-move"


def test_the_parties_to_a_case_cannot_be_corrected_afterwards() -> None:
    desk = Desk().climbed_to_step_2()
    with pytest.raises(Refused) as refused:
        desk.correct(NOW, THEIRS, 1, "receiving_agency", "police")
    assert refused.value.code == "parties-stay"


def test_whoever_is_no_party_gives_no_reason_and_takes_on_no_alert() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2027-01-20T09:00Z")
    late, alert = "step-2", next(iter(desk.case.alerts))
    with pytest.raises(Refused, match="no party"):
        desk.give_reason("2027-01-20T10:00Z", STRANGERS, late)
    with pytest.raises(Refused, match="no party"):
        desk.acknowledge("2027-01-20T10:00Z", STRANGERS, alert)
    desk.give_reason("2027-01-20T10:00Z", THEIRS, late)
