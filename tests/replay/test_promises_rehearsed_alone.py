"""Another length for one promise: playing its clocks alone finds whatever playing the whole life again finds."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.agreement import changed
from engine.library import Library
from engine.packs.editions import edition_of
from engine.packs.pack import Pack, from_documents
from engine.packs.reading import load
from engine.rehearse import Rehearsal
from states.facts import AnyFact
from states.folding import fold
from tests.replay.golden import histories, releases, stored

PACK = load(edition_of("halton"))
LIVES = histories(releases()[-1])
"""A life of every story, by its name."""

STORES = {story: stored(releases()[-1], history, story) for story, history in LIVES.items()}
LIBRARY = Library()
LENGTHS = ("working_days", "calendar_days", "weeks", "months", "hours")


@pytest.mark.parametrize("pathway", sorted(PACK.procedures))
def test_one_promise_of_another_length_comes_out_the_same_either_way(pathway: str) -> None:
    for pack in other_lengths(pathway, -3):
        for story, history in LIVES.items():
            if fold(history).pathway == pathway:
                assert found_alone(pack, story, history) == found_by_playing_everything(pack, story, history)


def test_most_promises_of_the_escalation_stand_alone_and_make_a_difference() -> None:
    packs = list(other_lengths("escalation", 1))
    alone = [pack for pack in packs if stands_alone(pack, "escalation")]
    different = [pack for pack in alone if any(found_alone(pack, story, life) for story, life in LIVES.items())]
    assert len(different) > len(packs) / 2


def other_lengths(pathway: str, more: int) -> Iterator[Pack]:
    """Halton's pack, one promise of the pathway longer or shorter by so many of its units, for every one that has a
    length."""
    document = json.loads(PACK.document)
    for name in document["pathways"][pathway].get("timescales", {}):
        written = json.loads(json.dumps(document["pathways"][pathway]))
        written["timescales"][name].pop("bands", None)
        if longer(written["timescales"][name]["within"], more):
            only = {**document, "pathways": {pathway: written}}
            yield from_documents(json.dumps(only), PACK.calendar_document)


def longer(within: dict[str, Any], more: int) -> bool:
    length = within.get("window", within)
    unit = "to_day" if "window" in within else next((unit for unit in LENGTHS if unit in within), "")
    if unit:
        length[unit] = str(max(1, int(length.get("from_day", 1)), int(length[unit]) + more))
    return bool(unit)


def stands_alone(pack: Pack, pathway: str) -> bool:
    change = changed(PACK.procedure(pathway), pack.procedure(pathway))
    return change is not None and bool(change.promises)


def found_alone(pack: Pack, story: str, history: tuple[AnyFact, ...]) -> list[object]:
    rehearsal = rehearsed(pack, story, history)
    return list(rehearsal.of_case(story, history)) if fold(history).pathway in pack.procedures else []


def found_by_playing_everything(pack: Pack, story: str, history: tuple[AnyFact, ...]) -> list[object]:
    return list(rehearsed(pack, story, history).from_fact(story, history, 0))


def rehearsed(pack: Pack, story: str, history: tuple[AnyFact, ...]) -> Rehearsal:
    """As the case stood at the last thing that is known of it."""
    until = fold(history).seen_at
    assert until is not None
    return Rehearsal(STORES[story], LIBRARY, pack, until)
