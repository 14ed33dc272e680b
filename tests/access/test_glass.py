"""Seeing a case beyond one's agency: for a time, for a reason, looked at by somebody else, and telling nothing."""

from datetime import timedelta

import pytest

from access.glass import ask
from access.visitor import Visitor
from states.days import day_of, parse_instant
from states.folding import fold
from store.contract import Store
from store.people import Grant
from tests.access.house import NOW, House
from tests.spec.desk import refused

FRIDAY = parse_instant("2026-12-11T22:00Z")


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


def asked(house: House, visitor: Visitor, reference: str, key: str = "k-1", why: str = "The child is here.") -> str:
    return ask(house.store, house.library, house.pack, visitor, reference, why, NOW, key)


def test_what_was_asked_for_is_seen_for_its_hours_and_no_longer(house: House) -> None:
    case = house.escalation()
    visitor = house.person("designated-lead of school-b")
    assert house.sees(visitor) == set()
    asked(house, visitor, case.lower())
    assert house.sees(visitor) == {case}
    assert house.sees(visitor, NOW + timedelta(hours=25)) == set()
    assert house.sees(house.person("line-manager of school-b")) == set()


def test_a_restricted_case_can_be_asked_for_too(house: House) -> None:
    case = house.allegation()
    visitor = house.person("business-unit of partnership")
    asked(house, visitor, case)
    assert case in house.sees(visitor)


def test_asking_for_a_case_that_does_not_exist_is_answered_and_recorded_alike(house: House) -> None:
    case = house.escalation()
    visitor = house.person("designated-lead of school-b")
    there, nowhere = asked(house, visitor, case, "k-1"), asked(house, visitor, "ESC-2026-0099", "k-2")
    rows = [house.store.case_row(each) for each in (there, nowhere)]
    assert rows[0] is not None
    assert rows[1] is not None
    alike = [(row.step, row.status, row.holder_role, row.next_due_at, row.version) for row in rows if row]
    assert alike[0] == alike[1]
    grants = house.store.people.find(Grant, person=visitor.person.username)
    assert [(each.case, each.until) for each in grants] == [(case, grants[0].until), ("ESC-2026-0099", grants[0].until)]


def test_a_case_that_is_opened_later_under_that_reference_is_not_seen(house: House) -> None:
    visitor = house.person("designated-lead of school-b")
    asked(house, visitor, "ESC-2026-0001")
    assert house.escalation() == "ESC-2026-0001"
    assert house.sees(visitor) == set()


def test_the_review_is_due_on_the_next_working_day_and_the_asker_never_sees_it(house: House) -> None:
    case = house.escalation()
    visitor = house.person("senior-manager of school-b")
    review = ask(house.store, house.library, house.pack, visitor, case, "The child is here.", FRIDAY, "k")
    [clock] = fold(house.store.history(review)).clocks.values()
    assert day_of(clock.due_at).isoformat() == "2026-12-14"
    row = house.store.case_row(review)
    assert row is not None
    assert (row.holder_role, row.holder_agency, row.restricted) == ("partnership-manager", "partnership", True)
    assert review not in house.sees(visitor)
    assert review in house.sees(house.person("senior-manager of school-b", "Robin Other"))
    assert review in house.sees(house.person("partnership-manager of partnership", "Gray Outline"))
    assert house.findings() == []


def test_what_the_business_unit_asks_for_is_reviewed_by_another_agency(house: House) -> None:
    visitor = house.person("partnership-manager of partnership")
    review = asked(house, visitor, house.allegation("school-b"))
    row = house.store.case_row(review)
    assert row is not None
    assert (row.holder_role, row.holder_agency) == ("senior-manager", "social-care")
    assert review not in house.sees(visitor)


def test_asking_again_with_the_same_key_changes_nothing(house: House) -> None:
    case = house.escalation()
    visitor = house.person("designated-lead of school-b")
    first = asked(house, visitor, case)
    later = ask(
        house.store, house.library, house.pack, visitor, case, "The child is here.", NOW + timedelta(hours=1), "k-1"
    )
    assert later == first
    [grant] = house.store.people.find(Grant, person=visitor.person.username)
    assert grant.until == NOW + timedelta(hours=24)
    assert asked(house, visitor, case, "k-1", "Another reason.") != first


def test_whoever_only_reads_cannot_ask(house: House) -> None:
    with refused("may-not-ask"):
        asked(house, house.person("auditor of partnership"), house.allegation())
