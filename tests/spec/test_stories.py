"""The worked examples of the packs: each story comes out as it was worked out by hand, and together they leave out
no move and no rule."""

from pathlib import Path

import pytest

from engine.packs.editions import edition_of
from engine.packs.pack import Pack
from engine.packs.reading import load
from engine.stories.checks import coverage, story_faults, strangers
from engine.stories.expectations import restated
from engine.stories.playing import play
from engine.stories.reading import Story, read_stories, read_story

HALTON = edition_of("halton")
STORIES, FAULTS = read_stories(HALTON.path)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(HALTON)


def test_every_story_can_be_read() -> None:
    assert FAULTS == []


@pytest.mark.parametrize("story", STORIES, ids=[story.title for story in STORIES])
def test_story(story: Story, pack: Pack) -> None:
    assert [str(difference) for difference in play(story, pack).differences] == []


def test_together_they_take_every_move_and_raise_every_alert(pack: Pack) -> None:
    assert coverage(pack, [play(story, pack) for story in STORIES]) == []


def test_without_one_of_them_the_moves_and_rules_that_only_it_exercises_are_named(pack: Pack) -> None:
    others = [play(story, pack) for story in STORIES if story.name != "referred-to-the-lead-partners"]
    missing = [fault.field for fault in coverage(pack, others)]
    assert missing == ["moves.answer-recommendation", "moves.refer-to-lead-partners", "moves.settle-partner-dispute"]


def test_a_pack_that_is_checked_is_held_to_its_stories(pack: Pack) -> None:
    assert story_faults(HALTON.path, pack) == []


def test_a_story_in_which_somebody_unknown_acts_says_who_was_meant(tmp_path: Path, pack: Pack) -> None:
    (tmp_path / "seen.yaml").write_text(
        "story: seen\ntitle: Seen\npathway: escalation\nshows: Who acts\nevents:\n"
        "  - {on: Mon 8 Jun 2026 09:00, by: practitoner of school-a, move: open}\n"
        "  - {on: Mon 8 Jun 2026 10:00, by: practitioner of shcool-a, move: act}\n"
        "  - {on: Mon 8 Jun 2026 11:00, by: king of school-a, move: act, refused: unknown-role}\n"
    )
    story, _ = read_story(tmp_path / "seen.yaml")
    assert story is not None
    found = [(fault.line, fault.field, fault.code, fault.remedy) for fault in strangers(story, pack)]
    assert found == [
        (6, "events.0.by", "unknown-role", "Did you mean “practitioner”?"),
        (7, "events.1.by", "unknown-agency", "Did you mean “school-a”?"),
    ]


def test_an_officer_who_changes_a_number_is_shown_what_no_longer_holds_and_what_would(tmp_path: Path) -> None:
    changed = _changed_pack(tmp_path, "name: step-3\n    within: {window: {from_day: 10, to_day: 14}}")
    story = next(story for story in STORIES if story.name == "form-arrives-on-day-12")
    played = play(story, changed)
    difference = min(played.differences, key=lambda one: one.line)
    assert (difference.file, difference.line) == ("stories/escalation/form-arrives-on-day-12.yaml", 33)
    assert difference.what == "events.0.expect.clocks.step-3.due"
    assert (difference.expected, difference.computed) == ("Fri 19 Jun 2026", "Thu 18 Jun 2026")
    computed = "step-3: {near: Thu 11 Jun 2026, due: Thu 18 Jun 2026, status: near, received: in-time}"
    assert computed in restated(played.looks)


def _changed_pack(folder: Path, entry: str) -> Pack:
    path = folder / "elsewhere" / "2027"
    path.mkdir(parents=True)
    (path / "partnership.yaml").write_text(
        "partnership: elsewhere\nedition: 2027\nextends: halton/2024-12\nin_force_from: 2027-01-01\n"
    )
    (path / "escalation.yaml").write_text(f"timescales:\n  - {entry}\n")
    return load(edition_of("elsewhere", where=folder))


def test_a_pack_inherits_the_stories_of_the_one_it_extends_and_may_restate_them(tmp_path: Path) -> None:
    changed = _changed_pack(tmp_path, "name: step-3\n    within: {window: {from_day: 10, to_day: 14}}")
    path = tmp_path / "elsewhere" / "2027"
    failing = {fault.file for fault in story_faults(path, changed)}
    name = "stories/escalation/form-arrives-on-day-12.yaml"
    assert name in failing
    assert "stories/escalation/settled-on-day-1.yaml" not in failing
    (path / "stories/escalation").mkdir(parents=True)
    text = (HALTON.path / name).read_text()
    (path / name).write_text(text.replace("Fri 19 Jun 2026", "Thu 18 Jun 2026"))
    assert name not in {fault.file for fault in story_faults(path, changed)}


@pytest.mark.parametrize(
    ("old", "new", "line", "expected", "computed"),
    [
        ("    refused: not-your-move\n", "", 24, "done", "refused as not-your-move"),
        ("refused: not-late", "refused: unknown-clock", 36, "refused as unknown-clock", "refused as not-late"),
        ("    move: resolve\n", "    move: resolve\n    refused: too-early\n", 67, "refused as too-early", "done"),
    ],
)
def test_a_story_says_where_something_is_refused_or_done_that_should_not_be(
    old: str, new: str, line: int, expected: str, computed: str, tmp_path: Path, pack: Pack
) -> None:
    text = (HALTON.path / "stories/escalation/what-is-refused.yaml").read_text()
    assert text.count(old) == 1
    path = tmp_path / "what-is-refused.yaml"
    path.write_text(text.replace(old, new))
    story, faults = read_story(path)
    assert story is not None, faults
    [difference] = play(story, pack).differences
    assert (difference.line, difference.expected) == (line, expected)
    assert difference.computed.startswith(computed)


def test_a_story_whose_case_cannot_be_opened_says_so_and_ends(tmp_path: Path, pack: Pack) -> None:
    text = (HALTON.path / "stories/escalation/withdrawn.yaml").read_text()
    path = tmp_path / "withdrawn.yaml"
    path.write_text(text.replace("receiving_agency: health-trust-b", "receiving_agency: school-a"))
    story, faults = read_story(path)
    assert story is not None, faults
    [difference] = play(story, pack).differences
    assert difference.computed.startswith("refused as same-agency")
