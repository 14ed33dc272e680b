"""What a pack's stories leave to be done: stories that fail, and moves and rules that none of them exercises."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from engine.packs.files import resolve
from engine.packs.pack import Pack
from engine.packs.places import instead
from engine.packs.yaml import Fault, Path_
from engine.stories.playing import Played, play
from engine.stories.reading import Story, read_stories
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
    strange = {(story.pathway, story.name): list(strangers(story, pack)) for story in known}
    played = [play(story, pack) for story in known]
    failed = [fault for each in played for fault in strange[each.story.pathway, each.story.name] or failures(each)]
    spoiled = {fault.file.split("/")[1] for fault in (*faults, *failed) if fault.file.count("/") == 2}
    return [*faults, *failed, *coverage(pack, played, resolve(path).fault, spoiled)]


def strangers(story: Story, pack: Pack) -> Iterator[Fault]:
    """Whoever acts in a story in a role or for an agency that the partnership does not know, and is not refused."""
    own = pack.partnership
    for place, event in enumerate(story.events):
        if event.by is None or event.refused:
            continue
        path = ("events", str(place), "by")
        for kind, name, known in (("role", event.by.role, own.roles), ("agency", event.by.agency, own.agencies)):
            if name not in known:
                because, remedy = f"There is no {kind} “{name}”.", instead(name, known)
                line = story.line(*path)
                yield Fault(story.document.file, line, ".".join(path), f"unknown-{kind}", because, remedy)


def failures(played: Played) -> Iterator[Fault]:
    """What a story expects and did not get."""
    for difference in played.differences:
        yield Fault(
            difference.file,
            difference.line,
            difference.what,
            "story-fails",
            f"Expected {difference.expected}, computed {difference.computed.rstrip('.')}.",
            "Work the entry out by hand: correct the story if it is wrong there, else the pack.",
        )


Placed = Callable[[str, Path_, str, str, str], Fault]
"""A fault of an entry of a pathway: its code, why, and what would work, placed in its file and on its line."""


def _unplaced(part: str, path: Path_, code: str, because: str, remedy: str) -> Fault:
    return Fault(f"{part}.yaml", 1, ".".join(path), code, because, remedy)


def coverage(
    pack: Pack, played: Sequence[Played], fault: Placed = _unplaced, spoiled: Collection[str] = ()
) -> list[Fault]:
    """Each move that no story takes with success and each rule that no story sees raised, by name.

    `spoiled`: the pathways of which a story cannot be read or fails; what it does not take follows from that.
    """
    faults = []
    for name, procedure in pack.procedures.items():
        if name in spoiled:
            continue
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
