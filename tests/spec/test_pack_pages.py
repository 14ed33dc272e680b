"""A pack as its readers see it: which packs there are, one procedure in full, and its diagram."""

from pathlib import Path

import pytest

from engine.packs.editions import editions, root
from engine.packs.pack import Pack
from engine.packs.pages import diagram, listing, page
from engine.packs.reading import load
from states.refusals import Refused
from tests.small_pack import Workshop


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """A small pack that is sound, to be shown."""
    return Workshop(tmp_path)


def sound(pack: Workshop) -> Pack:
    found, faults = pack.read()
    assert faults == []
    assert found is not None
    return found


def test_a_page_of_a_pathway_that_is_not_there_is_refused(pack: Workshop) -> None:
    with pytest.raises(Refused) as refused:
        page(sound(pack), "visits")
    assert (refused.value.code, refused.value.remedy) == ("unknown-pathway", "Its pathways are visit.")


def test_the_list_of_packs_says_which_there_are_and_how_to_know_them_again() -> None:
    halton = next(each for each in listing() if each["partnership"] == "halton")
    assert "escalation" in halton["pathways"]
    assert len(halton["sha256"]) == 64
    assert set(halton) == {"partnership", "edition", "in_force_from", "title", "pathways", "sha256"}


def test_a_pathway_as_a_page_is_enough_to_fill_in_any_move(pack: Workshop) -> None:
    shown = page(sound(pack), "visit")
    opening = shown["moves"][0]
    assert (opening["from"], opening["to"], opening["who"]) == (
        [],
        "waiting",
        [{"role": "practitioner", "party": "raising"}],
    )
    fields = {field["name"]: field for field in opening["fields"]}
    assert list(fields) == ["at_risk", "called", "child", "reported_at", "receiving_agency", "urgency", "why_now"]
    assert (fields["child"]["required"], fields["child"]["when"], fields["child"]["choices"]) == (True, None, [])
    assert (fields["why_now"]["required"], fields["why_now"]["when"]) == (False, {"urgency": "now"})
    assert fields["urgency"]["choices"] == ["now", "soon"]
    assert fields["receiving_agency"]["choices"] == ["partnership", "police", "school-a"]


def test_a_move_that_stays_where_it_is_leads_to_no_other_step(pack: Workshop) -> None:
    remark = page(sound(pack), "visit")["moves"][2]
    assert (remark["name"], remark["from"], remark["to"]) == ("remark", ["waiting", "visiting"], None)


def test_a_page_shows_each_promise_as_the_pack_writes_it_with_its_source(pack: Workshop) -> None:
    planning, visit = page(sound(pack), "visit")["timescales"]
    assert planning["within"] == {"window": {"from_day": 1, "to_day": 3}}
    assert (visit["within"], visit["count_from"]) == ({"working_days": 5}, "exclude_trigger")
    assert (visit["starts"], visit["stops"], visit["kind"]) == (["visiting"], ["report"], "statutory")
    assert visit["source"]["confidence"] == "high"


def test_a_page_shows_whom_each_rule_tells_and_when(pack: Workshop) -> None:
    at_risk, late = page(sound(pack), "visit")["rules"]
    assert at_risk["when"] == {"record.at_risk": "yes", "finished": "no"}
    assert late["tell"] == {"role": "holder", "party": None}
    assert late["ladder"] == [{"after": {"working_days": 2}, "tell": {"role": "chair", "party": "partnership"}}]


def test_the_diagram_names_every_step_and_every_move() -> None:
    for edition in editions(root()):
        pack = load(edition)
        for name, procedure in pack.procedures.items():
            drawn = diagram(pack, name)
            pathway = procedure.policy.pathway
            assert all(f'state "{step}" as {step.replace("-", "_")}\n' in drawn for step in pathway.steps)
            labels = [
                line.split(": ", 1)[1].split(" | ") for line in drawn.splitlines() if "-->" in line and ": " in line
            ]
            assert {move for label in labels for move in label} == set(pathway.moves)


def test_the_diagram_has_no_id_that_mermaid_cannot_read() -> None:
    drawn = diagram(load(editions(root())[0]), "escalation")
    ends = [end for line in drawn.splitlines() if "-->" in line for end in line.split(":")[0].split("-->")]
    assert not any("-" in end for end in ends)
