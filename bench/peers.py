"""One small workflow, three ways of others beside ours, in one table.

A case takes four steps, each with a deadline and each on disk before the next; every fifth case misses its last
deadline, which is breached and alerted. All on SQLite with a write-ahead log and synchronous=FULL.

What they keep is not the same. Ours is the escalation pathway: rules, ladders, sealed texts, a hash chain, read models.
Raw SQL keeps a row for the case, one for what is due and one for each event. eventsourcing keeps aggregates and has no
list of what is due: who wants to know reads its notification log. APScheduler keeps a job for each deadline, beside
a row of raw SQL for each event, in transactions of their own; its jobs are run here and now, without its threads.
"""

from collections.abc import Callable
from pathlib import Path

from bench._databases import copied, folder, medians, seconds, sized
from bench._open_cases import DUE
from bench._others import EventSourcing, OneJobEach
from bench._ways import STEPS, Duecourse, Peer, Raw

CASES, OPEN, ROUNDS = 40, 10_000, 3

PEERS: dict[str, type[Peer]] = {
    "Duecourse": Duecourse,
    "raw SQL": Raw,
    "eventsourcing": EventSourcing,
    "APScheduler, a job each": OneJobEach,
}


def run() -> list[dict[str, object]]:
    """No targets, so no rows: prints the table."""
    cases, number = sized(CASES, 5), sized(OPEN, DUE)
    with folder() as where:
        new = {name: peer.fill(where / f"{place}-new", 0) for place, (name, peer) in enumerate(PEERS.items())}
        full = {name: peer.fill(where / f"{place}-full", number) for place, (name, peer) in enumerate(PEERS.items())}
        steps = medians(ROUNDS, *(_on_copy(PEERS[name], new[name], _steps(cases)) for name in PEERS))
        noticed = medians(ROUNDS, *(_on_copy(PEERS[name], full[name], _noticing) for name in PEERS))
        replayed = medians(ROUNDS, *(_on_copy(PEERS[name], new[name], _replaying(cases)) for name in PEERS))
    due_of = f"{DUE} due of {number:,}"
    print(f"  {'four steps, every fifth case breached':38} {'steps/s':>10} {due_of:>20} {'replay':>16}")
    for name, spent, due, rate in zip(PEERS, steps, noticed, replayed, strict=True):
        told = f"{rate:10,.0f} ev/s" if rate else "–"
        print(f"  {name:38} {cases * STEPS / spent:10,.0f} {due * 1000:17,.0f} ms {told:>16}")
    return []


def _on_copy(peer: type[Peer], template: Path, measure: Callable[[Peer], float]) -> Callable[[], float]:
    def way() -> float:
        copy = template.with_name("copy.db")
        copied(template, copy)
        opened = peer(copy)
        try:
            return measure(opened)
        finally:
            opened.close()
            for left in template.parent.glob("copy.db*"):
                left.unlink()

    return way


def _steps(cases: int) -> Callable[[Peer], float]:
    return lambda peer: seconds(lambda: peer.take_steps(cases))


def _noticing(peer: Peer) -> float:
    return seconds(peer.notice)


def _replaying(cases: int) -> Callable[[Peer], float]:
    def measure(peer: Peer) -> float:
        peer.take_steps(cases)
        events = peer.replay()
        return events / seconds(peer.replay)

    return measure
