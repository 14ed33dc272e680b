"""A process that writes to a store until it is done or killed: `python -m tests.store.writer URL KEY_FILE TASK`.

It says "ready" first and waits for a line on its input, so that two can begin together.
"""

import sys
from collections.abc import Iterator

from store.contract import Conflict, Store, Unit
from store.doors import open_store
from store.rows import Rows
from tests.store.histories import CASE, MONDAY, add, alert_row, case_opened, case_row, later, outbox_row, step_taken


def command(unit: Unit, number: int) -> None:
    """Three facts with texts, an alert, somebody to tell, a due row and a key: one command of many parts."""
    after = unit.head(CASE)
    facts = [step_taken(later(number), text=f"text {number}") for _ in range(3)]
    if after == 0:
        facts[:1] = []
        unit.append(CASE, [case_opened(text="first"), *facts], **_rest(unit, 0, number))  # type: ignore[arg-type]
    else:
        unit.append(CASE, facts, **_rest(unit, after, number))  # type: ignore[arg-type]


def _rest(unit: Unit, after: int, number: int) -> dict[str, object]:
    rows = Rows(
        case_row(CASE, after + 3, later(number)),
        (alert_row(CASE, f"alert-{number}"),),
        (outbox_row(CASE, f"alert-{number}"),),
    )
    key = f"k-{number}"
    return {
        "after": after,
        "due": later(number),
        "rows": rows,
        "key": key,
        "fingerprint": unit.fingerprint(key.encode()),
    }


def write_on(store: Store) -> Iterator[str]:
    """Command after command, each said when it is answered."""
    for number in range(100_000):
        with store.transaction() as unit:
            command(unit, number)
        yield str(number)


def stop_in_the_middle(store: Store) -> Iterator[str]:
    """One whole command, and one that is never finished."""
    with store.transaction() as unit:
        command(unit, 0)
    with store.transaction() as unit:
        command(unit, 1)
        yield "in the middle"
        sys.stdin.read()


def claim(store: Store) -> Iterator[str]:
    """Every case that is due, one by one."""
    while True:
        with store.transaction() as unit:
            case = unit.claim_due(MONDAY)
            if case is not None:
                add(unit, case, step_taken(), due=later(1))
        if case is None:
            return
        yield case


def append(store: Store) -> Iterator[str]:
    """Twenty facts to one case, each begun again where somebody else was first."""
    for number in range(20):
        while True:
            try:
                with store.transaction() as unit:
                    after = len(unit.history(CASE))
                    row = Rows(case_row(CASE, after + 1))
                    unit.append(CASE, [step_taken(text="x")], after=after, due=None, rows=row)
            except Conflict:
                continue
            break
        yield str(number)


def repeat(store: Store) -> Iterator[str]:
    """Twenty commands under keys that somebody else uses too: only the first to use one has an effect."""
    for number in range(20):
        key = f"k-{number}"
        while True:
            try:
                with store.transaction() as unit:
                    if unit.answer(key) is None:
                        add(unit, CASE, step_taken(), key=key)
            except Conflict:
                continue
            break
        yield key


def refer(store: Store) -> Iterator[str]:
    """Twenty new references."""
    for _ in range(20):
        with store.transaction() as unit:
            reference = unit.new_reference("ESC", 2026)
        yield reference


TASKS = {task.__name__: task for task in (write_on, stop_in_the_middle, claim, append, repeat, refer)}


def main() -> None:
    """Do the task that is named, a line for each part of it."""
    url, key_file, task = sys.argv[1:]
    store = open_store(url, key_file)
    print("ready", flush=True)  # noqa: T201 - another process reads it
    sys.stdin.readline()
    for line in TASKS[task](store):
        print(line, flush=True)  # noqa: T201 - another process reads it
    store.close()


if __name__ == "__main__":
    main()
