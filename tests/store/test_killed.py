"""A process that is killed in the middle leaves whole commands only."""

import pytest

from store.contract import Store
from tests.store.histories import CASE, MONDAY, later, step_taken, write
from tests.store.postgres_server import hang_up
from tests.store.test_two_at_once import go, writing
from tests.store.writer import command


def whole_commands(store: Store) -> int:
    """How many commands are there, each with all its parts and none with a part too many."""
    history = store.history(CASE)
    count = len(history) // 3
    assert store.check_chain(CASE) == []
    assert len(history) == 3 * count
    assert all(fact.sealed["text"] for fact in store.opened(CASE))
    row = store.case_row(CASE)
    assert (row.version if row else 0) == 3 * count
    assert store.due_at(CASE) == (later(count - 1) if count else None)
    assert len(store.alert_rows()) == len(store.outbox_rows()) == count
    with store.transaction() as unit:
        assert [unit.answer(f"k-{number}") is not None for number in range(count + 1)] == [True] * count + [False]
    return count


def test_killed_between_writing_and_committing_the_command_never_happened(
    database: Store, address: tuple[str, str]
) -> None:
    with writing(address, "stop_in_the_middle") as process:
        go(process)
        assert process.stdout
        assert process.stdout.readline() == "in the middle\n"
        process.kill()
        process.wait()
    if address[0].startswith("postgresql:"):
        hang_up(address[0])
    assert whole_commands(database) == 1
    with database.transaction() as unit:
        command(unit, 1)
    assert whole_commands(database) == 2


@pytest.mark.parametrize("answered", [1, 9])
def test_killed_at_any_moment_every_answered_command_is_there_and_whole(
    database: Store, address: tuple[str, str], answered: int
) -> None:
    with writing(address, "write_on") as process:
        go(process)
        assert process.stdout
        for number in range(answered):
            assert process.stdout.readline() == f"{number}\n"
        process.kill()
        process.wait()
        said = len(process.stdout.readlines())
    if address[0].startswith("postgresql:"):
        hang_up(address[0])
    assert whole_commands(database) >= answered + said
    write(database, CASE, step_taken(), due=MONDAY)
