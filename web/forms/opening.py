"""An opening under way: what was answered so far, what is still to be asked, and the command it amounts to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from engine.packs.pack import Procedure
from web.forms.fields import Field, Form
from web.forms.happened import happened_at
from web.forms.parts import Part, parts_of
from web.forms.reading import Asking, Reading, read
from web.forms.typed import Typed, anything
from workflow.commands import Actor, OpenCase
from workflow.guards import OPEN
from workflow.pathways import Move


@dataclass(frozen=True)
class Opening:
    """Everything typed so far for a case that is not open yet. `older` and `relation` link it to another case."""

    procedure: Procedure
    opener: Actor
    now: datetime
    typed: Typed = field(default_factory=dict)
    older: str = ""
    relation: str = ""

    @property
    def move(self) -> Move:
        """The move that opens it."""
        return self.procedure.policy.pathway.moves[OPEN]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The pages, in order; the one with what need not be answered is last."""
        return parts_of(self.move, self.opener, self.procedure.policy.partnership)

    @property
    def asked(self) -> tuple[Part, ...]:
        """The pages that stand in the way: to call first only where there is danger."""
        danger = self.danger
        return tuple(part for part in self.parts if part.kind != "call-first" or danger)

    @cached_property
    def danger(self) -> bool:
        """Whether somebody has said that a child is in danger now."""
        first = [part for part in self.parts if part.kind == "emergency"]
        return any(self.typed.get(name, ("",))[-1] == "yes" for part in first for name in part.questions)

    def part(self, place: str) -> Part | None:
        """The page at one place of the address."""
        return next((part for part in self.parts if part.place == place), None)

    @cached_property
    def whole(self) -> Reading:
        """Every answer, and everything that is wrong or missing."""
        return self._read(self.move.record, {})

    def reading(self, part: Part) -> Reading:
        """One page's answers and errors, in the light of the others'."""
        errors = {} if part.kind != "more" else happened_at(self.typed, self.now).errors
        found = self._read(part.questions, {**self.move.sets, **self.whole.record})
        return replace(found, errors={**found.errors, **errors})

    def next_place(self, after: Part) -> str:
        """Where to go on: the next page that is not complete, and where there is none the check of all answers."""
        later = self.asked[self.asked.index(after) + 1 :] if after in self.asked else ()
        return next((part.place for part in later if self.reading(part).errors), "check")

    def before(self, part: Part) -> str:
        """The page before; empty for the first."""
        earlier = self.asked[: self.asked.index(part)] if part in self.asked else ()
        return earlier[-1].place if earlier else ""

    def form(self, part: Part, errors: Mapping[str, str]) -> Form:
        """One page's questions as fields."""
        policy = self.procedure.policy
        return Form(
            policy.pathway,
            policy.partnership,
            part.questions,
            self.typed,
            errors,
            self.whole.record,
            part.kind == "more",
        )

    def answered(self) -> list[tuple[Part, Field]]:
        """Every question that has an answer, with its page, in the order of the pages."""
        return [
            (part, each)
            for part in self.parts
            for each in self.form(part, {}).fields
            if anything(self.typed, each.name)
        ]

    def command(self) -> OpenCase:
        """What is asked of the engine. The answers are as they were typed: it judges them."""
        return OpenCase(
            at=happened_at(self.typed, self.now).at,
            seen_at=self.now,
            by=self.opener,
            pathway=self.procedure.policy.pathway.pathway,
            answers=self.whole.answers,
            older=self.older,
            relation=self.relation,
        )

    def _read(self, questions: Mapping[str, Any], known: Mapping[str, Any]) -> Reading:
        return read(Asking(questions, known, self.procedure.policy.partnership, self.now), self.typed)
