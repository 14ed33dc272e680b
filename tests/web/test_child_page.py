"""All cases of a child together: who may see them, which they are, and what stands there of each."""

from pathlib import Path

from access.accounts import give_post
from store.people import Post, View
from tests.spec.desk import OPENING
from tests.web.case_desk import Room, escalations, text_of
from tests.web.people import SINCE, UNTIL

LEAD = "line-manager of school-a"
TEACHER = "practitioner of school-a"
UNIT = "business-unit of partnership"
AUDITOR = "auditor of partnership"
POLICE = "practitioner of police"


def linked(folder: Path) -> tuple[Room, str, str, str]:
    """Three cases: the second is about the same child as the first, the third about a brother of the second's."""
    room, first = escalations(folder)
    second = room.open("2026-12-14T09:00Z", TEACHER, "escalation", dict(OPENING))
    third = room.open("2026-12-14T10:00Z", TEACHER, "escalation", dict(OPENING))
    browser = room.browser(LEAD)
    browser.send(f"/cases/{second}/links/new", older=first, relation="same-child")
    browser.send(f"/cases/{third}/links/new", older=second, relation="sibling")
    return room, first, second, third


def test_links_are_followed_both_ways_and_onwards(tmp_path: Path) -> None:
    room, *cases = linked(tmp_path)
    for start in cases:
        html = room.browser(UNIT).page(f"/cases/{start}/child")
        for case in cases:
            assert f'id="case-{case}"' in html, (start, case)
    assert "About a brother or sister" in html


def test_a_link_that_does_not_tell_of_one_child_is_not_followed(tmp_path: Path) -> None:
    room, first = escalations(tmp_path)
    second = room.open("2026-12-14T09:00Z", TEACHER, "escalation", dict(OPENING))
    room.browser(LEAD).send(f"/cases/{second}/links/new", older=first, relation="follows")
    assert f'id="case-{first}"' not in room.browser(UNIT).page(f"/cases/{second}/child")


def test_few_posts_see_a_child_s_cases_together(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    assert room.browser(UNIT).get(f"/cases/{case}/child").status_code == 200
    assert room.browser(AUDITOR).get(f"/cases/{case}/child").status_code == 200
    assert room.browser(LEAD).get(f"/cases/{case}/child").status_code == 403
    assert room.browser(POLICE).get(f"/cases/{case}/child").status_code == 404
    assert f"/cases/{case}/child" in room.browser(UNIT).page(f"/cases/{case}")
    assert f"/cases/{case}/child" not in room.browser(LEAD).page(f"/cases/{case}")


def test_every_case_that_is_shown_counts_as_looked_at(tmp_path: Path) -> None:
    room, *cases = linked(tmp_path)
    room.browser(UNIT).page(f"/cases/{cases[0]}/child")
    for case in cases:
        assert [view.page for view in room.store.people.find(View, case=case, person="business-unit.partnership")] == [
            "all cases of the child"
        ]


def test_what_is_late_says_whether_there_is_a_reason(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.wait("2026-12-15T09:00Z")
    late = text_of(room.browser(UNIT).page(f"/cases/{case}/child"))
    assert "Late, by 2 working days No reason is recorded." in late
    room.browser(LEAD).send(
        f"/cases/{case}/clocks/step-1/reason", code="staff-absence", text="Away ill.", authoriser="C. Head"
    )
    given = text_of(room.browser(UNIT).page(f"/cases/{case}/child"))
    assert (
        "Somebody needed was away: Away ill. The reason has a code and words, and was authorised by C. Head." in given
    )


def test_what_the_pack_marks_is_shown_and_what_nobody_recorded_is_said_to_be_missing(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    said = text_of(room.browser(UNIT).page(f"/cases/{case}/child"))
    assert "Is a child at immediate risk of harm? No" in said
    assert "Which level of need is the child at? Level 3" in said
    assert "Nothing is recorded of what the child says." in said


def test_a_challenge_says_how_it_ended_or_that_it_has_not(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    assert "No outcome is recorded." in text_of(room.browser(UNIT).page(f"/cases/{case}/child"))


def test_what_was_known_when_stands_in_the_order_of_knowing(tmp_path: Path) -> None:
    room, first, second, _ = linked(tmp_path)
    said = text_of(room.browser(UNIT).page(f"/cases/{first}/child"))
    known = said[said.index("What was known when") :]
    assert known.index(f"{first}. Known since Fri 11 Dec 2026") < known.index(f"{second}. Known since Mon 14 Dec 2026")


def test_a_case_that_the_reader_may_not_see_is_neither_shown_nor_led_through(tmp_path: Path) -> None:
    room, first, second, third = linked(tmp_path)
    bound = Post(
        "", "auditor.partnership", "auditor", "partnership", SINCE, UNTIL, "an inspection", "", f"{first} {third}"
    )
    room.browser(AUDITOR)
    room.store.people.forget(Post, person="auditor.partnership")
    give_post(room.store, bound, room.site.pack().partnership)
    html = room.browser(AUDITOR).page(f"/cases/{first}/child")
    assert second not in html
    assert third not in html
