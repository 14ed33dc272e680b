"""Instants as both databases keep them: text of fixed width, so that they sort as text, exact to the microsecond."""

from datetime import UTC, datetime

from store import refusals

NEVER = "9999-12-31T23:59:59.999999Z"
"""Stands for "no instant" where a column must sort, after every real one."""


def to_text(instant: datetime) -> str:
    """`2025-01-28T06:00:00.000000Z`. Raises ValueError for an instant without a zone."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a zone: {instant}")
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return utc.isoformat(timespec="microseconds")[:26] + "Z"


def from_text(text: str) -> datetime:
    """The instant, in UTC. Raises: Refused("row-unreadable") for what is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise refusals.row_unreadable(text) from None


def or_never(instant: datetime | None) -> str:
    """The text, or NEVER for None."""
    return NEVER if instant is None else to_text(instant)


def unless_never(text: str) -> datetime | None:
    """The instant, or None for NEVER."""
    return None if text == NEVER else from_text(text)
