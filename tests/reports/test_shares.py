"""Shares add up, whatever is shared out."""

from hypothesis import given
from hypothesis import strategies as st

from reports.shares import median, percent, shared_out


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12), st.integers(1, 1_000))
def test_shares_add_up_to_the_whole_and_are_less_than_one_away(amounts: list[int], whole: int) -> None:
    shares = shared_out(amounts, whole)
    if sum(amounts):
        assert sum(shares) == whole
        exact = [amount * whole / sum(amounts) for amount in amounts]
        assert all(abs(share - right) < 1 for share, right in zip(shares, exact, strict=True))
    else:
        assert not any(shares)


def test_the_largest_remainders_are_rounded_up() -> None:
    assert shared_out([1, 1, 1], 100) == (34, 33, 33)
    assert shared_out([166, 20, 10, 4], 100) == (83, 10, 5, 2)
    assert shared_out([335, 335, 330], 10) == (4, 3, 3)


def test_one_share_alone_is_rounded_to_the_nearest() -> None:
    assert (percent(1, 3), percent(1, 200), percent(0, 5), percent(1, 0)) == (33, 1, 0, None)


def test_the_middle_one_is_one_that_there_is() -> None:
    assert (median([9, 1, 5]), median([2, 8]), median([])) == (5, 2, None)
