"""From the store to a case, beside reading and decoding the facts alone."""

from collections import deque

from bench._databases import File, folder, medians, row, seconds, sized
from bench._histories import play
from engine.library import Library
from states.folding import fold, replay
from store.contract import Store

CASES = 60
ROUNDS = 15


def run() -> list[dict[str, object]]:
    """Facts a second from SQLite: a case from each history, and a case after every fact."""
    library = Library()
    with folder() as where, File(where / "made.db").made().copied() as store:
        for _ in range(sized(CASES)):
            play(store, library)
        facts = sum(len(history) for _, history in store.histories())
        each = [reference for reference, _ in store.histories()]
        folded, one_by_one, replayed, read, read_one_by_one = medians(
            ROUNDS,
            lambda: seconds(lambda: deque((fold(history) for _, history in store.histories()), 0)),
            lambda: seconds(lambda: deque((fold(store.history(reference)) for reference in each), 0)),
            lambda: seconds(lambda: _every_moment(store)),
            lambda: seconds(lambda: deque(store.histories(), 0)),
            lambda: seconds(lambda: deque(map(store.history, each), 0)),
        )
    alone = "reading and decoding alone"
    return [
        row("replay of all cases, facts/s", facts / folded, alone, facts / read, 0.6),
        row("replay case by case, facts/s", facts / one_by_one, alone, facts / read_one_by_one, 0.6),
        row("replay with the case after every fact, facts/s", facts / replayed, alone, facts / read),
    ]


def _every_moment(store: Store) -> None:
    for _, history in store.histories():
        deque(replay(history), 0)
