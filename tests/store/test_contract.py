"""What every store promises: each sentence is tried in memory, on SQLite and on PostgreSQL."""

from datetime import timedelta, timezone

import pytest
from msgspec.structs import replace

from states.facts import with_sealed
from states.refusals import Refused
from store.contract import Conflict, Store
from store.rows import Answer, LinkRow, Rows, Sight, Tick, Wanted
from tests.store.histories import (
    CASE,
    MONDAY,
    OTHER,
    SECRET,
    add,
    alert_row,
    broken_off,
    case_opened,
    case_row,
    later,
    outbox_row,
    reason_given,
    step_taken,
    struck_out,
    write,
)


def test_what_was_written_is_read_back_in_order(store: Store) -> None:
    write(store, CASE, case_opened(), step_taken(later(1)))
    write(store, CASE, step_taken(later(2), "agreed"))
    assert store.history(CASE) == (case_opened(), step_taken(later(1)), step_taken(later(2), "agreed"))


def test_an_unknown_case_has_an_empty_history(store: Store) -> None:
    assert store.history(CASE) == store.opened(CASE) == ()
    assert (store.case_row(CASE), store.due_at(CASE), store.check_chain(CASE)) == (None, None, [])
    with store.transaction() as unit:
        assert (unit.history(CASE), unit.head(CASE)) == ((), 0)


def test_instants_keep_their_microsecond_whatever_their_zone(store: Store) -> None:
    summer = timezone(timedelta(hours=1))
    at = later(1) + timedelta(microseconds=1)
    write(store, CASE, case_opened(at.astimezone(summer)), due=at.astimezone(summer))
    [fact] = store.history(CASE)
    assert (fact.at, store.due_at(CASE)) == (at, at)


def test_an_instant_without_a_zone_is_never_written(store: Store) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        write(store, CASE, case_opened(), due=MONDAY.replace(tzinfo=None))
    assert store.history(CASE) == ()


def test_a_history_shows_which_texts_are_sealed_and_not_what_they_say(store: Store) -> None:
    fact = case_opened(**{"by.person": SECRET})
    write(store, CASE, fact)
    assert store.history(CASE) == (with_sealed(fact, {"by.person": None}),)
    with store.transaction() as unit:
        assert unit.history(CASE) == (with_sealed(fact, {"by.person": None}),)


def test_an_opened_history_gives_the_sealed_texts_back(store: Store) -> None:
    facts = (case_opened(**{"by.person": SECRET, "record.why": ""}), reason_given(text="Snow ☃ \x00", authoriser="A B"))
    write(store, CASE, *facts)
    assert store.opened(CASE) == facts


def test_a_text_that_was_never_here_stays_unknown(store: Store) -> None:
    write(store, CASE, case_opened(text=None))
    assert store.opened(CASE)[0].sealed == {"text": None}


def test_everything_in_a_unit_is_written_or_nothing_is(store: Store) -> None:
    write(store, CASE, case_opened(), due=MONDAY)
    with broken_off(store) as unit:
        unit.new_reference("ESC", 2026)
        unit.keep_pack("ab", "{}")
        unit.record_awake(Tick(MONDAY, 1, 1, 1))
        add(unit, CASE, step_taken(text=SECRET), key="k")
        add(unit, OTHER, case_opened())
    assert (store.history(CASE), store.history(OTHER), store.due_at(CASE)) == ((case_opened(),), (), MONDAY)
    assert (store.pack("ab"), store.ticks(MONDAY), list(store.cases())) == (None, [], [CASE])
    with store.transaction() as unit:
        assert (unit.answer("k"), unit.new_reference("ESC", 2026)) == (None, "ESC-2026-0001")


def test_a_unit_sees_what_it_wrote_and_others_only_what_was_committed(store: Store) -> None:
    with store.transaction() as unit:
        add(unit, CASE, case_opened(), due=MONDAY, key="k")
        assert (unit.history(CASE), unit.head(CASE), unit.count_due(MONDAY)) == ((case_opened(),), 1, 1)
        assert unit.answer("k") is not None
        assert (store.history(CASE), store.due_at(CASE), store.case_rows()) == ((), None, [])
    assert store.history(CASE) == (case_opened(),)


def test_who_believes_in_another_length_of_the_history_has_lost_the_race(store: Store) -> None:
    write(store, CASE, case_opened(), step_taken())
    for after in (1, 3):
        with pytest.raises(Conflict), store.transaction() as unit:
            unit.append(CASE, [step_taken()], after=after, due=None, rows=Rows(case_row(CASE, after + 1)))
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.append(CASE, [case_opened()], after=0, due=None, rows=Rows(case_row(CASE, 1)))
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.append(OTHER, [step_taken()], after=1, due=None, rows=Rows(case_row(OTHER, 2)))
    assert len(store.history(CASE)) == 2


def test_a_unit_that_lost_a_race_writes_nothing_even_if_nobody_listens(store: Store) -> None:
    def careless() -> None:
        with store.transaction() as unit:
            add(unit, CASE, case_opened())
            with pytest.raises(Conflict):
                unit.append(CASE, [step_taken()], after=5, due=None, rows=Rows(case_row(CASE, 6)))

    with pytest.raises(Conflict):
        careless()
    assert store.history(CASE) == ()


def test_a_command_without_facts_still_leaves_its_answer_and_its_due_row(store: Store) -> None:
    write(store, CASE, case_opened(), due=MONDAY)
    write(store, CASE, due=later(5), key="again")
    assert (len(store.history(CASE)), store.due_at(CASE), store.check_chain(CASE)) == (1, later(5), [])
    with store.transaction() as unit:
        answer = unit.answer("again")
        assert answer is not None
        assert (answer.case, answer.first, answer.last) == (CASE, 2, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": Rows(case_row(OTHER, 1))},
        {"rows": Rows(case_row(CASE, 2))},
        {"rows": Rows(case_row(CASE, 1), alerts=(alert_row(OTHER, "a"),))},
        {"rows": Rows(case_row(CASE, 0)), "facts": []},
    ],
)
def test_arguments_that_contradict_each_other_are_a_fault_of_the_program(
    store: Store, wrong: dict[str, object]
) -> None:
    arguments: dict[str, object] = {"facts": [case_opened()], "after": 0, "due": None} | wrong
    with pytest.raises(ValueError, match=r"rows of another|case row of|a history of"), store.transaction() as unit:
        unit.append(CASE, **arguments)  # type: ignore[arg-type]


def test_a_key_leads_to_what_its_command_wrote(store: Store) -> None:
    with store.transaction() as unit:
        first = unit.fingerprint(b"open the case")
        unit.append(
            CASE, [case_opened()], after=0, due=None, rows=Rows(case_row(CASE, 1)), key="k-1", fingerprint=first
        )
    write(store, CASE, step_taken(), step_taken(), key="k-2")
    with store.transaction() as unit:
        assert unit.answer("k-1") == Answer(CASE, 1, 1, first)
        assert unit.answer("k-2") == Answer(CASE, 2, 3, unit.fingerprint(b"k-2"))
        assert unit.answer("k-3") is None


def test_a_key_is_used_once(store: Store) -> None:
    write(store, CASE, case_opened(), key="k")
    for case, fact in ((CASE, step_taken()), (OTHER, case_opened())):
        with pytest.raises(Conflict):
            write(store, case, fact, key="k")
    assert (len(store.history(CASE)), store.history(OTHER)) == (1, ())


def test_a_fingerprint_tells_same_from_other_content(store: Store) -> None:
    with store.transaction() as unit:
        assert unit.fingerprint(b"a") == unit.fingerprint(b"a") != unit.fingerprint(b"b")


def test_references_are_counted_per_prefix_and_year_without_gaps(store: Store) -> None:
    with store.transaction() as unit:
        assert [unit.new_reference("ESC", 2026) for _ in range(2)] == ["ESC-2026-0001", "ESC-2026-0002"]
        assert (unit.new_reference("SIN", 2026), unit.new_reference("ESC", 2027)) == ("SIN-2026-0001", "ESC-2027-0001")
    with broken_off(store) as unit:
        unit.new_reference("ESC", 2026)
    with store.transaction() as unit:
        assert unit.new_reference("ESC", 2026) == "ESC-2026-0003"


def test_the_earliest_due_case_is_claimed_first(store: Store) -> None:
    write(store, "C", case_opened(), due=later(2))
    write(store, "B", case_opened(), due=later(1))
    write(store, "A", case_opened(), due=later(2))
    write(store, "D", case_opened(), due=later(9))
    write(store, "E", case_opened())
    with store.transaction() as unit:
        assert unit.claim_due(later(1) - timedelta(microseconds=1)) is None
        assert (unit.claim_due(later(1)), unit.count_due(later(2))) == ("B", 3)
        assert unit.claim_due(later(2), skipping=["B"]) == "A"
        assert unit.claim_due(later(2), skipping={"A", "B"}) == "C"
        assert unit.claim_due(later(2), skipping=("C", "A", "B")) is None
    assert (store.count_due(later(0)), store.count_due(later(2))) == (0, 3)


def test_a_case_is_due_until_an_append_says_otherwise(store: Store) -> None:
    write(store, CASE, case_opened(), due=MONDAY)
    for due in (MONDAY, later(1)):
        with store.transaction() as unit:
            assert unit.claim_due(MONDAY) == CASE
            add(unit, CASE, due=due)
    with store.transaction() as unit:
        assert unit.claim_due(MONDAY) is None
    write(store, CASE, step_taken())
    assert store.due_at(CASE) is None


def test_work_lists_show_the_earliest_deadline_first_and_none_last(store: Store) -> None:
    due = {"A": None, "B": later(2), "C": later(1), "D": later(2), "E": None}
    for case, instant in due.items():
        write(store, case, case_opened(), due=instant)
    rows = store.case_rows()
    assert [row.case for row in rows] == ["C", "B", "D", "A", "E"]
    assert rows[0] == store.case_row("C") == case_row("C", 1, next_due_at=later(1))
    assert [row.case for row in store.case_rows(limit=2)] == ["C", "B"]
    pages = [store.case_rows(limit=2, after=row) for row in (rows[1], rows[3])]
    assert pages == [rows[2:4], rows[4:]]


def test_work_lists_are_chosen_by_pathway_and_status(store: Store) -> None:
    for case, pathway, status in (("A", "escalation", "breached"), ("B", "escalation", "met"), ("C", "child", "met")):
        rows = Rows(case_row(case, 1, pathway=pathway, status=status))
        with store.transaction() as unit:
            unit.append(case, [case_opened()], after=0, due=None, rows=rows)
    assert [row.case for row in store.case_rows(pathway="escalation")] == ["A", "B"]
    assert [row.case for row in store.case_rows(status="met")] == ["B", "C"]
    assert [row.case for row in store.case_rows(pathway="escalation", status="met")] == ["B"]
    assert store.case_rows(pathway="none") == []


def test_what_somebody_may_see_is_gone_through_page_by_page_whatever_is_written_meanwhile(store: Store) -> None:
    for case, instant in {"A": None, "B": later(2), "C": later(1), "D": later(2), "E": None}.items():
        write(store, case, case_opened(), due=instant)
    first = store.cases_seen(Sight(), Wanted(), 2)
    assert [row.case for row in first] == ["C", "B"]
    write(store, "AB", case_opened(), due=later(0))
    behind = Wanted(after=(first[-1].next_due_at, first[-1].case))
    assert [row.case for row in store.cases_seen(Sight(), behind, 2)] == ["D", "A"]
    assert [row.case for row in store.cases_seen(Sight(), Wanted(after=(None, "A")))] == ["E"]


def test_what_somebody_may_see_is_chosen_by_the_status_of_the_worst_clock(store: Store) -> None:
    for case, status in (("A", "breached"), ("B", "met")):
        with store.transaction() as unit:
            rows = Rows(case_row(case, 1, status=status))
            unit.append(case, [case_opened()], after=0, due=None, rows=rows)
    assert [row.case for row in store.cases_seen(Sight(), Wanted(status="met"))] == ["B"]


def test_alerts_are_listed_as_they_stand_and_none_is_taken_away(store: Store) -> None:
    def append(case: str, *alerts: tuple[str, str, float]) -> None:
        with store.transaction() as unit:
            after = unit.head(case)
            shown = tuple(alert_row(case, key, state, later(hour), rung=after) for key, state, hour in alerts)
            fact = step_taken() if after else case_opened()
            unit.append(case, [fact], after=after, due=None, rows=Rows(case_row(case, after + 1), alerts=shown))

    append(CASE, ("late", "open", 2), ("near", "open", 1))
    append(OTHER, ("late", "open", 1))
    append(CASE, ("near", "cleared", 1))
    shown = [(row.case, row.key, row.state, row.rung) for row in store.alert_rows()]
    assert shown == [(CASE, "near", "cleared", 1), (OTHER, "late", "open", 0), (CASE, "late", "open", 0)]
    assert [row.key for row in store.alert_rows(state="cleared")] == ["near"]
    assert [row.case for row in store.alert_rows(state="open", case=OTHER)] == [OTHER]
    assert store.alert_rows(case=CASE)[1] == alert_row(CASE, "late", "open", later(2))


def test_nobody_is_told_twice_of_one_alert_on_one_rung(store: Store) -> None:
    def append(*outbox: tuple[str, int, float]) -> None:
        with store.transaction() as unit:
            after = unit.head(CASE)
            told = tuple(outbox_row(CASE, key, rung, later(hour)) for key, rung, hour in outbox)
            fact = step_taken() if after else case_opened()
            unit.append(CASE, [fact], after=after, due=None, rows=Rows(case_row(CASE, after + 1), outbox=told))

    append(("late", 0, 1), ("late", 0, 2))
    append(("late", 0, 3), ("late", 1, 3))
    assert store.outbox_rows() == [outbox_row(CASE, "late", 0, later(1)), outbox_row(CASE, "late", 1, later(3))]
    assert store.outbox_rows(case=OTHER) == []


def test_a_link_is_seen_from_both_cases(store: Store) -> None:
    def append(case: str, *links: tuple[str, str]) -> None:
        with store.transaction() as unit:
            after = unit.head(case)
            linked = tuple(LinkRow(case, to, relation) for to, relation in links)
            fact = step_taken() if after else case_opened()
            unit.append(case, [fact], after=after, due=None, rows=Rows(case_row(case, after + 1), links=linked))

    append("C", ("B", "arose from"), ("A", "arose from"))
    append("C", ("B", "arose from"), ("A", "arose from"), ("A", "same child"))
    append("B", ("A", "same child"))
    shown = [(row.case, row.to, row.relation) for row in store.link_rows()]
    assert shown == [
        ("B", "A", "same child"),
        ("C", "A", "arose from"),
        ("C", "A", "same child"),
        ("C", "B", "arose from"),
    ]
    assert store.link_rows(case="B") == [LinkRow("B", "A", "same child")]
    assert store.link_rows(case="C", to="B") == store.link_rows(to="B") == [LinkRow("C", "B", "arose from")]


def test_the_latest_instant_is_that_of_any_fact_or_tick(store: Store) -> None:
    assert store.latest_instant() is None
    write(store, CASE, case_opened(later(5)))
    write(store, OTHER, case_opened(later(3)))
    assert store.latest_instant() == later(5)
    with store.transaction() as unit:
        unit.record_awake(Tick(later(8), 0, 0, 0))
    assert store.latest_instant() == later(8)


def test_the_engine_s_waking_hours_are_kept(store: Store) -> None:
    with store.transaction() as unit:
        unit.record_awake(Tick(later(1), 2, 2, 5))
        unit.record_awake(Tick(later(3), 0, 0, 0))
        unit.record_awake(Tick(later(2), 9, 1, 1))
    with store.transaction() as unit:
        unit.record_awake(Tick(later(2), 4, 4, 7))
    assert store.ticks(later(2)) == [Tick(later(2), 9, 5, 8), Tick(later(3), 0, 0, 0)]
    assert len(store.ticks(MONDAY)) == 3


def test_a_document_is_kept_once_under_its_hash(store: Store) -> None:
    for text in ("first", "second"):
        with store.transaction() as unit:
            unit.keep_pack("ab", text)
            unit.keep_pack("ab", text + " again")
    assert (store.pack("ab"), store.pack("cd")) == ("first", None)


def test_every_case_and_its_history_can_be_gone_through_in_order(store: Store) -> None:
    cases = ["ESC-2026-0002", "ESC-2026-10000", "SIN-2026-0001", "ESC-2026-0010"]
    for case in cases:
        write(store, case, case_opened(text=SECRET), step_taken())
    assert list(store.cases()) == sorted(cases)
    assert list(store.histories()) == [(case, store.history(case)) for case in sorted(cases)]
    part = [case for case, _ in store.histories("ESC-2026-0010", "SIN")]
    assert part == ["ESC-2026-0010", "ESC-2026-10000"]


def test_a_raw_history_says_what_follows_what(store: Store) -> None:
    write(store, CASE, case_opened(later(1)), step_taken(later(2)))
    first, second = store.envelopes(CASE)
    assert (first.position, first.fact, first.at) == (1, "CaseOpened", "2026-01-05T10:00:00.000000Z")
    assert (first.previous_hash, second.previous_hash, second.position) == ("", first.hash, 2)


def test_a_text_that_was_struck_out_is_gone_and_the_rest_stays(store: Store) -> None:
    write(store, CASE, case_opened(**{"by.person": SECRET, "text": "the rest"}), step_taken(text="as well"))
    before = store.envelopes(CASE)
    with store.transaction() as unit:
        unit.destroy_key(CASE, 1, "by.person")
        add(unit, CASE, struck_out(1, "by.person"))
    assert [fact.sealed for fact in store.opened(CASE)] == [
        {"by.person": None, "text": "the rest"},
        {"text": "as well"},
        {},
    ]
    assert (store.envelopes(CASE)[:2], store.check_chain(CASE)) == (before, [])


@pytest.mark.parametrize(
    ("case", "position", "path"), [(CASE, 2, "text"), (CASE, 1, "other"), (CASE, 0, "text"), (OTHER, 1, "text")]
)
def test_what_is_not_sealed_cannot_be_struck_out(store: Store, case: str, position: int, path: str) -> None:
    write(store, CASE, case_opened(text=SECRET), step_taken())
    with pytest.raises(Refused) as refused, store.transaction() as unit:
        unit.destroy_key(case, position, path)
    assert refused.value.code == "nothing-to-strike-out"
    assert store.opened(CASE)[0].sealed == {"text": SECRET}


def test_nothing_is_struck_out_twice(store: Store) -> None:
    write(store, CASE, case_opened(text=SECRET))
    with store.transaction() as unit:
        unit.destroy_key(CASE, 1, "text")
    with pytest.raises(Refused, match="no readable text"), store.transaction() as unit:
        unit.destroy_key(CASE, 1, "text")


def test_a_strike_out_that_fails_destroys_nothing(store: Store) -> None:
    write(store, CASE, case_opened(text=SECRET))
    with broken_off(store) as unit:
        unit.destroy_key(CASE, 1, "text")
    assert store.opened(CASE)[0].sealed == {"text": SECRET}


def test_posts_that_hold_open_cases_are_known_without_reading_the_cases(store: Store) -> None:
    posts = {
        CASE: ("chair", "a-b"),
        OTHER: ("chair", "a"),
        "ESC-2026-0003": ("aide", "c"),
        "ESC-2026-0004": ("aide", "d"),
    }
    for case, (role, agency) in posts.items():
        row = replace(case_row(case, 1), holder_role=role, holder_agency=agency, finished=agency == "d")
        with store.transaction() as unit:
            unit.append(case, [case_opened()], after=0, due=None, rows=Rows(row))
    assert store.holders() == [("aide", "c"), ("chair", "a"), ("chair", "a-b")]
    assert store.held_by("chair", "a") == [OTHER]
    assert store.held_by("aide", "d") == []


def test_how_many_alerts_each_post_is_told_of_goes_by_their_state(store: Store) -> None:
    alerts = (alert_row(CASE, "near"), alert_row(CASE, "late"), alert_row(CASE, "gone", "cleared"))
    with store.transaction() as unit:
        unit.append(CASE, [case_opened()], after=0, due=None, rows=Rows(case_row(CASE, 1), alerts))
    told = (alerts[0].tell_role, alerts[0].tell_agency)
    assert (store.told(), store.told("cleared"), store.told("other")) == ({told: 2}, {told: 1}, {})


def test_where_the_next_deadline_has_gone_by_the_promise_behind_it_counts(store: Store) -> None:
    rows = {
        CASE: replace(case_row(CASE, 1, later(-1)), late_from=later(30)),
        OTHER: case_row(OTHER, 1, later(-1)),
        "ESC-2026-0003": replace(case_row("ESC-2026-0003", 1, later(2)), late_from=later(40)),
    }
    for case, row in rows.items():
        with store.transaction() as unit:
            unit.append(case, [case_opened()], after=0, due=None, rows=Rows(row))

    def found(**wanted: object) -> list[str]:
        asked = replace(Wanted(passed=MONDAY, sort="case"), **wanted)
        assert store.count_seen(Sight(), asked) == len(store.cases_seen(Sight(), asked))
        return [row.case for row in store.cases_seen(Sight(), asked)]

    assert found(due_from=later(24), undated=False) == [CASE]
    assert found(due_until=later(24)) == ["ESC-2026-0003"]
    assert found(undated=True) == [OTHER]
