"""Whatever is done to them, and in whatever order: memory, SQLite and PostgreSQL give the same answers."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from states.facts import AnyFact
from states.refusals import Refused
from store.contract import Conflict, Store, Unit
from store.doors import open_store
from store.memory import MemoryStore
from store.rows import LinkRow, Rows, Tick
from tests.store.conftest import PARTNERSHIP, emptied
from tests.store.histories import (
    Broken,
    alert_row,
    case_opened,
    case_row,
    later,
    outbox_row,
    reason_given,
    step_taken,
    struck_out,
)

CASES = st.sampled_from(["ESC-2026-0001", "ESC-2026-10000", "ESC-2026-0002", "é"])
HOURS = st.integers(0, 9)
TEXTS = st.dictionaries(st.sampled_from(["by.person", "text"]), st.none() | st.text(max_size=5), max_size=2)

Step = Callable[[Unit], object]


@dataclass(frozen=True)
class Named:
    """A step that says what it does where an example fails."""

    what: str
    run: Step

    def __repr__(self) -> str:
        return self.what


@st.composite
def appends(draw: st.DrawFn) -> Named:
    """Facts after what is there, or after what somebody wrongly believes to be there."""
    case, texts, hour, wrong = draw(CASES), draw(TEXTS), draw(HOURS), draw(st.sampled_from([0, 0, 0, 0, -1, 1]))
    count, due = draw(st.integers(0, 3)), draw(st.none() | HOURS)
    key = draw(st.sampled_from(["", "", "", "k-1", "k-2"]))
    alerts = draw(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["open", "cleared"])), max_size=2))
    later_facts: list[AnyFact] = [step_taken(later(hour), **texts), reason_given(later(hour)), step_taken(later(0))]

    def run(unit: Unit) -> object:
        after = max(0, unit.head(case) + wrong)
        facts = [case_opened(later(hour), **texts), *later_facts] if after == 0 else later_facts
        facts = facts[: max(count, 1 if after == 0 else 0)]
        shown = case_row(case, after + len(facts), None if due is None else later(due), status=str(hour % 2))
        rows = Rows(
            shown,
            tuple(alert_row(case, name, state, later(hour), rung=hour) for name, state in alerts),
            tuple(outbox_row(case, name, hour % 2, later(hour)) for name, _ in alerts),
            tuple(LinkRow(case, name, state) for name, state in alerts),
        )
        instant = None if due is None else later(due)
        unit.append(case, facts, after=after, due=instant, rows=rows, key=key, fingerprint=key)
        return unit.history(case)

    return Named(f"append({case}, {count} facts, {texts}, wrong by {wrong}, due {due}, {alerts}, {key})", run)


@st.composite
def strike_outs(draw: st.DrawFn) -> Named:
    """A key destroyed, and the fact that says so."""
    case, position, path = draw(CASES), draw(st.integers(0, 4)), draw(st.sampled_from(["by.person", "text"]))

    def run(unit: Unit) -> object:
        unit.destroy_key(case, position, path)
        after = unit.head(case)
        rows = Rows(case_row(case, after + 1))
        unit.append(case, [struck_out(position, path)], after=after, due=None, rows=rows)
        return None

    return Named(f"strike_out({case}, {position}, {path})", run)


@st.composite
def others(draw: st.DrawFn) -> Named:
    """Everything else that a unit can be asked for."""
    case, hour, number = draw(CASES), draw(HOURS), draw(st.integers(0, 3))
    what: dict[str, Step] = {
        "claim": lambda unit: (unit.claim_due(later(hour)), unit.count_due(later(hour))),
        "claim another": lambda unit: unit.claim_due(later(hour), [case, "é"]),
        "refer": lambda unit: unit.new_reference("ESC", 2026 + number % 2),
        "wake": lambda unit: unit.record_awake(Tick(later(hour), number, number, 1)),
        "keep": lambda unit: unit.keep_pack(str(number), f"document {hour}"),
        "answer": lambda unit: unit.answer(f"k-{number}"),
        "break": _break,
    }
    name = draw(st.sampled_from(sorted(what)))
    return Named(f"{name}({case}, {hour}, {number})", what[name])


def _break(unit: Unit) -> object:
    raise Broken


UNITS = st.lists(st.lists(appends() | appends() | strike_outs() | others(), min_size=1, max_size=4), max_size=8)


@settings(max_examples=40, deadline=None)
@given(UNITS)
def test_memory_and_sqlite_give_the_same_answers(sqlite_template: Path, units: list[list[Named]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(sqlite_template, folder))
        with closing(open_store(str(path), f"{sqlite_template}.key")) as store:
            compare(store, units)


@settings(max_examples=15, deadline=None)
@given(UNITS)
def test_memory_and_postgresql_give_the_same_answers(postgres_made: tuple[str, str], units: list[list[Named]]) -> None:
    with closing(open_store(*emptied(postgres_made))) as store:
        compare(store, units)


def compare(store: Store, units: list[list[Named]]) -> None:
    """The same units of work on this store and in memory; then everything that can be seen."""
    specification = MemoryStore(PARTNERSHIP)
    for steps in units:
        assert answers(store, steps) == answers(specification, steps)
    assert dict(seen(store)) == dict(seen(specification))


def answers(store: Store, steps: list[Named]) -> list[Any]:
    """What each step of one unit gave, and how the unit ended."""
    given: list[Any] = []
    try:
        with store.transaction() as unit:
            given.extend(step.run(unit) for step in steps)
    except Refused as refused:
        given.append(refused.code)
    except (Conflict, Broken) as ended:
        given.append(type(ended).__name__)
    return given


def seen(store: Store) -> Iterator[tuple[str, object]]:
    """Everything that a store shows."""
    cases = list(store.cases())
    yield "cases", cases
    yield "histories", list(store.histories())
    yield "opened", [store.opened(case) for case in cases]
    yield "rows", [store.case_row(case) for case in cases]
    yield "list", [store.case_rows(), store.case_rows(status="1", limit=2)]
    yield "due", [store.due_at(case) for case in cases]
    yield "alerts", [store.alert_rows(), store.alert_rows("open"), *(store.alert_rows(case=case) for case in cases)]
    yield "outbox", store.outbox_rows()
    yield "links", [store.link_rows(), store.link_rows(to="a"), *(store.link_rows(case) for case in cases)]
    yield "latest", store.latest_instant()
    yield "ticks", store.ticks(later(3))
    yield "packs", [store.pack(str(number)) for number in range(4)]
    yield "chains", [store.check_chain(case) for case in cases]
    yield "bodies", [[each.body for each in store.envelopes(case)] for case in cases]
