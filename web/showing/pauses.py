"""Suspending, resuming and extending: which of them this post may do to a clock now, and where."""

from typing import Any

from states.refusals import Refused
from web.showing.clocks import ClockShown
from web.showing.offers import Offer
from workflow.commands import Actor, Extend, Resume, Suspend
from workflow.pausing import paused
from workflow.timescales import Leave


def pauses(actor: Actor, shown: ClockShown) -> list[Offer]:
    """Only what the procedure allows this post in this case; a clock that may never stand still has none."""
    timescale = shown.seen.procedure.policy.pathway.timescales.get(shown.clock.timescale)
    if timescale is None:
        return []
    now = shown.seen.now
    common: dict[str, Any] = {"at": now, "seen_at": now, "by": actor, "clock": shown.clock.id}
    words: dict[str, Any] = {"text": "-", "authoriser": "-"}
    tried: list[tuple[str, str, Suspend | Resume | Extend]] = []
    if timescale.suspension:
        tried.append(("Suspend", "suspend", Suspend(reason=_first(timescale.suspension), **words, **common)))
        tried.append(("Let it run again", "resume", Resume(**common)))
    if timescale.extension:
        tried.append(("Extend", "extend", Extend(amount=1, reason=_first(timescale.extension), **words, **common)))
    return [Offer(title, f"{shown.address}/{verb}") for title, verb, trial in tried if _would_do(shown, trial)]


def _would_do(shown: ClockShown, command: Suspend | Resume | Extend) -> bool:
    try:
        paused(shown.seen.case, command, shown.seen.procedure.policy)
    except Refused:
        return False
    return True


def _first(leave: Leave) -> str:
    return next(iter(leave.reasons))
