"""What a case waits for first, at every step that a story of a procedure comes to."""

from engine.packs.editions import editions, root
from engine.packs.reading import load
from engine.stories.playing import OnePack, enact, let_time_pass
from engine.stories.reading import read_stories
from states.folding import fold
from states.refusals import Refused
from store.memory import MemoryStore
from workflow.offering import awaited


def first_things(partnership: str, pathway: str) -> set[tuple[str, bool, str]]:
    """From the stories of a procedure: the step, whether the awaited clock is the step's own and on time, the move."""
    edition = next(each for each in editions(root()) if each.partnership == partnership)
    pack = load(edition)
    library = OnePack(pack)
    policy = pack.procedures[pathway].policy
    found = set()
    for story in read_stories(edition.path)[0]:
        store, reference = MemoryStore(partnership), ""
        for event in story.events if story.pathway == pathway else ():
            let_time_pass(store, library, event.on)
            try:
                handled = enact(store, library, event, pathway, reference)
            except Refused:
                continue
            reference = handled.reference if handled else reference
            case = fold(store.history(reference))
            chosen = awaited(case, policy, event.on)
            clock = case.clocks.get(chosen.clock)
            on_time = clock is not None and clock.timescale == case.step and clock.due_at >= event.on
            talked = any(one.move == "record-discussion" and one.step == case.step for one in case.taken)
            found.add((case.step, on_time and not talked, chosen.moves[0] if chosen.moves else ""))
    return found


def test_managers_record_their_discussion_before_they_escalate_while_there_is_time() -> None:
    found = first_things("halton", "escalation")
    assert {move for step, waits, move in found if step == "step-2" and waits} == {"record-discussion"}
    assert ("step-2", False, "escalate-to-step-3") in found
    assert {move for step, waits, move in found if step == "step-3" and waits} == {"record-discussion"}
    assert ("step-4", True, "request-representations") in found


def test_a_meeting_is_held_before_what_comes_of_it_is_recorded() -> None:
    found = first_things("lincolnshire", "escalation")
    assert {move for step, _, move in found if step == "chaired-meeting"} == {"hold-meeting", "agree-plan"}


def test_what_leads_on_comes_before_what_sends_back_and_nothing_waits_to_be_called_off() -> None:
    report, review = first_things("halton", "annual-report"), first_things("halton", "learning-review")
    assert {move for step, _, move in report if step == "with-strategic-group"} == {"send-to-executive"}
    assert {move for step, _, move in review if step == "with-quality-group"} == {"agree-report"}
    assert "call-off" not in {move for _, _, move in first_things("halton", "audit")}
