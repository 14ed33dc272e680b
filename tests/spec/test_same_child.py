"""Each agency's own identifier of the child is sealed; the parties say whether they mean the same child."""

from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from tests.spec.command_line import HEAD, OPENING, TEACHER, Run, fields, opened

WORKER = ("--by", "Cy Example", "--role", "practitioner", "--agency", "social-care")
SCHOOLS_OWN, SOCIAL_CARES_OWN = "UPN-8830417", "LCS-5520916"
SAME = ("same_child=yes", "checked_how=nhs-number")
DIFFERENT = ("same_child=no", "checked_how=name-and-date-of-birth")
UNCONFIRMED = {"same-child-unconfirmed", "same-child-unconfirmed-receiving"}
NOT_THE_SAME = {"not-the-same-child", "not-the-same-child-receiving"}


def with_identifier(run: Run) -> str:
    answers = (*OPENING, f"raising_identifier={SCHOOLS_OWN}")
    _, shown = run("open", "escalation", *TEACHER, *fields(*answers), "--at", "2026-12-11T09:00:00Z")
    return str(shown["case"])


def confirmed(run: Run, case: str, *answers: str, at: str = "2026-12-11T10:00:00Z") -> Any:
    status, shown = run("take", case, "confirm-same-child", *WORKER, *fields(*answers), "--at", at)
    assert status == 0, shown
    return shown


def handed_over(run: Run, case: str) -> Any:
    answers = fields("immediate_risk=no")
    return run("take", case, "hand-over", *TEACHER, *answers, "--at", "2026-12-11T15:00:00Z")[1]


def open_rules(shown: Any) -> set[str]:
    return {alert["rule"] for alert in shown["alerts"] if alert["state"] == "open"}


def test_both_agencies_identifiers_are_recorded_and_the_step_stays(training: Run) -> None:
    case = with_identifier(training)
    shown = confirmed(training, case, f"own_identifier={SOCIAL_CARES_OWN}", *SAME)
    assert (shown["step"], shown["record"]["raising_identifier"]) == ("step-1", SCHOOLS_OWN)
    assert (shown["record"]["own_identifier"], shown["record"]["same_child"]) == (SOCIAL_CARES_OWN, "yes")


def test_once_confirmed_nobody_is_told_at_the_hand_over(training: Run) -> None:
    case = with_identifier(training)
    confirmed(training, case, *SAME)
    assert open_rules(handed_over(training, case)) == set()


def test_handing_over_without_it_is_not_refused_and_both_managers_are_told(training: Run) -> None:
    shown = handed_over(training, opened(training))
    assert shown["step"] == "step-2-handover"
    told = {alert["tell"]["agency"] for alert in shown["alerts"] if alert["rule"] in UNCONFIRMED}
    assert (open_rules(shown), told) == (UNCONFIRMED, {"school-a", "social-care"})
    later = confirmed(training, shown["case"], *SAME, at="2026-12-11T16:00:00Z")
    assert open_rules(later) == set()


def test_that_they_do_not_mean_the_same_child_is_told_to_both_until_they_do(training: Run) -> None:
    case = opened(training)
    assert open_rules(confirmed(training, case, *DIFFERENT)) == NOT_THE_SAME
    assert open_rules(handed_over(training, case)) == NOT_THE_SAME
    assert open_rules(confirmed(training, case, *SAME, at="2026-12-11T16:00:00Z")) == set()


def test_whether_it_is_the_same_child_has_to_be_said(training: Run) -> None:
    given = fields(f"own_identifier={SOCIAL_CARES_OWN}")
    status, refusal = training("take", opened(training), "confirm-same-child", *WORKER, *given)
    assert (status, refusal["code"]) == (1, "missing-answer")


def test_no_identifier_can_be_read_in_the_database_file_nor_in_any_list(training: Run, tmp_path: Path) -> None:
    case = with_identifier(training)
    confirmed(training, case, f"own_identifier={SOCIAL_CARES_OWN}", *DIFFERENT)
    handed_over(training, case)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"confirm-same-child" in stored
    listed = "".join(str(training(*asked)[1]) for asked in (("list",), ("alerts",), ("verify",)))
    alerts = str(training("show", case)[1]["alerts"])
    for identifier in (SCHOOLS_OWN, SOCIAL_CARES_OWN):
        assert identifier.encode() not in stored
        assert identifier not in listed + alerts


@pytest.mark.parametrize("relation", ["same-child", "sibling"])
def test_two_cases_about_one_child_or_siblings_are_linked_and_shown_from_both(
    training: Run, relation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    older, newer = opened(training), opened(training, "2026-12-15T09:00:00Z")
    status, _ = training("link", newer, older, "--relation", relation, *HEAD)
    assert status == 0
    for case, other in ((older, newer), (newer, older)):
        assert training("show", case)[1]["links"] == [{"case": other, "relation": relation, "newer": newer}]
        main(["show", case])
        assert other in capsys.readouterr().out
    assert training("verify")[0] == 0
