"""The notation of stories: what a practitioner writes, as the program reads it."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from engine.stories.dates import NotReadable, looks_like_a_date, quoted, read_instant, read_when, show_instant
from states.case import Status
from states.days import instant_text
from workflow.numbers import WHOLE
from workflow.pieces import Frozen, Text


def _post(written: object) -> object:
    role, of, agency = str(written).partition(" of ")
    if not isinstance(written, str) or not of or " " in f"{role}{agency}":
        raise NotReadable(
            "not-a-post", f"{quoted(written)} is not a post.", "Write role of agency: practitioner of school-a."
        )
    return {"role": role, "agency": agency}


def _answer(written: object) -> object:
    """Dates in the stories' form become what a form would send; everything else stays as it is."""
    if isinstance(written, str) and looks_like_a_date(written):
        when = read_when(written)
        return instant_text(when) if isinstance(when, datetime) else when.isoformat()
    return written


def _absent(written: object) -> object:
    return {"absent": True} if written == "none" else written


Instant = Annotated[datetime, BeforeValidator(read_instant)]
When = Annotated[datetime | date, BeforeValidator(read_when)]
Answer = Annotated[str | list[str], BeforeValidator(_answer)]
YesNo = Literal["yes", "no"]


class Post(Frozen):
    """Who acts: a role in an agency."""

    role: str
    agency: str

    def __str__(self) -> str:
        return f"{self.role} of {self.agency}"


By = Annotated[Post, BeforeValidator(_post)]


class Reason(Frozen):
    """Why a clock was late."""

    clock: str
    code: str
    text: Text
    authoriser: Text


class Acknowledge(Frozen):
    """An alert taken on."""

    alert: str
    note: str = ""


class Suspend(Frozen):
    """A clock that is to stand still, where its pack allows it; it runs again by itself at its cap."""

    clock: str
    reason: str
    text: Text
    authoriser: Text


class Resume(Frozen):
    """A suspended clock that is to run again before that."""

    clock: str


class Extend(Frozen):
    """So many more of its own days for a clock, where its pack allows it."""

    clock: str
    days: Annotated[int, Field(ge=1), WHOLE]
    reason: str
    text: Text
    authoriser: Text


class Link(Frozen):
    """A link to an older case of the same pathway, which the story opens for it, with the same answers."""

    relation: str


class _OfFact(Frozen):
    """About what a move recorded: the last move of that name, or the fact of that number."""

    move: str = ""
    fact: Annotated[int, Field(ge=0), WHOLE] = 0
    field: str
    because: Text

    @model_validator(mode="after")
    def _says_of_what(self) -> "_OfFact":
        if bool(self.move) == bool(self.fact):
            raise NotReadable("not-usable", "It is not clear which fact is meant.", "Give either move or fact.")
        return self


class Correct(_OfFact):
    """What should have been recorded: `field` is a field of the move's record, or `at`."""

    value: Answer


class StrikeOut(_OfFact):
    """One text made unreadable for ever."""

    authoriser: Text


class ClockExpected(Frozen):
    """What is said of one clock. A date is compared to the day, an instant to the minute; `none`: no such clock."""

    absent: bool = False
    starts: When | None = None
    near: When | None = None
    due: When | None = None
    stopped: When | None = None
    status: Status | None = None
    late: YesNo | None = None
    received: Literal["late", "in-time"] | None = None
    reason: str | None = None


class Expected(Frozen):
    """What should be so. Only what is said is compared, but each list is compared as a whole.

    alerts: those open; acknowledged: those somebody has taken on; told: with whom an alert now is.
    breaches, withdrawn, moved: the clocks of which the history says so.
    """

    step: str | None = None
    holder: By | None = None
    status: Status | Literal["none"] | None = None
    clocks: Mapping[str, Annotated[ClockExpected, BeforeValidator(_absent)]] | None = None
    alerts: tuple[str, ...] | None = None
    acknowledged: tuple[str, ...] | None = None
    told: Mapping[str, By] | None = None
    breaches: tuple[str, ...] | None = None
    withdrawn: tuple[str, ...] | None = None
    moved: tuple[str, ...] | None = None


ACTS = ("move", "reason", "acknowledge", "suspend", "resume", "extend", "link", "correct", "strike_out")
_ACTS_WRITTEN = ", ".join(ACTS).replace("_", "-")


class Event(Frozen):
    """One entry: at `on`, somebody does one thing, or there is only a look at the case.

    happened: when it took place, if that was earlier than its record; refused: the code with which it is refused.
    """

    on: Instant
    happened: Instant | None = None
    by: By | None = None
    person: str = ""
    move: str = ""
    record: Mapping[str, Answer] = {}
    reason: Reason | None = None
    acknowledge: Acknowledge | None = None
    suspend: Suspend | None = None
    resume: Resume | None = None
    extend: Extend | None = None
    link: Link | None = None
    correct: Correct | None = None
    strike_out: Annotated[StrikeOut | None, Field(alias="strike-out")] = None
    refused: str = ""
    expect: Expected | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> "Event":
        acts = [name for name in ACTS if getattr(self, name)]
        if len(acts) > 1:
            raise NotReadable("two-at-once", f"Two things at once: {' and '.join(acts)}.", "Make them two entries.")
        if acts and self.by is None:
            raise NotReadable("nobody-acts", "Nobody acts here.", "Say by whom: `by: practitioner of school-a`.")
        if not acts and (self.by or self.refused or self.record or self.happened or not self.expect):
            raise NotReadable(
                "nothing-happens",
                "Nothing happens here.",
                f"Add one of {_ACTS_WRITTEN}; with `on` and `expect` alone, the entry is a look at the case.",
            )
        return self


class Written(Frozen):
    story: Text
    title: Text
    pathway: Text
    shows: Text
    events: Annotated[tuple[Event, ...], Field(min_length=1)]
    expect: Expected = Expected()

    @model_validator(mode="after")
    def _in_order(self) -> "Written":
        for place, (before, after) in enumerate(pairwise(self.events), start=1):
            if after.on < before.on:
                raise NotReadable(
                    "not-in-order",
                    f"An entry on {show_instant(after.on)} stands after one on {show_instant(before.on)}.",
                    "Put the entries in the order of `on`; `happened` says when something took place earlier.",
                    ("events", str(place), "on"),
                )
        first = self.events[0]
        if first.move != "open" or first.refused:
            because = "The story does not begin with a case being opened."
            raise NotReadable("not-opened", because, "Begin with move: open.", ("events", "0"))
        return self
