"""No hidden number can be worked out: every possible table is tried, as somebody outside would."""

from collections.abc import Iterator, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.counting import Counts, Place, counted, table_of
from reports.hiding import NOT_SHOWN, fewer_than, hide

BELOW = 3


def made_of(numbers: list[list[int]], *, down: bool = True) -> Counts:
    rows = {str(row): f"Row {row}" for row in range(len(numbers))}
    columns = {str(column): f"Column {column}" for column in range(len(numbers[0]))}
    found = [
        (str(row), str(column), "C-1")
        for row, line in enumerate(numbers)
        for column, number in enumerate(line)
        for _ in range(number)
    ]
    return counted("Numbers", "Row", rows, columns, found, down=down)


def read(counts: Counts) -> dict[Place, int | str]:
    """What somebody outside reads in the table, percentages left aside."""
    width = len(counts.columns) + counts.across
    return {
        (row, column): cell
        for row, each in enumerate(table_of(counts).rows)
        for column, cell in enumerate(each.cells[:width])
        if isinstance(cell, int | str)
    }


def possible(seen: Mapping[Place, int | str], counts: Counts) -> Iterator[dict[Place, int]]:
    """Every table of whole numbers that could stand behind what is shown."""
    rows, columns = len(counts.rows), len(counts.columns)
    most = max(each for each in seen.values() if isinstance(each, int))
    inner = [(row, column) for row in range(rows) for column in range(columns)]

    def fits(place: Place, number: int) -> bool:
        shown = seen[place]
        if isinstance(shown, int):
            return number == shown
        return number < BELOW if shown == fewer_than(BELOW) else number >= BELOW

    def go_on(values: dict[Place, int]) -> Iterator[dict[Place, int]]:
        if len(values) == len(inner):
            full = dict(values)
            for row in range(rows):
                if counts.across:
                    full[row, columns] = sum(values[row, column] for column in range(columns))
            if counts.down:
                for column in range(columns):
                    full[rows, column] = sum(values[row, column] for row in range(rows))
                if counts.across:
                    full[rows, columns] = sum(values.values())
            if all(fits(place, number) for place, number in full.items()):
                yield full
            return
        place = inner[len(values)]
        for number in range(most + 1):
            if fits(place, number) and sum(values.values()) + number <= most * (1 if counts.down else rows):
                yield from go_on({**values, place: number})

    yield from go_on({})


def alone(counts: Counts) -> set[Place]:
    """The hidden places that have only one possible value."""
    seen = read(counts)
    hidden = {place for place, shown in seen.items() if isinstance(shown, str)}
    found: dict[Place, set[int]] = {place: set() for place in hidden}
    for table in possible(seen, counts):
        for place in hidden:
            found[place].add(table[place])
        if all(len(values) > 1 for values in found.values()):
            return set()
    return {place for place, values in found.items() if len(values) < 2}


numbers = st.integers(0, 5)
tables = st.one_of(
    st.lists(st.lists(numbers, min_size=1, max_size=1), min_size=1, max_size=5),
    st.integers(2, 3).flatmap(
        lambda wide: st.lists(st.lists(numbers, min_size=wide, max_size=wide), min_size=1, max_size=2)
    ),
)


@settings(max_examples=150, deadline=None)
@given(tables, st.booleans())
def test_no_hidden_number_has_only_one_possible_value(written: list[list[int]], down: bool) -> None:
    counts = made_of(written, down=down or len(written[0]) == 1)
    hidden = hide(counts, BELOW)
    if hidden is not None:
        assert alone(hidden) == set()


@settings(max_examples=150, deadline=None)
@given(tables)
def test_every_small_number_is_hidden_and_none_is_called_small_that_is_not(written: list[list[int]]) -> None:
    counts = made_of(written)
    hidden = hide(counts, BELOW)
    if hidden is not None:
        for place in counts.places():
            assert (hidden.hidden.get(place) == fewer_than(BELOW)) == (counts.count(place) < BELOW)


def test_a_single_small_number_takes_a_second_one_with_it() -> None:
    hidden = hide(made_of([[166], [20], [10], [2]]), BELOW)
    assert hidden is not None
    assert hidden.hidden == {(3, 0): fewer_than(BELOW), (2, 0): NOT_SHOWN}


def test_two_noughts_beside_a_known_whole_are_not_enough() -> None:
    hidden = hide(made_of([[9], [9], [0], [0]]), BELOW)
    assert hidden is not None
    assert len(hidden.hidden) == 3


def test_what_cannot_be_protected_is_left_out_as_a_whole() -> None:
    assert hide(made_of([[0], [0], [BELOW]]), BELOW) is None
    assert hide(made_of([[1], [1]]), BELOW) is None


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    hidden = hide(made_of([[3, 4], [5, 6]]), BELOW)
    assert hidden is not None
    assert not hidden.hidden


def test_in_a_table_of_two_ways_a_ring_of_four_is_hidden() -> None:
    hidden = hide(made_of([[40, 9, 1], [50, 12, 9]]), BELOW)
    assert hidden is not None
    assert hidden.hidden == {
        (0, 2): fewer_than(BELOW),
        (0, 1): NOT_SHOWN,
        (1, 2): NOT_SHOWN,
        (1, 1): NOT_SHOWN,
    }
    assert alone(hidden) == set()
