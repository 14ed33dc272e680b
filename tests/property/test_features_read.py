"""Looking up only what some rule reads, and remembering it, gives what all features of every case and clock give."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.library import Library
from engine.packs.pack import Procedure
from rules.alerts import RuleBook, causes
from rules.features import CASE_FEATURES, CLOCK_FEATURES
from rules.model import Absent, Condition, Feature, Is, Not, OneOf, Present, Rule, Within
from states.case import Case, Clock, Reason
from states.facts import Terms
from states.folding import replay
from states.terms import Term
from store.memory import MemoryStore
from tests.property import plain_features
from tests.property.test_every_pathway import BEGINS, PACK, lived

Life = tuple[MemoryStore, Library, str, datetime]
NO_SUCH = (
    "record.no_such_field",
    "differs.no_such_field",
    "lowered.no_such_field",
    "highest.no_such_field",
    "taken.no-such-move",
    "clock.no-such-clock",
    "reason.no-such-clock",
    "no-such-thing",
)
TERMS = Terms(Term("working_days", 1, "exclude_trigger"), "calendar", "local", "high")
OTHERS: tuple[Feature, ...] = (True, 1, "near", "missing")


def moments(data: st.DataObject, life: Life) -> list[tuple[Case, datetime]]:
    """Some states that the case was in, one after another, each at an instant soon or long after."""
    store, _, reference, _ = life
    cases = [case for _, case in replay(store.history(reference)) if case.holder.role]
    later = st.timedeltas(timedelta(0), timedelta(days=100))
    return [
        (case, case.seen_at + data.draw(later))
        for case in cases
        if case.seen_at is not None and data.draw(st.booleans())
    ]


@st.composite
def conditions(draw: st.DrawFn, features: dict[str, Feature]) -> Condition:
    """On a feature that is there, mostly, of whose own values some are named."""
    feature = draw(st.sampled_from(sorted({*features, *CASE_FEATURES, *CLOCK_FEATURES, *NO_SUCH})))
    value = features.get(feature, draw(st.sampled_from(OTHERS)))
    match draw(st.integers(0, 5)):
        case 0:
            return Is(feature=feature, value=value)
        case 1:
            return OneOf(feature=feature, values=(value, "something else"))
        case 2:
            return Not(feature=feature, value=draw(st.sampled_from([value, 1, True])))
        case 3:
            return Present(feature=feature)
        case 4:
            return Absent(feature=feature)
        case _:
            low = value if type(value) is int else 1
            return Within(feature=feature, at_least=low, at_most=draw(st.sampled_from([None, low, low + 2])))


def book(data: st.DataObject, case: Case, now: datetime, procedure: Procedure) -> RuleBook:
    """Rules that nobody would write, over whatever the case and its clocks have."""
    features = plain_features.of_case(case, now, procedure.policy)
    for clock in case.clocks.values():
        features |= plain_features.of_clock(clock, now, procedure.policy)
    made = []
    for number in range(data.draw(st.integers(0, 6))):
        found = data.draw(st.lists(conditions(features), max_size=3, unique_by=lambda one: one.feature))
        each = data.draw(st.sampled_from(["case", "clock"]))
        like = procedure.book.rules[0].model_dump(include={"title", "tell", "severity", "source"})
        made.append(Rule.model_validate({**like, "name": f"rule-{number}", "each": each, "when": tuple(found)}))
    return RuleBook(tuple(made))


def about(feature: str, value: Feature) -> Rule:
    """A rule about one feature of the case, at any step."""
    like = PACK.procedure("escalation").book.rules[0].model_dump(include={"title", "tell", "severity", "source"})
    return Rule.model_validate(
        {**like, "name": "rule", "when": (Present(feature="step"), Is(feature=feature, value=value))}
    )


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived(), st.data())
def test_the_features_that_rules_read_give_the_alerts_that_all_features_give(life: Life, data: st.DataObject) -> None:
    store, library, reference, _ = life
    if not reference:
        return
    standing = moments(data, life)
    if not standing:
        return
    procedure = library.pinned(standing[0][0], store.pack)
    made_up = book(data, *standing[data.draw(st.integers(0, len(standing) - 1))], procedure)
    for asked in (procedure.book, made_up):
        for case, now in standing:
            plainly = plain_features.holding(case, now, procedure.policy, asked.rules)
            assert causes(case, now, asked, procedure.policy) == plainly


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived(), st.data())
def test_rules_ring_first_at_the_first_instant_at_which_one_of_them_may_change(life: Life, data: st.DataObject) -> None:
    store, library, reference, _ = life
    if not reference:
        return
    for case, after in moments(data, life):
        procedure = library.pinned(case, store.pack)
        later = [bell for bell in plain_features.crossings(case, procedure) if bell > after]
        without_ladders = replace(case, alerts={})
        assert procedure.bells.next(without_ladders, after) == min(later, default=None)


def test_a_yes_is_not_remembered_as_the_answer_for_a_one() -> None:
    policy = PACK.procedure("escalation").policy
    rules = RuleBook((about("record.meetings", 1),))
    cases = [Case(step="step-1", record={"meetings": meetings}) for meetings in (1, "yes", "1", True, 1)]
    assert [bool(causes(case, BEGINS, rules, policy)) for case in cases] == [True, False, True, False, True]


def test_a_reason_is_missing_as_long_as_one_of_several_clocks_has_none() -> None:
    policy = PACK.procedure("escalation").policy
    late = Clock("held", "held", "2026-01-05", TERMS, BEGINS, 1, due_at=BEGINS, stopped_at=BEGINS + timedelta(hours=1))
    given = replace(late, id="held#2", reason=Reason("workload", 9))
    for clocks in ((late, given), (given, replace(late, id="held#3"))):
        case = Case(step="step-1", clocks={clock.id: clock for clock in clocks})
        assert causes(case, BEGINS, RuleBook((about("reason.held", "missing"),)), policy) == [("rule", "")]
        assert causes(case, BEGINS, RuleBook((about("reason.held", "given"),)), policy) == []


def test_the_days_left_and_over_are_counted_anew_every_day() -> None:
    policy = PACK.procedure("escalation").policy
    like = about("holder", "none").model_dump(include={"title", "tell", "severity", "source"})
    for feature, first in (("left", -6), ("over", 1)):
        when = (Within(feature=feature, at_most=2),)
        book = RuleBook((Rule.model_validate({**like, "name": "rule", "each": "clock", "when": when}),))
        clock = Clock("held", "held", "2026-01-05", TERMS, BEGINS - timedelta(days=30), 1, due_at=BEGINS)
        case = Case(step="step-1", clocks={"held": clock})
        days = [BEGINS + timedelta(days=first + later) for later in range(5)]
        plainly = [bool(plain_features.holding(case, day, policy, book.rules)) for day in days]
        assert [bool(causes(case, day, book, policy)) for day in days] == plainly
        assert set(plainly) == {True, False}
