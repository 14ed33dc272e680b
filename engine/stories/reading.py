"""Reading stories: from their files to what they say, each fault with its file, its line and what would work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from engine.packs.editions import root
from engine.packs.faults import at, follows
from engine.packs.remedies import because_of, remedy_for, shown
from engine.packs.standing import stories_not_read, story_paths
from engine.packs.yaml import Document, Fault, Path_, as_mapping, read_yaml
from engine.stories.dates import NotReadable
from engine.stories.notation import (
    Acknowledge,
    ClockExpected,
    Correct,
    Event,
    Expected,
    Extend,
    Link,
    Reason,
    Resume,
    StrikeOut,
    Suspend,
    Written,
)


@dataclass(frozen=True)
class Story:
    """A dated story about one case, and where each entry of it was written."""

    name: str
    title: str
    pathway: str
    shows: str
    events: tuple[Event, ...]
    expect: Expected
    document: Document

    def line(self, *path: str) -> int:
        """The line of an entry of the file."""
        return self.document.line_of(path)


def read_story(path: Path, name: str = "", inside: Path | None = None) -> tuple[Story | None, list[Fault]]:
    """The story in a file, called `name` in what is said about it, or what is wrong with the file.

    `inside`: the pack's folder, if it is one of a pack.
    """
    document = read_yaml(path, name or path.name, inside)
    if document.faults:
        return None, document.faults
    if not isinstance(document.content, dict):
        return None, [
            Fault(
                document.file,
                1,
                "",
                "not-a-story",
                "The file holds no story.",
                "Begin with `story: <name of the file>`, then title, pathway, shows and events.",
            )
        ]
    try:
        written = Written.model_validate(document.content)
    except ValidationError as error:
        problems = [dict(problem) for problem in error.errors(include_url=False)]
        return None, [_fault(problem, document) for problem in problems if not follows(problem, problems)]
    if written.story != path.stem:
        because = f"The story is called “{written.story}”, but its file “{path.stem}”."
        return None, [
            Fault(document.file, document.line_of(("story",)), "story", "two-names", because, "Use one name.")
        ]
    fields = {key: getattr(written, key) for key in ("title", "pathway", "shows", "events", "expect")}
    return Story(name=written.story, document=document, **fields), []


def _fault(problem: Mapping[str, Any], document: Document) -> Fault:
    path = _written_path([str(each) for each in problem["loc"]], document)
    error = (problem.get("ctx") or {}).get("error")
    path = (*path, *error.within) if isinstance(error, NotReadable) else path
    last, line, where = path[-1] if path else "story", document.line_of(path), ".".join(path)
    if isinstance(error, NotReadable):
        return Fault(document.file, line, where, error.code, error.because, error.remedy)
    if problem["type"] == "missing":
        because, remedy = f"{'.'.join(path[:-1]) or 'The story'} has no {last}.", f"Add `{shown(last, str)}`."
        return Fault(document.file, line, where, f"missing-{last}", because, remedy)
    if problem["type"] == "extra_forbidden":
        return Fault(document.file, line, where, "unknown-entry", f"“{last}” means nothing here.", _meant(last))
    because = f"“{where}” cannot be used: {because_of(problem)}."
    kind = at(Written, tuple(str(each) for each in problem["loc"]))
    return Fault(document.file, line, where, "not-usable", because, remedy_for(last, kind, problem))


def _written_path(loc: Sequence[str], document: Document) -> Path_:
    """The place as the author wrote it: without the parts that only the parser knows of."""
    kept: Path_ = ()
    for place, part in enumerate(loc):
        if (*kept, part) in document.lines or place == len(loc) - 1:
            kept = (*kept, part)
    return kept


def _meant(entry: str) -> str:
    models: tuple[type[BaseModel], ...] = (
        Written,
        Event,
        Expected,
        ClockExpected,
        Reason,
        Acknowledge,
        Suspend,
        Resume,
        Extend,
        Link,
        Correct,
        StrikeOut,
    )
    known = [info.alias or name for model in models for name, info in model.model_fields.items()]
    near = get_close_matches(entry, known, n=1)
    return f"Did you mean “{near[0]}”?" if near else f"An entry of events has {', '.join(Event.model_fields)}."


def story_files(pack: Path) -> dict[tuple[str, str], Path]:
    """Each story of a pack by (pathway, name), in order; those of what it extends first, unless it restates them."""
    extends = as_mapping(read_yaml(pack / "partnership.yaml", "").content).get("extends")
    bases = (pack.parent.parent / str(extends), root() / str(extends)) if extends else ()
    parent = next((base for base in bases if (base / "partnership.yaml").is_file()), None)
    found = story_files(parent) if parent and parent.resolve() != pack.resolve() else {}
    own = {(path.parent.name, path.stem): path for path in story_paths(pack)}
    return dict(sorted({**found, **own}.items()))


def read_stories(pack: Path) -> tuple[list[Story], list[Fault]]:
    """Every story of a pack that can be read, and what is wrong with the others."""
    stories: list[Story] = []
    faults = list(stories_not_read(pack))
    for (pathway, name), path in story_files(pack).items():
        story, wrong = read_story(path, f"stories/{pathway}/{name}.yaml", path.parent.parent.parent)
        faults.extend(wrong)
        if story is not None and story.pathway != pathway:
            because = f"The story is about “{story.pathway}” and lies in the folder of “{pathway}”."
            remedy = f"Move it to stories/{story.pathway}/, or correct its pathway."
            line = story.line("pathway")
            faults.append(Fault(story.document.file, line, "pathway", "wrong-folder", because, remedy))
        elif story is not None:
            stories.append(story)
    return stories, faults
