"""Every history that a release recorded still follows from its causes, and still shows the same case."""

import json
from pathlib import Path

import pytest

from engine.library import Library
from engine.verify import verify
from states.facts import AnyFact, encode
from states.folding import fold
from tests.replay.golden import SHOWN, histories, releases, shown, stored

RECORDED = [
    pytest.param(release, story, history, id=f"{release.name}/{story}")
    for release in releases()
    for story, history in histories(release).items()
]


def test_there_are_recorded_histories() -> None:
    assert RECORDED


@pytest.mark.parametrize(("release", "story", "history"), RECORDED)
def test_the_recorded_causes_still_give_the_recorded_facts(
    release: Path, story: str, history: tuple[AnyFact, ...]
) -> None:
    store = stored(release, history, story)
    assert list(verify(store, Library(), story)) == []


@pytest.mark.parametrize("release", releases(), ids=lambda release: release.name)
def test_each_case_still_shows_what_it_showed(release: Path) -> None:
    seen = json.loads((release / SHOWN).read_text(encoding="utf-8"))
    assert {story: shown(fold(history)) for story, history in histories(release).items()} == seen


@pytest.mark.parametrize("release", releases(), ids=lambda release: release.name)
def test_each_fact_is_still_written_with_the_same_bytes(release: Path) -> None:
    for story, history in histories(release).items():
        lines = (release / f"{story}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [encode(fact) for fact in history] == [_without_sealed(line) for line in lines]


def _without_sealed(line: str) -> str:
    content = json.loads(line)
    content.pop("sealed", None)
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)
