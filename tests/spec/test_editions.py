"""Another edition, another calendar: what would be otherwise is seen before anything is changed."""

import shutil
from pathlib import Path

import pytest

from engine.documents import replay_document
from engine.library import count_by
from engine.packs import diff
from engine.packs.editions import root
from engine.packs.pack import Pack
from engine.packs.reading import calendar_document, read_pack
from engine.rehearse import Difference, rehearse
from engine.repinning import apply, preview, to_calendar, to_edition
from states.days import day_of, parse_instant
from states.facts import DeadlineMoved, Repinned
from states.refusals import Refused
from tests.spec.desk import NO_RISK, UNRESOLVED, Desk, actor, refused

HEAD = "line-manager of school-a"
MANAGER = "partnership-manager of partnership"
NOW = "2026-12-15T09:00Z"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    shutil.copytree(root(), tmp_path / "packs", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return tmp_path / "packs"


def changed(packs: Path, *changes: tuple[str, str]) -> Pack:
    """Halton's pack after a YAML edit of the escalation pathway."""
    file = packs / "pan-cheshire/2023-08/escalation.yaml"
    text = file.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    partnership = packs / "halton/2024-12/partnership.yaml"
    partnership.write_text(partnership.read_text(encoding="utf-8").replace("edition: 2024-12", "edition: 2027-01"))
    pack, faults = read_pack(packs / "halton/2024-12")
    assert pack is not None, faults
    return pack


def differences(desk: Desk, pack: Pack, now: str = NOW) -> list[Difference]:
    return list(rehearse(desk.store, desk.library, pack, parse_instant(now)))


DAY_8 = ("to_day: 9}", "to_day: 8}")


def test_a_rehearsal_under_the_same_edition_shows_no_difference() -> None:
    desk = Desk().climbed_to_step_2()
    desk.sweep("2026-12-30T06:00Z")
    desk.take("2026-12-22T10:00Z", HEAD, "escalate-to-step-3", seen="2026-12-30T11:00Z", **UNRESOLVED)
    desk.correct("2026-12-31T09:00Z", MANAGER, 1, "concern_arose_at", "2026-12-10T08:30Z")
    desk.give_reason("2027-01-06T09:00Z", "senior-manager of school-a", "step-3")
    pack = desk.library.opening("halton", parse_instant(NOW).date())
    assert differences(desk, pack, "2027-02-01T09:00Z") == []


def test_step_2_ending_on_day_8_is_a_yaml_edit_and_the_rehearsal_names_the_date(packs: Path) -> None:
    desk = Desk().climbed_to_step_2()
    before = desk.history
    [found] = differences(desk, changed(packs, DAY_8))
    assert (found.what, found.name) == ("deadline", "step-2")
    assert (found.was or "")[:10] == "2026-12-23"
    assert (found.becomes or "")[:10] == "2026-12-22"
    assert desk.history == before


def test_closed_cases_are_rehearsed_too(packs: Path) -> None:
    desk = Desk().climbed_to_step_2()
    desk.take("2026-12-23T10:00Z", HEAD, "escalate-to-step-3", **UNRESOLVED)
    desk.take("2026-12-29T10:00Z", "senior-manager of school-a", "withdraw", reason="x", signed_off_by="y")
    found = {(each.what, each.name) for each in differences(desk, changed(packs, DAY_8), "2027-01-04T09:00Z")}
    assert ("status", "step-2") in found


def test_moving_open_cases_shows_the_same_first_and_then_writes_it_as_facts(packs: Path) -> None:
    desk = Desk().climbed_to_step_2()
    pack = changed(packs, DAY_8)
    who, now = actor(MANAGER), parse_instant(NOW)
    [seen] = preview(desk.store, desk.library, to_edition(pack), now)
    assert desk.facts(Repinned) == []
    list(apply(desk.store, desk.library, to_edition(pack), who, now, "The new edition"))
    assert [fact.clock for fact in desk.facts(DeadlineMoved)] == [
        each.name for each in seen.differences if each.what == "deadline"
    ]
    assert (desk.case.edition, desk.due("step-2")) == ("2027-01", "2026-12-22")
    assert desk.findings() == []
    [told] = [fact for fact in replay_document(desk.reference, desk.history)["facts"] if fact["fact"] == "Repinned"]
    assert told["was"] == desk.facts(Repinned)[0].was
    desk.take("2026-12-22T10:00Z", HEAD, "escalate-to-step-3", **UNRESOLVED)
    assert desk.findings() == []


def test_adopting_a_suggested_time_makes_it_count_from_then_on(packs: Path) -> None:
    desk = Desk()
    desk.open("2026-12-11T09:00Z")
    desk.take("2026-12-11T15:00Z", "practitioner of school-a", "hand-over", **NO_RISK)
    pack = changed(
        packs,
        (
            "near: {hours: 12}\n    kind: local\n    source: suggested",
            "near: {hours: 12}\n    kind: local\n    source: chart",
        ),
    )
    list(
        apply(desk.store, desk.library, to_edition(pack), actor(MANAGER), parse_instant("2026-12-14T09:00Z"), "Adopted")
    )
    desk.sweep("2026-12-15T06:00Z")
    assert desk.clock("hand-over").status == "breached"
    assert desk.findings() == []


def test_a_new_bank_holiday_moves_open_deadlines_and_leaves_closed_clocks_alone(packs: Path) -> None:
    desk = Desk().climbed_to_step_2()
    [file] = (packs / "_calendars/england-and-wales").glob("*.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    '2026-12-25'", "    '2026-12-21': A day of celebration\n    '2026-12-25'", 1))
    target = to_calendar(calendar_document(file), desk.store.pack)
    who, now = actor(MANAGER), parse_instant(NOW)
    [seen] = preview(desk.store, desk.library, target, now)
    assert {each.name for each in seen.differences if each.what == "deadline"} == {"step-2", "whole"}
    list(apply(desk.store, desk.library, target, who, now, "Proclaimed"))
    assert (desk.due("step-2"), desk.due("step-1")) == ("2026-12-24", "2026-12-11")
    assert desk.findings() == []
    assert list(preview(desk.store, desk.library, target, now)) == []


def test_an_open_case_moves_though_no_promise_runs_in_it_just_then(packs: Path) -> None:
    desk = Desk()
    answers = {"kind": "section-11", "raising_agency": "social-care", "theme": "How children are heard"}
    desk.open_with("2026-12-10T09:00Z", "business-unit of partnership", answers, pathway="audit")
    pack = changed(packs, DAY_8)
    now = parse_instant("2026-12-14T09:00Z")
    list(apply(desk.store, desk.library, to_edition(pack), actor(MANAGER), now, "Adopted"))
    assert [fact.edition for fact in desk.facts(Repinned)] == ["2027-01"]
    assert desk.findings() == []


def test_cases_opened_after_a_calendar_was_applied_count_by_it_until_the_next(packs: Path) -> None:
    desk, now = Desk(), parse_instant(NOW)
    [file] = (packs / "_calendars/england-and-wales").glob("*.yaml")
    before = file.read_text(encoding="utf-8")
    for day, step_2 in (("2026-12-21", "2026-12-24"), ("2026-12-18", "2026-12-24"), ("2027-03-01", "2026-12-23")):
        file.write_text(before.replace("    '2026-12-25'", f"    '{day}': Proclaimed\n    '2026-12-25'", 1))
        count_by(calendar_document(file), desk.store, desk.library, day_of(now))
        assert desk.climbed_to_step_2().due("step-2") == step_2


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ("    '2027-", "    # '2027-", "no official bank holiday in 2027"),
        ("    '2026-12-25': ", "    '2026-12-26': ", "2026-12-26, a weekend"),
    ],
)
def test_a_calendar_with_a_year_left_out_or_a_bank_holiday_at_a_weekend_is_refused(
    packs: Path, line: str, instead: str, says: str
) -> None:
    [file] = (packs / "_calendars/england-and-wales").glob("*.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace(line, instead))
    with pytest.raises(Refused, match=says):
        calendar_document(file)


def test_a_case_cannot_move_to_an_edition_that_lacks_its_step_nor_by_somebody_who_may_not(packs: Path) -> None:
    desk = Desk().climbed_to_step_2()
    pack = changed(packs, DAY_8)
    with refused("not-your-move"):
        list(apply(desk.store, desk.library, to_edition(pack), actor(HEAD), parse_instant(NOW), "x"))


def test_what_changed_of_the_partnership_is_told_by_post_and_by_the_part_of_its_source() -> None:
    found = diff.differences(diff.opened("halton/2024-12"), diff.opened("pan-cheshire/2023-08"))
    told = {each.field: each.says for each in found if each.kind == "partnership"}
    assert "fallback: Safeguarding partnership manager (partnership)" in told["access"]
    assert "counts of escalations" in told["reporting_year"].split(" (was ")[0]
    assert "counts of escalations" not in told["reporting_year"].split(" (was ")[1]
