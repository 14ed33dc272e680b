"""Random ids. Nothing else in the project may draw one."""

import uuid


def new_key() -> str:
    """A key for a command that was given none, so that it is never taken for another."""
    return str(uuid.uuid4())
