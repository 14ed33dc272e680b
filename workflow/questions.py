"""Questions: what a move records, of which type, and when it is asked."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from workflow.conditions import Conditions
from workflow.pieces import Frozen, Name, Names, Party, Text

FieldType = Literal[
    "text",
    "person",
    "choice",
    "choices",
    "yes_no",
    "number",
    "date",
    "instant",
    "agency",
    "case",
    "attendance",
    "actions",
]

SEALED_TYPES: frozenset[str] = frozenset({"text", "person"})
"""Free text and names of people: encrypted field by field, and never read by a condition."""


ATTENDANCE = (
    "attended",
    "deputy",
    "written-contribution",
    "apologies",
    "absent",
    "not-invited",
    "not-applicable",
)
"""How a partner took part, the most first: a written contribution is told apart from attending."""

About = Literal["", "safety", "voice", "characteristics", "parents", "outcome"]
"""Of what in a child's life an answer tells: kept safe, heard, who the child is, the parents told, how it ended."""

HAPPENED = "happened"
"""In `not_before`: the instant at which the move itself happened."""

RAISING: Party = "raising"
"""In `kept_by`: the agency that raises the case, whose answer it is without being asked."""

TELLING = {"whom": "person", "how": "choice", "when": "instant"}
"""What a question tells of a hand-over, and the type that it therefore has."""


class Question(Frozen):
    """One thing that a move records. `when` makes it required only where the answers before it say so.

    `tells`: what the answer says of how the new holder was told: whom, how or when. `excludes`: whoever is named sees
    nothing of the case. `about`: of what in the child's life the answer tells, where all cases of a child are shown.
    `sectors`: whose agencies alone can be the answer. `titles`: of choices whose names do not read well by themselves.
    `alone`: choices that go with no other. `not_before`: the earlier answer, or HAPPENED, before which no day that is
    given here may lie. `one_line`: a text that is short, such as a reference. `kept_by`: the question whose answer says
    whose this one is, or RAISING: the latest of each is kept. `rising`: the choices go from the lowest to the highest.
    `reasoned`: the ways of taking part that need a reason, such as that it did not apply.
    """

    type: FieldType
    ask: Text
    hint: str = ""
    required: bool = False
    when: Conditions = Conditions()
    choices: tuple[Name, ...] = ()
    may_be_future: bool = False
    evidence_of: str = ""
    shows: Literal["", "emergency"] = ""
    tells: Literal["", "whom", "how", "when"] = ""
    excludes: bool = False
    about: About = ""
    sectors: Names = ()
    titles: Mapping[Name, Text] = Field(default_factory=dict)
    alone: Names = ()
    not_before: str = ""
    one_line: bool = False
    kept_by: str = ""
    rising: bool = False
    reasoned: Names = ()

    @property
    def sealed(self) -> bool:
        """Whether the answer is encrypted on its own and kept apart."""
        return self.type in SEALED_TYPES

    def title_of(self, choice: str) -> str:
        """A choice as people read it."""
        return self.titles.get(choice) or choice.replace("-", " ").capitalize()

    @model_validator(mode="after")
    def _choices_where_there_is_a_choice(self) -> "Question":
        if (self.type in ("choice", "choices")) != bool(self.choices):
            raise ValueError("choices belong to the types choice and choices, and to no others")
        return self

    @model_validator(mode="after")
    def _sectors_of_an_agency(self) -> "Question":
        if self.sectors and self.type != "agency":
            raise ValueError("sectors belong to the type agency, and to no other")
        return self

    @model_validator(mode="after")
    def _of_its_own_choices(self) -> "Question":
        if unknown := {*self.titles, *self.alone} - {*self.choices}:
            raise ValueError(f"titles and alone name {', '.join(sorted(unknown))}, which is none of the choices")
        if self.alone and self.type != "choices":
            raise ValueError("alone belongs to the type choices: of a choice there is only one answer anyway")
        return self

    @model_validator(mode="after")
    def _days_in_order(self) -> "Question":
        if self.not_before and self.type not in ("date", "instant", "actions"):
            raise ValueError("not_before belongs to the types date, instant and actions")
        if self.one_line and self.type != "text":
            raise ValueError("one_line belongs to the type text")
        return self

    @model_validator(mode="after")
    def _ways_of_taking_part(self) -> "Question":
        if self.reasoned and self.type != "attendance":
            raise ValueError("reasoned belongs to the type attendance")
        if unknown := {*self.reasoned} - {*ATTENDANCE}:
            raise ValueError(f"reasoned names {', '.join(sorted(unknown))}, which is none of {', '.join(ATTENDANCE)}")
        return self

    @model_validator(mode="after")
    def _kept_in_few_words(self) -> "Question":
        if self.kept_by and self.type not in ("choice", "yes_no"):
            raise ValueError("kept_by belongs to the types choice and yes_no")
        if self.rising and not (self.kept_by and self.type == "choice"):
            raise ValueError("rising belongs to a choice with kept_by")
        return self

    @model_validator(mode="after")
    def _tells_in_its_own_type(self) -> "Question":
        if self.excludes and self.type != "person":
            raise ValueError("only a person can be excluded: the type is person")
        if self.tells and (self.type != TELLING[self.tells] or self.may_be_future):
            raise ValueError("what tells whom is a person, what tells how a choice, what tells when an instant gone by")
        return self
