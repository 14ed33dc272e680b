"""Work spread over several processes: results in the order of the parts, and only a few parts ahead of the reader."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

AHEAD = 2
"""Parts in hand for each process: while one is worked on, the next is there already."""


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(work: Callable[[Part], Result], parts: Iterable[Part], processes: int) -> Iterator[Result]:
    """What `work` makes of each part. It is a function of a module, and parts and results can be pickled.

    New processes are started, not forked, so nobody shares a connection. What `work` raises is raised here, in its
    turn; whoever stops reading stops the work.
    """
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[Result]] = deque()
        try:
            for part in parts:
                under_way.append(pool.submit(work, part))
                if len(under_way) == AHEAD * processes:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for each in under_way:
                each.cancel()
