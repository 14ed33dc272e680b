"""What was agreed in the entries of a list that each start a clock of their own: in words, where they can be read."""

from collections.abc import Iterator, Mapping, Sequence

from engine.packs.pack import Procedure
from states.case import Case, Clock
from states.facts import AnyFact, CaseOpened, StepTaken
from states.folding import fold


def in_own_words(clock: Clock, case: Case, history: Sequence[AnyFact], procedure: Procedure) -> str:
    """What is to be done, and whose it is; empty for a clock that no entry started, and where nothing can be read."""
    timescale = procedure.policy.pathway.timescales.get(clock.timescale)
    field = timescale.each_action if timescale else ""
    if not field:
        return ""
    clocks = [each.id for each in case.clocks_of(clock.timescale)]
    beside = [each for each in clocks if case.clocks[each].started_by == clock.started_by]
    texts = next((fact.sealed for fact in _agreed_in(field, clock, history)), {})
    place = f"record.{field}.{beside.index(clock.id)}"
    told = (texts.get(f"{place}.{part}") or "" for part in ("what", "owner"))
    return ", ".join(text.rstrip(".") for text in told if text)


def _agreed_in(field: str, clock: Clock, history: Sequence[AnyFact]) -> Iterator[StepTaken | CaseOpened]:
    """The fact whose list started a clock: the last before it that holds one."""
    for fact in reversed(history[: clock.started_by]):
        if isinstance(fact, StepTaken | CaseOpened) and field in fact.record:
            yield fact


def titles_in_own_words(history: Sequence[AnyFact], procedure: Procedure) -> Mapping[str, str]:
    """The titles of a procedure with those of this case's actions in their own words, as `words.fact` takes them.

    For the pages of one case alone: the words were sealed.
    """
    case = fold(history)
    said = {
        f"action:{clock.id}": text
        for clock in case.clocks.values()
        if (text := in_own_words(clock, case, history, procedure))
    }
    return {**procedure.titles, **said} if said else procedure.titles
