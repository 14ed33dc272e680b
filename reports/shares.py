"""Shares of a whole, rounded so that nothing is lost."""

from collections.abc import Sequence


def shared_out(amounts: Sequence[int], whole: int) -> tuple[int, ...]:
    """`whole` divided like the amounts, in whole numbers that add up to it: the largest remainders are rounded up.

    Zeros all the way where there is nothing to divide by; of equal remainders the first is rounded up.
    """
    total = sum(amounts)
    if not total:
        return tuple(0 for _ in amounts)
    shares = [amount * whole // total for amount in amounts]
    rest = [amount * whole % total for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda place: (-rest[place], place))
    for place in by_remainder[: whole - sum(shares)]:
        shares[place] += 1
    return tuple(shares)


def percent(numerator: int, denominator: int) -> int | None:
    """One share alone, to the nearest whole; a half goes up. None where there is nothing to divide by."""
    return (200 * numerator + denominator) // (2 * denominator) if denominator else None


def median(numbers: Sequence[int]) -> int | None:
    """The middle one; of two the lower, so that it is one that happened."""
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else None
