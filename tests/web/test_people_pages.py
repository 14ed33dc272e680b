"""People and posts in the browser: kept by those who keep them, and by nobody else."""

import re
from pathlib import Path

from access.accounts import find_person, is_password
from store.people import Person, Post, Session
from tests.web.case_desk import Browser, Room, escalations, text_of

MANAGER = "partnership-manager of partnership"
TEACHER = "practitioner of school-a"
AUDITOR = "auditor of partnership"
FIRST = {"since-day": "1", "since-month": "12", "since-year": "2026"}
SECRET = "lantern thistle harbour"  # noqa: S105 - nobody's


def added(browser: Browser, name: str = "Kim Outline", username: str = "k.outline") -> str:
    """The address of a person who was just added."""
    sent = browser.send("/people/new", name=name, username=username, email="")
    assert sent.status_code == 303, text_of(sent.text)
    return str(sent.headers["location"]).partition("?")[0]


def held(room: Room, username: str) -> list[Post]:
    return room.store.people.find(Post, person=username)


def test_only_who_keeps_people_sees_the_pages_about_them(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    address = added(manager)
    for page in ("/people", "/people/new", "/people/vacancies", address, f"{address}/posts/new", f"{address}/password"):
        assert manager.get(page).status_code == 200, page
        assert room.browser(TEACHER).get(page).status_code == 403, page
        assert room.browser(AUDITOR).get(page).status_code == 403, page


def test_no_address_carries_a_name(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    added(manager)
    hrefs = re.findall(r'href="([^"]*)"', manager.page("/people"))
    assert not [href for href in hrefs if "outline" in href]


def test_a_person_is_added_and_given_a_post_and_can_then_sign_in(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    address = added(manager)
    sent = manager.send(f"{address}/posts/new", role="practitioner", agency="school-b", **FIRST)
    assert sent.status_code == 303
    assert manager.send(f"{address}/password", password=SECRET, again=SECRET).status_code == 303
    said = text_of(manager.page(address))
    assert "Practitioner, School B" in said
    assert "Given by Alex Example" in said
    person = find_person(room.store, "k.outline")
    assert is_password(person, SECRET)
    assert SECRET not in manager.page(address)


def test_a_role_of_the_partnership_s_own_agency_is_not_given_in_another(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    address = f"{added(manager)}/posts/new"
    page = manager.page(address)
    assert page.index("Auditor or inspector") < page.index("Line manager") < page.index("Only in: Safeguarding")
    sent = manager.send(address, role="authority-notifier", agency="social-care", since="2026-12-01")
    assert sent.status_code == 422
    assert "The procedures know “Whoever notifies for the local authority” only in" in sent.text
    assert manager.send(address, role="authority-notifier", agency="partnership", since="2026-12-01").status_code == 303


def test_each_page_about_a_person_is_told_apart_by_what_they_hold_and_never_by_a_name(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    address = added(manager)
    manager.send(f"{address}/posts/new", role="line-manager", agency="school-a")
    for page in ("", "/password", "/active", "/posts/new"):
        title = manager.page(f"{address}{page}").partition("</title>")[0]
        assert title.rstrip().endswith("Line manager, School A - Duecourse")
        assert "Outline" not in title


def test_a_password_typed_two_ways_or_too_weak_is_not_set(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    address = added(manager)
    for typed, field in (((SECRET, "another harbour"), "again"), (("short", "short"), "password")):
        sent = manager.send(f"{address}/password", password=typed[0], again=typed[1])
        assert sent.status_code == 422
        assert f'id="{field}-error"' in sent.text
        assert SECRET not in sent.text
    assert not room.store.people.find(Person, username="k.outline")[0].password


def test_a_name_that_is_taken_is_said_at_its_field_and_what_was_typed_is_kept(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    added(manager)
    sent = manager.send("/people/new", name="Kit Outline", username="k.outline", email="")
    assert sent.status_code == 422
    assert 'id="username-error"' in sent.text
    assert 'value="Kit Outline"' in sent.text


def test_whoever_only_reads_holds_a_post_for_a_time_and_a_reason(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    address = added(manager)
    form = {"role": "auditor", "agency": "partnership", **FIRST}
    assert manager.send(f"{address}/posts/new", **form).status_code == 422
    assert held(room, "k.outline") == []
    last = {"until-day": "31", "until-month": "12", "until-year": "2026"}
    bounded = {**form, **last, "because": "An inspection", "references": "esc-2026-0001"}
    assert manager.send(f"{address}/posts/new", **bounded).status_code == 303
    [post] = held(room, "k.outline")
    assert (post.because, post.only, post.given_by) == (
        "An inspection",
        "ESC-2026-0001",
        "partnership-manager.partnership",
    )
    assert "31 Dec 2026" in text_of(manager.page(address))


def test_a_post_is_ended_and_one_s_own_is_not(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    address = added(manager)
    manager.send(f"{address}/posts/new", role="practitioner", agency="school-b", **FIRST)
    [post] = held(room, "k.outline")
    assert manager.send(f"{address}/posts/{post.id}/end").status_code == 303
    assert held(room, "k.outline")[0].until == room.now
    own = next(href for href in re.findall(r'href="(/people/\w{16})"', manager.page("/people")) if href != address)
    mine = next(each for each in held(room, "partnership-manager.partnership"))
    assert manager.get(f"{own}/posts/{mine.id}/end").status_code in (404, 422)
    assert mine.until is None or mine.until > room.now


def test_an_account_is_disabled_and_its_sessions_end(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    teacher = room.browser(TEACHER)
    manager = room.browser(MANAGER)
    listed = manager.page("/people")
    addresses = re.findall(r'href="(/people/\w{16})"', listed)
    address = next(each for each in addresses if "practitioner.school-a" in manager.page(each))
    assert teacher.get("/").status_code == 200
    assert manager.send(f"{address}/active").status_code == 303
    assert teacher.get("/").status_code == 303
    assert "Disabled" in text_of(manager.page(address))
    assert manager.send(f"{address}/active").status_code == 303
    [person] = room.store.people.find(Person, username="practitioner.school-a")
    assert person.active


def test_nobody_shuts_themselves_out(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    manager = room.browser(MANAGER)
    [own] = re.findall(r'href="(/people/\w{16})"', manager.page("/people"))
    assert manager.get(f"{own}/active").status_code == 422
    assert "/active" not in manager.page(own)


def test_posts_that_nobody_holds_are_listed_with_what_waits_and_who_is_told_instead(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    said = text_of(room.browser(MANAGER).page("/people/vacancies"))
    assert f"Practitioner, School A {case}" in said
    assert "the fallback post: Safeguarding partnership manager" in said
    room.browser(TEACHER)
    assert "Practitioner, School A" not in text_of(room.browser(MANAGER).page("/people/vacancies"))


def test_who_looked_at_a_case_is_seen_by_those_who_keep_people_and_by_auditors(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.browser(TEACHER).page(f"/cases/{case}")
    for who in (MANAGER, AUDITOR):
        said = text_of(room.browser(who).page(f"/people/views?case={case.lower()}"))
        assert f"Alex Example, Practitioner, School A {case} case (web)" in said
    assert room.browser(TEACHER).get("/people/views").status_code == 403
    assert "Nobody looked" in text_of(room.browser(MANAGER).page("/people/views?case=ESC-1999-0001"))


def test_the_pages_offer_auditors_nothing_that_writes(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    auditor = room.browser(AUDITOR)
    for page in ("/account", "/account/views", "/people/views", "/reports", "/procedure"):
        assert 'method="post"' not in auditor.page(page), page
    for page in ("/people/new", "/account/password", "/access-request"):
        assert auditor.get(page).status_code == 403, page
    token = {"form_token": auditor.filled("/sign-out")["form_token"]}
    for page in ("/people/new", "/account/password", "/account/post", "/access-request"):
        assert auditor.post(page, token).status_code == 403, page


def test_sessions_are_gone_everywhere_after_signing_out_everywhere(tmp_path: Path) -> None:
    room, _ = escalations(tmp_path)
    here, there = room.browser(TEACHER), room.browser(TEACHER)
    assert here.send("/account/sign-out-everywhere").status_code == 303
    assert there.get("/").headers["location"].startswith("/sign-in")
    assert room.store.people.find(Session, person="practitioner.school-a") == []


def test_a_deadline_that_only_vacant_posts_could_keep_is_listed_until_somebody_holds_one(tmp_path: Path) -> None:
    room, case = escalations(tmp_path)
    room.take("2026-12-11T15:00Z", "practitioner of school-a", case, "hand-over", immediate_risk="no")
    unkept = (
        f"{case} The manager or safeguarding lead takes it on Mon 14 Dec 2026, end of day Line manager, School A or"
    )
    assert unkept in text_of(room.browser(MANAGER).page("/people/vacancies"))
    room.browser("designated-lead of school-a")
    said = text_of(room.browser(MANAGER).page("/people/vacancies"))
    assert unkept not in said
    assert f"Line manager, School A {case}" in said
