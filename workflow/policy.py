"""The policy a case keeps: its pathway, the partnership around it and the calendar, in the editions pinned to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from states.calendars import Calendar
from states.machine import START, legal_moves
from workflow.access import Access
from workflow.pathways import Pathway
from workflow.pieces import FieldName, Frozen, Name, Names, Source, Text
from workflow.questions import Question
from workflow.reporting import Reported, ReportingYear, SmallNumbers


class Agency(Frozen):
    """An organisation: a school, a trust, a force, a council service."""

    title: Text
    sector: Name


class Emergency(Frozen):
    """What to do when a child is in danger now; shown wherever somebody might think this tool is the way."""

    text: Text
    source: Source


class Acts(Frozen):
    """The roles that may do what no pathway lists as a move."""

    correct: Names
    strike_out: Names


class Partnership(Frozen):
    """One partnership's own words: its agencies, roles, codes and what holds for every pathway.

    `opened_about`: what may be opened about another case, pathway by relation: the two are linked in the same breath.
    `child_relations`: by which cases tell of one child or of brothers and sisters.
    `hand_over`: what every move that passes the pen asks, if nothing of its own tells the same; never required.
    """

    partnership: Name
    title: Text
    edition: str
    in_force_from: str
    calendar: str
    own_agency: Name
    sectors: Mapping[Name, Text]
    agencies: Mapping[Name, Agency]
    roles: Mapping[Name, Text]
    lateness_reasons: Mapping[Name, Text]
    acts: Acts
    relations: Mapping[Name, Text] = {}
    child_relations: Names = ()
    opened_about: Mapping[Name, Name] = {}
    hand_over: Mapping[FieldName, Question] = {}
    access: Access | None = None
    emergency: Emergency
    reports: Mapping[Name, Reported] = {}
    reporting_year: ReportingYear | None = None
    small_numbers: SmallNumbers | None = None
    source: Source
    extends: str = ""

    def agencies_of(self, sectors: tuple[str, ...]) -> tuple[str, ...]:
        """The agencies of these sectors, in the pack's order; all of them where no sector is named."""
        return tuple(name for name, agency in self.agencies.items() if not sectors or agency.sector in sectors)


@dataclass(frozen=True)
class Policy:
    """Everything deciding needs beside the case. `pack` is the sha256 of the resolved pack."""

    partnership: Partnership
    pathway: Pathway
    calendar: Calendar
    pack: str

    @cached_property
    def open_moves(self) -> Mapping[str, tuple[str, ...]]:
        """For every step the moves open from it."""
        return legal_moves(self.pathway.steps, self.edges)

    @cached_property
    def edges(self) -> tuple[tuple[str, str, str], ...]:
        """(move, from, to) for every way the pathway allows, opening included."""
        return edges(self.pathway)

    @cached_property
    def moved_by(self) -> Mapping[str, frozenset[str]]:
        """For every move and step that starts, stops or cancels clocks, the timescales whose clocks those are."""
        found: dict[str, set[str]] = {}
        for name, timescale in self.pathway.timescales.items():
            for event in (*timescale.starts, *timescale.stops, *timescale.cancels):
                found.setdefault(event, set()).add(name)
        return {event: frozenset(names) for event, names in found.items()}


def choice_title(question: Question, choice: str, pathway: Pathway, partnership: Partnership) -> str:
    """A choice as people read it: its own title, else that of the step, sector or agency of its name."""
    if choice in question.titles:
        return question.titles[choice]
    if choice in pathway.steps:
        return pathway.steps[choice].title
    agency = partnership.agencies.get(choice)
    return partnership.sectors.get(choice) or (agency.title if agency else question.title_of(choice))


def edges(pathway: Pathway) -> tuple[tuple[str, str, str], ...]:
    """(move, from, to) for every way the pathway allows, opening included."""
    return tuple(
        (name, source, target)
        for name, move in pathway.moves.items()
        for source in (move.starting or (START,))
        for target in dict.fromkeys([move.to or source, *(lead.to for lead in move.leads)])
    )
