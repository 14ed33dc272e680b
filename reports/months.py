"""The months of a period, by name and title."""

from reports.values import Period


def months(period: Period) -> dict[str, str]:
    """Every month that the period touches, `2024-04` with its title, April 2024."""
    first, last = period.first.replace(day=1), period.last
    found = {}
    while first <= last:
        found[f"{first:%Y-%m}"] = f"{first:%B %Y}"
        first = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return found
