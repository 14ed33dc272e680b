"""Fifteen working days, by the calendar's index, by a plain loop over the same calendar, and by a peer."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

import holidays
import yaml

from states.calendars import Calendar, calendar_from
from states.days import end_of
from states.derivations import derive, due_at
from states.terms import Term

TERM = Term("working_days", 15, "exclude_trigger")
STARTS = [date(2013, 1, 1) + timedelta(days=11 * n) for n in range(500)]
ROUNDS = 41


def run() -> list[dict[str, object]]:
    """Deadlines a second: alone and with their proof against a loop, and alone against `holidays`.

    The loop and the deadline end in the same instant in UTC; `holidays` is let off with a date. The ways take turns,
    and the middle round of each counts.
    """
    calendar = _calendar()
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2030))
    assert [due_at(TERM, start, calendar) for start in STARTS] == [_loop(start, calendar) for start in STARTS]
    assert [derive(TERM, start, calendar).due_on for start in STARTS] == [_peer(start, england) for start in STARTS]
    alone, proved, loop, peer = _rates(
        lambda: [due_at(TERM, start, calendar) for start in STARTS],
        lambda: [derive(TERM, start, calendar) for start in STARTS],
        lambda: [_loop(start, calendar) for start in STARTS],
        lambda: [_peer(start, england) for start in STARTS],
    )
    plain = "a loop, day by day"
    return [
        _row("a deadline in 15 working days", alone, plain, loop, 4),
        _row("a deadline in 15 working days with its proof", proved, plain, loop, 0.25),
        _row("a deadline in 15 working days", alone, "holidays.get_nth_working_day", peer, 20),
    ]


def _rates(*ways: Callable[[], object]) -> list[float]:
    spent: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, seconds in zip(ways, spent, strict=True):
            begun = time.perf_counter()
            way()
            seconds.append(time.perf_counter() - begun)
    return [len(STARTS) / median(seconds) for seconds in spent]


def _row(name: str, ours: float, against: str, theirs: float, target: float) -> dict[str, object]:
    return {
        "name": name,
        "ours_per_s": ours,
        "against": against,
        "against_per_s": theirs,
        "ratio": ours / theirs,
        "target": target,
    }


def _loop(start: date, calendar: Calendar) -> datetime:
    day, left, closed, one = start, TERM.amount, calendar.holidays, timedelta(days=1)
    while left:
        day += one
        if day.weekday() < 5 and day not in closed:
            left -= 1
    return end_of(day)


def _peer(start: date, england: holidays.HolidayBase) -> date:
    return england.get_nth_working_day(start, TERM.amount)


def _calendar() -> Calendar:
    newest = max((Path(__file__).parents[1] / "packs" / "_calendars" / "england-and-wales").glob("*.yaml"))
    return calendar_from(yaml.safe_load(newest.read_text(encoding="utf-8")))
