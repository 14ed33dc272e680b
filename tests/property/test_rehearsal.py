"""Whatever was changed in a pack: leaving out what both packs give alike finds what playing everything again finds."""

import json
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.agreement import agreed, changed
from engine.library import Library
from engine.packs.pack import Pack, from_documents
from engine.rehearse import Rehearsal
from states.folding import fold
from states.refusals import Refused
from store.memory import MemoryStore
from tests.property.test_every_pathway import PACK, lived

Life = tuple[MemoryStore, Library, str, datetime]


def shorter_or_longer(draw: st.DrawFn, timescale: dict[str, Any]) -> None:
    within = timescale["within"]
    for unit in {"working_days", "calendar_days", "weeks", "months", "hours"}.intersection(within):
        within[unit] = str(int(within[unit]) + draw(st.integers(0, 2)))
    if "window" in within:
        within["window"]["to_day"] = str(int(within["window"]["to_day"]) + draw(st.integers(0, 2)))
    timescale.pop("bands", None)


def for_others(draw: st.DrawFn, move: dict[str, Any]) -> None:
    del move["who"][draw(st.integers(1, 3)) :]


def held_by_others(_: st.DrawFn, step: dict[str, Any]) -> None:
    step["holder"] = {"role": "line-manager", "party": "partnership"}


def told_to_others(_: st.DrawFn, rule: dict[str, Any]) -> None:
    rule["severity"] = "urgent"
    rule["when"]["step"] = {"not": "closed"}


EDITS = {"timescales": shorter_or_longer, "moves": for_others, "steps": held_by_others, "rules": told_to_others}


@st.composite
def edited(draw: st.DrawFn, pathway: str, kinds: tuple[str, ...] = tuple(sorted(EDITS))) -> Pack:
    """Halton's pack, in whose pathway one or two entries were changed, or none."""
    content = json.loads(PACK.document)
    written = content["pathways"][pathway]
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=2)):
        if written.get(kind):
            EDITS[kind](draw, written[kind][draw(st.sampled_from(sorted(written[kind])))])
    return from_documents(json.dumps(content), PACK.calendar_document)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived(), st.data())
def test_leaving_out_what_is_alike_changes_no_finding(life: Life, data: st.DataObject) -> None:
    store, library, reference, end = life
    if not reference:
        return
    history = store.history(reference)
    pathway = fold(history).pathway
    try:
        pack = data.draw(edited(pathway))
    except (Refused, ValueError):
        return
    rehearsal = Rehearsal(store, library, pack, end)
    assert list(rehearsal.of_case(reference, history)) == list(rehearsal.from_fact(reference, history, 0))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived(), st.data())
def test_where_only_promises_differ_playing_their_clocks_alone_finds_what_playing_everything_finds(
    life: Life, data: st.DataObject
) -> None:
    store, library, reference, end = life
    if not reference:
        return
    history = store.history(reference)
    pack = data.draw(edited(fold(history).pathway, ("timescales",)))
    rehearsal = Rehearsal(store, library, pack, end)
    assert list(rehearsal.of_case(reference, history)) == list(rehearsal.from_fact(reference, history, 0))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived())
def test_every_cause_played_again_under_the_same_edition_shows_no_difference(life: Life) -> None:
    store, library, reference, end = life
    if reference:
        history = store.history(reference)
        assert list(Rehearsal(store, library, PACK, end).from_fact(reference, history, 0)) == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(lived())
def test_under_the_same_edition_everything_is_alike(life: Life) -> None:
    store, library, reference, _ = life
    if reference:
        history = store.history(reference)
        kept = library.pinned(fold(history), store.pack)
        assert agreed(history, changed(kept, PACK.procedure(fold(history).pathway))) == len(history)
