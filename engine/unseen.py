"""Cases that a reader may not see do not exist for that reader, not even in the history of a case that may be seen."""

from collections.abc import Callable

from msgspec.structs import replace

from states.facts import AnyFact, Linked

NOT_SHOWN = ""
"""What stands for the reference of a case that the reader may not see."""

Visible = Callable[[str], bool]
"""Whether the reader may see a case, by its reference."""


def without_unseen(history: tuple[AnyFact, ...], visible: Visible) -> tuple[AnyFact, ...]:
    """The same facts; a link to a case that the reader may not see tells that there is one, and not which."""
    return tuple(
        replace(fact, case=NOT_SHOWN) if isinstance(fact, Linked) and not visible(fact.case) else fact
        for fact in history
    )


def every(_case: str) -> bool:
    """The sight of a reader who may see all cases."""
    return True
