"""Cases that have to do with each other."""

from pathlib import Path

from tests.spec.desk import OPENING
from tests.spec.test_answers_together import REQUEST
from tests.web.case_desk import escalations, text_of, visits

LEAD = "line-manager of school-a"
CARE = "line-manager of social-care"
POLICE = "practitioner of police"
CHAIR = "strategy-meeting-chair of social-care"


def test_a_link_shows_on_both_cases_in_the_words_of_its_relation(tmp_path: Path) -> None:
    room, older = escalations(tmp_path)
    newer = room.open("2026-12-14T09:00Z", LEAD, "escalation", dict(OPENING))
    browser = room.browser(LEAD)
    sent = browser.send(f"/cases/{newer}/links/new", older=older.lower(), relation="sibling")
    assert sent.status_code == 303
    assert f"{older}, Professional challenge and escalation. This case: About a brother or sister" in text_of(
        browser.page(f"/cases/{newer}")
    )
    assert f"{newer}, Professional challenge and escalation. That case: About a brother or sister" in text_of(
        browser.page(f"/cases/{older}")
    )


def test_a_case_that_one_may_not_see_can_neither_be_linked_nor_is_shown_as_linked(tmp_path: Path) -> None:
    room, older = escalations(tmp_path)
    against_care = {**OPENING, "receiving_agency": "social-care"}
    newer = room.open("2026-12-14T09:00Z", POLICE, "escalation", against_care)
    sent = room.browser(POLICE).send(f"/cases/{newer}/links/new", older=older, relation="sibling")
    assert sent.status_code == 422
    assert f"There is no case “{older}”." in sent.text
    assert room.browser(CARE).send(f"/cases/{newer}/links/new", older=older, relation="sibling").status_code == 303
    assert older in room.browser(CARE).page(f"/cases/{newer}")
    for page in ("", "?events=all", "/replay", "/audit", "/audit.csv"):
        assert older not in room.browser(POLICE).page(f"/cases/{newer}{page}"), page
    assert "Linked to a case that you may not see" in room.browser(POLICE).page(f"/cases/{newer}/replay")


def test_an_answer_that_names_a_case_tells_whoever_may_not_see_it_only_that_there_is_one(tmp_path: Path) -> None:
    room, older = escalations(tmp_path)
    asked = {**REQUEST, "receiving_agency": "police"}
    meeting = room.open("2026-12-11T10:00Z", CHAIR, "strategy-meeting", asked)
    room.take("2026-12-11T11:00Z", CHAIR, meeting, "record-escalation", escalation=older, escalation_about="delay")
    for page in ("", "?events=all", "/replay", "/audit", "/audit.csv", "/known"):
        assert older not in room.browser(POLICE).page(f"/cases/{meeting}{page}"), page
    assert "a case that you may not see" in text_of(room.browser(POLICE).page(f"/cases/{meeting}"))
    assert older in room.browser(CHAIR).page(f"/cases/{meeting}")


def test_whoever_only_looks_at_a_case_is_offered_nothing_that_is_for_its_parties(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.wait("2026-12-14T09:00Z")
    page = room.browser(LEAD).page(f"/cases/{case}")
    assert "/links/new" in page
    assert "/reason" in page
    police = room.browser(POLICE)
    asked = police.send("/access-request", reference=case, reason="A child we both know.")
    assert asked.status_code == 303
    page = police.page(f"/cases/{case}")
    assert "/links/new" not in page
    assert "/reason" not in page
    refused = police.get(f"/cases/{case}/links/new")
    assert refused.status_code == 403
    assert "Police is no party to this case. It is for" in text_of(refused.text)


def test_a_case_of_others_is_not_found(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    for page in ("", "/replay", "/audit", "/audit.csv", "/known", "/links/new", "/clocks/whole/reason"):
        assert room.browser(POLICE).get(f"/cases/{case}{page}").status_code == 404, page


def test_what_the_partnership_names_is_opened_about_a_case_in_one_step_by_who_may(tmp_path: Path) -> None:
    room, case = visits(tmp_path)
    address = f'href="/cases/new/escalation?link={case}&amp;relation=challenges"'
    assert address in room.browser(LEAD).page(f"/cases/{case}")
    assert address not in room.browser("lead-partner of partnership").page(f"/cases/{case}")


def test_an_escalation_is_not_opened_about_an_escalation(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    assert "/cases/new/" not in room.browser(LEAD).page(f"/cases/{case}")
