"""The page on stories: its example comes true, holds every act there is, and no entry of the notation is left out."""

import re
from pathlib import Path

import pytest

from engine.stories.notation import ACTS, ClockExpected, Event, Expected, Written
from engine.stories.playing import Played, play
from engine.stories.reading import read_story
from states.facts import TIME, ClockExtended, ClockResumed, Linked
from tests.spec.visit_pack import visit_pack
from workflow.questions import ATTENDANCE

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "stories.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The example, played under a pack that allows all of it."""
    folder = tmp_path_factory.mktemp("stories")
    found = re.search(r'^```yaml title="everything\.yaml"\n(.*?)^```$', PAGE, re.S | re.M)
    assert found
    (folder / "everything.yaml").write_text(found[1], encoding="utf-8")
    story, faults = read_story(folder / "everything.yaml")
    assert story is not None, faults
    return play(story, visit_pack(folder))


def test_the_example_comes_true(played: Played) -> None:
    assert [str(difference) for difference in played.differences] == []


def test_every_act_occurs_in_the_example(played: Played) -> None:
    assert {act for act in ACTS for event in played.story.events if getattr(event, act)} == set(ACTS)


def test_a_suspended_clock_runs_again_by_itself_at_its_cap_and_an_extension_is_added(played: Played) -> None:
    letter = [fact for fact in played.history if isinstance(fact, ClockResumed) and fact.clock == "letter"]
    assert [fact.by == TIME for fact in letter] == [True]
    assert [fact.amount for fact in played.history if isinstance(fact, ClockExtended)] == [2]
    assert [fact.case for fact in played.history if isinstance(fact, Linked)] == ["VIS-2026-0001"]
    assert played.reference == "VIS-2026-0002"


def test_no_entry_of_the_notation_is_left_out() -> None:
    entries = {
        (info.alias or name)
        for model in (Written, Event, Expected, ClockExpected)
        for name, info in model.model_fields.items()
    } - {"absent"}
    assert [name for name in (*sorted(entries), *ATTENDANCE) if f"`{name}`" not in PAGE] == []
