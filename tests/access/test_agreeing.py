"""Whatever the people, posts and cases: lists, counts, alerts and single cases agree, on every store."""

import shutil
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from access.seeing import may_see, sight_of
from access.visitor import Visitor
from engine.library import Library
from states.days import day_of, start_of
from store.contract import Store
from store.doors import open_store
from store.memory import MemoryStore
from store.memory_people import is_wanted, may_be_seen
from store.names import keys_in, keys_of
from store.people import Grant, Person, Post
from store.rows import CaseRow, Excluded, Rows, Sight, Wanted
from tests.access.house import NOW, SINCE
from tests.store.conftest import PARTNERSHIP, emptied
from tests.store.histories import alert_row, case_opened
from web import standing
from web.lists import in_group

PACK = Library().opening("halton", day_of(NOW), MemoryStore())
AGENCIES = st.sampled_from(["school-a", "school-b", "police", "partnership", ""])
PATHWAYS = st.sampled_from(["escalation", "allegation", "access-review", "gone"])
ROLES = st.sampled_from([*[*PACK.partnership.roles][:12], "lado"])
NAMES = st.sampled_from(["Bob Jones", "Ann Smith", "Bo"])
REFERENCES = st.sampled_from(["ESC-2026-0001", "ESC-2026-0002", "LADO-2026-0001", "é"])
HOURS = st.integers(-60, 60)
INSTANTS = HOURS.map(lambda hours: NOW + timedelta(hours=hours))
FLAGS = st.none() | st.booleans()


@st.composite
def rows(draw: st.DrawFn) -> Rows:
    """A case as an append leaves it: late_from is never before next_due_at."""
    next_due_at, later = draw(st.none() | INSTANTS), draw(st.none() | st.integers(0, 60))
    late_from = next_due_at + timedelta(hours=later) if next_due_at is not None and later is not None else None
    status = draw(st.sampled_from(["running", "near", "breached", "suspended", "met", "none"]))
    row = CaseRow(
        draw(REFERENCES),
        draw(PATHWAYS),
        "2024-12",
        "step",
        draw(ROLES),
        draw(AGENCIES),
        draw(INSTANTS),
        next_due_at,
        status,
        1,
        draw(AGENCIES),
        draw(AGENCIES),
        draw(st.booleans()),
        draw(st.booleans()),
        late_from,
    )
    alerts = tuple(
        alert_row(row.case, key, state) for key, state in draw(st.dictionaries(st.sampled_from("ab"), STATES)).items()
    )
    kept_out = draw(st.none() | NAMES)
    excluded = (Excluded(1, "record.kept_out", keys_in(kept_out)),) if kept_out else ()
    return Rows(row, alerts, excluded=excluded)


STATES = st.sampled_from(["open", "cleared"])
HOUSES = st.lists(rows(), max_size=4, unique_by=lambda each: each.case.case)


@st.composite
def sights(draw: st.DrawFn) -> Sight:
    few = st.lists(st.sampled_from(["escalation", "allegation"]), max_size=2, unique=True).map(tuple)
    return Sight(
        agencies=draw(st.none() | st.lists(AGENCIES.filter(bool), max_size=2, unique=True).map(tuple)),
        pathways=draw(few),
        restricted=draw(st.none() | few),
        granted=draw(st.lists(REFERENCES, max_size=2, unique=True).map(tuple)),
        only=draw(st.none() | st.lists(REFERENCES | PATHWAYS, max_size=2, unique=True).map(tuple)),
        names=draw(st.just(()) | NAMES.map(keys_of)),
    )


@st.composite
def wishes(draw: st.DrawFn) -> Wanted:
    return Wanted(
        case=draw(st.just("") | REFERENCES),
        pathway=draw(st.just("") | PATHWAYS),
        text=draw(st.sampled_from(["", "", "esc", "1", "%", "É"])),
        holder=draw(st.just(("", "")) | st.tuples(ROLES, AGENCIES)),
        finished=draw(FLAGS),
        closed=draw(FLAGS),
        due_from=draw(st.none() | INSTANTS),
        due_until=draw(st.none() | INSTANTS),
        undated=draw(FLAGS),
        passed=draw(st.none() | INSTANTS),
        late=draw(FLAGS),
        now=NOW,
        sort=draw(st.sampled_from(["due", "-due", "case", "-case", "opened", "-opened"])),
    )


@st.composite
def visitors(draw: st.DrawFn) -> Visitor:
    name = draw(NAMES)
    person = Person(draw(st.sampled_from(["a.example", "jones.bob"])), name, "", "", "", active=True, created_at=SINCE)
    only = draw(st.sampled_from(["", "", "escalation", "LADO-2026-0001 ESC-2026-0002"]))
    post = Post("p", person.username, draw(ROLES), draw(AGENCIES.filter(bool)), SINCE, None, only=only)
    return Visitor(person, post, (post,))


def filled(store: Store, house: list[Rows], grants: list[Grant]) -> None:
    with store.transaction() as unit:
        for each in house:
            unit.append(each.case.case, [case_opened()], after=0, due=None, rows=each)
    for grant in grants:
        store.people.put(grant)


def agree(store: Store, house: list[Rows], sight: Sight, wanted: Wanted, visitor: Visitor, grants: list[Grant]) -> None:
    plain = MemoryStore(PARTNERSHIP)
    for each in (store, plain):
        filled(each, house, grants)
    excluded = {
        each.case.case for each in house if any(set(answer.keys) & set(sight.names) for answer in each.excluded)
    }
    meant = {
        each.case.case for each in house if may_be_seen(each.case, sight, excluded) and is_wanted(each.case, wanted)
    }
    found = store.cases_seen(sight, wanted, 10)
    assert {row.case for row in found} == meant
    assert found == plain.cases_seen(sight, wanted, 10)
    assert store.cases_seen(sight, wanted, 1, 1) == found[1:2]
    assert store.count_seen(sight, wanted) == len(found) == plain.count_seen(sight, wanted)
    assert store.alerts_seen(sight) == plain.alerts_seen(sight)
    told = [(row.tell_role, row.tell_agency) for row in store.alerts_seen(sight)]
    for post in {*told, ("nobody", "school-a")}:
        assert store.count_alerts_told(sight, [post]) == told.count(post)
    assert store.count_alerts_told(sight, told) == len(told)
    everything = {row.case for row in store.cases_seen(sight_of(visitor, PACK, store, NOW), Wanted(), 10)}
    assert everything == {
        each.case.case for each in house if may_see(visitor, each.case.case, PACK, store, NOW) is not None
    }
    assert everything == {row.case for row in plain.cases_seen(sight_of(visitor, PACK, plain, NOW), Wanted(), 10)}


GRANTS = st.lists(
    st.builds(Grant, REFERENCES, st.just("a.example"), st.just("ACC-2026-0001"), INSTANTS, st.booleans()), max_size=2
)


@settings(max_examples=60, deadline=None)
@given(HOUSES, sights(), wishes(), visitors(), GRANTS)
def test_a_database_file_sees_what_is_meant(
    sqlite_template: Path, house: list[Rows], sight: Sight, wanted: Wanted, visitor: Visitor, grants: list[Grant]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(sqlite_template, folder))
        with closing(open_store(str(path), f"{sqlite_template}.key")) as store:
            agree(store, house, sight, wanted, visitor, grants)


@settings(max_examples=30, deadline=None)
@given(HOUSES, sights(), wishes(), visitors(), GRANTS)
def test_a_server_sees_what_is_meant(
    postgres_made: tuple[str, str],
    house: list[Rows],
    sight: Sight,
    wanted: Wanted,
    visitor: Visitor,
    grants: list[Grant],
) -> None:
    with closing(open_store(*emptied(postgres_made))) as store:
        agree(store, house, sight, wanted, visitor, grants)


TAGS = {
    "late": {standing.LATE},
    "today": {standing.TODAY, standing.SUSPENDED},
    "later": {standing.SOON, standing.ON_TRACK, standing.SUSPENDED},
    "none": {standing.NO_DEADLINE, standing.GONE_BY, standing.SUSPENDED},
    "closed": set(),
}


@settings(max_examples=300, deadline=None)
@given(rows(), INSTANTS)
def test_every_case_of_the_work_list_is_in_one_group_and_its_tag_says_the_same(each: Rows, now: datetime) -> None:
    row = each.case
    groups = [group for group in TAGS if is_wanted(row, in_group(Wanted(), group, now))]
    assert len(groups) == 1
    assert (standing.of_case(row, now) is standing.CLOSED) == row.finished
    assert groups == ["closed"] or standing.of_what_is_due(row, now) in TAGS[groups[0]]
    assert is_wanted(row, in_group(Wanted(), "", now)) == (groups != ["closed"])
    due_at = standing.shown_due_at(row, now)
    assert (groups == ["today"]) <= (due_at is not None and day_of(due_at) == day_of(now))


def test_a_reminder_gone_by_hides_no_promise_that_is_due_today() -> None:
    now = start_of(day_of(NOW)) + timedelta(hours=9)
    row = replace(ROW, next_due_at=now - timedelta(days=3), late_from=now + timedelta(hours=5))
    assert is_wanted(row, in_group(Wanted(), "today", now))
    assert standing.of_case(row, now) is standing.TODAY
    assert standing.shown_due_at(row, now) == row.late_from


def test_a_reminder_gone_by_makes_no_case_late() -> None:
    row = replace(ROW, next_due_at=NOW - timedelta(days=3), status="running")
    assert not is_wanted(row, in_group(Wanted(), "late", NOW))
    assert standing.of_case(row, NOW) is standing.GONE_BY


ROW = CaseRow("ESC-2026-0001", "escalation", "2024-12", "step-1", "line-manager", "school-a", NOW, None, "running", 1)
