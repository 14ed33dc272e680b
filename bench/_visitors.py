"""Visitors: threads that ask one server for pages one after the other, and how long each had to wait."""

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from statistics import median
from time import perf_counter

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Asked:
    """One request. body: what a form sends; without one it is a look. expected: the status of the answer."""

    address: str
    secret: str = ""
    body: str = ""
    expected: int = 200


@dataclass(frozen=True)
class Waited:
    """Seconds of each request, in order of length, and of all together."""

    each: tuple[float, ...]
    whole: float

    @property
    def median(self) -> float:
        """Half of them took longer."""
        return median(self.each)

    @property
    def p99(self) -> float:
        """One in a hundred took longer; the longest, where there are fewer."""
        return self.each[min(len(self.each) - 1, int(len(self.each) * 0.99))]

    @property
    def a_second(self) -> float:
        """Requests a second."""
        return len(self.each) / self.whole

    def told(self) -> str:
        """In a line."""
        return f"median {self.median * 1000:7.1f} ms   p99 {self.p99 * 1000:7.1f} ms   {self.a_second:7.1f} requests/s"


def ask(connection: HTTPConnection, asked: Asked) -> bytes:
    """The body of the answer as it was sent: compressed, where it is long."""
    headers = {"Accept-Encoding": "gzip"}
    if asked.secret:
        headers |= {"Sec-Fetch-Site": "same-origin", "Cookie": f"duecourse={asked.secret}"}
    if asked.body:
        connection.request("POST", asked.address, asked.body, headers | FORM)
    else:
        connection.request("GET", asked.address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == asked.expected, (asked.address, answer.status)
    return body


def text_of(body: bytes) -> str:
    """The text of a body."""
    return (gzip.decompress(body) if body.startswith(_GZIP) else body).decode()


def visited(port: int, users: int, wanted: Callable[[int], Asked | None], most_seconds: float) -> Waited:
    """So many users at once, each on a connection of their own, until nothing is `wanted` any more or time is up.

    wanted: the request of a number, each number asked for once.
    """
    numbers, lock = count(), threading.Lock()
    each: list[float] = []
    faults: list[BaseException] = []
    until = perf_counter() + most_seconds

    def next_one() -> Asked | None:
        with lock:
            return wanted(next(numbers)) if perf_counter() < until and not faults else None

    def user() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            for asked in iter(next_one, None):
                begun = perf_counter()
                ask(connection, asked)
                each.append(perf_counter() - begun)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    begun = perf_counter()
    threads = [threading.Thread(target=user, daemon=True) for _ in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Waited(tuple(sorted(each)), perf_counter() - begun)


def turns(items: tuple[Asked, ...]) -> Callable[[int], Asked]:
    """These requests again and again."""
    return lambda number: items[number % len(items)]


def once(items: Iterator[Asked]) -> Callable[[int], Asked | None]:
    """Each of these requests once."""
    return lambda number: next(items, None)  # noqa: ARG005 - their order is their own
