"""The sweep: every case for which time alone has changed something, handled one by one."""

from datetime import datetime, timedelta
from time import sleep
from typing import Any

import msgspec

from engine.handle import TRIES, handle_in
from engine.library import Library
from states.facts import AlertRaised
from states.refusals import Refused
from store.contract import Conflict, Store
from store.rows import Tick
from workflow.commands import TIME, PassTime

BREATH = 0.001
"""Seconds between two cases: people's own writes come in between, where only one can write at a time."""

QUIET = timedelta(minutes=1)
"""Of the sweeps that find nothing to do, one in this time leaves a record that the engine was awake."""


class Swept(msgspec.Struct, frozen=True):
    """What a sweep found due and did; `failed` cases are left due, and the others did not wait for them."""

    due: int
    handled: int
    facts: int
    alerts: int
    failed: tuple[tuple[str, Refused], ...] = ()


def swept_document(swept: Swept) -> dict[str, Any]:
    """What a sweep did, as JSON; `failed` is there where some case could not be handled."""
    document: dict[str, Any] = {
        "due": swept.due,
        "handled": swept.handled,
        "facts": swept.facts,
        "alerts": swept.alerts,
    }
    if swept.failed:
        document["failed"] = [
            {"case": case, "code": refused.code, "because": refused.because} for case, refused in swept.failed
        ]
    return document


def sweep(store: Store, library: Library, now: datetime) -> Swept:
    """Handle every case that is due at `now`, one transaction each; its cost follows what is due, not what is open.

    Sweeping late, twice or from several processes at once gives the same facts: each case is claimed, recomputed
    before anything is believed, and written only onto the history it was computed from.
    """
    due = store.count_due(now)
    swept = _handled_one_by_one(store, library, now, due) if due else Swept(0, 0, 0, 0)
    if swept.handled or not store.ticks(now - QUIET):
        with store.transaction() as unit:
            unit.record_awake(Tick(at=now, due=due, handled=swept.handled, facts=swept.facts))
    return swept


def _handled_one_by_one(store: Store, library: Library, now: datetime, due: int) -> Swept:
    handled = facts = alerts = 0
    failed: list[tuple[str, Refused]] = []
    lost: dict[str, int] = {}
    while True:
        reference = None
        try:
            with store.transaction() as unit:
                reference = unit.claim_due(now, [case for case, _ in failed])
                if reference is None:
                    return Swept(due, handled, facts, alerts, tuple(failed))
                done = handle_in(unit, store, library, PassTime(at=now, seen_at=now, by=TIME), reference)
        except Conflict:
            if reference is None:
                continue
            lost[reference] = lost.get(reference, 0) + 1
            if lost[reference] >= TRIES:
                failed.append((reference, _never_written(reference)))
            continue
        except Refused as refused:
            if reference is None:
                raise
            failed.append((reference, refused))
            continue
        sleep(BREATH)
        handled += 1
        facts += len(done.facts)
        alerts += sum(isinstance(fact, AlertRaised) for fact in done.facts)


def _never_written(reference: str) -> Refused:
    return Refused(
        code="busy",
        because=f"{reference} could not be written to, although it was tried {TRIES} times.",
        remedy="`duecourse verify` shows whether its rows still fit its history; the next sweep tries again.",
    )
