"""Amending what is recorded, always by adding to it: reasons, acknowledgements, corrections, strike-outs, editions."""

from collections.abc import Iterator, Mapping
from typing import Any

from states.case import Case, Clock
from states.days import instant_text
from states.facts import (
    TIME,
    AlertAcknowledged,
    AnyFact,
    BreachWithdrawn,
    CaseOpened,
    Corrected,
    DeadlineBreached,
    Linked,
    ReasonGiven,
    Repinned,
    StepTaken,
    StruckOut,
)
from states.folding import fold
from states.refusals import Refused
from workflow.answers import read_answer
from workflow.clocks import moved_deadlines, repinned_clocks, title_of_clock
from workflow.commands import AcknowledgeAlert, Command, Correct, GiveReason, LinkCase, Repin, StrikeOut
from workflow.guards import (
    OPEN,
    common_of,
    may_act,
    may_correct,
    may_strike_out,
    not_in_the_future,
    of_a_party,
    some_words,
)
from workflow.handing_over import by_the_move, copies_of, told_otherwise
from workflow.parties import RAISING_FIELD, RECEIVING_FIELD, known_actor
from workflow.policy import Policy
from workflow.questions import Question

PARTIES = (RAISING_FIELD, RECEIVING_FIELD)
"""The answers that make an agency party to a case."""


def reason_given(case: Case, command: GiveReason, policy: Policy) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    of_a_party(command.by, case, policy.partnership)
    not_in_the_future(command)
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
            because=f"“{title_of_clock(clock, policy)}” is not late, so there is no lateness to give a reason for.",
            remedy="Give a reason once its deadline has passed.",
        )
    if command.code not in policy.partnership.lateness_reasons:
        raise Refused(
            code="unknown-reason",
            because=f"“{command.code}” is not one of this partnership's reasons for lateness.",
            remedy=f"Use one of {', '.join(policy.partnership.lateness_reasons)}.",
        )
    some_words("text", command.text)
    some_words("authoriser", command.authoriser)
    sealed = {**command.by.sealed, "text": command.text, "authoriser": command.authoriser}
    return (ReasonGiven(clock=command.clock, code=command.code, sealed=sealed, **common_of(command)),)


def acknowledged(case: Case, command: AcknowledgeAlert, policy: Policy) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    of_a_party(command.by, case, policy.partnership)
    not_in_the_future(command)
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
            because=f"This alert is {alert.state} already.",
            remedy="Only open alerts are acknowledged.",
        )
    sealed = {**command.by.sealed, **({"note": command.note} if command.note.strip() else {})}
    return (AlertAcknowledged(key=command.alert, sealed=sealed, **common_of(command)),)


def corrected(case: Case, command: Correct, policy: Policy, history: tuple[AnyFact, ...]) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    may_correct(command.by, _fact_at(command.position, history), policy.partnership)
    not_in_the_future(command)
    some_words("because", command.because)
    common = common_of(command)
    also: tuple[Corrected, ...] = ()
    sealed: dict[str, str | None] = {**command.by.sealed, "because": command.because}
    if command.field == "at":
        value: Any = _corrected_instant(case, command, policy)
        corrected = Corrected(position=command.position, field="at", value=value, sealed=sealed, **common)
    else:
        question = _question_of(command.position, command.field, history, policy)
        value = read_answer(command.field, question, command.value, policy.partnership, command.seen_at)
        field = f"record.{command.field}"
        if question.sealed:
            sealed["value"], value = value, None
        corrected = Corrected(position=command.position, field=field, value=value, sealed=sealed, **common)
        also = tuple(told_otherwise(corrected, question, history, common))
    after = fold((corrected, *also), onto=case)
    moved = tuple(moved_deadlines(case, after, policy, common))
    return (corrected, *also, *moved, *_reconsidered(fold(moved, onto=after), command, common))


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


def struck_out(command: StrikeOut, policy: Policy, history: tuple[AnyFact, ...]) -> tuple[AnyFact, ...]:
    known_actor(command.by, policy.partnership)
    fact = _fact_at(command.position, history)
    may_strike_out(command.by, fact, policy.partnership)
    not_in_the_future(command)
    some_words("because", command.because)
    some_words("authoriser", command.authoriser)
    field = next((path for path in (command.field, f"record.{command.field}") if path in fact.sealed), "")
    if not field:
        raise Refused(
            code="nothing-to-strike-out",
            because=f"Fact {command.position} holds no sealed text “{command.field}”.",
            remedy=f"Its sealed texts are {', '.join(fact.sealed) or 'none'}.",
        )
    struck = {(one.position, one.field) for one in history if isinstance(one, StruckOut)}
    if (command.position, field) in struck:
        raise Refused(
            code="already-struck-out",
            because=f"“{field}” of fact {command.position} has been struck out before.",
            remedy="Nothing more is needed: it can no longer be read by anybody.",
        )
    sealed = {**command.by.sealed, "because": command.because, "authoriser": command.authoriser}
    common = common_of(command)
    copies = [place for place in copies_of(command.position, field, history, policy) if place not in struck]
    return (
        StruckOut(position=command.position, field=field, sealed=sealed, **common),
        *(StruckOut(position=place, field=path, **{**common, "by": TIME}) for place, path in copies),
    )


def linked(case: Case, command: LinkCase, policy: Policy) -> tuple[AnyFact, ...]:
    """The link to an older case; whether there is such a case is for the store to say."""
    known_actor(command.by, policy.partnership)
    not_in_the_future(command)
    of_a_party(command.by, case, policy.partnership)
    if command.relation not in policy.partnership.relations:
        raise Refused(
            code="unknown-relation",
            because=f"“{command.relation[:60]}” is not a way in which cases are related here.",
            remedy=f"Use one of {', '.join(policy.partnership.relations) or 'none'}: the partnership names them.",
        )
    if (command.older, command.relation) in case.links:
        related = policy.partnership.relations[command.relation]
        raise Refused(
            code="linked-already",
            because=f"This case is linked to {command.older} already: {related}.",
            remedy="Nothing more is needed.",
        )
    return (Linked(case=command.older, relation=command.relation, sealed=command.by.sealed, **common_of(command)),)


def repinned(case: Case, command: Repin, policy: Policy) -> tuple[AnyFact, ...]:
    """`policy` is the new one. Open clocks move with it, in the open; closed ones are never recomputed."""
    known_actor(command.by, policy.partnership)
    may_act(
        command.by, policy.partnership.acts.correct, "move a case to another edition or calendar", policy.partnership
    )
    not_in_the_future(command)
    some_words("because", command.because)
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
    common = common_of(command)
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


def _question_of(position: int, field: str, history: tuple[AnyFact, ...], policy: Policy) -> Question:
    """The question that a fact answers, or, of how a new holder was told, may answer still."""
    fact = history[position - 1]
    name = fact.move if isinstance(fact, StepTaken) else OPEN if isinstance(fact, CaseOpened) else ""
    questions = policy.pathway.moves[name].record if name else {}
    answered = isinstance(fact, CaseOpened | StepTaken) and (field in fact.record or f"record.{field}" in fact.sealed)
    tells = field in questions and questions[field].tells and by_the_move(position, history)
    if field not in questions or not (answered or tells):
        raise Refused(
            code="not-correctable",
            because=f"That fact records no “{field}”.",
            remedy=f"It can be corrected in: {', '.join(('at', *questions)) if questions else 'nothing'}.",
        )
    if field in PARTIES:
        raise Refused(
            code="parties-stay",
            because="Who is party to a case decides who sees it and who holds the pen, and cannot be corrected later.",
            remedy="End this case in the way the procedure has for that, and open one between the right agencies.",
        )
    return questions[field]
