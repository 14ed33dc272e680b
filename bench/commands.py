"""Commands durably handled, beside the very statements that they come to, said by the bare driver.

Handling is everything: reading and folding the history, the time that passed, deciding, rules, sealing, the hash
chain, read models, one transaction on disk. The statements are written down once, with their parameters and fetches,
and said again on a fresh copy of the same database; both end with the same facts.
"""

from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import engine.deciding
import engine.handle
import store.chain
import store.reading
import store.unit
from bench._databases import File, OnServer, folder, medians, on_server, row, seconds, sized
from bench._histories import commands, play
from bench._recording import Said, Shares, bare, overhear, say_again, write_down
from engine.library import Library
from rules import alerts
from rules.bells import Bells
from workflow import passing

CASES = 12
ROUNDS = 7


def run() -> list[dict[str, object]]:
    """Commands a second on SQLite and on PostgreSQL, and where the time goes on both."""
    with folder() as where, on_server(where) as server:
        (where / "file").mkdir()
        return [
            _measured("SQLite", File(where / "file" / "made.db").made(), 0.4),
            _measured("PostgreSQL", server, 0.6),
        ]


def _measured(kind: str, template: File | OnServer, target: float) -> dict[str, object]:
    library, cases = Library(), sized(CASES)
    with template.copied() as store:
        tape = write_down(store)
        _play(store, library, cases)
        facts = [store.envelopes(case) for case in store.cases()]
    tape = tape[: _last_commit(tape)]

    def ours() -> float:
        with template.copied() as store:
            return seconds(lambda: _play(store, library, cases))

    def statements() -> float:
        with template.copied() as store, bare(store) as connection:
            spent = seconds(lambda: say_again(tape, connection))
            assert [store.envelopes(case) for case in store.cases()] == facts
            return spent

    handled = cases * len(list(commands()))
    mine, raw = medians(ROUNDS, ours, statements)
    _tell_where(kind, template, library, cases)
    return row(
        f"commands/s on {kind}, {sum(map(len, facts)) / handled:.1f} facts and {len(tape) / handled:.0f} calls each",
        handled / mine,
        "the same statements, bare driver",
        handled / raw,
        target,
    )


def _play(store: Any, library: Library, cases: int) -> None:
    for _ in range(cases):
        play(store, library)


def _last_commit(tape: list[Said]) -> int:
    """What was read after the last command is none of the commands'."""
    return max(place for place, (_, arguments) in enumerate(tape, start=1) if arguments[:1] == ("COMMIT",))


def _tell_where(kind: str, template: File | OnServer, library: Library, cases: int) -> None:
    """Prints the shares of one more round."""
    shares = Shares()

    def hear(do: Any, said: Said) -> Any:
        where = "driver: commit" if said[1][:1] == ("COMMIT",) else "driver: statements"
        return shares.time(where, do, *said[1])

    with template.copied() as store, ExitStack() as stack:
        overhear(store, hear)
        for whose, name, where in _TIMED:
            stack.enter_context(patch.object(whose, name, shares.timed(where, getattr(whose, name))))
        for whose, name, where in _TIMED_ITERATORS:
            stack.enter_context(patch.object(whose, name, shares.timed_iterator(where, getattr(whose, name))))
        shares.time("the rest: pools, parameters, binding", _play, store, library, cases)
    print(f"  where a command's time goes on {kind}:")
    for line in shares.told():
        print(line)


_TIMED = (
    (store.unit, "history_of", "decoding facts"),
    (engine.handle, "fold", "folding"),
    (engine.deciding, "fold", "folding"),
    (engine.handle, "consequences", "time passing and deciding"),
    (engine.handle, "next_bell", "next bell: rules' thresholds and ladders"),
    (engine.deciding, "next_bell", "next bell: rules' thresholds and ladders"),
    (engine.handle, "rows_of", "read models"),
    (store.unit.SqlUnit, "_sealed", "sealing"),
)
_TIMED_ITERATORS = (
    (alerts, "alert_facts", "features and rules"),
    (Bells, "passed_up", "time passing and deciding"),
    (passing, "passed", "time passing and deciding"),
    (store.chain, "envelop", "encoding and hashing"),
)
