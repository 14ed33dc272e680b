"""The pages of a case, for every pathway of every partnership: the longest story that its pack tells of it."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from engine.packs.editions import Edition, editions, root
from engine.packs.reading import load
from engine.stories.playing import OnePack, enact, let_time_pass
from engine.stories.reading import Story, read_stories
from states.folding import fold
from states.refusals import Refused
from tests.web.case_desk import Room


def longest() -> list[tuple[Edition, Story]]:
    """The longest story of every pathway of every edition."""
    found: dict[tuple[str, str, str], tuple[Edition, Story]] = {}
    for edition in editions(root()):
        for story in read_stories(edition.path)[0]:
            key = (edition.partnership, edition.edition, story.pathway)
            if key not in found or len(story.events) > len(found[key][1].events):
                found[key] = (edition, story)
    return list(found.values())


@pytest.mark.parametrize(
    ("edition", "story"), [pytest.param(*each, id=f"{each[0].partnership}-{each[1].pathway}") for each in longest()]
)
def test_every_pathway_has_its_pages(edition: Edition, story: Story, tmp_path: Path) -> None:
    pack = load(edition)
    room = Room(tmp_path, OnePack(pack), pack.partnership.partnership)
    case = ""
    for event in story.events:
        let_time_pass(room.store, room.library, event.on)
        room.now = event.on
        try:
            handled = enact(room.store, room.library, event, story.pathway, case)
        except Refused:
            continue
        case = handled.reference if handled else case
    folded = fold(room.store.history(case))
    restricted = pack.procedures[story.pathway].policy.pathway.restricted
    role = restricted.to[0] if restricted else next(iter(pack.partnership.roles))
    browser = room.browser(f"{role} of {folded.parties['raising']}")
    last = len(room.store.history(case))
    addresses = [
        "",
        "?events=all",
        "/audit",
        "/known",
        "/links/new",
        *(f"/replay?at={at}" for at in (1, last // 2, last)),
    ]
    addresses += [
        f"/clocks/{quote(clock, safe='')}/{what}"
        for clock in list(folded.clocks)[:3]
        for what in ("reason", "suspend", "extend", "resume")
    ]
    for address in addresses:
        html = browser.page(f"/cases/{case}{address}")
        assert len(re.findall("<h1", html)) == 1, address
        assert not re.search(r"style=\"|<script>(?!document)", html), address
    page = unescape(browser.page(f"/cases/{case}"))
    assert pack.procedures[story.pathway].policy.pathway.title in page
    for clock in folded.clocks:
        assert f'data-clock="{clock}"' in page
