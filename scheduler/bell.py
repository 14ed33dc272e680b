"""The bell: APScheduler rings the sweep. It holds no deadline of its own; what is due stands in the due table.

The only door to `apscheduler`.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from engine.time import now
from states.refusals import Refused


def ring(once: Callable[[], str], every: int, say: Callable[[str], None]) -> None:
    """Ring until told to stop (SIGTERM or SIGINT)."""
    stop = threading.Event()

    def stopped(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    earlier = {name: signal.signal(name, stopped) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        with ringing(once, every, say):
            stop.wait()
    finally:
        for name, handler in earlier.items():
            signal.signal(name, handler)


@contextmanager
def ringing(once: Callable[[], str], every: int, say: Callable[[str], None]) -> Iterator[None]:
    """Meanwhile, ring now and every so many seconds; what was missed is caught up once.

    A ring that is refused is said and does not stop the bell: the next one finds the same cases still due.
    """

    def rung() -> None:
        try:
            say(once())
        except Refused as refused:
            say(f"Not done: {refused.because} What would work: {refused.remedy} ({refused.code})")

    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        rung,
        IntervalTrigger(seconds=every, timezone=UTC),
        next_run_time=now(),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
