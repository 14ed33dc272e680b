"""Cases that a reader may not see do not exist for that reader, not even in the history of a case that may be seen."""

import re
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from states.facts import AnyFact, CaseOpened, Corrected, Linked, StepTaken

NOT_SHOWN = ""
"""What stands for the reference of a linked case that the reader may not see."""

NOT_NAMED = "a case that you may not see"
"""What stands for it in an answer."""

Visible = Callable[[str], bool]
"""Whether the reader may see a case, by its reference."""

_REFERENCE = re.compile(r"[A-Z]+-\d{4}-\d+", re.ASCII)


def without_unseen(history: tuple[AnyFact, ...], visible: Visible) -> tuple[AnyFact, ...]:
    """The same facts; where one names a case that the reader may not see, it tells that there is one, and not which.

    A reference of no case at all is kept from the reader too, so that nobody can tell the two apart.
    """
    return tuple(_without(fact, visible) for fact in history)


def hides(fact: AnyFact) -> bool:
    """Whether a case was taken out of it."""
    match fact:
        case Linked():
            return fact.case == NOT_SHOWN
        case CaseOpened() | StepTaken():
            return NOT_NAMED in fact.record.values()
        case Corrected():
            return bool(fact.value == NOT_NAMED)
    return False


def every(_case: str) -> bool:
    """The sight of a reader who may see all cases."""
    return True


def _without(fact: AnyFact, visible: Visible) -> AnyFact:
    def unseen(answer: Any) -> bool:
        return isinstance(answer, str) and bool(_REFERENCE.fullmatch(answer)) and not visible(answer)

    match fact:
        case Linked() if not visible(fact.case):
            return replace(fact, case=NOT_SHOWN)
        case CaseOpened() | StepTaken() if hidden := [name for name, answer in fact.record.items() if unseen(answer)]:
            return replace(fact, record={**fact.record, **dict.fromkeys(hidden, NOT_NAMED)})
        case Corrected() if unseen(fact.value):
            return replace(fact, value=NOT_NAMED)
    return fact
