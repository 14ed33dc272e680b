"""A question of a pack as a field on a page: which control, which titles, what was typed, what is wrong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from web.forms import conditions
from web.forms.rows import NOUN, PARTS_OF, numbers
from web.forms.typed import Typed, id_of, one
from web.rendering import said
from workflow.answers import LONGEST_TEXT
from workflow.entries import LONGEST_ENTRY
from workflow.kept import NOTHING_KEPT, Standing
from workflow.pathways import Pathway
from workflow.policy import Partnership, choice_title
from workflow.questions import ATTENDANCE, Question

MOST_RADIOS = 12
"""More answers than this are a list to choose from."""

_CONTROLS = {
    "text": "text",
    "person": "line",
    "yes_no": "radios",
    "choices": "checkboxes",
    "number": "number",
    "case": "case",
    "date": "date",
    "instant": "instant",
    "attendance": "attendance",
    "actions": "actions",
}


class Option(NamedTuple):
    """One answer to choose: its name in the pack, and its title."""

    value: str
    text: str


@dataclass(frozen=True)
class Form:
    """What the fields of one page have in common. `beside`: every question that is on the page.

    `numbered`: for a question that asks for a number of something, what there is: each number with its words.
    `possible`: for a question that asks for an agency, those that can be the answer, where not all of them can.
    `stands`: what the case keeps of each agency.
    """

    pathway: Pathway
    partnership: Partnership
    beside: Mapping[str, Question]
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    all_optional: bool = False
    numbered: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    possible: Mapping[str, Collection[str]] = field(default_factory=dict)
    stands: Standing = NOTHING_KEPT

    @property
    def fields(self) -> tuple["Field", ...]:
        """Every question as a field, in the pack's order."""
        return tuple(Field(name, question, self) for name, question in self.beside.items())

    def typed_part(self, begins: str, part: str) -> str:
        """What was typed into an input that belongs to no question of the pack."""
        return one(self.typed, f"{begins}-{part}")

    def title_of(self, question: Question, choice: str) -> str:
        """What a choice is called."""
        return choice_title(question, choice, self.pathway, self.partnership)

    @cached_property
    def agencies(self) -> tuple[Option, ...]:
        """Every agency by its title."""
        return tuple(Option(name, agency.title) for name, agency in self.partnership.agencies.items())

    def agencies_for(self, name: str, question: Question) -> tuple[Option, ...]:
        """Those that can be the answer to one question."""
        known = self.partnership.agencies_of(question.sectors)
        possible = self.possible.get(name, known)
        return tuple(each for each in self.agencies if each.value in known and each.value in possible)

    @cached_property
    def sectors(self) -> tuple[Option, ...]:
        """Every sector: the partners who take part in a meeting."""
        return tuple(Option(name, title) for name, title in self.partnership.sectors.items())


@dataclass(frozen=True)
class Field:
    """One question on a page."""

    name: str
    question: Question
    form: Form

    @property
    def id(self) -> str:
        """What its inputs are called, or begin with."""
        return id_of(self.name)

    @property
    def control(self) -> str:
        """Which control it is drawn as."""
        if self.question.type in ("choice", "agency") or self.form.numbered.get(self.name):
            return "radios" if len(self.options) <= MOST_RADIOS else "select"
        return "line" if self.question.one_line else _CONTROLS[self.question.type]

    @property
    def label(self) -> str:
        """The question, marked where it may be left out."""
        optional = not self.question.required and not self.question.when and not self.form.all_optional
        return f"{self.question.ask} (optional)" if optional else self.question.ask

    @property
    def may_be_emptied(self) -> bool:
        """Whether choosing no answer is an answer."""
        return not self.question.required

    @property
    def only_when(self) -> str:
        """When it is asked, in words."""
        return conditions.in_words(self.question, self.form.beside, self.form.title_of)

    @property
    def data_when(self) -> str:
        """The same for the script."""
        return conditions.as_data(self.question, self.form.beside, self.form.known, self.form.stands)

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers to choose from, with their titles."""
        if self.form.numbered.get(self.name):
            return tuple(Option(number, text) for number, text in self.form.numbered[self.name])
        match self.question.type:
            case "agency":
                return self.form.agencies_for(self.name, self.question)
            case "yes_no":
                return (Option("yes", "Yes"), Option("no", "No"))
            case _:
                return tuple(
                    Option(choice, self.form.title_of(self.question, choice)) for choice in self.question.choices
                )

    def stands_alone(self, option: Option) -> bool:
        """Whether an answer goes with no other."""
        return option.value in self.question.alone

    @property
    def value(self) -> str:
        """What was typed into its one input."""
        return one(self.form.typed, self.id)

    @property
    def values(self) -> tuple[str, ...]:
        """Every answer that was chosen."""
        return self.form.typed.get(self.id, ())

    def part(self, part: str) -> str:
        """What was typed into one of several inputs."""
        return one(self.form.typed, f"{self.id}-{part}")

    def error(self, part: str = "") -> str:
        """What is wrong with the answer, or with one part of it."""
        return self.form.errors.get(f"{self.id}-{part}" if part else self.id, "")

    @property
    def first_error(self) -> tuple[str, str]:
        """Of several inputs, the id of the one that is wrong, and what is; two empty texts where none is."""
        found = ((each, words) for each, words in self.form.errors.items() if each.startswith(f"{self.id}-"))
        return next(found, ("", ""))

    @property
    def longest(self) -> int:
        """How many characters an answer may have."""
        return LONGEST_TEXT

    @property
    def longest_part(self) -> int:
        """How many characters one part of a row may have."""
        return LONGEST_ENTRY

    @property
    def rows(self) -> list[int]:
        """The numbers of its rows; one empty row where nothing was typed."""
        return numbers(self.form.typed, self.name) or [1]

    @property
    def row_parts(self) -> tuple[str, ...]:
        """The parts of a row."""
        return PARTS_OF[self.question.type]

    @property
    def noun(self) -> str:
        """What one row is called."""
        return NOUN[self.question.type]

    @property
    def ways(self) -> tuple[Option, ...]:
        """How a partner may have taken part."""
        return tuple(Option(way, said(way)) for way in ATTENDANCE)
