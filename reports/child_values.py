"""What the report about a child holds: cases with their promises, answers that tell of the child, and events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.packs.pack import Procedure

ABOUT = ("safety", "voice", "characteristics", "parents", "outcome")
"""Of what in a child's life answers tell, in the order in which it is shown."""


@dataclass(frozen=True)
class Reason:
    """Why a promise was late, as somebody has said; what has not been said is empty, and cannot be read is too."""

    code: str
    title: str
    text: str
    authoriser: str


@dataclass(frozen=True)
class Promise:
    """One clock. `late`: it is, or was, late and counts; `over`: working days past its deadline, until it ended.

    `asks_why`: somebody should say why it took so long, as of what is late.
    """

    title: str
    due_at: datetime
    ended_at: datetime | None
    status: str
    late: bool
    asks_why: bool
    over: int
    reason: Reason | None


@dataclass(frozen=True)
class Answer:
    """What somebody said. `at`: when it was so; `seen_at`: since when it is known. `corrected`: it was put right later.

    `kind`: the type of the question, by which `value` is read; of a corrected answer, the value that holds.
    """

    case: str
    about: str
    field: str
    ask: str
    kind: str
    value: Any
    at: datetime
    seen_at: datetime
    corrected: bool


@dataclass(frozen=True)
class Event:
    """Something that happened, and since when it is known."""

    case: str
    n: int
    text: str
    at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class CaseTold:
    """One case of the child. `relation` and `through`: how it was found, and from which case; empty for the first.

    `challenges`: whether it is of a pathway that is opened about another case, so that its outcome answers a challenge.
    """

    reference: str
    pathway: str
    title: str
    step: str
    step_title: str
    finished: bool
    holder_role: str
    holder_agency: str
    opened_at: datetime | None
    relation: str
    through: str
    challenges: bool
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class ChildReport:
    """Everything about the child of the case `reference`. `answers` and `events` in the order in which they were known.

    `procedures`: that of each case, in whose words its answers are.
    """

    reference: str
    as_known: datetime
    training: str
    cases: tuple[CaseTold, ...]
    answers: tuple[Answer, ...]
    events: tuple[Event, ...]
    procedures: Mapping[str, Procedure]

    def about(self, what: str) -> list[Answer]:
        """The answers about one thing."""
        return [each for each in self.answers if each.about == what]
