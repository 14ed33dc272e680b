"""What a command would bring about, worked out by deciding it without storing anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine import words
from engine.deciding import consequences, time_passed
from engine.documents import proof_of
from engine.packs.pack import Procedure
from rules.features import OF_KEPT
from rules.model import Rule
from states.case import Case, Clock
from states.facts import (
    AlertRaised,
    AnyFact,
    ClockCancelled,
    ClockStarted,
    ClockStopped,
    HolderChanged,
)
from states.folding import fold
from workflow.commands import AnyCommand, Command
from workflow.parties import title_of


@dataclass(frozen=True)
class Beginning:
    """A clock that starts: what is promised, until when, why that day, and what stands beside the number."""

    title: str
    due: str
    due_at: datetime
    why: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Warned:
    """A rule that will tell somebody at once: its words, who is told, and the record fields that it looks at."""

    title: str
    told: str
    severity: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Foreseen:
    """What follows. `holder` is empty where the pen stays; `case` is the case as it would be."""

    case: Case
    step: str
    moved: bool
    holder: str
    starts: tuple[Beginning, ...]
    stops: tuple[str, ...]
    cancels: tuple[str, ...]
    warnings: tuple[Warned, ...]

    @property
    def worth_a_look(self) -> bool:
        """Whether it changes more than what is recorded: somebody should see that before it happens."""
        return bool(self.holder or self.warnings)


def foresee(case: Case, command: AnyCommand, procedure: Procedure, history: tuple[AnyFact, ...] = ()) -> Foreseen:
    """What a command would bring about. Raises: Refused, as the command itself would be."""
    facts = consequences(case, command, procedure, history)
    passed = time_passed(case, command.seen_at, procedure)
    before = fold(passed, onto=case)
    after = fold(facts, onto=case)
    return _told(before, after, facts[len(passed) :], procedure, command)


def _told(before: Case, after: Case, facts: Iterable[AnyFact], procedure: Procedure, command: Command) -> Foreseen:
    steps = procedure.policy.pathway.steps
    facts = tuple(facts)
    ended = {fact.clock: fact for fact in facts if isinstance(fact, ClockStopped | ClockCancelled)}
    passed_on = any(isinstance(fact, HolderChanged) for fact in facts)
    started = (fact.clock for fact in facts if isinstance(fact, ClockStarted) and fact.clock not in ended)
    return Foreseen(
        case=after,
        step=steps[after.step].title,
        moved=after.step != before.step,
        holder=holder_of(after, procedure) if passed_on else "",
        starts=tuple(
            beginning(clock, procedure, command.seen_at)
            for clock in sorted((after.clocks[name] for name in started), key=lambda each: each.due_at)
        ),
        stops=tuple(clock_title(name, procedure) for name, fact in ended.items() if isinstance(fact, ClockStopped)),
        cancels=tuple(clock_title(name, procedure) for name, fact in ended.items() if isinstance(fact, ClockCancelled)),
        warnings=tuple(_warned(fact, procedure) for fact in facts if isinstance(fact, AlertRaised) and not fact.about),
    )


def holder_of(case: Case, procedure: Procedure) -> str:
    """Who holds the pen, by the partnership's own titles."""
    partnership = procedure.policy.partnership
    agency = partnership.agencies.get(case.holder.agency)
    role = partnership.roles.get(case.holder.role, case.holder.role)
    return f"{role}, {agency.title if agency else case.holder.agency}"


GONE_BY = "this moment has gone by already"


def beginning(clock: Clock, procedure: Procedure, now: datetime) -> Beginning:
    """A clock as somebody reads about it before it runs."""
    proof = proof_of(clock, procedure.policy)
    title = clock_title(clock.id, procedure)
    notes = (*words.standing(clock.terms), *([GONE_BY] if clock.overdue(now) else []))
    return Beginning(title, words.moment(clock.due_at), clock.due_at, tuple(words.derivation(proof)), notes)


def clock_title(clock: str, procedure: Procedure) -> str:
    """A clock's title; what is due of each party or action says which, an agency by its own title."""
    name, _, rest = clock.partition("#")[0].partition(":")
    title = procedure.titles.get(name, name)
    told = "" if rest.isdecimal() else title_of(rest, procedure.policy.partnership)
    return f"{title} ({words.which(rest, told)})" if rest else title


def _warned(fact: AlertRaised, procedure: Procedure) -> Warned:
    rule: Rule = next(each for each in procedure.book.rules if each.name == fact.rule)
    partnership = procedure.policy.partnership
    agency = partnership.agencies.get(fact.tell.agency)
    told = f"{partnership.roles.get(fact.tell.role, fact.tell.role)}, {agency.title if agency else fact.tell.agency}"
    read = (each.feature.partition(".") for each in rule.when)
    fields = tuple(field for prefix, _, field in read if prefix in ("record", *OF_KEPT))
    return Warned(rule.title, told, fact.severity, fields)
