"""Looking at a case through the API: only where the token's visitor sees it, and every look is logged."""

import re
from datetime import datetime
from functools import partial
from typing import Any

from fastapi.responses import JSONResponse

from access.seeing import may_see
from access.views import log_view
from engine.asking import history_now, shown
from engine.handle import unknown_case
from engine.unseen import without_unseen
from states.facts import AnyFact
from store.rows import CaseRow
from web.api.callers import Caller

_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)


def row_seen(caller: Caller, case: str) -> CaseRow:
    """The case as lists show it. Raises: Refused("unknown-case"), also where the visitor may not see it."""
    site = caller.site
    row = None
    if _REFERENCE.fullmatch(case):
        row = may_see(caller.visitor, case, caller.pack, site.store, site.now())
    if row is None:
        raise unknown_case(case)
    return row


def looked(caller: Caller, case: str, now: datetime, what: str) -> tuple[AnyFact, ...]:
    """The case's facts, and the look at them logged; they name no case that the visitor may not see.

    `what`: what was looked at. Raises: Refused("unknown-case").
    """
    row_seen(caller, case)
    site = caller.site
    history = history_now(site.store, case, now)
    log_view(site.store, caller.visitor, case, what, "api", site.wall())
    return without_unseen(history, partial(_is_seen, caller))


def case_document(caller: Caller, case: str, history: tuple[AnyFact, ...], now: datetime) -> dict[str, Any]:
    """The case as `show` gives it, with those of its links that the visitor may see too."""
    site = caller.site
    document = shown(site.store, site.library, case, history, now)
    document["links"] = [link for link in document["links"] if _is_seen(caller, link["case"])]
    return document


def tag_of(history: tuple[AnyFact, ...]) -> str:
    """The ETag of a case: its version, which is how many facts it has."""
    return f'"{len(history)}"'


def tagged(document: Any, history: tuple[AnyFact, ...], status: int = 200) -> JSONResponse:
    """A document of a case as it is now, with its ETag."""
    return JSONResponse(document, status, {"ETag": tag_of(history)})


def _is_seen(caller: Caller, case: str) -> bool:
    site = caller.site
    return may_see(caller.visitor, case, caller.pack, site.store, site.now()) is not None
