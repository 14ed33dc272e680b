"""Ten thousand cases of about fifty facts rehearsed under an edition with one other number: step 2 is a day shorter.

Half of them had that deadline. Beside decoding and folding the same facts, both in one process; then shared among two
processes beside one. Everything is measured a few times and the least counts: others may be at work on the machine.
"""

import re
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from time import process_time

import msgspec

from bench._closed_cases import NOW, closed_cases
from bench._databases import cost_row, folder, row, seconds, sized
from engine.library import Library
from engine.packs.editions import edition_of
from engine.packs.pack import Pack, from_documents
from engine.packs.reading import load
from engine.rehearse import Rehearsal, rehearse_apart
from states.folding import fold
from store.contract import Store
from store.doors import open_store

CASES, SOME, ROUNDS, WHOLE_ROUNDS = 10_000, 200, 9, 2
PROCESSES = 2
MOST_MEGABYTES = 500


class Spent(msgspec.Struct, frozen=True):
    """What one rehearsal of all cases took: by the clock on the wall, of all processors together, and of memory."""

    seconds: float
    processor_seconds: float
    megabytes: float


def run() -> list[dict[str, object]]:
    """What rehearsing costs, what a second process saves, and the memory of all processes together."""
    cases = sized(CASES, 400)
    with folder() as where:
        file = closed_cases(where / "closed", cases)
        with closing(open_store(str(file.path), file.key)) as store:
            rows = _costs(store)
        rounds = [(_apart(str(file.path), 1), _apart(str(file.path), PROCESSES)) for _ in range(WHOLE_ROUNDS)]
    alone, shared = (
        Spent(*(min(figures) for figures in zip(*map(msgspec.structs.astuple, each), strict=True)))
        for each in zip(*rounds, strict=True)
    )
    print(f"  {cases:,} cases: {alone.seconds:.1f} s in one process, {shared.seconds:.1f} s in {PROCESSES}")
    idle = shared.processor_seconds / PROCESSES
    return [
        *rows,
        row(f"rehearsing all, {PROCESSES} processes", cases / shared.seconds, "one", cases / alone.seconds, 1.6),
        row("the same by processor time", cases / idle, "one", cases / alone.processor_seconds, 1.6),
        _memory_row(max(each.megabytes for _, each in rounds)),
    ]


def _costs(store: Store) -> list[dict[str, object]]:
    kept, other = load(edition_of("halton")), a_day_less()
    some = list(store.cases())[:SOME]
    moving = [case for case in some if list(Rehearsal(store, Library(), other, NOW).of([case]))]
    facts = sum(len(store.history(case)) for case in some) / len(some)
    read, read_moving, mixed, moved, whole, same = _least(
        lambda: [fold(store.history(case)) for case in some],
        lambda: [fold(store.history(case)) for case in moving],
        lambda: _rehearsed(store, some, other),
        lambda: _rehearsed(store, moving, other),
        lambda: _played(store, moving, other),
        lambda: _rehearsed(store, some, kept),
    )
    many, few, alone = len(some), len(moving), "decoding and folding alone"
    return [
        cost_row(
            f"rehearsing cases of {facts:.0f} facts, {few / many:.0%} of which differ",
            mixed / many,
            alone,
            read / many,
            2.5,
        ),
        _untargeted(cost_row("the same where all differ", moved / few, alone, read_moving / few, 0)),
        _untargeted(cost_row("the same, every cause played again", whole / few, alone, read_moving / few, 0)),
        _untargeted(cost_row("the same under the edition they keep", same / many, alone, read / many, 0)),
    ]


def _least(*ways: Callable[[], object]) -> list[float]:
    """The least processor time that each takes, the ways taking turns."""
    found = [[_processor_seconds(way) for way in ways] for _ in range(ROUNDS)]
    return [min(figures) for figures in zip(*found, strict=True)]


def _processor_seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def _untargeted(row: dict[str, object]) -> dict[str, object]:
    return {**row, "target": None}


def _memory_row(megabytes: float) -> dict[str, object]:
    return {
        "name": f"rehearsing all in {PROCESSES} processes, MB at most",
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


def _apart(path: str, processes: int) -> Spent:
    """A rehearsal of all cases in a process started for it, and in those that it starts."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_spent, path, processes).result()


def _spent(path: str, processes: int) -> Spent:
    """Every process is counted at its own peak, as if those fell together."""
    pack, who = a_day_less(), (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    before = sum(_processor(resource.getrusage(each)) for each in who)
    with closing(open_store(path)) as store:
        cases = list(store.cases())
        here = Rehearsal(store, Library(), pack, NOW)
        found = here.of(cases) if processes == 1 else rehearse_apart(path, cases, pack, NOW, processes)
        spent = seconds(partial(sum, (1 for _ in found)))
    own, others = map(resource.getrusage, who)
    peak = (own.ru_maxrss + (processes - 1) * others.ru_maxrss) / 1024
    return Spent(spent, _processor(own) + _processor(others) - before, peak)


def _processor(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime
