"""One's own account, and asking to see a case of another agency."""

import re
from pathlib import Path

from access.accounts import find_person, give_post, is_password, set_password
from store.people import Post, View
from tests.web.case_desk import Room, escalations, text_of
from tests.web.people import SINCE, secret_of

TEACHER = "practitioner of school-a"
OTHER = "line-manager of school-b"
OLD, NEW = "pebble orchard window", "lantern thistle harbour"


def with_two_posts(room: Room) -> None:
    room.browser(TEACHER)
    partnership = room.site.pack().partnership
    give_post(room.store, Post("", "practitioner.school-a", "line-manager", "school-a", SINCE, None), partnership)


def test_one_sees_one_s_posts_and_acts_in_another(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    with_two_posts(room)
    browser = room.browser(TEACHER)
    said = text_of(browser.page("/account"))
    assert "Practitioner, School A" in said
    [(post, title)] = re.findall(r'name="post" value="([^"]+)"[^>]*>Act as: ([^<]+)<', browser.page("/account"))
    assert f"You act as {title}" not in said
    form = browser.filled("/account", post=post)
    assert browser.post("/account/post", form).status_code == 303
    assert f"You act as {title}" in text_of(browser.page("/account"))


def test_whoever_holds_one_post_has_none_to_change_to(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    browser = room.browser(TEACHER)
    assert "Act in another post" not in browser.page("/account")
    form = {"form_token": browser.filled("/sign-out")["form_token"], "post": "x"}
    assert browser.post("/account/post", form).status_code == 403


def test_a_password_is_changed_by_who_knows_the_present_one(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    person = find_person(room.store, "practitioner.school-a")
    if person is None:
        room.browser(TEACHER)
        person = find_person(room.store, "practitioner.school-a")
    assert person is not None
    set_password(room.store, person, OLD)
    browser = room.browser(TEACHER)
    wrong = browser.send("/account/password", current="something else", password=NEW, again=NEW)
    assert wrong.status_code == 422
    assert 'id="current-error"' in wrong.text
    assert NEW not in wrong.text
    changed = browser.send("/account/password", current=OLD, password=NEW, again=NEW)
    assert changed.headers["location"] == "/account?done=password"
    assert is_password(find_person(room.store, "practitioner.school-a"), NEW)
    assert browser.get("/account").status_code == 200


def test_one_sees_what_one_has_looked_at(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser(TEACHER)
    assert "Nobody looked" in text_of(browser.page("/account/views"))
    browser.page(f"/cases/{case}")
    assert f"{case} case (web)" in text_of(browser.page("/account/views"))


def test_the_answer_is_the_same_whether_or_not_there_is_such_a_case(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    answers = []
    for who, reference in ((OTHER, case), ("line-manager of police", "ESC-2026-9999")):
        browser = room.browser(who)
        assert browser.get(f"/cases/{reference}").status_code == 404
        sent = browser.send("/access-request", reference=reference.lower(), reason="A child moved to us.")
        listed = text_of(browser.page("/access-request"))
        answers.append((sent.status_code, sent.headers["location"], listed.count(reference)))
    assert answers[0] == answers[1] == (303, "/access-request?done=asked", 1)


def test_whoever_asked_finds_the_case_for_as_long_as_it_was_granted_and_every_look_is_logged(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    browser = room.browser(OTHER)
    browser.send("/access-request", reference=case, reason="A child moved to us.")
    assert browser.get(f"/cases/{case}").status_code == 200
    assert room.store.people.find(View, case=case, person="line-manager.school-b")
    room.wait("2026-12-12T09:01Z")
    assert browser.get(f"/cases/{case}").status_code == 404


def test_asking_opens_a_case_in_which_somebody_else_looks_at_the_access(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    manager = "partnership-manager of partnership"
    secret_of(manager, room.store, room.site.pack().partnership, room.now, "Bo Sample")
    room.browser(OTHER).send("/access-request", reference=case, reason="A child moved to us.")
    access = room.site.pack().partnership.access
    assert access is not None
    assert access.review is not None
    [review] = room.store.case_rows(pathway=access.review.pathway)
    assert review.case in room.browser(manager).page("/")
    asker = room.browser(OTHER)
    assert asker.get(f"/cases/{review.case}").status_code == 404
    assert f'href="/cases/{review.case}"' not in asker.page("/access-request")


def test_nobody_asks_without_saying_which_case_and_what_for(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    sent = room.browser(OTHER).send("/access-request", reference="", reason="")
    assert sent.status_code == 422
    for field in ("reference", "reason"):
        assert f'href="#{field}"' in sent.text
        assert f'id="{field}-error"' in sent.text
