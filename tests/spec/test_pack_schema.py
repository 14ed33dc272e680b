"""What an editor is told of a pack's files: every file that can be used is valid, and slips are not."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.main import main
from engine.packs.beginning import begin
from engine.packs.editions import root
from engine.packs.schema import DRAFT, schemas
from engine.packs.yaml import read_yaml
from tests.house.json_schema import problems
from tests.small_pack import PARTNERSHIP, VISIT, Workshop

FILES = sorted(path for path in root().glob("[!_]*/*/*.yaml"))
SCHEMAS = schemas()
READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def found(content: Any, kind: str) -> list[str]:
    return problems(content, SCHEMAS[kind])


def kind_of(path: Path) -> str:
    return "partnership" if path.stem == "partnership" else "pathway"


def as_an_editor_reads(text: str) -> Any:
    """With true for yes, numbers for digits, and dates, which JSON does not have, as they are written."""
    return json.loads(json.dumps(yaml.load(text, Loader=READER), default=str))  # noqa: S506 - a safe one


@pytest.mark.parametrize("path", FILES, ids=["/".join(path.parts[-3:]) for path in FILES])
def test_every_file_that_comes_with_the_product_is_valid(path: Path) -> None:
    assert found(read_yaml(path, path.name).content, kind_of(path)) == []
    assert found(as_an_editor_reads(path.read_text(encoding="utf-8")), kind_of(path)) == []


def test_a_new_pack_is_valid(tmp_path: Path) -> None:
    for path in begin("home-visit", tmp_path / "ours" / "2026-11", "halton/2024-12")[:2]:
        assert found(as_an_editor_reads(path.read_text()), kind_of(path)) == []


def test_a_small_pack_that_stands_alone_is_valid() -> None:
    assert found(as_an_editor_reads(VISIT), "pathway") == []
    assert found(as_an_editor_reads(PARTNERSHIP), "partnership") == []


@pytest.mark.parametrize(
    ("was", "now", "place"),
    [
        ("    starts: waiting\n", "", ".timescales.0"),
        ("title: Plan the visit", "titel: Plan the visit", ".moves.1"),
        ("kind: statutory", "kind: legal", ".timescales.1.kind"),
        ("party: receiving", "party: them", ".steps.1.holder.party"),
        ("working_days: 5,", "working_days: five,", ".timescales.1.within.working_days"),
        ("finished: yes", "finished: maybe", ".steps.2.finished"),
        ("type: number", "type: amount", ".moves.3.record.seen.type"),
        ("when: {at_risk: no}", "when: {at_risk: {is: no}}", ".timescales.1.when.at_risk"),
        ("when: {clock: breached}", "when: [clock, breached]", ".rules.1.when"),
        ("{after: {working_days: 2},", "{after: {days: 2},", ".rules.1.ladder.0.after"),
        ("  - {name: done,", "  - {called: done,", ".steps.2"),
        ("reported_at: {type: instant", "Reported: {type: instant", ".moves.0.record.Reported"),
        ("reference: VIS", "reference: visit", ".reference"),
        ("asks: [risk]", "asks: {risk: yes}", ".moves.0.asks"),
        ("confidence: high}", "confidence: sure}", ".sources.handbook.confidence"),
    ],
)
def test_a_slip_in_a_pathway_is_not_valid_and_shown_where_it_is(was: str, now: str, place: str) -> None:
    assert was in VISIT
    wrong = found(as_an_editor_reads(VISIT.replace(was, now, 1)), "pathway")
    assert wrong
    assert all(each.startswith(place) for each in wrong), wrong


@pytest.mark.parametrize(
    ("was", "now", "place"),
    [
        ("own_agency: partnership\n", "", ""),
        ("  school-a: {title: School A, sector: education}", "  school-a: School A", ".agencies.school-a"),
        ("strike_out: [chair]", "strike_out: {chair: yes}", ".acts.strike_out"),
        ("edition: 2026-01", "edition: [2026-01]", ".edition"),
    ],
)
def test_a_slip_in_a_partnership_is_not_valid_and_shown_where_it_is(was: str, now: str, place: str) -> None:
    assert was in PARTNERSHIP
    wrong = found(as_an_editor_reads(PARTNERSHIP.replace(was, now, 1)), "partnership")
    assert wrong
    assert all(each.startswith(place) for each in wrong), wrong


def test_a_file_on_top_of_another_may_leave_out_what_it_inherits_and_drop_the_rest() -> None:
    on_top = "moves:\n  - {name: thank, drop: yes}\ntimescales:\n  - {name: visit, within: {working_days: 4}}\n"
    assert found(as_an_editor_reads(on_top), "pathway") == []
    extending = "extends: riverside/2026-01\nroles: {chair: {drop: yes}}\n"
    assert found(as_an_editor_reads(extending), "partnership") == []
    assert found(as_an_editor_reads(extending.replace("extends: riverside/2026-01\n", "")), "partnership")


def test_a_file_on_top_of_another_is_still_held_to_its_words() -> None:
    assert found(as_an_editor_reads("timescales:\n  - {name: visit, witin: {weeks: 2}}\n"), "pathway")
    assert found(as_an_editor_reads("timescales:\n  - {within: {weeks: 2}}\n"), "pathway")


def test_what_no_schema_can_say_is_left_to_the_check(tmp_path: Path) -> None:
    pack = Workshop(tmp_path)
    pack.change("to: done", "to: dome")
    assert found(read_yaml(pack.folder / "visit.yaml", "").content, "pathway") == []
    assert pack.faults()


def test_every_entry_says_what_it_means() -> None:
    pathway = SCHEMAS["pathway"]
    near = pathway["$defs"]["Timescale"]["properties"]["near"]
    assert near["description"] == "How long before the deadline the warning comes."


def test_both_schemas_name_their_draft_and_nothing_that_is_not_there() -> None:
    for schema in SCHEMAS.values():
        assert schema["$schema"] == DRAFT
        used = {each.split('"')[0] for each in json.dumps(schema).split('"#/$defs/')[1:]}
        assert used <= set(schema["$defs"])


def test_the_command_gives_one_schema_for_a_file_or_both_as_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "schema", "partnership"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMAS["partnership"]
    assert main(["packs", "schema", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMAS
