"""Memory for each open case at rest: none."""

import gc
import tracemalloc
from functools import partial

from bench._databases import File, cost_row, folder, medians, sized
from bench._open_cases import DUE, NOW, open_cases
from engine.library import Library
from scheduler.due import sweep

FEW, MANY = 100, 10_000
ROUNDS = 3


def run() -> list[dict[str, object]]:
    """Bytes that a store holds after a sweep of 100 due cases, with more and more open cases beside them."""
    few, many = max(FEW, DUE), sized(MANY, DUE)
    with folder() as where:
        beside_few, beside_many = open_cases(where / "few", few), open_cases(where / "many", many)
        middle = medians(ROUNDS, partial(_held, beside_few), partial(_held, beside_many))
    held = dict(zip((few, many), middle, strict=True))
    small, large = (f"{held[number] / 1024:,.0f} KiB with {number:,} open" for number in (few, many))
    print(f"  kept after a sweep: {small}, {large}")
    row = cost_row(f"memory held with {many:,} open cases, bytes", held[many], f"with {few:,}", held[few], 1.2)
    return [{**row, "ours_per_s": held[many], "against_per_s": held[few]}]


def _held(template: File) -> float:
    """Opened, swept and at rest; what the process remembers of packs and days has been there before."""
    library = Library()
    with template.copied() as store:
        sweep(store, library, NOW)
    gc.collect()
    tracemalloc.start()
    try:
        with template.copied() as store:
            sweep(store, library, NOW)
            gc.collect()
            return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
