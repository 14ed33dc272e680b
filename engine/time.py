"""The time of day. Nothing else in the project may ask for it."""

from datetime import UTC, datetime

from store.contract import Store


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def now_in(store: Store) -> datetime:
    """What time it is in a database: never before the last thing known there; a training database stands still."""
    latest = store.latest_instant()
    if latest is not None and (store.kind == "training" or latest > now()):
        return latest
    return now()
