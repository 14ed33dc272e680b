"""Every feature of a case and of its clocks, and every bell of its rules, written down plainly: to compare with."""

from collections.abc import Iterator
from datetime import datetime

from engine.packs.pack import Procedure
from rules.evaluate import evaluate
from rules.model import Feature, Rule, Within, scalar
from states.case import Case, Clock
from states.days import day_of, start_of
from workflow.answers import readable
from workflow.passing import A_MOMENT
from workflow.policy import Policy

SINCE = {"step-working-days": "step_since", "quiet-working-days": "recorded_at"}


def holding(case: Case, now: datetime, policy: Policy, rules: tuple[Rule, ...]) -> list[tuple[str, str]]:
    """(rule, clock) of every rule that holds, all features of everything before it."""
    features = of_case(case, now, policy)
    found = [(rule, "") for rule in evaluate([rule for rule in rules if rule.each == "case"], features)]
    for clock in case.clocks.values():
        of_both = {**features, **of_clock(clock, now, policy)}
        each = evaluate([rule for rule in rules if rule.each == "clock"], of_both)
        found.extend((rule, clock.id) for rule in each)
    return found


def of_case(case: Case, now: datetime, policy: Policy) -> dict[str, Feature]:
    found: dict[str, Feature] = {
        "step": case.step,
        "finished": policy.pathway.steps[case.step].finished,
        "holder": case.holder.role,
        "party": case.holder_party,
    }
    if not case.handed_over.to_itself:
        found["told"] = case.handed_over.told
    for feature, since in since_of(case).items():
        if since is not None:
            found[feature] = policy.calendar.working_days_between(day_of(since), day_of(now))
    for name, value in readable(case.record).items():
        if isinstance(value, str | int):
            found[f"record.{name}"] = scalar(value)
    found.update(kept(case, policy))
    found.update((f"taken.{taken.move}", True) for taken in case.taken)
    for clock in case.clocks.values():
        found[f"clock.{clock.timescale}"] = state(clock, now)
        if reason(clock) and found.get(f"reason.{clock.timescale}") != "missing":
            found[f"reason.{clock.timescale}"] = reason(clock)
    return found


def kept(case: Case, policy: Policy) -> dict[str, Feature]:
    """What is kept one for each: every answer of a field by whose it is, from the first to the last."""
    said: dict[str, dict[str, list[str]]] = {}
    for taken in case.taken:
        given = case.given.get(taken.position - (taken.move == "open"), {})
        for field, question in policy.pathway.moves[taken.move].record.items():
            whose = case.parties.get("raising") if question.kept_by == "raising" else given.get(question.kept_by)
            if question.kept_by and whose and field in given:
                said.setdefault(field, {}).setdefault(whose, []).append(given[field])
    found: dict[str, Feature] = {}
    for field, own in said.items():
        if len(own) > 1:
            found[f"differs.{field}"] = len({each[-1] for each in own.values()}) > 1
        choices: tuple[str, ...] = next(
            move.record[field].choices for move in policy.pathway.moves.values() if field in move.record
        )
        found[f"lowered.{field}"] = any(
            len(each) > 1 and choices.index(each[-1]) < choices.index(each[-2]) for each in own.values()
        )
        found[f"highest.{field}"] = [choice for choice in choices if choice in {each[-1] for each in own.values()}][-1]
    return found


def of_clock(clock: Clock, now: datetime, policy: Policy) -> dict[str, Feature]:
    found: dict[str, Feature] = {
        "clock": state(clock, now),
        "timescale": clock.timescale,
        "kind": clock.terms.kind,
        "counts": clock.terms.counts,
        "received": "late" if clock.received_late else "in-time",
    }
    if clock.running and now <= clock.due_at:
        found["left"] = policy.calendar.working_days_between(day_of(now), day_of(clock.due_at))
    if clock.late or clock.overdue(now):
        found["over"] = policy.calendar.working_days_between(day_of(clock.due_at), day_of(now))
    if reason(clock):
        found["reason"] = reason(clock)
    return found


def since_of(case: Case) -> dict[str, datetime | None]:
    return {"held-working-days": case.handed_over.at, **{name: getattr(case, of) for name, of in SINCE.items()}}


def state(clock: Clock, now: datetime) -> str:
    return "passed" if not clock.terms.counts and clock.overdue(now) else clock.band or clock.status


def reason(clock: Clock) -> str:
    if not clock.wants_reason or not (clock.terms.counts or clock.terms.bands):
        return ""
    return "given" if clock.reason else "missing"


def crossings(case: Case, procedure: Procedure) -> Iterator[datetime]:
    """Every instant at which time alone may change what some rule says, or makes a deadline go by unbroken."""
    for rule in procedure.book.rules:
        for condition in rule.when:
            if isinstance(condition, Within):
                yield from _of_condition(case, condition, procedure)
    for clock in case.clocks.values():
        if clock.running and not clock.terms.expires:
            yield clock.due_at + A_MOMENT


def _of_condition(case: Case, condition: Within, procedure: Procedure) -> Iterator[datetime]:
    """The start of the first day on which a range begins to hold, and of the first on which it no longer does."""
    calendar, low, high = procedure.policy.calendar, condition.at_least, condition.at_most
    begun = [since_of(case).get(condition.feature)]
    days = [*([low] if low is not None else []), *([high + 1] if high is not None else [])]
    if condition.feature == "over":
        begun = [clock.due_at for clock in case.clocks.values()]
    if condition.feature == "left":
        begun = [clock.due_at for clock in case.clocks.values() if clock.running]
        days = [*([1 - low] if low is not None else []), *([-high] if high is not None else [])]
    for since in begun:
        yield from (start_of(calendar.add_working_days(day_of(since), amount)) for amount in days if since)
