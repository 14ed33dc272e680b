"""What a form of a move already knows when it is shown: the partners to ask about, and the entries that are open."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine import words
from engine.packs.pack import Procedure
from states.case import Case
from states.facts import AnyFact, CaseOpened, StepTaken
from web.forms.rows import begun
from workflow.pathways import Move
from workflow.policy import Policy


def begun_with(
    move: Move, case: Case, history: tuple[AnyFact, ...], procedure: Procedure
) -> dict[str, tuple[str, ...]]:
    """What would have been typed. A list that only puts an earlier one right begins with that one."""
    typed: dict[str, tuple[str, ...]] = {}
    for name, question in move.record.items():
        if question.type == "attendance":
            again = [] if move.to else list(_recorded(name, case, history))
            typed |= begun(name, question.type, tuple(again or _partners(name, procedure)))
        elif question.type == "actions":
            typed |= begun(name, question.type, ())
    return typed


def entries_to_end(
    move: str, case: Case, history: tuple[AnyFact, ...], policy: Policy
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """For a question by which a move names one of several entries: those that are open, each number with its words."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, timescale in policy.pathway.timescales.items():
        if timescale.each_action and move in timescale.stops:
            said = list(_said(timescale.each_action, history))
            found[timescale.matched_by] = tuple(
                (number, f"{_words_of(number, said)}due {words.moment(clock.due_at)}")
                for clock in case.clocks_of(name)
                if clock.running and (number := clock.id.partition(":")[2])
            )
    return found


def _partners(name: str, procedure: Procedure) -> tuple[dict[str, str], ...]:
    """One entry for each partner whose part in it some rule looks at: nobody forgets to say how they took part."""
    looked_at = {each.feature for rule in procedure.book.rules for each in rule.when}
    sectors = procedure.policy.partnership.sectors
    return tuple({"partner": sector} for sector in sectors if f"record.{name}.{sector}" in looked_at)


def _recorded(name: str, case: Case, history: tuple[AnyFact, ...]) -> Iterator[dict[str, str]]:
    """The entries as they were last recorded, with those of their words that can be read."""
    position = case.answered.get(name, 0)
    sealed: Mapping[str, str | None] = history[position - 1].sealed if position else {}
    for place, entry in enumerate(case.record.get(name, ())):
        told = {part: sealed.get(f"record.{name}.{place}.{part}") for part in ("person", "reason")}
        yield {**entry, **{part: text for part, text in told.items() if text}}


def _said(field: str, history: tuple[AnyFact, ...]) -> Iterator[str]:
    """What each entry of a list says, numbered through the case as its clocks are."""
    for fact in history:
        if isinstance(fact, CaseOpened | StepTaken):
            entries: Any = fact.record.get(field, ())
            yield from (fact.sealed.get(f"record.{field}.{place}.what") or "" for place in range(len(entries)))


def _words_of(number: str, said: list[str]) -> str:
    """The words of an entry, cut where they are long."""
    text = {str(place): each for place, each in enumerate(said, 1)}.get(number, "")
    return f"{text[:100]}{'…' if len(text) > 100 else ''}, " if text else ""
