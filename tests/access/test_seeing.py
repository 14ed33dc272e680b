"""Who sees which case: by agency, by the partnership's own roles, never a restricted one without a name for it."""

import pytest

from access.seeing import may_make, sight_of
from engine.packs.pack import Pack
from scheduler.due import sweep
from states.days import parse_instant
from store.contract import Store
from store.people import Post
from store.rows import Sight, Wanted
from tests.access.house import NOW, SINCE, UNTIL, House
from tests.spec.desk import refused


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


def test_two_schools_see_nothing_of_each_other_s_cases_unless_both_are_party(house: House) -> None:
    alone, both = house.escalation("school-a", "social-care"), house.escalation("school-a", "school-b")
    assert house.sees(house.person("line-manager of school-a")) == {alone, both}
    assert house.sees(house.person("line-manager of school-b")) == {both}
    assert house.sees(house.person("line-manager of social-care")) == {alone}
    assert house.sees(house.person("line-manager of police")) == set()


def test_two_trusts_see_nothing_of_each_other_s_cases_though_they_are_of_one_sector(house: House) -> None:
    case = house.escalation("health-trust-a", "police")
    assert house.sees(house.person("line-manager of health-trust-a")) == {case}
    assert house.sees(house.person("line-manager of health-trust-b")) == set()


def test_the_business_unit_sees_every_case_but_a_restricted_one_only_where_its_role_is_named(house: House) -> None:
    case, restricted = house.escalation(), house.allegation()
    assert house.sees(house.person("business-unit of partnership")) == {case}
    assert house.sees(house.person("partnership-manager of partnership")) == {case, restricted}


def test_a_restricted_case_is_in_no_count_list_search_or_alert_of_its_own_agency(house: House) -> None:
    case = house.allegation()
    stranger, lead = house.person("line-manager of school-a"), house.person("designated-lead of school-a")
    sweep(house.store, house.library, parse_instant("2026-12-18T09:00Z"))
    for visitor, number in ((stranger, 0), (lead, 1)):
        sight = sight_of(visitor, house.pack, house.store, NOW)
        assert house.store.count_seen(sight, Wanted(closed=False)) == number
        assert len(house.store.cases_seen(sight, Wanted(text=case[-6:]))) == number
        assert bool(house.store.alerts_seen(sight)) == bool(number)
        own = [(visitor.post.role, visitor.post.agency)]
        told = [row for row in house.store.alerts_seen(sight) if (row.tell_role, row.tell_agency) in own]
        assert house.store.count_alerts_told(sight, own) == len(told)
    assert house.store.alert_rows("open", case)


def test_a_post_of_the_partnership_sees_the_pathways_in_which_its_role_takes_part(house: House) -> None:
    house.escalation()
    restricted = house.allegation()
    officer = house.person("lado of partnership")
    assert restricted in house.sees(officer)
    assert "escalation" not in sight_of(officer, house.pack, house.store, NOW).pathways
    assert house.sees(officer) == {restricted}
    assert house.sees(house.person("lado of police")) == set()


def test_an_excluded_person_sees_nothing_though_they_hold_the_designated_officer_s_role(house: House) -> None:
    case = house.allegation(kept_out="Jones, Bob; Mr Tom King")
    for name in ("Bob Jones", "Tom King", "TÓM  king", "Prof. Tom Edward King"):
        assert house.sees(house.person("lado of partnership", name)) == set(), name
    assert house.sees(house.person("lado of partnership", "Ann Smith")) == {case}


def test_a_corrected_name_takes_the_place_of_the_wrong_one(house: House) -> None:
    case = house.allegation(kept_out="Bob Jones")
    bob, ann = house.person("lado of partnership", "Bob Jones"), house.person("lado of partnership", "Ann Smith")
    assert (house.sees(bob), house.sees(ann)) == (set(), {case})
    position = next(n for n, fact in enumerate(house.store.history(case), 1) if "record.kept_out" in fact.sealed)
    house.correct(case, position, "kept_out", "Smith, Ann")
    assert (house.sees(bob), house.sees(ann)) == ({case}, set())
    assert house.findings() == []


def test_a_post_that_has_ended_or_has_not_begun_sees_nothing(house: House) -> None:
    later, earlier = parse_instant("2027-01-01T00:00Z"), parse_instant("2026-01-01T00:00Z")
    for bounds in ({"since": later}, {"until": earlier}):
        with pytest.raises(AssertionError):
            house.person("line-manager of school-a", f"Kim {len(bounds)}{next(iter(bounds))}", **bounds)


def test_cover_sees_what_the_other_sees_for_that_time(house: House) -> None:
    case = house.escalation("school-a", "social-care")
    other = house.person("line-manager of school-a")
    until = parse_instant("2026-12-20T00:00Z")
    cover = house.person("line-manager of school-a", "Kim Cover", covers=other.person.username, until=until)
    assert house.sees(cover) == {case}
    with refused("not-their-post"):
        house.person("senior-manager of school-a", "Lee Cover", covers=other.person.username, until=until)
    with refused("cover-unbounded"):
        house.person("line-manager of school-a", "Max Cover", covers=other.person.username)


def test_an_auditor_sees_what_the_assignment_covers_and_makes_no_move(house: House) -> None:
    first, second, restricted = house.escalation(), house.escalation("school-b", "police"), house.allegation()
    whole = house.person("auditor of partnership")
    assert house.sees(whole) == {first, second}
    assert house.sees(house.person("auditor of partnership", "Bo Bound", only=first)) == {first}
    assert house.sees(house.person("auditor of partnership", "Cy Bound", only="escalation")) == {first, second}
    assert house.sees(house.person("auditor of police", "Di Bound", only=f"allegation {second}")) == {second}
    assert restricted
    row = house.store.case_row(first)
    assert not any(may_make(whole, move, row, house.pack.partnership) for move in moves(house.pack))


def test_whoever_only_reads_makes_no_move_whatever_the_pathway_says(house: House) -> None:
    partnership = house.pack.partnership
    assert partnership.access is not None
    everybody = [
        house.person(f"{role} of partnership") for role in partnership.roles if role not in partnership.access.audits
    ]
    assert any(may_make(each, move, None, partnership) for each in everybody for move in moves(house.pack))
    for role in partnership.access.audits:
        auditor = house.person(f"{role} of social-care", "Ed Reader")
        for procedure in house.pack.procedures.values():
            for move in procedure.policy.pathway.moves.values():
                anybody = move.model_copy(
                    update={"who": tuple(who.model_copy(update={"role": role}) for who in move.who)}
                )
                assert not may_make(auditor, anybody, None, partnership)


def test_an_auditor_s_post_has_an_end_and_a_reason(house: House) -> None:
    for bounds in ({"until": None}, {"because": ""}):
        with refused("assignment-unbounded"):
            house.person("auditor of partnership", "Flo Reader", **bounds)
    assert Post("", "x", "y", "z", SINCE, UNTIL).only == ""


def moves(pack: Pack) -> list:  # type: ignore[type-arg]  # of moves
    return [move for each in pack.procedures.values() for move in each.policy.pathway.moves.values()]


def test_a_case_that_is_seen_for_several_reasons_is_listed_and_counted_once(house: House) -> None:
    case = house.escalation("school-a", "school-b")
    sights = (
        Sight(agencies=("school-a", "school-b")),
        Sight(agencies=("school-b",), pathways=("escalation",)),
        Sight(agencies=("school-a",), pathways=("escalation",), granted=(case,)),
        Sight(granted=(case,)),
    )
    for sight in sights:
        assert [row.case for row in house.store.cases_seen(sight, Wanted())] == [case]
        assert house.store.count_seen(sight, Wanted()) == 1
