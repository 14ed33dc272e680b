"""However often, late or seldom anybody sweeps, the same commands end in the same facts, but for `seen_at`."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.handle import handle
from engine.packs.editions import edition_of
from engine.packs.reading import load
from engine.stories.playing import OnePack, let_time_pass
from engine.verify import verify
from scheduler.due import sweep
from states.case import Case
from states.days import instant_text
from states.facts import AlertCleared, AlertRaised, AnyFact, BreachWithdrawn, DeadlineBreached
from states.folding import fold, replay
from states.refusals import Refused
from store.memory import MemoryStore
from workflow.commands import AcknowledgeAlert, Actor, AnyCommand, Correct, GiveReason, OpenCase, TakeStep
from workflow.questions import Question

PACK = load(edition_of("halton"))
LIBRARY = OnePack(PACK)
POLICY = PACK.procedure("escalation").policy
PARTIES = {"raising": "school-a", "receiving": "social-care", "partnership": "partnership"}
START = datetime(2026, 12, 9, 8, tzinfo=UTC)
REFERENCE = "ESC-2026-0001"
WORDS = {"text": "Words.", "person": "Kim Rowan", "yes_no": "no", "number": "1", "agency": "social-care"}
NO_MOVES = ("reason", "acknowledge", "correct-concern", "correct-instant")

Acts = Sequence[tuple[int, int, int]]
"""So many hours after the one before, recorded so many hours late, and which of the things that can be done."""

late = st.one_of(st.just(0), st.integers(0, 40), st.integers(0, 24 * 14))
histories = st.lists(st.tuples(st.integers(0, 24 * 9), late, st.integers(0, 30)), min_size=1, max_size=9)
sweeps = st.lists(st.integers(0, 24 * 70), max_size=12)


def commands(acts: Acts) -> list[AnyCommand]:
    """What people do, chosen at each turn from what the case then allows; some of it is refused."""
    store = MemoryStore()
    chosen: list[AnyCommand] = [_take("open", START, START)]
    handle(store, LIBRARY, chosen[0])
    now = START
    for later, late, choice in acts:
        now += timedelta(hours=later)
        let_time_pass(store, LIBRARY, now)
        case = fold(store.history(REFERENCE))
        options = (*POLICY.open_moves[case.step], *NO_MOVES)
        chosen.append(_command(options[choice % len(options)], now - timedelta(hours=late), now, case))
        with suppress(Refused):
            handle(store, LIBRARY, chosen[-1], REFERENCE)
    return chosen


def played(chosen: Sequence[AnyCommand], swept: Sequence[datetime] = ()) -> MemoryStore:
    """The commands on a store of their own, with sweeps in between, and at last every bell that is still to ring."""
    store = MemoryStore()
    handle(store, LIBRARY, chosen[0])
    waiting = sorted(swept)
    for command in chosen[1:]:
        while waiting and waiting[0] <= command.seen_at:
            sweep(store, LIBRARY, waiting.pop(0))
        with suppress(Refused):
            handle(store, LIBRARY, command, REFERENCE)
    for instant in waiting:
        sweep(store, LIBRARY, instant)
    sweep(store, LIBRARY, max(START + timedelta(days=200), chosen[-1].seen_at))
    return store


def _take(move: str, at: datetime, now: datetime) -> OpenCase | TakeStep:
    asked = POLICY.pathway.moves[move].record
    answers = {name: _answer(question, at) for name, question in asked.items() if question.required}
    who = POLICY.pathway.moves[move].who[0]
    by = Actor(person="Kim Rowan", role=who.role, agency=PARTIES[who.party])
    if move == "open":
        return OpenCase(at=at, seen_at=now, by=by, pathway="escalation", answers=answers)
    return TakeStep(at=at, seen_at=now, by=by, move=move, answers=answers)


def _answer(question: Question, at: datetime) -> str:
    if question.type in ("date", "instant"):
        return instant_text(at)[:10] if question.type == "date" else instant_text(at)
    return question.choices[0] if question.choices else WORDS[question.type]


def _command(kind: str, at: datetime, now: datetime, case: Case) -> AnyCommand:
    by = Actor(person="Jo Elm", role="partnership-manager", agency="partnership")
    if kind == "reason":
        clock = next((each.id for each in case.clocks.values() if each.late), "step-1")
        return GiveReason(at=at, seen_at=now, by=by, clock=clock, code="workload", text="Busy.", authoriser="A head")
    if kind == "acknowledge":
        alert = next((each.key for each in case.alerts.values() if each.state == "open"), "none")
        return AcknowledgeAlert(at=at, seen_at=now, by=by, alert=alert)
    if kind in NO_MOVES:
        position, field = (1, "concern_arose_at") if kind == "correct-concern" else (case.taken[-1].position, "at")
        value, because = instant_text(at), "Typed wrongly."
        return Correct(at=now, seen_at=now, by=by, position=position, field=field, value=value, because=because)
    return _take(kind, at, now)


def but_for_seen_at(history: Sequence[AnyFact]) -> list[Any]:
    return [replace(fact, seen_at=START) for fact in history]


@settings(max_examples=60, deadline=None)
@given(acts=histories, after=sweeps, twice=st.booleans())
def test_sweeping_often_late_twice_or_never_gives_the_same_facts(acts: Acts, after: Sequence[int], twice: bool) -> None:
    chosen = commands(acts)
    instants = [START + timedelta(hours=hour, minutes=17) for hour in after] * (2 if twice else 1)
    never, often = played(chosen), played(chosen, instants)
    assert but_for_seen_at(often.history(REFERENCE)) == but_for_seen_at(never.history(REFERENCE))
    assert [list(verify(store, LIBRARY)) for store in (never, often)] == [[], []]


@settings(max_examples=40, deadline=None)
@given(acts=histories)
def test_a_clock_is_breached_once_and_dated_to_its_deadline(acts: Acts) -> None:
    standing: set[str] = set()
    before = fold(())
    for fact, case in replay(played(commands(acts)).history(REFERENCE)):
        if isinstance(fact, DeadlineBreached):
            assert fact.clock not in standing
            assert fact.at == before.clocks[fact.clock].due_at
            standing.add(fact.clock)
        if isinstance(fact, BreachWithdrawn):
            standing.remove(fact.clock)
        before = case


@settings(max_examples=40, deadline=None)
@given(acts=histories)
def test_one_cause_has_one_alert_at_a_time(acts: Acts) -> None:
    standing: dict[str, tuple[str, str]] = {}
    for fact in played(commands(acts)).history(REFERENCE):
        if isinstance(fact, AlertRaised):
            assert (fact.rule, fact.about) not in standing.values()
            standing[fact.key] = fact.rule, fact.about
        if isinstance(fact, AlertCleared):
            del standing[fact.key]


@settings(max_examples=40, deadline=None)
@given(acts=histories, place=st.floats(0, 1))
def test_reading_a_history_in_two_pieces_gives_the_same_case(acts: Acts, place: float) -> None:
    history = played(commands(acts)).history(REFERENCE)
    cut = round(place * len(history))
    assert fold(history[cut:], onto=fold(history[:cut])) == fold(history)


@settings(max_examples=40, deadline=None)
@given(acts=histories)
def test_no_time_is_ever_negative(acts: Acts) -> None:
    history = played(commands(acts)).history(REFERENCE)
    case = fold(history)
    assert all(earlier.seen_at <= later.seen_at for earlier, later in pairwise(history))
    assert all(fact.at <= fact.seen_at for fact in history)
    assert all(earlier.at <= later.at for earlier, later in pairwise(case.taken))
    for clock in case.clocks.values():
        ended = clock.stopped_at or clock.cancelled_at
        assert ended is None or ended >= clock.started_at
