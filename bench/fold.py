"""Folding a history into a case, beside folding the same facts into plain dicts."""

import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

from bench._histories import escalation
from states.facts import decode, encode
from states.folding import fold

ROUNDS = 7


def run() -> list[dict[str, Any]]:
    """One row: facts a second, both ways, on one escalation that climbs all four steps."""
    history = [decode(encode(fact)) for fact in escalation()]
    ours, plain = side_by_side(lambda: fold(history), lambda: plain_fold(history), 300)
    return [
        {
            "name": f"fold, facts/s (a history of {len(history)})",
            "ours_per_s": len(history) / ours,
            "against": "the same into plain dicts",
            "against_per_s": len(history) / plain,
            "ratio": plain / ours,
            "target": 0.4,
        }
    ]


def side_by_side(ours: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float]:
    """Seconds for one call of each: medians over rounds that take turns."""
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for each, found in zip((ours, other), spent, strict=True):
            begun = time.perf_counter()
            for _ in range(times):
                each()
            found.append((time.perf_counter() - begun) / times)
    return median(spent[0]), median(spent[1])


def plain_fold(history: Iterable[Any]) -> dict[str, Any]:
    """What the fold keeps, in dicts, with no types and nothing shared."""
    case: dict[str, Any] = {"record": {}, "clocks": {}, "alerts": {}, "taken": [], "answered": {}, "length": 0}
    for fact in history:
        case["length"] += 1
        case["seen_at"] = fact.seen_at
        kind = type(fact).__name__
        if kind == "CaseOpened":
            case.update(pathway=fact.pathway, pack=fact.pack, calendar=fact.calendar, parties=fact.parties)
            case["record"].update(fact.record)
        elif kind == "StepTaken":
            case["step"], case["since"] = fact.step, fact.at
            case["taken"].append({"move": fact.move, "at": fact.at, "position": case["length"]})
            case["record"].update(fact.record)
        elif kind == "HolderChanged":
            case["holder"] = {"role": fact.role, "agency": fact.agency}
        elif kind == "ClockStarted":
            case["clocks"][fact.clock] = {"timescale": fact.timescale, "due_at": fact.due_at, "terms": fact.terms}
        elif kind in ("ClockStopped", "ClockCancelled", "DeadlineNeared", "DeadlineBreached", "BreachWithdrawn"):
            case["clocks"][fact.clock][kind] = fact.at
        elif kind == "AlertRaised":
            case["alerts"][fact.key] = {"rule": fact.rule, "about": fact.about, "tell": fact.tell, "at": fact.at}
        elif kind in ("AlertCleared", "AlertAcknowledged", "AlertPassedUp"):
            case["alerts"][fact.key][kind] = fact.at
    return case
