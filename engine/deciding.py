"""Everything that follows from a command, in order: time passes, the command is decided, alerts begin and end.

Pure: `handle` stores what comes out of here, and `verify` runs it again over yesterday's causes.
"""

from datetime import datetime
from typing import Any

from engine.packs.pack import Procedure
from rules import alerts
from states.case import Case
from states.days import instant_text
from states.facts import TIME, AnyFact, StepTaken
from states.folding import fold
from states.refusals import Refused
from workflow import passing
from workflow.commands import AnyCommand
from workflow.decide import clocks_moved, decide
from workflow.policy import Policy


def consequences(
    case: Case,
    command: AnyCommand,
    procedure: Procedure,
    history: tuple[AnyFact, ...] = (),
    onwards: Procedure | None = None,
) -> tuple[AnyFact, ...]:
    """The facts that a command adds to a case, those of the time that passed until it included.

    `onwards`: the procedure that the case keeps after the command, where the command moves it to another.
    Raises: Refused("earlier-than-known") for a `seen_at` before the last one, and whatever `decide` refuses.
    """
    if case.seen_at is not None and command.seen_at < case.seen_at:
        raise Refused(
            code="earlier-than-known",
            because="This is dated before the last thing that is known of the case.",
            remedy=f"Use an instant from {instant_text(case.seen_at)} on; `--happened` says when it happened.",
        )
    passed = time_passed(case, command.seen_at, procedure)
    case = fold(passed, onto=case)
    procedure = onwards or procedure
    decided = decide(case, command, procedure.policy, (*history, *passed))
    return (*passed, *_followed(case, decided, command.seen_at, procedure))


def consequences_for_clocks(
    case: Case, taken: StepTaken, handed_over: tuple[AnyFact, ...], procedure: Procedure
) -> tuple[AnyFact, ...]:
    """The same for a move taken as it was recorded, with its passing of the pen: only clocks and alerts are asked."""
    acts = (taken, *handed_over)
    passed = time_passed(case, taken.seen_at, procedure)
    case = fold(passed, onto=case)
    moved = tuple(clocks_moved(fold(acts, onto=case), taken, procedure.policy))
    return (*passed, *_followed(case, (*acts, *moved), taken.seen_at, procedure))


def _followed(case: Case, decided: tuple[AnyFact, ...], now: datetime, procedure: Procedure) -> tuple[AnyFact, ...]:
    """What was decided, the clocks that this finds late, the alerts that begin and end with it."""
    if not decided:
        return ()
    case = fold(decided, onto=case)
    caught_up = _clocks_caught_up(case, now, procedure.policy)
    case = fold(caught_up, onto=case)
    common = {"at": now, "seen_at": now, "by": TIME}
    told = alerts.alert_facts(case, now, procedure.book, procedure.policy, common)
    return (*decided, *caught_up, *told)


def time_passed(case: Case, until: datetime, procedure: Procedure) -> tuple[AnyFact, ...]:
    """What time alone brings about up to an instant: each bell in order, its clocks, its alerts, their ladders.

    However late and in however many pieces this is asked, the facts are the same but for `seen_at`.
    """
    facts: list[AnyFact] = []
    after = case.seen_at
    while (bell := next_bell(case, after, procedure)) is not None and bell <= until:
        common: dict[str, Any] = {"at": bell, "seen_at": until, "by": TIME}
        for step in (_clocks, _alerts, _ladders):
            if new := step(case, bell, procedure, common):
                facts.extend(new)
                case = fold(new, onto=case)
        after = bell
    return tuple(facts)


def next_bell(case: Case, after: datetime | None, procedure: Procedure) -> datetime | None:
    """The next instant at which time alone changes anything in the case; None where it never will."""
    if after is None:
        return None
    of_rules = procedure.bells.next(case, after)
    return min(passing.bells(case) if of_rules is None else (of_rules, *passing.bells(case)), default=None)


def _clocks(case: Case, bell: datetime, procedure: Procedure, common: dict[str, Any]) -> tuple[AnyFact, ...]:
    return tuple(passing.passed(case, bell, procedure.policy, common))


def _alerts(case: Case, bell: datetime, procedure: Procedure, common: dict[str, Any]) -> tuple[AnyFact, ...]:
    return tuple(alerts.alert_facts(case, bell, procedure.book, procedure.policy, common))


def _ladders(case: Case, bell: datetime, procedure: Procedure, common: dict[str, Any]) -> tuple[AnyFact, ...]:
    return tuple(procedure.bells.passed_up(case, bell, procedure.policy, common))


def _clocks_caught_up(case: Case, now: datetime, policy: Policy) -> tuple[AnyFact, ...]:
    """A clock that a late record starts, or a correction moves, may already have neared or passed its deadline."""
    facts: list[AnyFact] = []
    while (bell := min(passing.bells(case), default=None)) is not None and bell <= now:
        new = tuple(passing.passed(case, bell, policy, {"at": bell, "seen_at": now, "by": TIME}))
        facts.extend(new)
        case = fold(new, onto=case)
    return tuple(facts)
