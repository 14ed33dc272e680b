"""A day asked for in boxes: Day, Month, Year and, where it matters, Time. Every page asks for days in this one way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from web.forms.moments import PARTS, Mistyped
from web.forms.typed import Typed, one

Read = TypeVar("Read")
ALL = (*PARTS, "time")


@dataclass(frozen=True)
class Boxes:
    """The boxes of one question. `id`: what their names begin with; `called` begins the sentence of an error."""

    id: str
    called: str
    typed: Typed

    def part(self, part: str) -> str:
        """What stands in one box."""
        return one(self.typed, f"{self.id}-{part}")

    @property
    def empty(self) -> bool:
        """Whether nothing stands in any of them."""
        return not any(self.part(part) for part in ALL)

    def read(self, how: Callable[[Typed, str], Read]) -> tuple[Read | None, dict[str, str]]:
        """What the boxes say, read as `day_typed` or `instant_typed` reads them, or what is wrong, by box."""
        try:
            return how(self.typed, self.id), {}
        except Mistyped as wrong:
            return None, {f"{self.id}-{wrong.part}": f"{self.called} {wrong.words}"}

    def fault(self, errors: dict[str, str]) -> tuple[str, str]:
        """The box that is wrong, and why; empty where none is."""
        ids = (f"{self.id}-{part}" for part in ALL)
        return next(((each, errors[each]) for each in ids if each in errors), ("", ""))
