"""Golden histories: recorded once at a release and never again; `python -m tests.replay.golden RELEASE` records them.

A folder per release holds what the stories of that day left behind: each history as JSON lines (bodies, and the names
of their sealed texts), the packs and calendars they were decided under, and what each case then showed. A difference
needs a decision record, not a new recording: an existing folder is never written over.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from engine.deciding import next_bell
from engine.library import Library
from engine.packs.editions import edition_of
from engine.packs.reading import load
from engine.read_models import rows_of
from engine.stories.playing import play
from engine.stories.reading import read_stories
from states.case import Case
from states.days import instant_text
from states.facts import AnyFact, decode
from states.folding import fold
from store.memory import MemoryStore

GOLDEN = Path(__file__).with_name("golden")
KEPT = "packs"
SHOWN = "cases.json"


def releases() -> list[Path]:
    """The folder of each release that recorded its histories."""
    return sorted(path for path in GOLDEN.iterdir() if path.is_dir())


def histories(release: Path) -> dict[str, tuple[AnyFact, ...]]:
    """Each recorded history by its story."""
    return {
        path.stem: tuple(decode(line) for line in path.read_text(encoding="utf-8").splitlines())
        for path in sorted(release.glob("*.jsonl"))
    }


def stored(release: Path, history: tuple[AnyFact, ...], reference: str) -> MemoryStore:
    """A store that holds one recorded history, with the packs of that day."""
    store = MemoryStore()
    case = fold(history)
    with store.transaction() as unit:
        for path in (release / KEPT).glob("*.json"):
            unit.keep_pack(path.stem, path.read_text(encoding="utf-8"))
    procedure = Library().pinned(case, store.pack)
    now = history[-1].seen_at
    with store.transaction() as unit:
        due = next_bell(case, now, procedure)
        unit.append(
            reference, history, after=0, due=due, rows=rows_of(reference, case, history, procedure.policy.pathway)
        )
    return store


def shown(case: Case) -> dict[str, Any]:
    """What people see of a case."""
    return {
        "step": case.step,
        "holder": f"{case.holder.role} of {case.holder.agency}",
        "status": case.status,
        "clocks": {
            clock.id: [instant_text(clock.due_at), clock.status, "late" if clock.late else "on time"]
            for clock in case.clocks.values()
        },
        "alerts": {alert.key: [alert.state, alert.rung, alert.tell.role] for alert in case.alerts.values()},
    }


def record(release: str) -> None:
    """Play every story of the product's packs and keep what they leave behind."""
    folder = GOLDEN / release
    (folder / KEPT).mkdir(parents=True)
    edition = edition_of("halton")
    pack = load(edition)
    seen = {}
    for story in read_stories(edition.path)[0]:
        played = play(story, pack)
        lines = [msgspec.json.encode(fact, order="deterministic").decode() for fact in played.history]
        (folder / f"{story.name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        seen[story.name] = shown(played.case)
    (folder / SHOWN).write_text(json.dumps(seen, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for sha256, document in ((pack.sha256, pack.document), (pack.calendar.sha256, pack.calendar_document)):
        (folder / KEPT / f"{sha256}.json").write_text(document, encoding="utf-8")


if __name__ == "__main__":
    record(sys.argv[1])
