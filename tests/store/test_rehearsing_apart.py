"""Many cases are rehearsed by several processes: what they find is the same, in the same order."""

import math
import re

import pytest

from engine.library import Library
from engine.packs.editions import edition_of
from engine.packs.pack import Pack, from_documents
from engine.packs.reading import load
from engine.processes import in_order
from engine.rehearse import Difference, rehearse, rehearse_apart
from states.days import parse_instant
from states.refusals import Refused
from store.contract import Store
from tests.spec.desk import Desk

NOW = parse_instant("2027-02-01T09:00Z")
PACK = load(edition_of("halton"))


def a_day_less() -> Pack:
    """Halton's pack with a second step that ends a day earlier."""
    document, changes = re.subn(r'("to_day":"?)9\b', r"\g<1>8", PACK.document)
    assert changes
    return from_documents(document, PACK.calendar_document)


def some_cases(store: Store) -> list[str]:
    """Seven cases, every other one at step 2."""
    for number in range(7):
        desk = Desk(store)
        if number % 2:
            desk.climbed_to_step_2()
        else:
            desk.open(f"2026-12-11T09:{number:02}Z")
    return list(store.cases())


def test_three_processes_find_what_one_finds(database: Store, address: tuple[str, str]) -> None:
    cases, pack = some_cases(database), a_day_less()
    alone = list(rehearse(database, Library(), pack, NOW))
    assert {found.case for found in alone} == set(cases[1::2])
    assert list(rehearse_apart(address[0], cases, pack, NOW, processes=3, together=2)) == alone


def test_under_the_same_edition_they_find_nothing(sqlite: Store, sqlite_address: tuple[str, str]) -> None:
    assert list(rehearse_apart(sqlite_address[0], some_cases(sqlite), PACK, NOW, processes=2, together=4)) == []


def test_a_few_cases_start_no_process(sqlite: Store) -> None:
    some_cases(sqlite)
    nowhere = "sqlite:////nowhere/at/all.db"
    assert list(rehearse(sqlite, Library(), a_day_less(), NOW, address=nowhere))


@pytest.mark.parametrize("processes", [1, 2])
def test_what_one_process_refuses_is_refused_here(tmp_path: object, processes: int) -> None:
    found = rehearse_apart(f"sqlite:///{tmp_path}/missing.db", ["ESC-2026-0001"], PACK, NOW, processes=processes)
    with pytest.raises(Refused) as refused:
        list(found)
    assert refused.value.code == "no-database"


def test_the_reader_may_stop_early(sqlite: Store, sqlite_address: tuple[str, str]) -> None:
    cases, pack = some_cases(sqlite), a_day_less()
    found = rehearse_apart(sqlite_address[0], cases, pack, NOW, processes=1, together=1)
    first: Difference = next(iter(found))
    found.close()  # type: ignore[attr-defined] # it is a generator, which its type does not say
    assert first.case == cases[1]


def test_results_keep_the_order_of_the_parts() -> None:
    assert list(in_order(abs, range(-200, 0), 2)) == list(range(200, 0, -1))
    found = in_order(math.sqrt, [16, -1, 4], 1)
    assert next(found) == 4
    with pytest.raises(ValueError, match="domain"):
        next(found)
