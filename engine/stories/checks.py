"""What a pack's stories leave to be done: stories that fail, and moves and rules that none of them exercises."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from engine.packs.files import resolve
from engine.packs.pack import Pack
from engine.packs.yaml import Fault, Path_
from engine.stories.playing import Played, play
from engine.stories.reading import read_stories
from states.facts import AlertRaised, StepTaken


def story_faults(path: Path, pack: Pack) -> list[Fault]:
    """Everything that is wrong with the stories of the pack in a folder, for `packs check`.

    A pack in which nobody but its own business unit stands is a base for others: nobody could play a story in it.
    """
    if set(pack.partnership.agencies) <= {pack.partnership.own_agency}:
        return []
    stories, faults = read_stories(path)
    known = [story for story in stories if story.pathway in pack.procedures]
    for story in stories:
        if story not in known:
            because = f"The pack has no pathway “{story.pathway}”."
            remedy = f"Its pathways are {', '.join(pack.procedures)}."
            line = story.line("pathway")
            faults.append(Fault(story.document.file, line, "pathway", "unknown-pathway", because, remedy))
    played = [play(story, pack) for story in known]
    failed = [fault for each in played for fault in failures(each)]
    return [*faults, *failed, *coverage(pack, played, resolve(path).fault)]


def failures(played: Played) -> Iterator[Fault]:
    """What a story expects and did not get."""
    for difference in played.differences:
        yield Fault(
            difference.file,
            difference.line,
            difference.what,
            "story-fails",
            f"Expected {difference.expected}, computed {difference.computed}.",
            "Work the entry out by hand: correct the story if it is wrong there, else the pack.",
        )


Placed = Callable[[str, Path_, str, str, str], Fault]
"""A fault of an entry of a pathway: its code, why, and what would work, placed in its file and on its line."""


def _unplaced(part: str, path: Path_, code: str, because: str, remedy: str) -> Fault:
    return Fault(f"{part}.yaml", 1, ".".join(path), code, because, remedy)


def coverage(pack: Pack, played: Sequence[Played], fault: Placed = _unplaced) -> list[Fault]:
    """Each move that no story takes with success and each rule that no story sees raised, by name."""
    faults = []
    for name, procedure in pack.procedures.items():
        facts = [fact for each in played if each.story.pathway == name for fact in each.history]
        taken = {fact.move for fact in facts if isinstance(fact, StepTaken)}
        raised = {fact.rule for fact in facts if isinstance(fact, AlertRaised)}
        for part, wanted, seen, does in (
            ("moves", procedure.policy.pathway.moves, taken, "takes the move"),
            ("rules", procedure.book.by_name, raised, "raises an alert by the rule"),
        ):
            for entry in (entry for entry in wanted if entry not in seen):
                because = f"No story of {name} {does} “{entry}”."
                remedy = f"Add a story under stories/{name}/ in which it happens, worked out by hand."
                faults.append(fault(name, (part, entry), "not-exercised", because, remedy))
    return faults
