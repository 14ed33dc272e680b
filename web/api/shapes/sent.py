"""What programs send: one shape for each command. Role and agency come from the token, never from here."""

from typing import Annotated

from pydantic import ConfigDict, Field

from web.api.shapes.base import Shape

Text = Annotated[str, Field(max_length=20_000)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Name = Annotated[str, Field(max_length=200)]
Scalar = Text | bool | int | Annotated[float, Field(allow_inf_nan=False)] | None
Answer = Scalar | list[Scalar | dict[Name, Scalar]]
Answers = Annotated[
    dict[Name, Answer], Field(description="By the names that `GET /api/procedures/{pathway}` lists for the move.")
]
Happened = Annotated[
    str | None,
    Field(max_length=60, description="When it happened, if earlier than now: ISO 8601 with an offset."),
]


class Sent(Shape):
    """What is sent is taken for what it is: a number is no text, and true is no number."""

    model_config = ConfigDict(strict=True)


class OpenCase(Sent):
    """Begin a case; `older` and `relation` link it to an older one in the same breath."""

    pathway: Name
    answers: Answers
    happened: Happened = None
    older: Name = ""
    relation: Name = ""


class TakeMove(Sent):
    """Take a move."""

    answers: Answers = Field(default={})
    happened: Happened = None


class GiveReason(Sent):
    """Say why a clock is late."""

    clock: Name
    code: Name
    text: Text
    authoriser: Text


class Correct(Sent):
    """Say what a fact should have said; `field` is `at` or the name of an answer."""

    position: Number
    field: Name
    value: Answer
    because: Text


class Suspend(Sent):
    """Let a clock stand still, where its procedure allows it."""

    clock: Name
    reason: Name
    text: Text
    authoriser: Text


class Resume(Sent):
    """Let it run again."""

    clock: Name


class Extend(Suspend):
    """Grant a clock more of its own days, where its procedure allows it."""

    days: Number


class StrikeOut(Sent):
    """Make one sealed text unreadable for ever."""

    position: Number
    field: Name
    because: Text
    authoriser: Text


class Link(Sent):
    """Say that the case has to do with an older one."""

    older: Name
    relation: Name


class Acknowledge(Sent):
    """Take an alert on."""

    note: Text = ""
