"""Commands: what people ask for. A tick is one too. Answers arrive as given and are read by the pathway's questions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from states.facts import By


class Actor(msgspec.Struct, frozen=True):
    """Who says they act: the post may be read by everyone, `person` and `account` are sealed."""

    person: str
    role: str
    agency: str
    account: str = ""

    @property
    def by(self) -> By:
        """The readable part."""
        return By(self.role, self.agency)

    @property
    def sealed(self) -> dict[str, str | None]:
        """The identifying part."""
        return {f"by.{name}": text for name, text in (("person", self.person), ("account", self.account)) if text}


TIME = Actor(person="", role="time", agency="")
"""Who acts when only time passes."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """`at`: when it happened; `seen_at`: now; both UTC."""

    at: datetime
    seen_at: datetime
    by: Actor


class OpenCase(Command, frozen=True, kw_only=True, tag=True):
    """Begin a case. `answers` by field name; `older` and `relation` link it to another case in the same breath."""

    pathway: str
    answers: Mapping[str, Any]
    older: str = ""
    relation: str = ""


class TakeStep(Command, frozen=True, kw_only=True, tag=True):
    """Take one of the pathway's moves."""

    move: str
    answers: Mapping[str, Any]


class GiveReason(Command, frozen=True, kw_only=True, tag=True):
    """Say why a clock was late."""

    clock: str
    code: str
    text: str
    authoriser: str


class Correct(Command, frozen=True, kw_only=True, tag=True):
    """Say what the fact at `position` should have said: `field` is `at` or a record field's name."""

    position: int
    field: str
    value: Any
    because: str


class StrikeOut(Command, frozen=True, kw_only=True, tag=True):
    """Make one sealed text unreadable for ever."""

    position: int
    field: str
    because: str
    authoriser: str


class AcknowledgeAlert(Command, frozen=True, kw_only=True, tag=True):
    """Take an alert on; its clock goes on."""

    alert: str
    note: str = ""


class Suspend(Command, frozen=True, kw_only=True, tag=True):
    """Let a clock stand still, where its pack allows it."""

    clock: str
    reason: str
    text: str
    authoriser: str


class Resume(Command, frozen=True, kw_only=True, tag=True):
    """Let it run again."""

    clock: str


class Extend(Command, frozen=True, kw_only=True, tag=True):
    """Grant a clock so many more of its own days, where its pack allows it."""

    clock: str
    amount: int
    reason: str
    text: str
    authoriser: str


class LinkCase(Command, frozen=True, kw_only=True, tag=True):
    """Say that this case has to do with an older one, by its reference."""

    older: str
    relation: str


class Repin(Command, frozen=True, kw_only=True, tag=True):
    """Move an open case to another pack (by its sha256), or to another calendar under the same one."""

    pack: str
    calendar: str
    edition: str
    because: str


class PassTime(Command, frozen=True, kw_only=True, tag=True):
    """Let time pass up to `seen_at`."""


AnyCommand = (
    OpenCase
    | TakeStep
    | GiveReason
    | Correct
    | StrikeOut
    | AcknowledgeAlert
    | Suspend
    | Resume
    | Extend
    | LinkCase
    | Repin
    | PassTime
)
