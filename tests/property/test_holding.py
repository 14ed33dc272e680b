"""However a case goes, somebody holds it at every moment at which somebody has to act, and never two at once."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.library import Library
from states.days import instant_text
from states.folding import fold
from states.holding import spans
from states.refusals import Refused
from store.memory import MemoryStore
from tests.property.test_every_pathway import PACK, lived
from workflow.amending import corrected
from workflow.commands import Actor, Correct


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived(), st.data())
def test_the_spans_of_a_case_are_contiguous_from_its_opening_to_its_finish_or_now(
    life: tuple[MemoryStore, Library, str, object], data: st.DataObject
) -> None:
    store, _, reference, _ = life
    if not reference:
        return
    history = store.history(reference)
    policy = PACK.procedures[fold(history).pathway].policy
    if data.draw(st.booleans()):
        moves, now = fold(history).taken, history[-1].seen_at
        place = data.draw(st.integers(0, len(moves) - 1))
        earliest = moves[place - 1].at if place else moves[0].at
        latest = moves[place + 1].at if place + 1 < len(moves) else now
        to = earliest + (latest - earliest) * data.draw(st.integers(0, 4)) / 4
        by = Actor(person="A", role=policy.partnership.acts.correct[0], agency=policy.partnership.own_agency)
        command = Correct(
            at=now,
            seen_at=now,
            by=by,
            position=moves[place].position,
            field="at",
            value=instant_text(to),
            because="So.",
        )
        try:
            history = (*history, *corrected(fold(history), command, policy, history))
        except Refused:
            return
    finished = {name for name, step in policy.pathway.steps.items() if step.finished}
    case = fold(history)
    found = spans(history, finished)
    acted_on = [one for one in case.taken if one.step not in finished]
    assert all(span.until is None or span.until >= span.since for span in found)
    assert [span.until is None for span in found[:-1]] == [False] * len(found[:-1])
    assert bool(found) == bool(acted_on)
    if found:
        assert found[0].since == acted_on[0].at
        assert (found[-1].until is None) == (case.step not in finished)
        assert found[-1].until is not None or found[-1].holder == case.holder
    finishes = {one.at for one in case.taken if one.step in finished}
    for before, after in pairwise(found):
        assert before.until is not None
        assert before.until == after.since or (before.until in finishes and before.until < after.since)
        assert before.holder != after.holder or before.until in finishes
