"""How far two procedures agree on a history: up to where the recorded facts are also those of the other procedure.

A fact rests on the rules, the calendar, the partnership's words, and on the entries that a cause names: its move, the
step it enters, the timescales that these start; before that there is no clock to stop or cancel. While all of those are
the same, so is what follows. Where nothing but some promises differs, and no rule looks from those at the rest, only
their clocks and the alerts about these can come out otherwise: `narrowed` leaves a procedure that asks nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from engine.packs.pack import Procedure
from rules.alerts import RuleBook
from rules.model import Is, OneOf, Rule
from states.case import Case
from states.facts import AlertAcknowledged, AnyFact, CaseOpened, ReasonGiven, StepTaken, is_cause
from workflow.pathways import Pathway
from workflow.policy import Partnership

BY_NAME = ("steps", "moves", "timescales")
"""The parts of a pathway whose entries are compared one by one, each by its name."""

ONLY_WORDS = frozenset({"title", "source", "edition", "in_force_from", "extends"})
"""What a pack says about itself; nothing follows from it."""

OF_PROMISES = ("clock", "reason")
"""What rules read of a promise by its name, whatever else they are about."""

QUIET = "quiet-working-days"
"""A rule about clocks that asks when anything was last recorded hears of reasons given for other clocks too."""

EVERYTHING = None
"""They differ in something that every fact rests on."""


class Changed(msgspec.Struct, frozen=True):
    """In what two procedures differ: the moves and steps at which they may begin to, and the promises that alone do.

    `promises`: the names of timescales; EVERYTHING where more than their clocks may come out otherwise.
    """

    events: frozenset[str]
    promises: frozenset[str] | None


def changed(kept: Procedure, other: Procedure) -> Changed | None:
    """In what they differ; EVERYTHING where they may from the first fact on."""
    mine, theirs = kept.policy, other.policy
    everywhere = (
        kept.book.rules == other.book.rules
        and mine.calendar.sha256 == theirs.calendar.sha256
        and _same_words(mine.partnership, theirs.partnership)
        and _same_words(mine.pathway, theirs.pathway, BY_NAME)
    )
    if not everywhere:
        return EVERYTHING
    events = frozenset(_events(mine.pathway, theirs.pathway))
    return Changed(events, _alone(mine.pathway, theirs.pathway, kept.book.rules))


def agreed(history: tuple[AnyFact, ...], change: Changed | None) -> int:
    """How many facts from the first on are the same under both; `change` as `changed` gives it."""
    if change is EVERYTHING:
        return 0
    events = change.events
    for place, fact in enumerate(history):
        if isinstance(fact, StepTaken):
            if fact.move in events or fact.step in events or fact.came_from in events:
                return 0 if place == 1 else place
        elif is_cause(fact) and not isinstance(fact, CaseOpened | AlertAcknowledged | ReasonGiven):
            return place
    return len(history)


def narrowed(procedure: Procedure, promises: frozenset[str]) -> Procedure:
    """The procedure with these promises alone, and with the rules about clocks."""
    pathway = procedure.policy.pathway
    timescales = {name: timescale for name, timescale in pathway.timescales.items() if name in promises}
    policy = replace(procedure.policy, pathway=pathway.model_copy(update={"timescales": timescales}))
    return Procedure(policy, RuleBook(tuple(rule for rule in procedure.book.rules if rule.each == "clock")))


def with_promises(case: Case, promises: frozenset[str]) -> Case:
    """The case with the clocks of these promises alone, and with the alerts about these clocks."""
    clocks = {name: clock for name, clock in case.clocks.items() if clock.timescale in promises}
    alerts = {key: alert for key, alert in case.alerts.items() if alert.about in clocks}
    return msgspec.structs.replace(case, clocks=clocks, alerts=alerts)


def _alone(mine: Pathway, theirs: Pathway, rules: tuple[Rule, ...]) -> frozenset[str] | None:
    """The promises that differ, where nothing else does and nothing but them hangs on their clocks.

    A move that names an action is refused where no clock of that action runs: what follows from it is not theirs alone.
    """
    if mine.steps != theirs.steps or mine.moves != theirs.moves:
        return EVERYTHING
    promises = frozenset(_differing(mine.timescales, theirs.timescales))
    if any(each.timescales[name].each_action for each in (mine, theirs) for name in promises & each.timescales.keys()):
        return EVERYTHING
    return EVERYTHING if any(_looks_across(rule, promises) for rule in rules) else promises


def _looks_across(rule: Rule, promises: frozenset[str]) -> bool:
    """Whether it tells of these promises by what else there is, or of anything else by these."""
    read = {name for one in rule.when for what, _, name in [one.feature.partition(".")] if name and what in OF_PROMISES}
    if rule.each == "case":
        return bool(read & promises)
    if any(one.feature == QUIET for one in rule.when):
        return True
    about = _about(rule)
    of_these, of_others = about is None or bool(about & promises), about is None or bool(about - promises)
    return (of_these and not read <= promises) or (of_others and bool(read & promises))


def _about(rule: Rule) -> frozenset[str] | None:
    """The timescales whose clocks a rule may hold of; None where it may be any."""
    for one in rule.when:
        if one.feature == "timescale" and isinstance(one, Is | OneOf):
            return frozenset(map(str, one.values if isinstance(one, OneOf) else (one.value,)))
    return None


def _same_words(mine: Partnership | Pathway, theirs: Partnership | Pathway, but: tuple[str, ...] = ()) -> bool:
    names = set(type(mine).model_fields) - ONLY_WORDS - set(but)
    return all(getattr(mine, name) == getattr(theirs, name) for name in names)


def _events(mine: Pathway, theirs: Pathway) -> Iterator[str]:
    """The names of changed moves and steps, and of those that start a changed timescale's clocks."""
    yield from _differing(mine.steps, theirs.steps)
    yield from _differing(mine.moves, theirs.moves)
    for name in _differing(mine.timescales, theirs.timescales):
        for timescale in filter(None, (mine.timescales.get(name), theirs.timescales.get(name))):
            yield from timescale.starts


def _differing(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name))
