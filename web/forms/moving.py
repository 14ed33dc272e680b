"""A move under way: its questions in sections, what was typed, and the command that it amounts to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from engine.packs.pack import Procedure
from states.case import Case
from states.days import parse_instant
from states.facts import AnyFact
from web.forms.beginnings import begun_with, entries_to_end
from web.forms.fields import Field, Form
from web.forms.happened import happened_at
from web.forms.reading import Asking, Reading, read, too_early
from web.forms.typed import Typed
from workflow.answers import LOWERED
from workflow.commands import Actor, TakeStep
from workflow.kept import Standing, standing
from workflow.pathways import Move
from workflow.questions import Question


class Section(NamedTuple):
    """Some of the fields, under a heading; the first has none."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Moving:
    """One move of one case, as the case is now, with everything typed so far."""

    procedure: Procedure
    case: Case
    history: tuple[AnyFact, ...]
    name: str
    actor: Actor
    now: datetime
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def move(self) -> Move:
        """The move as its pathway has it."""
        return self.procedure.policy.pathway.moves[self.name]

    @property
    def asks_when(self) -> bool:
        """Whether the form asks when it happened: its own questions do not."""
        return not self.move.happened_at

    def begun(self) -> "Moving":
        """With what is known already filled in."""
        return replace(self, typed=begun_with(self.move, self.case, self.history, self.procedure))

    @cached_property
    def reading(self) -> Reading:
        """The answers, and all that is wrong or missing."""
        asking = Asking(self.move.record, self._known, self.procedure.policy.partnership, self.now, self._stands)
        found = read(asking, self.typed)
        when = happened_at(self.typed, self.now).errors if self.asks_when else {}
        early = too_early(found, asking, self.typed, self._happened(found))
        return replace(found, errors={**found.errors, **early, **when})

    def _happened(self, found: Reading) -> datetime:
        """When it happened, as its own questions tell, or what was typed beside them."""
        told = found.record.get(self.move.happened_at)
        return parse_instant(told) if told else happened_at(self.typed, self.now).at

    @cached_property
    def danger(self) -> bool:
        """Whether the answers say that a child is in danger now."""
        return any(
            question.shows == "emergency" and question.type == "yes_no" and self.reading.answers.get(name) == "yes"
            for name, question in self.move.record.items()
        )

    @cached_property
    def form(self) -> Form:
        """Its questions as fields."""
        policy = self.procedure.policy
        ends = entries_to_end(self.name, self.case, self.history, policy)
        return Form(
            policy.pathway,
            policy.partnership,
            self.move.record,
            self.typed,
            self.errors,
            self._known,
            numbered=ends,
            stands=self._stands,
        )

    @property
    def sections(self) -> list[Section]:
        """Danger first, then what has to be answered, then the rest; what hangs on an answer stands behind it."""
        first: list[Field] = []
        asked: list[Field] = []
        more: list[Field] = []
        placed: dict[str, list[Field]] = {}
        for each in self.form.fields:
            hangs_on = (name.removeprefix(LOWERED) for name in each.question.when.root)
            behind = next((placed[name] for name in hangs_on if name in placed), None)
            place = behind if behind is not None else self._place(each.question, first, asked, more)
            place.append(each)
            placed[each.name] = place
        headings = ("", "", "Anything else you know")
        return [Section(*each) for each in zip(headings, map(tuple, (first, asked, more)), strict=True) if each[1]]

    def only(self, names: Mapping[str, Question]) -> tuple[Field, ...]:
        """Some of the fields."""
        return tuple(each for each in self.form.fields if each.name in names)

    def command(self) -> TakeStep:
        """What is asked of the engine."""
        at = happened_at(self.typed, self.now).at if self.asks_when else self.now
        return TakeStep(at=at, seen_at=self.now, by=self.actor, move=self.name, answers=self.reading.answers)

    @property
    def _known(self) -> Mapping[str, object]:
        return self.case.record

    @cached_property
    def _stands(self) -> Standing:
        return standing(self.case, self.procedure.policy.pathway)

    @staticmethod
    def _place(question: Question, first: list[Field], asked: list[Field], more: list[Field]) -> list[Field]:
        if question.shows == "emergency":
            return first
        return asked if question.required or question.when else more
