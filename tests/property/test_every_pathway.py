"""Whatever people do, in whatever order, in every pathway of the partnership: some things always hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.handle import handle
from engine.library import Library
from engine.packs.editions import edition_of
from engine.packs.reading import load
from engine.rehearse import rehearse
from engine.verify import verify
from scheduler.due import sweep
from states.case import Case
from states.days import instant_text
from states.facts import AlertRaised, BreachWithdrawn, DeadlineBreached
from states.folding import fold, replay
from states.refusals import Refused
from store.memory import MemoryStore
from workflow.answers import needed
from workflow.commands import Actor, OpenCase, TakeStep
from workflow.kept import NOTHING_KEPT, Standing, standing
from workflow.pathways import Move
from workflow.pieces import Who
from workflow.questions import ATTENDANCE, Question

PACK = load(edition_of("halton"))
BEGINS = datetime(2026, 1, 5, 9, tzinfo=UTC)
PARTIES = {"raising": "social-care", "receiving": "school-a", "partnership": PACK.partnership.own_agency}


def answer(draw: st.DrawFn, name: str, question: Question, now: datetime) -> Any:
    """Something that could be answered."""
    if name in ("raising_agency", "receiving_agency"):
        return PARTIES[name.removesuffix("_agency")]
    match question.type:
        case "text" | "person":
            return "Some words."
        case "choice" | "choices":
            return draw(st.sampled_from(question.choices))
        case "yes_no":
            return draw(st.sampled_from(("yes", "no")))
        case "number":
            return str(draw(st.integers(1, 4)))
        case "date":
            ahead = draw(st.integers(1, 60)) if question.may_be_future else -draw(st.integers(0, 3))
            return (now + timedelta(days=ahead)).date().isoformat()
        case "instant":
            return instant_text(now - timedelta(minutes=draw(st.integers(0, 600))))
        case "agency":
            return draw(st.sampled_from(tuple(PARTIES.values())))
        case "case":
            return "ESC-2026-0001"
        case "attendance":
            sectors = draw(st.lists(st.sampled_from(tuple(PACK.partnership.sectors)), min_size=1, max_size=4))
            ways = st.sampled_from(ATTENDANCE)
            return [{"partner": each, "attendance": draw(ways), "reason": "It was so."} for each in sectors]
        case "actions":
            due = (now + timedelta(days=draw(st.integers(0, 30)))).date().isoformat()
            return [{"what": "Do it.", "owner": "Somebody", "due": due}]


def answers(
    draw: st.DrawFn, move: Move, known: dict[str, Any], now: datetime, stands: Standing = NOTHING_KEPT
) -> dict[str, Any]:
    """What the move needs, and now and then more."""
    given: dict[str, Any] = {}
    for name, question in move.record.items():
        if needed(question, move.record, known, given, stands) or draw(st.integers(0, 3)) == 0:
            given[name] = answer(draw, name, question, now)
    return given


def actor(who: Who, case: Case | None) -> Actor:
    agency = (case.parties if case else PARTIES).get(who.party, PARTIES["partnership"])
    return Actor(person="Alex Example", role=who.role, agency=agency)


@st.composite
def lived(draw: st.DrawFn) -> tuple[MemoryStore, Library, str, datetime]:
    """A case of some pathway after some moves, sweeps and late records."""
    pathway = draw(st.sampled_from(sorted(PACK.procedures)))
    policy = PACK.procedures[pathway].policy
    store, library, now = MemoryStore(), Library(), BEGINS
    opening = policy.pathway.moves["open"]
    given = answers(draw, opening, {}, now)
    who = draw(st.sampled_from(opening.who))
    if who.party == "partnership" and "raising_agency" in opening.record:
        given["raising_agency"] = PARTIES["raising"]
    command = OpenCase(at=now, seen_at=now, by=actor(who, None), pathway=pathway, answers=given)
    try:
        reference = handle(store, library, command).reference
    except Refused:
        return store, library, "", now
    for _ in range(draw(st.integers(0, 9))):
        case = fold(store.history(reference))
        now += timedelta(hours=draw(st.integers(1, 400)))
        if draw(st.booleans()):
            sweep(store, library, now)
        moves = policy.open_moves[case.step]
        if not moves:
            continue
        name = draw(st.sampled_from(moves))
        move = policy.pathway.moves[name]
        by = actor(draw(st.sampled_from(move.who)), case)
        at = max(now - timedelta(hours=draw(st.integers(0, 50))), case.taken[-1].at)
        said = answers(draw, move, dict(case.record), at, standing(case, policy.pathway))
        step = TakeStep(at=at, seen_at=now, by=by, move=name, answers=said)
        try:
            handle(store, library, step, reference)
        except Refused:
            continue
    return store, library, reference, now + timedelta(days=draw(st.integers(0, 400)))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived())
def test_no_order_of_moves_and_sweeps_gives_what_cannot_be(life: tuple[MemoryStore, Library, str, datetime]) -> None:
    store, library, reference, end = life
    if not reference:
        return
    sweep(store, library, end)
    history = store.history(reference)
    for fact, case in replay(history):
        assert fact.at <= fact.seen_at
        if case.length > 3:
            assert case.holder.role
            assert case.holder.agency
        match fact:
            case DeadlineBreached(clock=clock):
                minimum = case.clocks[clock].terms.at_least
                assert fact.at == (case.clocks[clock].stopped_at if minimum else case.clocks[clock].due_at)
                assert minimum or fact.seen_at > fact.at
                assert case.clocks[clock].terms.counts
            case BreachWithdrawn(clock=clock):
                assert not case.clocks[clock].breached
            case AlertRaised(about=about):
                assert not about or about in case.clocks
    case = fold(history)
    for each in case.clocks.values():
        assert each.stopped_at is None or each.stopped_at >= each.started_at
    assert list(verify(store, library, reference)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived())
def test_a_rehearsal_under_the_same_edition_shows_no_difference(
    life: tuple[MemoryStore, Library, str, datetime],
) -> None:
    store, library, reference, end = life
    if reference:
        assert list(rehearse(store, library, PACK, end, reference)) == []
