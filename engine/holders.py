"""Who holds the pen: how they were told, and how long each has held it, for `show`, `replay` and pages."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from states.case import Case
from states.days import day_of, instant_text
from states.facts import AnyFact, HolderChanged, StruckOut
from states.holding import spans
from workflow.handing_over import WHOM
from workflow.policy import Policy

Json = dict[str, Any]

STRUCK_OUT = "struck out"
"""Stands where a text was made unreadable for ever."""


def holder_document(case: Case, history: tuple[AnyFact, ...]) -> Json:
    """The present holder, and who there was `told`, how and when; no `told` where nobody is recorded as told."""
    told = case.handed_over
    post = {"role": case.holder.role, "agency": case.holder.agency}
    return post | (_told(whom_told(case, history), told.how, told.told_at) if told.told else {})


def told_document(fact: HolderChanged, struck: Collection[str] = ()) -> Json:
    """What a hand-over itself says of the telling, if anything; later corrections are facts of their own."""
    if not (fact.told or fact.told_at or WHOM in fact.sealed):
        return {}
    return _told(STRUCK_OUT if WHOM in struck else fact.sealed.get(WHOM), fact.told, fact.told_at)


def held_documents(history: tuple[AnyFact, ...], policy: Policy, now: datetime) -> list[Json]:
    """How long each holder has held the case, span by span, in working days and in elapsed hours, until now at most."""
    steps = policy.pathway.steps.items()
    return [
        {
            "role": span.holder.role,
            "agency": span.holder.agency,
            "from": instant_text(span.since),
            "until": instant_text(span.until) if span.until else None,
            "working_days": policy.calendar.working_days_between(day_of(span.since), day_of(span.until or now)),
            "hours": hours_between(span.since, span.until or now),
        }
        for span in spans(history, {name for name, step in steps if step.finished})
    ]


def hours_between(since: datetime, until: datetime) -> float:
    """Elapsed hours, every day counted, to a hundredth."""
    return round((until - since).total_seconds() / 3600, 2)


def _told(whom: str | None, how: str, at: datetime | None) -> Json:
    return {"told": {"whom": whom, "how": how or None, "at": instant_text(at) if at else None}}


def whom_told(case: Case, history: tuple[AnyFact, ...]) -> str | None:
    """The name of who was told that the present holder has the pen, where one was given and can be read."""
    position = case.handed_over.whom
    if not position:
        return None
    fact = history[position - 1]
    path = WHOM if isinstance(fact, HolderChanged) else "value"
    gone = any(isinstance(one, StruckOut) and (one.position, one.field) == (position, path) for one in history)
    return STRUCK_OUT if gone else fact.sealed.get(path)
