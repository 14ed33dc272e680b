"""Two who write at once, in two processes: nothing happens twice, and nothing is lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from threading import Thread

import pytest

from store.contract import Conflict, Store
from store.doors import open_store
from store.rows import Rows
from tests.store.histories import CASE, MONDAY, OTHER, add, case_opened, case_row, later, step_taken, write


@contextmanager
def writing(address: tuple[str, str], task: str) -> Iterator["subprocess.Popen[str]"]:
    """A process with a task, ready to begin; killed at the end if it is still there."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", *address, task],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def go(process: "subprocess.Popen[str]") -> None:
    """Let it begin."""
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def both(address: tuple[str, str], task: str) -> list[list[str]]:
    """What two processes said that did the same task at the same time."""
    with ExitStack() as stack:
        processes = [stack.enter_context(writing(address, task)) for _ in range(2)]
        for process in processes:
            go(process)
        said = [process.communicate()[0].split() for process in processes]
        assert [process.returncode for process in processes] == [0, 0]
        return said


def test_every_due_case_is_handled_by_one_of_two_sweeps(database: Store, address: tuple[str, str]) -> None:
    cases = [f"ESC-2026-{number:04d}" for number in range(40)]
    for case in cases:
        write(database, case, case_opened(), due=MONDAY)
    said = both(address, "claim")
    assert sorted(said[0] + said[1]) == cases
    assert {len(database.history(case)) for case in cases} == {2}
    assert {database.due_at(case) for case in cases} == {later(1)}


def test_two_who_write_to_one_case_both_get_all_they_wrote(database: Store, address: tuple[str, str]) -> None:
    write(database, CASE, case_opened())
    both(address, "append")
    assert (len(database.history(CASE)), database.check_chain(CASE)) == (41, [])
    assert [fact.sealed for fact in database.opened(CASE)[1:]] == [{"text": "x"}] * 40


def test_a_command_given_twice_at_once_has_one_effect(database: Store, address: tuple[str, str]) -> None:
    write(database, CASE, case_opened())
    both(address, "repeat")
    assert (len(database.history(CASE)), database.check_chain(CASE)) == (21, [])


def test_two_who_open_cases_get_different_references_without_a_gap(database: Store, address: tuple[str, str]) -> None:
    said = both(address, "refer")
    assert sorted(said[0] + said[1]) == [f"ESC-2026-{number:04d}" for number in range(1, 41)]


def test_on_the_server_a_claimed_case_is_passed_over_by_others(postgres_address: tuple[str, str]) -> None:
    with closing(open_store(*postgres_address)) as store:
        write(store, CASE, case_opened(), due=MONDAY)
        write(store, OTHER, case_opened(), due=later(1))
        with store.transaction() as first, store.transaction() as second:
            assert first.claim_due(later(2)) == CASE
            assert second.claim_due(later(2)) == OTHER
            assert first.claim_due(later(2), skipping=[CASE]) is None


def test_on_the_server_a_sweep_and_a_command_on_one_case_never_wait_for_each_other(
    postgres_address: tuple[str, str],
) -> None:
    """Whoever comes second has lost the race, and begins again."""
    with closing(open_store(*postgres_address)) as store:
        write(store, CASE, case_opened(), due=MONDAY)
        lost: list[bool] = []

        def command() -> None:
            try:
                with store.transaction() as unit:
                    unit.append(CASE, [step_taken()], after=1, due=None, rows=Rows(case_row(CASE, 2)))
            except Conflict:
                lost.append(True)

        with store.transaction() as sweep:
            assert sweep.claim_due(MONDAY) == CASE
            other = Thread(target=command)
            other.start()
            add(sweep, CASE, step_taken(later(1)))
        other.join()
        assert (len(store.history(CASE)), store.check_chain(CASE)) == (2, [])
        assert len(lost) == 1 or store.history(CASE)[1].at == MONDAY


@pytest.mark.parametrize("threads", [4])
def test_threads_of_one_process_share_a_store(database: Store, threads: int) -> None:
    def work(number: int) -> None:
        for _ in range(10):
            write(database, f"ESC-2026-{number:04d}", case_opened(text="x"))
            assert len(database.opened(f"ESC-2026-{number:04d}")) == 1
            number += threads

    workers = [Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(list(database.cases())) == 10 * threads
