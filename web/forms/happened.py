"""When it happened, where that was earlier than now: asked on every form whose own questions do not tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from web.forms.faults import not_yet
from web.forms.moments import PARTS, Mistyped, instant_typed
from web.forms.typed import Typed, one

HAPPENED = "happened"
"""What its inputs begin with."""


@dataclass(frozen=True)
class Happened:
    """The instant, now where nothing was typed; what is wrong by the id of the input."""

    at: datetime
    errors: Mapping[str, str]


def happened_at(typed: Typed, now: datetime) -> Happened:
    """What was typed of when it happened."""
    if not any(one(typed, f"{HAPPENED}-{part}") for part in (*PARTS, "time")):
        return Happened(now, {})
    try:
        at = instant_typed(typed, HAPPENED)
    except Mistyped as wrong:
        return Happened(now, {f"{HAPPENED}-{wrong.part}": f"When it happened {wrong.words}"})
    if at > now:
        return Happened(now, {f"{HAPPENED}-day": not_yet(now)})
    return Happened(at, {})
