"""Work spread over several processes: results in the order of the parts, and only a few parts ahead of the reader."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

AHEAD = 2
"""Parts in hand for each further process: while one is worked on, the next is there already."""

MOST = 50
"""Parts that are worked on or done and wait for an earlier one, at most."""


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(work: Callable[[Part], Result], parts: Iterable[Part], processes: int) -> Iterator[Result]:
    """What `work` makes of each part. It is a function of a module, and parts and results can be pickled.

    This process is one of them, and has begun before the others have started. Those are started, not forked, so nobody
    shares a connection. What `work` raises is raised here, in its turn; whoever stops reading stops the work.
    """
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(processes - 1, get_context("spawn"))) if processes > 1 else None
        waiting: deque[Future[Result]] = deque()
        try:
            for part in parts:
                if pool and sum(not each.done() for each in waiting) < AHEAD * (processes - 1):
                    waiting.append(pool.submit(work, part))
                else:
                    waiting.append(_done(work, part))
                while waiting and (waiting[0].done() or len(waiting) == MOST):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def _done(work: Callable[[Part], Result], part: Part) -> Future[Result]:
    """What this process makes of it; what it raises waits for its turn too."""
    done: Future[Result] = Future()
    try:
        done.set_result(work(part))
    except Exception as error:
        done.set_exception(error)
    return done
