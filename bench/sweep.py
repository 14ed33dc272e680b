"""The sweep: what it costs when nothing is due, and that its cost follows what is due, not what is open."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from bench._databases import File, cost_row, folder, medians, seconds, sized
from bench._open_cases import DUE, NOW, open_cases
from bench._recording import bare, say_again, write_down
from engine.library import Library
from scheduler.due import sweep
from store.instants import to_text
from store.queries import queries
from store.rows import Tick

FEW, MANY = 10_000, 1_000_000
ROUNDS = 3
CALLS = 200


def run() -> list[dict[str, object]]:
    """Costs, so at most: in sweeps a second, on SQLite."""
    few, many = sized(FEW, DUE), sized(MANY, DUE)
    with folder() as where:
        among_few, among_many = open_cases(where / "few", few), open_cases(where / "many", many)
        whole, quiet, query = _nothing_due(among_many)
        of_few, of_many, raw_of_few, raw_of_many = medians(
            ROUNDS, _swept(among_few), _swept(among_many), _said_again(among_few), _said_again(among_many)
        )
    none_due = f"cost of a sweep, none of {many:,} due"
    return [
        cost_row(f"{none_due}, awake records apart", quiet, "the bare indexed query", query, 3),
        {**cost_row(none_due, whole, "the bare indexed query", query, 3), "target": None},
        cost_row(f"cost of a sweep, {DUE} of {many:,} due", of_many, f"{DUE} of {few:,}", of_few, 1.5),
        cost_row(f"cost of a sweep, {DUE} of {few:,} due", of_few, "the same statements, bare driver", raw_of_few, 4),
        cost_row(
            f"cost of a sweep, {DUE} of {many:,} due", of_many, "the same statements, bare driver", raw_of_many, 4
        ),
    ]


def _nothing_due(template: File) -> list[float]:
    """Seconds for a sweep that finds nothing and adds no awake record; for the same without looking for the last one;
    and for asking how many are due."""
    library, before = Library(), NOW - timedelta(days=30)
    query, tick = queries("sqlite").count_due(), Tick(before, 0, 0, 0)
    with template.copied() as store, bare(store) as connection:
        with store.transaction() as unit:
            unit.record_awake(tick)

        def swept() -> None:
            for _ in range(CALLS):
                sweep(store, library, before)

        def apart() -> None:
            with patch.object(store, "ticks", lambda _: [tick]):
                swept()

        def asked() -> None:
            for _ in range(CALLS):
                connection.execute(query.sql, (store.partnership, to_text(before))).fetchone()

        return [spent / CALLS for spent in medians(15, *(partial(seconds, way) for way in (swept, apart, asked)))]


def _swept(template: File) -> Callable[[], float]:
    library = Library()

    def way() -> float:
        with template.copied() as store:
            spent = seconds(lambda: sweep(store, library, NOW))
            _must_be_done(store)
            return spent

    return way


def _said_again(template: File) -> Callable[[], float]:
    with template.copied() as store:
        tape = write_down(store)
        sweep(store, Library(), NOW)
        tape = tape[:]

    def way() -> float:
        with template.copied() as store, bare(store) as connection:
            spent = seconds(lambda: say_again(tape, connection))
            _must_be_done(store)
            return spent

    return way


def _must_be_done(store: object) -> None:
    with store.transaction() as unit:  # type: ignore[attr-defined]
        assert unit.count_due(NOW) == 0
    assert len(store.alert_rows()) >= DUE  # type: ignore[attr-defined]
