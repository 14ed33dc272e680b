"""Whether a visitor writes at all: whoever only reads is offered no form, and sends none."""

from starlette.exceptions import HTTPException

from access.seeing import is_read_only
from web.visits import Visit


def may_write(visit: Visit) -> bool:
    """Whether the visitor's post may record anything at all."""
    return not is_read_only(visit.who, visit.pack.partnership)


def must_write(visit: Visit) -> None:
    """Raises: HTTPException 403 for a post that only reads."""
    if not may_write(visit):
        raise HTTPException(403)
