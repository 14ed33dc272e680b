"""Ten thousand cases of about fifty facts rehearsed under an edition that moves a deadline which all of them had.

Beside decoding and folding the same facts, both in one process; then shared among two processes beside one.
"""

import re
import resource
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context

from bench._closed_cases import NOW, closed_cases
from bench._databases import cost_row, folder, medians, row, seconds, sized
from engine.library import Library
from engine.packs.editions import edition_of
from engine.packs.pack import Pack, from_documents
from engine.packs.reading import load
from engine.rehearse import Rehearsal, rehearse_apart
from states.folding import fold
from store.contract import Store
from store.doors import open_store

CASES, SOME, ROUNDS = 10_000, 300, 5
PROCESSES = 2
MOST_MEGABYTES = 500


def run() -> list[dict[str, object]]:
    """What rehearsing costs, what a second process saves, and the memory of all processes together."""
    cases = sized(CASES, 400)
    with folder() as where:
        file = closed_cases(where / "closed", cases)
        kept, other = load(edition_of("halton")), a_day_less()
        with closing(open_store(str(file.path), file.key)) as store:
            some = list(store.cases())[:SOME]
            facts = sum(len(store.history(case)) for case in some) / len(some)
            same, whole, moved, read = medians(
                ROUNDS,
                lambda: seconds(lambda: _rehearsed(store, some, kept)),
                lambda: seconds(lambda: _played(store, some, other)),
                lambda: seconds(lambda: _rehearsed(store, some, other)),
                lambda: seconds(lambda: [fold(store.history(case)) for case in some]),
            )
        alone, _ = _apart(str(file.path), 1)
        shared, shared_peak = _apart(str(file.path), PROCESSES)
    print(f"  {cases:,} cases of {facts:.0f} facts: {alone:.1f} s in one process, {shared:.1f} s in {PROCESSES}")
    fold_alone = "decoding and folding alone"
    return [
        cost_row("rehearsing cases whose deadline moves", moved / SOME, fold_alone, read / SOME, 2.5),
        {**cost_row("the same, every cause played", whole / SOME, fold_alone, read / SOME, 2.5), "target": None},
        cost_row("rehearsing cases that nothing changes for", same / SOME, fold_alone, read / SOME, 2.5),
        row(f"rehearsing all, {PROCESSES} processes", cases / shared, "one process", cases / alone, 1.6),
        _memory_row(shared_peak),
    ]


def _memory_row(megabytes: float) -> dict[str, object]:
    return {
        "name": f"rehearsing all in {PROCESSES} processes and the one that asks, MB at most",
        "ours_per_s": megabytes,
        "against": "what it may take, MB",
        "against_per_s": MOST_MEGABYTES,
        "ratio": megabytes / MOST_MEGABYTES,
        "target": -1.0,
    }


def a_day_less() -> Pack:
    """Halton's pack with a second step that ends a day earlier."""
    pack = load(edition_of("halton"))
    document, changes = re.subn(r'("to_day":"?)9\b', r"\g<1>8", pack.document)
    assert changes
    return from_documents(document, pack.calendar_document)


def _rehearsed(store: Store, cases: list[str], pack: Pack) -> None:
    list(Rehearsal(store, Library(), pack, NOW).of(cases))


def _played(store: Store, cases: list[str], pack: Pack) -> None:
    rehearsal = Rehearsal(store, Library(), pack, NOW)
    for case in cases:
        list(rehearsal.from_fact(case, store.history(case), 0))


def _apart(path: str, processes: int) -> tuple[float, float]:
    """Seconds and megabytes of a rehearsal in a process started for it, and in those that it starts."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_timed, path, processes).result()


def _timed(path: str, processes: int) -> tuple[float, float]:
    """Every process is counted at its own peak, as if those fell together."""
    pack = a_day_less()
    with closing(open_store(path)) as store:
        cases = list(store.cases())
        here = Rehearsal(store, Library(), pack, NOW)
        found = here.of(cases) if processes == 1 else rehearse_apart(path, cases, pack, NOW, processes)
        spent = seconds(partial(sum, (1 for _ in found)))
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return spent, (peaks[0] + processes * peaks[1]) / 1024
