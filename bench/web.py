"""Pages and moves for one user and for eight while a scheduler drains what is due, beside a bare page of the stack.

One uvicorn process on one SQLite file, on 127.0.0.1. Users, scheduler and server share the machine's cores, so every
figure is read beside that of the bare page, which was asked for in the same minute. Then the weight of the pages.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from itertools import islice
from urllib.parse import urlencode

from bench._databases import cost_row, folder, sized
from bench._served_cases import KEEPER, NOW, WORKER, Served, served_cases
from bench._serving import BARE, serving, sweeping
from bench._visitors import Asked, Waited, ask, once, text_of, turns, visited
from store.doors import open_store

CASES, DUE = 100_000, 10_000
USERS = (1, 8)
SECONDS, MOVES = 4.0, 40
"""How long each page is asked for at most, and how many moves are made by each number of users."""

MEDIAN = 0.050
KILOBYTE = 1000
RAW, COMPRESSED, FIRST_VISIT = 60 * KILOBYTE, 8 * KILOBYTE, 60 * KILOBYTE
DISCUSSION = {"spoke_with": "Two people", "raising_position": "It is too slow.", "receiving_position": "It is in hand."}

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_ASSET = re.compile(r'"(/static/[^"]+)"')

Wanted = Callable[[int], Asked | None]


def run() -> list[dict[str, object]]:
    """Costs, so at most: seconds of the middle request beside those of the bare page, and of the work list alone."""
    moves = sized(MOVES, 8)
    with folder() as where:
        served = served_cases(where / "served", sized(CASES, 600), sized(DUE, 100), moves * (1 + len(USERS)))
        path, key = str(served.file.path), served.file.key
        with serving(path, key, NOW) as port:
            pages, sent = _pages(served), _moves(port, served)
            quiet = {name: visited(port, 1, wanted, SECONDS / 2) for name, wanted in pages.items()}
            _tell("1 user, nothing due", quiet)
            due = _number_due(path, key)
            with sweeping(path, key, NOW):
                busy = {users: _measured(port, users, pages, islice(sent, moves)) for users in USERS}
                left = _number_due(path, key)
            alone = {"a move": visited(port, 1, once(islice(sent, moves)), SECONDS)}
            weights = _weights(port, served)
        _tell("1 user, the scheduler ended", alone)
    print(f"  of {due:,} due cases {due - left:,} were handled meanwhile")
    return [*_rows(busy), *weights]


def _pages(served: Served) -> dict[str, Wanted]:
    keeper, worker = served.secrets[KEEPER], served.secrets[WORKER]
    return {
        "a bare page": turns((Asked(BARE),)),
        "work list, everybody's": turns((Asked("/", keeper),)),
        "work list, an agency's": turns((Asked("/", worker),)),
        "case page": turns(tuple(Asked(f"/cases/{case}", worker) for case in served.read)),
        "replay": turns(tuple(Asked(f"/cases/{case}/replay?at=9", worker) for case in served.read)),
    }


def _moves(port: int, served: Served) -> Iterator[Asked]:
    """A form of each case that can be moved, fetched, filled in, and ready to be sent."""
    secret = served.secrets[WORKER]
    sheets = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for case in served.moved:
            address = f"/cases/{case}/moves/record-discussion"
            form = dict(_HIDDEN.findall(text_of(ask(connection, Asked(address, secret)))))
            sheets.append(Asked(address, secret, urlencode({**form, **DISCUSSION}), expected=303))
    return iter(sheets)


def _measured(port: int, users: int, pages: dict[str, Wanted], moves: Iterator[Asked]) -> dict[str, Waited]:
    found = {name: visited(port, users, wanted, SECONDS) for name, wanted in pages.items()}
    found["a move"] = visited(port, users, once(moves), SECONDS * 2)
    _tell(f"{users} user{'s' * (users > 1)}, the scheduler at work", found)
    return found


def _tell(heading: str, found: dict[str, Waited]) -> None:
    print(f"  {heading}:")
    for name, waited in found.items():
        print(f"    {name:24} {waited.told()}")


def _rows(busy: dict[int, dict[str, Waited]]) -> Iterator[dict[str, object]]:
    for users, found in busy.items():
        bare = found.pop("a bare page")
        for name, waited in found.items():
            row = cost_row(f"{name}, {users} at once, middle request", waited.median, "a bare page", bare.median, 1)
            yield {**row, "target": None}
    listed = busy[1]["work list, everybody's"].median
    yield cost_row("work list, everybody's, 1 at once, middle request", listed, "50 ms", MEDIAN, 1)


def _number_due(path: str, key: str) -> int:
    with closing(open_store(path, key)) as store:
        return store.count_due(NOW)


def _weights(port: int, served: Served) -> list[dict[str, object]]:
    """The work list's HTML, and all that a browser fetches when it has never been there."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        html = ask(connection, Asked("/", served.secrets[KEEPER]))
        text = text_of(html)
        assert text.count('<tr class="govuk-table__row">') == 51, "a list of 50 rows and its heading"
        assets = sorted(set(_ASSET.findall(text)))
        fetched = sum(len(ask(connection, Asked(each))) for each in assets)
    return [
        _weight("bytes of a work list of 50 rows", len(text.encode()), RAW),
        _weight("the same, as it is sent", len(html), COMPRESSED),
        _weight(f"bytes of a first visit, {1 + len(assets)} requests", len(html) + fetched, FIRST_VISIT),
    ]


def _weight(name: str, weight: int, most: int) -> dict[str, object]:
    return {
        "name": name,
        "ours_per_s": weight,
        "against": "what it may weigh",
        "against_per_s": most,
        "ratio": weight / most,
        "target": -1.0,
    }
