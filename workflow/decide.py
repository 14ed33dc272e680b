"""`decide`: what is true now that was not true before, or why the command is refused. Deciding writes nothing."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from states.case import Case
from states.days import instant_text, parse_instant
from states.facts import AnyFact, CaseOpened, StepTaken
from states.folding import fold
from states.machine import START
from states.refusals import Refused
from workflow import amending
from workflow.answers import Answers, read_answers, readable
from workflow.clocks import Moved, clock_facts
from workflow.commands import (
    AcknowledgeAlert,
    Actor,
    AnyCommand,
    Correct,
    Extend,
    GiveReason,
    LinkCase,
    OpenCase,
    PassTime,
    Repin,
    Resume,
    StrikeOut,
    Suspend,
    TakeStep,
)
from workflow.guards import OPEN, common_of, not_in_the_future
from workflow.handing_over import handed_over
from workflow.in_order import refuse_too_early
from workflow.kept import standing
from workflow.parties import in_words, known_actor, may, parties_of, post_in_words
from workflow.pathways import Move
from workflow.pausing import paused
from workflow.policy import Policy


def decide(case: Case, command: AnyCommand, policy: Policy, history: tuple[AnyFact, ...] = ()) -> tuple[AnyFact, ...]:
    """The facts that a command brings about, or `Refused`. Only corrections and strike-outs look at `history`."""
    match command:
        case OpenCase():
            return _open(command, policy)
        case TakeStep():
            return _take(case, command, policy)
        case GiveReason():
            return amending.reason_given(case, command, policy)
        case AcknowledgeAlert():
            return amending.acknowledged(case, command, policy)
        case Correct():
            return amending.corrected(case, command, policy, history)
        case StrikeOut():
            return amending.struck_out(command, policy, history)
        case LinkCase():
            return amending.linked(case, command, policy)
        case Suspend() | Resume() | Extend():
            return paused(case, command, policy)
        case Repin():
            return amending.repinned(case, command, policy)
        case PassTime():
            return ()


def _open(command: OpenCase, policy: Policy) -> tuple[AnyFact, ...]:
    move = policy.pathway.moves[OPEN]
    known_actor(command.by, policy.partnership)
    not_in_the_future(command)
    answers = read_answers(move.record, command.answers, {}, policy.partnership, command.seen_at)
    record = {**move.sets, **answers.record}
    step = _leads_to(move, START, readable(record))
    refuse_too_early(move.record, answers.record, {}, command.at)
    parties = parties_of(command.by, answers.record, step, policy)
    _may_take(command.by, move, parties, policy)
    common = common_of(command)
    opened = CaseOpened(
        pathway=policy.pathway.pathway,
        edition=policy.partnership.edition,
        pack=policy.pack,
        calendar=policy.calendar.sha256,
        parties=parties,
        record=record,
        sealed=_sealed(command.by, answers),
        **common,
    )
    taken = StepTaken(move=OPEN, came_from=START, step=step, **common)
    return (opened, taken, *_after_move(fold((opened, taken)), OPEN, move, START, answers, common, policy))


def _when_it_happened(command: TakeStep, move: Move, answers: Answers) -> TakeStep:
    """The same command at the instant that its own answers tell, where the move asks for one."""
    told = answers.record.get(move.happened_at)
    return command if told is None else replace(command, at=parse_instant(told))


def _take(case: Case, command: TakeStep, policy: Policy) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    move = _open_move(case, command.move, policy)
    _may_take(command.by, move, case.parties, policy)
    not_in_the_future(command)
    _not_too_early(case, command.move, move, policy)
    stands = standing(case, policy.pathway)
    answers = read_answers(move.record, command.answers, case.record, policy.partnership, command.seen_at, stands)
    command = _when_it_happened(command, move, answers)
    _in_order(case, command, move, policy)
    refuse_too_early(move.record, answers.record, case.record, command.at)
    _names_an_open_action(case, command.move, answers.record, policy)
    record = {**move.sets, **answers.record}
    step = _leads_to(move, case.step, readable({**case.record, **record}))
    common = common_of(command)
    taken = StepTaken(
        move=command.move,
        came_from=case.step,
        step=step,
        record=record,
        sealed=_sealed(command.by, answers),
        **common,
    )
    after = _after_move(fold((taken,), onto=case), command.move, move, case.step, answers, common, policy)
    return (taken, *after)


def clocks_moved(case: Case, taken: StepTaken, policy: Policy) -> Iterator[AnyFact]:
    """Which clocks a move stops and starts; `case` is the one it leads to."""
    move = policy.pathway.moves[taken.move]
    answered = {name: value for name, value in taken.record.items() if move.sets.get(name) != value}
    common = {"at": taken.at, "seen_at": taken.seen_at, "by": taken.by}
    return _clocks(case, taken.move, taken.came_from, answered, common, policy)


def _after_move(
    case: Case,
    name: str,
    move: Move,
    came_from: str,
    answers: Answers,
    common: Mapping[str, Any],
    policy: Policy,
) -> tuple[AnyFact, ...]:
    """Who holds the pen now, and which clocks stop and start."""
    holder = handed_over(case, move, came_from, answers, common, policy)
    return (*holder, *_clocks(case, name, came_from, answers.record, common, policy))


def _clocks(
    case: Case, move: str, came_from: str, record: Mapping[str, Any], common: Mapping[str, Any], policy: Policy
) -> Iterator[AnyFact]:
    entered = {case.step} if case.step != came_from else set()
    return clock_facts(Moved(case, frozenset({move, *entered}), record, common), policy)


def _open_move(case: Case, name: str, policy: Policy) -> Move:
    move = policy.pathway.moves.get(name)
    title, edition = policy.pathway.pathway, policy.partnership.edition
    if move is None:
        raise Refused(
            code="unknown-move",
            because=f"{title} has no move “{name[:60]}” (edition {edition}).",
            remedy=f"Its moves are {', '.join(policy.pathway.moves)}.",
        )
    open_here = policy.open_moves[case.step]
    if name not in open_here:
        raise Refused(
            code="move-not-open",
            because=f"“{name}” is not open while the case is at {case.step} ({title}, edition {edition}).",
            remedy=f"From here: {', '.join(open_here) or 'nothing more'}.",
        )
    return move


def _may_take(actor: Actor, move: Move, parties: Mapping[str, str], policy: Policy) -> None:
    if not may(actor, move.who, parties):
        raise Refused(
            code="not-your-move",
            because=f"“{move.title}” is not for this post in this case: {post_in_words(actor, policy.partnership)}.",
            remedy=f"It is for: {in_words(move.who, parties, policy.partnership)}.",
        )


def _not_too_early(case: Case, name: str, move: Move, policy: Policy) -> None:
    """`after`: each of these moves has been taken since the ladder's Day 1 last began."""
    begins = policy.pathway.day_one.starts if policy.pathway.day_one else (OPEN,)
    begun = max((place for place, one in enumerate(case.taken) if one.move in begins), default=0)
    done = {one.move for one in case.taken[begun:]}
    missing = [before for before in move.after if before not in done]
    if missing:
        raise Refused(
            code="too-early",
            because=f"“{name}” comes after {' and '.join(missing)}, which has not been recorded.",
            remedy=f"Record {missing[0]} first.",
        )
    if not move.only_when.hold(readable(case.record)):
        said = "; ".join(f"{field}: {value}" for field, value in move.only_when.plain().items())
        raise Refused(
            code="not-in-this-case",
            because=f"“{name}” is open only where the record says {said}.",
            remedy="Record that first, if it is so; `duecourse show` gives what the record says now.",
        )


def _in_order(case: Case, command: TakeStep, move: Move, policy: Policy) -> None:
    """Not before the last move; one whose own answer tells its instant, not before what it rests on.

    What was sent or said earlier may be recorded after others have recorded something beside it: what it rests on is
    the present step, whoever holds the pen, and the clocks that it ends.
    """
    last = max(case.taken, key=lambda taken: taken.at)
    if command.at >= (_rests_on(case, command.move, move, policy) if move.happened_at else last.at):
        return
    title, when = policy.pathway.moves[last.move].title, instant_text(last.at)
    raise Refused(
        code="out-of-order",
        because=f"{instant_text(command.at)} lies before the last move, {last.move} at {when} (“{title}”).",
        remedy="Give the instant at which it happened after that; if the earlier instant is wrong, correct it.",
    )


def _rests_on(case: Case, name: str, move: Move, policy: Policy) -> datetime:
    moved = {
        clock
        for event in (name, move.to, *(lead.to for lead in move.leads))
        for clock in policy.moved_by.get(event, ())
    }
    ended = [clock for clock in case.clocks.values() if clock.running and clock.timescale in moved]
    begun = [case.opened_at, case.step_since, case.handed_over.at]
    return max(filter(None, [*begun, *(clock.suspended_at or clock.started_at for clock in ended)]))


def _names_an_open_action(case: Case, move: str, record: Mapping[str, Any], policy: Policy) -> None:
    """A move that ends one of several actions names one that is still open."""
    for name, timescale in policy.pathway.timescales.items():
        number = record.get(timescale.matched_by)
        if not timescale.each_action or number is None or move not in timescale.stops:
            continue
        running = [clock.id.partition(":")[2] for clock in case.clocks_of(name) if clock.running]
        if str(number) not in running:
            raise Refused(
                code="no-such-action",
                because=f"There is no open entry {number} of “{timescale.title}” in this case.",
                remedy=f"Open are {', '.join(running) or 'none'}; `duecourse show` lists their clocks.",
            )


def _leads_to(move: Move, came_from: str, record: Mapping[str, Any]) -> str:
    return next((lead.to for lead in move.leads if lead.when.hold(record)), move.to or came_from)


def _sealed(actor: Actor, answers: Answers) -> dict[str, str | None]:
    return {**actor.sealed, **{f"record.{name}": text for name, text in answers.sealed.items()}}
