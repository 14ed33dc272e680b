"""Suspending, resuming and extending a clock: where its pack allows, for its reasons, by its people, up to its cap."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from states.case import Case, Clock
from states.days import day_of, end_of
from states.facts import AnyFact, ClockExtended, ClockSuspended
from states.refusals import Refused
from workflow.clocks import moved_by_days, resumed, title_of_clock
from workflow.commands import Actor, Extend, Resume, Suspend
from workflow.guards import common_of, not_in_the_future, some_words
from workflow.parties import in_words, known_actor, may, post_in_words
from workflow.policy import Policy
from workflow.timescales import Leave


def paused(case: Case, command: Suspend | Resume | Extend, policy: Policy) -> tuple[AnyFact, ...]:
    """What suspending, resuming or extending adds to a case."""
    known_actor(command.by, policy.partnership)
    not_in_the_future(command)
    clock = _open_clock(case, command.clock, command.at, policy)
    match command:
        case Suspend():
            return _suspended(case, clock, command, policy)
        case Resume():
            return _resumed(case, clock, command, policy)
        case Extend():
            return _extended(case, clock, command, policy)


def _suspended(case: Case, clock: Clock, command: Suspend, policy: Policy) -> tuple[AnyFact, ...]:
    leave = _leave(case, clock, command.by, "suspended", policy)
    _stands_still(clock, policy, wanted=False)
    _a_reason(command.reason, leave)
    some_words("text", command.text)
    some_words("authoriser", command.authoriser)
    left = leave.at_most - clock.paused
    if left <= 0:
        raise _used_up(clock, leave, "stood still", policy)
    begins = day_of(command.at)
    working = clock.terms.within.unit == "working_days"
    last = policy.calendar.add_working_days(begins, left) if working else _days_on(begins, left)
    sealed = {**command.by.sealed, "text": command.text, "authoriser": command.authoriser}
    until = end_of(last)
    return (ClockSuspended(clock=clock.id, reason=command.reason, until=until, sealed=sealed, **common_of(command)),)


def _resumed(case: Case, clock: Clock, command: Resume, policy: Policy) -> tuple[AnyFact, ...]:
    _leave(case, clock, command.by, "resumed", policy)
    _stands_still(clock, policy, wanted=True)
    again, moved = resumed(clock, command.at, policy, common_of(command))
    return replace(again, sealed=command.by.sealed), moved


def _extended(case: Case, clock: Clock, command: Extend, policy: Policy) -> tuple[AnyFact, ...]:
    leave = _leave(case, clock, command.by, "extended", policy)
    _a_reason(command.reason, leave)
    some_words("text", command.text)
    some_words("authoriser", command.authoriser)
    if not 1 <= command.amount <= leave.at_most - clock.extended:
        raise _used_up(clock, leave, "been extended", policy)
    common = common_of(command)
    sealed = {**command.by.sealed, "text": command.text, "authoriser": command.authoriser}
    granted = ClockExtended(clock=clock.id, amount=command.amount, reason=command.reason, sealed=sealed, **common)
    longer = replace(clock, extended=clock.extended + command.amount)
    return granted, moved_by_days(longer, policy, "extended", common)


def _open_clock(case: Case, name: str, at: datetime, policy: Policy) -> Clock:
    clock = case.clocks.get(name)
    if clock is None:
        raise Refused(
            code="unknown-clock",
            because=f"This case has no clock “{name}”.",
            remedy=f"Its clocks are {', '.join(case.clocks) or 'none yet'}.",
        )
    if not clock.running or clock.breached or clock.overdue(at):
        raise Refused(
            code="clock-not-open",
            because=f"“{title_of_clock(clock, policy)}” is no longer running in time, and what is past is not moved.",
            remedy="Give a reason for its lateness instead, if it is late.",
        )
    began = clock.suspended_at or clock.started_at
    if at < began:
        raise Refused(
            code="out-of-order",
            because=f"That is before “{title_of_clock(clock, policy)}” began, or before it was last suspended.",
            remedy=f"Use an instant from {began.isoformat()} on.",
        )
    return clock


def _leave(case: Case, clock: Clock, actor: Actor, what: str, policy: Policy) -> Leave:
    timescale = policy.pathway.timescales[clock.timescale]
    leave = timescale.extension if what == "extended" else timescale.suspension
    if leave is None:
        source = timescale.source
        raise Refused(
            code="not-suspendable" if what != "extended" else "not-extendable",
            because=f"“{timescale.title}” ({timescale.kind}) cannot be {what}: {source.title}, {source.part}.",
            remedy="Record why it is late, if it will be; a reason moves no deadline.",
        )
    if not may(actor, leave.who, case.parties):
        post = post_in_words(actor, policy.partnership)
        raise Refused(
            code="not-your-move",
            because=f"Whether “{timescale.title}” is {what} is not for this post: {post}.",
            remedy=f"It is for: {in_words(leave.who, case.parties, policy.partnership)}.",
        )
    return leave


def _stands_still(clock: Clock, policy: Policy, *, wanted: bool) -> None:
    if (clock.suspended_at is not None) != wanted:
        state = "is not suspended" if wanted else "is suspended already"
        raise Refused(
            code="clock-not-suspended" if wanted else "clock-suspended",
            because=f"“{title_of_clock(clock, policy)}” {state}.",
            remedy="Look at the case first.",
        )


def _a_reason(code: str, leave: Leave) -> None:
    if code not in leave.reasons:
        raise Refused(
            code="unknown-reason",
            because=f"“{code[:60]}” is not a reason that the procedure allows here.",
            remedy=f"Use one of {', '.join(leave.reasons)}.",
        )


def _used_up(clock: Clock, leave: Leave, what: str, policy: Policy) -> Refused:
    done = clock.paused if what == "stood still" else clock.extended
    return Refused(
        code="cap-reached",
        because=f"“{title_of_clock(clock, policy)}” has {what} for {done} of at most {leave.at_most} days.",
        remedy=f"At most {max(0, leave.at_most - done)} more are allowed.",
    )


def _days_on(day: date, amount: int) -> date:
    return day + timedelta(days=amount)
