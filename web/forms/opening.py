"""An opening under way: what was answered so far, what is still to be asked, and the command it amounts to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from engine.packs.pack import Procedure
from web.forms import faults
from web.forms.fields import Field, Form
from web.forms.happened import happened_at
from web.forms.parts import Part, parts_of
from web.forms.reading import Asking, Reading, read, too_early
from web.forms.typed import Typed, anything, id_of
from workflow.commands import Actor, OpenCase
from workflow.guards import OPEN
from workflow.opening import AGENCIES, Ways, ways_to_open
from workflow.parties import RAISING_FIELD, RECEIVING_FIELD
from workflow.pathways import Move
from workflow.questions import Question


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
        return parts_of(self.questions, self.opener, self.procedure.policy.partnership)

    @cached_property
    def ways(self) -> Ways:
        """With which agencies this post may open it."""
        return ways_to_open(self.opener, self.procedure.policy)

    @cached_property
    def filled(self) -> dict[str, tuple[str, ...]]:
        """The agencies that have to be named and can only be one: nobody is asked for those."""
        needed = {field: sorted(self.ways.answers(field)) for field in AGENCIES if self.ways.needed(field)}
        return {id_of(field): (found[0],) for field, found in needed.items() if len(found) == 1}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The questions; an agency without which this post cannot open it has to be named."""
        asked = dict(self.move.record)
        for name in AGENCIES:
            if name in asked and self.ways.needed(name) and id_of(name) not in self.filled:
                asked[name] = asked[name].model_copy(update={"required": True})
        return asked

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
        return read(self._asking(self.questions, {}), self.typed)

    def reading(self, part: Part) -> Reading:
        """One page's answers and errors, in the light of the others'."""
        errors = {} if part.kind != "more" else happened_at(self.typed, self.now).errors
        asking = self._asking(part.questions, {**self.move.sets, **self.whole.record})
        found = read(asking, self.typed)
        early = too_early(found, asking, self.typed, happened_at(self.typed, self.now).at)
        return replace(found, errors={**found.errors, **early, **self._of_agencies(part), **errors})

    def _of_agencies(self, part: Part) -> dict[str, str]:
        """What is wrong with the agencies named on a page: one that cannot be, or two that cannot be together."""
        named = {field: str(self.whole.record.get(field, "")) for field in AGENCIES}
        here = [field for field in AGENCIES if field in part.questions and named[field]]
        wrong = [field for field in here if named[field] not in self.ways.answers(field)]
        raising, receiving = named[RAISING_FIELD] or self.opener.agency, named[RECEIVING_FIELD]
        open_still = any(self.ways.needed(field) and not named[field] for field in AGENCIES)
        if here and not wrong and not open_still and (raising, receiving) not in self.ways.pairs:
            wrong = here[-1:]
        return {id_of(field): faults.other_agency(same=raising == receiving) for field in wrong}

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
            possible={field: self.ways.answers(field) for field in AGENCIES},
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

    def _asking(self, questions: Mapping[str, Question], known: Mapping[str, Any]) -> Asking:
        return Asking(questions, known, self.procedure.policy.partnership, self.now)
