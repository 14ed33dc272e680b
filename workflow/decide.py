"""`decide`: what is true now that was not true before, or why the command is refused. Deciding writes nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from states.case import Case, Clock
from states.days import instant_text
from states.facts import (
    AlertAcknowledged,
    AnyFact,
    BreachWithdrawn,
    CaseOpened,
    Corrected,
    DeadlineBreached,
    HolderChanged,
    ReasonGiven,
    Repinned,
    StepTaken,
    StruckOut,
)
from states.folding import fold
from states.machine import START
from states.refusals import Refused
from workflow.answers import Answers, read_answer, read_answers, readable
from workflow.clocks import Moved, clock_facts, moved_deadlines, repinned_clocks
from workflow.commands import (
    AcknowledgeAlert,
    Actor,
    AnyCommand,
    Command,
    Correct,
    GiveReason,
    OpenCase,
    PassTime,
    Repin,
    StrikeOut,
    TakeStep,
)
from workflow.parties import agency_of, in_words, known_actor, may, parties_of
from workflow.pathways import Move, Question
from workflow.policy import Policy

OPEN = "open"
"""The one move that every pathway has under this name: the way in."""


def decide(case: Case, command: AnyCommand, policy: Policy, history: tuple[AnyFact, ...] = ()) -> tuple[AnyFact, ...]:
    """The facts that a command brings about, or `Refused`. Only corrections and strike-outs look at `history`."""
    match command:
        case OpenCase():
            return _open(command, policy)
        case TakeStep():
            return _take(case, command, policy)
        case GiveReason():
            return _reason(case, command, policy)
        case AcknowledgeAlert():
            return _acknowledge(case, command, policy)
        case Correct():
            return _correct(case, command, policy, history)
        case StrikeOut():
            return _strike_out(command, policy, history)
        case Repin():
            return _repin(case, command, policy)
        case PassTime():
            return ()


def _open(command: OpenCase, policy: Policy) -> tuple[AnyFact, ...]:
    move = policy.pathway.moves[OPEN]
    known_actor(command.by, policy.partnership)
    _not_in_the_future(command)
    answers = read_answers(move.record, command.answers, {}, policy.partnership, command.seen_at)
    parties = parties_of(command.by, answers.record, policy.partnership)
    _may_take(command.by, OPEN, move, parties)
    common = _common(command)
    opened = CaseOpened(
        pathway=policy.pathway.pathway,
        edition=policy.partnership.edition,
        pack=policy.pack,
        calendar=policy.calendar.sha256,
        parties=parties,
        record={**move.sets, **answers.record},
        sealed=_sealed(command.by, answers),
        **common,
    )
    step = _leads_to(move, START, readable({**move.sets, **answers.record}))
    taken = StepTaken(move=OPEN, came_from=START, step=step, **common)
    return (opened, taken, *_after_move(fold((opened, taken)), OPEN, move, START, answers.record, common, policy))


def _take(case: Case, command: TakeStep, policy: Policy) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    move = _open_move(case, command.move, policy)
    _may_take(command.by, command.move, move, case.parties)
    _not_in_the_future(command)
    _in_order(case, command)
    _not_too_early(case, command.move, move, policy)
    answers = read_answers(move.record, command.answers, case.record, policy.partnership, command.seen_at)
    record = {**move.sets, **answers.record}
    step = _leads_to(move, case.step, readable({**case.record, **record}))
    common = _common(command)
    taken = StepTaken(
        move=command.move,
        came_from=case.step,
        step=step,
        record=record,
        sealed=_sealed(command.by, answers),
        **common,
    )
    after = _after_move(fold((taken,), onto=case), command.move, move, case.step, answers.record, common, policy)
    return (taken, *after)


def _after_move(
    case: Case,
    name: str,
    move: Move,
    came_from: str,
    record: Mapping[str, Any],
    common: Mapping[str, Any],
    policy: Policy,
) -> tuple[AnyFact, ...]:
    """Who holds the pen now, and which clocks stop and start."""
    entered = {case.step} if case.step != came_from else set()
    holder = move.holder or (policy.pathway.steps[case.step].holder if entered else None)
    facts: list[AnyFact] = []
    if holder is not None:
        agency = agency_of(holder, case, policy.partnership)
        if (holder.role, agency) != (case.holder.role, case.holder.agency):
            facts.append(HolderChanged(role=holder.role, party=holder.party, agency=agency, **common))
    facts.extend(clock_facts(Moved(case, frozenset({name, *entered}), record, common), policy))
    return tuple(facts)


def _reason(case: Case, command: GiveReason, policy: Policy) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    _not_in_the_future(command)
    clock = case.clocks.get(command.clock)
    if clock is None:
        raise Refused(
            code="unknown-clock",
            because=f"This case has no clock “{command.clock}”.",
            remedy=f"Its clocks are {', '.join(case.clocks) or 'none yet'}.",
        )
    if not clock.wants_reason and not clock.overdue(command.seen_at):
        raise Refused(
            code="not-late",
            because=f"“{command.clock}” is not late, so there is no lateness to give a reason for.",
            remedy="Give a reason once its deadline has passed.",
        )
    if command.code not in policy.partnership.lateness_reasons:
        raise Refused(
            code="unknown-reason",
            because=f"“{command.code}” is not one of this partnership's reasons for lateness.",
            remedy=f"Use one of {', '.join(policy.partnership.lateness_reasons)}.",
        )
    _words("text", command.text)
    _words("authoriser", command.authoriser)
    sealed = {**command.by.sealed, "text": command.text, "authoriser": command.authoriser}
    return (ReasonGiven(clock=command.clock, code=command.code, sealed=sealed, **_common(command)),)


def _acknowledge(case: Case, command: AcknowledgeAlert, policy: Policy) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    _not_in_the_future(command)
    alert = case.alerts.get(command.alert)
    if alert is None:
        raise Refused(
            code="unknown-alert",
            because=f"This case has no alert “{command.alert}”.",
            remedy=f"Its alerts are {', '.join(case.alerts) or 'none yet'}.",
        )
    if alert.state != "open":
        raise Refused(
            code="alert-not-open",
            because=f"The alert “{command.alert}” is already {alert.state}.",
            remedy="Only open alerts are acknowledged.",
        )
    sealed = {**command.by.sealed, **({"note": command.note} if command.note.strip() else {})}
    return (AlertAcknowledged(key=command.alert, sealed=sealed, **_common(command)),)


def _correct(case: Case, command: Correct, policy: Policy, history: tuple[AnyFact, ...]) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    _may_act(command.by, policy.partnership.acts.correct, "correct a case's record")
    _not_in_the_future(command)
    _words("because", command.because)
    fact = _fact_at(command.position, history)
    common = _common(command)
    sealed: dict[str, str | None] = {**command.by.sealed, "because": command.because}
    if command.field == "at":
        value: Any = _corrected_instant(case, command, policy)
        corrected = Corrected(position=command.position, field="at", value=value, sealed=sealed, **common)
    else:
        question = _question_of(fact, command.field, policy)
        value = read_answer(command.field, question, command.value, policy.partnership, command.seen_at)
        field = f"record.{command.field}"
        if question.sealed:
            sealed["value"], value = value, None
        corrected = Corrected(position=command.position, field=field, value=value, sealed=sealed, **common)
    after = fold((corrected,), onto=case)
    moved = tuple(moved_deadlines(case, after, policy, common))
    return (corrected, *moved, *_reconsidered(fold(moved, onto=after), command, common))


def _reconsidered(case: Case, command: Command, common: Mapping[str, Any]) -> tuple[AnyFact, ...]:
    """Breaches that the correction undoes, and those it brings to light on clocks that have already stopped."""
    facts: list[AnyFact] = []
    for clock in case.clocks.values():
        ended = clock.stopped_at or clock.cancelled_at
        if clock.terms.at_least:
            facts.extend(_minimum_reconsidered(clock, common))
        elif clock.breached and (clock.due_at >= (ended or command.seen_at) or not clock.terms.counts):
            facts.append(BreachWithdrawn(clock=clock.id, because="corrected", **common))
        elif not clock.breached and clock.terms.counts and ended is not None and ended > clock.due_at:
            facts.append(DeadlineBreached(clock=clock.id, **{**common, "at": clock.due_at}))
    return tuple(facts)


def _minimum_reconsidered(clock: Clock, common: Mapping[str, Any]) -> Iterator[AnyFact]:
    if clock.breached and not clock.too_early:
        yield BreachWithdrawn(clock=clock.id, because="corrected", **common)
    elif clock.terms.counts and clock.too_early and not clock.breached:
        yield DeadlineBreached(clock=clock.id, **{**common, "at": clock.stopped_at})


def _corrected_instant(case: Case, command: Correct, policy: Policy) -> str:
    """The instant of a move, which must stay between its neighbours."""
    places = [place for place, taken in enumerate(case.taken) if taken.position == command.position]
    if not places:
        raise Refused(
            code="not-correctable",
            because=f"Fact {command.position} is not a move, so its instant cannot be corrected.",
            remedy="Correct the instant of a fact of the kind StepTaken; `replay` lists their numbers.",
        )
    question = Question(type="instant", ask="When did it happen?")
    value = read_answer("at", question, command.value, policy.partnership, command.seen_at)
    place = places[0]
    earlier = case.taken[place - 1].at if place else None
    later = case.taken[place + 1].at if place + 1 < len(case.taken) else None
    if (earlier and value < instant_text(earlier)) or (later and value > instant_text(later)):
        raise Refused(
            code="out-of-order",
            because=f"{value} would put this move on the wrong side of another one.",
            remedy="Correct the neighbouring move first, or give an instant between the two.",
        )
    return str(value)


def _strike_out(command: StrikeOut, policy: Policy, history: tuple[AnyFact, ...]) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    _may_act(command.by, policy.partnership.acts.strike_out, "strike out a text")
    _not_in_the_future(command)
    _words("because", command.because)
    _words("authoriser", command.authoriser)
    fact = _fact_at(command.position, history)
    field = next((path for path in (command.field, f"record.{command.field}") if path in fact.sealed), "")
    if not field:
        raise Refused(
            code="nothing-to-strike-out",
            because=f"Fact {command.position} holds no sealed text “{command.field}”.",
            remedy=f"Its sealed texts are {', '.join(fact.sealed) or 'none'}.",
        )
    if any(isinstance(one, StruckOut) and (one.position, one.field) == (command.position, field) for one in history):
        raise Refused(
            code="already-struck-out",
            because=f"“{field}” of fact {command.position} has been struck out before.",
            remedy="Nothing more is needed: it can no longer be read by anybody.",
        )
    sealed = {**command.by.sealed, "because": command.because, "authoriser": command.authoriser}
    return (StruckOut(position=command.position, field=field, sealed=sealed, **_common(command)),)


def _repin(case: Case, command: Repin, policy: Policy) -> tuple[AnyFact, ...]:
    """`policy` is the new one. Open clocks move with it, in the open; closed ones are never recomputed."""
    known_actor(command.by, policy.partnership)
    _may_act(command.by, policy.partnership.acts.correct, "move a case to another edition or calendar")
    _not_in_the_future(command)
    _words("because", command.because)
    if (command.pack, command.calendar) == (case.pack, case.calendar):
        raise Refused(
            code="nothing-to-move",
            because="The case keeps this pack and this calendar already.",
            remedy="Name another edition, or another calendar.",
        )
    if case.step not in policy.pathway.steps:
        raise Refused(
            code="step-missing",
            because=f"Edition {command.edition} has no step “{case.step}”, where this case stands.",
            remedy="Take the case on to a step that both editions have, and then move it.",
        )
    common = _common(command)
    repinned = Repinned(
        was=case.pack,
        pack=command.pack,
        calendar=command.calendar,
        edition=command.edition,
        sealed={**command.by.sealed, "because": command.because},
        **common,
    )
    after = fold((repinned,), onto=case)
    moved = tuple(repinned_clocks(after, policy, common))
    return (repinned, *moved, *_reconsidered(fold(moved, onto=after), command, common))


def _fact_at(position: int, history: tuple[AnyFact, ...]) -> AnyFact:
    if not 1 <= position <= len(history):
        raise Refused(
            code="unknown-fact",
            because=f"This case has no fact {position}.",
            remedy=f"Its facts are numbered from 1 to {len(history)}; `replay` lists them.",
        )
    return history[position - 1]


def _question_of(fact: AnyFact, field: str, policy: Policy) -> Question:
    name = fact.move if isinstance(fact, StepTaken) else OPEN if isinstance(fact, CaseOpened) else ""
    questions = policy.pathway.moves[name].record if name else {}
    answered = isinstance(fact, CaseOpened | StepTaken) and (field in fact.record or f"record.{field}" in fact.sealed)
    if field not in questions or not answered:
        raise Refused(
            code="not-correctable",
            because=f"That fact records no “{field}”.",
            remedy=f"It can be corrected in: {', '.join(('at', *questions)) if questions else 'nothing'}.",
        )
    return questions[field]


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


def _may_take(actor: Actor, name: str, move: Move, parties: Mapping[str, str]) -> None:
    if not may(actor, move.who, parties):
        raise Refused(
            code="not-your-move",
            because=f"A {actor.role} of {actor.agency} may not take “{name}” in this case.",
            remedy=f"It is for {in_words(move.who, parties)}.",
        )


def _may_act(actor: Actor, roles: tuple[str, ...], what: str) -> None:
    if actor.role not in roles:
        raise Refused(
            code="not-your-move",
            because=f"A {actor.role} may not {what}.",
            remedy=f"It is for {' or '.join(roles)}.",
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


def _not_in_the_future(command: Command) -> None:
    if command.at > command.seen_at:
        raise Refused(
            code="in-the-future",
            because=f"{instant_text(command.at)} has not come yet: it is {instant_text(command.seen_at)}.",
            remedy="Record what has happened, when it has happened.",
        )


def _in_order(case: Case, command: Command) -> None:
    last = case.taken[-1]
    if command.at < last.at:
        raise Refused(
            code="out-of-order",
            because=f"{instant_text(command.at)} lies before the last move, {last.move} at {instant_text(last.at)}.",
            remedy="Give the instant at which it happened after that; if the earlier instant is wrong, correct it.",
        )


def _words(name: str, text: str) -> None:
    if not text.strip() or "\x00" in text:
        raise Refused(code="missing-answer", because=f"“{name}” is empty.", remedy=f"Say it in words in “{name}”.")


def _leads_to(move: Move, came_from: str, record: Mapping[str, Any]) -> str:
    return next((lead.to for lead in move.leads if lead.when.hold(record)), move.to or came_from)


def _common(command: Command) -> dict[str, Any]:
    return {"at": command.at, "seen_at": command.seen_at, "by": command.by.by}


def _sealed(actor: Actor, answers: Answers) -> dict[str, str | None]:
    return {**actor.sealed, **{f"record.{name}": text for name, text in answers.sealed.items()}}
