"""The generated pages say what the program says, and leave nothing out."""

import re

import pytest

from engine.packs import wording
from engine.packs.diff import opened
from engine.packs.editions import editions, root
from engine.packs.schema import schemas
from engine.packs.sentences import Entry, about
from states.refusals import Refused
from tests.house.reference import PACKS, REFUSALS, packs_page, refusals_page, undocumented

AGAIN = "run: python -m tests.house.reference"


def test_the_reference_of_packs_is_what_the_models_say() -> None:
    assert PACKS.read_text(encoding="utf-8") == packs_page(), AGAIN


def test_the_list_of_refusals_is_what_the_code_says() -> None:
    assert REFUSALS.read_text(encoding="utf-8") == refusals_page(), AGAIN


def test_every_entry_that_an_author_can_write_has_a_meaning() -> None:
    assert undocumented() == [], "say what it means in engine/packs/meanings.py"


def test_every_link_of_the_reference_leads_to_a_heading() -> None:
    text = packs_page()
    headings = {
        re.sub(r"[^a-z0-9-]", "", title.lower().replace(" ", "-")) for title in re.findall(r"^## (.*)$", text, re.M)
    }
    assert set(re.findall(r"\]\(#([a-z-]+)\)", text)) <= headings


def test_a_refusal_that_happens_is_on_the_list() -> None:
    with pytest.raises(Refused) as refused:
        opened("nowhere")
    assert f"| `{refused.value.code}` |" in refusals_page()


def test_the_codes_of_the_api_its_tokens_and_the_pages_are_on_the_list() -> None:
    page = refusals_page()
    codes = ("scope-missing", "no-token", "not-a-cursor", "read-only", "no-such-address", "from-elsewhere", "fault")
    for code in (*codes, "too-many-attempts", "own-post"):
        assert f"| `{code}` |" in page, code


def test_a_code_that_only_a_check_of_packs_gives_is_on_the_list_too() -> None:
    findings = refusals_page().partition("## Findings")[2]
    assert {"`unreachable-step`", "`story-fails`", "`not-exercised`", "`unknown-…`"} <= set(findings.split(", "))


def test_the_words_for_differences_are_all_for_entries_that_there_are() -> None:
    models = schemas()
    kinds = {kind: kind.capitalize() for kind in wording.PARTS} | {"day-one": "DayOne", "field": "Question"}
    known = {
        f"{kind}.{entry}"
        for kind, model in kinds.items()
        for schema in models.values()
        for entry in schema["$defs"].get(model, {"properties": {}})["properties"]
    }
    worded = {*wording.NEW, *wording.GONE, *wording.CHANGED, *wording.EMPTY, *wording.SPLIT}
    entries = {".".join(key.split(".")[:2]) for key in worded if not key.startswith("*.")}
    assert entries - known == set()
    assert set(wording.NEW) == set(wording.GONE)


def test_every_kind_of_entry_has_a_name_of_its_own_in_sentences() -> None:
    said = {about(Entry("visit", kind, "one.two", {}, {})) for kind in wording.PARTS}
    assert len(said) == len(wording.PARTS)


def test_every_pack_of_the_product_can_be_opened_by_partnership_and_edition() -> None:
    for edition in editions(root()):
        assert opened(f"{edition.partnership}/{edition.edition}").partnership.partnership == edition.partnership
