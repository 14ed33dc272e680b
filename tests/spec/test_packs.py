"""What makes a pack usable, and what its author hears where it is not: the file, the line, why, and what would work."""

from pathlib import Path

import pytest

from engine.packs.editions import Edition, editions, root
from engine.packs.pack import Pack
from engine.packs.reading import load
from engine.packs.yaml import Fault
from states.refusals import Refused
from tests.small_pack import Workshop


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """A small pack that is sound, for breaking."""
    return Workshop(tmp_path)


def sound(pack: Workshop) -> Pack:
    found, faults = pack.read()
    assert faults == []
    assert found is not None
    return found


def said(fault: Fault) -> str:
    return f"{fault.because} {fault.remedy}"


def test_every_pack_that_comes_with_the_product_can_be_used() -> None:
    assert [load(edition).partnership.edition for edition in editions(root())]


def test_a_sound_pack_has_no_findings(pack: Workshop) -> None:
    assert pack.faults() == []


def test_a_timescale_without_a_source_does_not_load(pack: Workshop) -> None:
    pack.change("    kind: local\n    source: handbook\n", "    kind: local\n")
    fault = pack.fault()
    assert (fault.code, fault.field) == ("missing-source", "timescales.planning.source")
    assert pack.line(fault) == "- name: planning"


def test_a_misspelt_role_is_named_with_the_role_that_was_probably_meant(pack: Workshop) -> None:
    pack.change("{role: line-manager, party: raising}, source", "{role: line-manger, party: raising}, source")
    fault = pack.fault()
    assert fault == Fault(
        file="visit.yaml",
        line=17,
        field="steps.waiting.holder.role",
        code="unknown-role",
        because="There is no role “line-manger”.",
        remedy="Did you mean “line-manager”?",
    )


def test_a_move_to_a_step_that_is_not_there_is_found(pack: Workshop) -> None:
    pack.change("to: done", "to: dome")
    found = {fault.code: fault for fault in pack.faults()}
    assert pack.line(found["unknown-step"]) == "to: dome"
    assert found["unknown-step"].remedy == "Did you mean “done”?"
    assert "“done”" in found["unreachable-step"].because


def test_a_step_that_no_case_can_reach_is_found(pack: Workshop) -> None:
    pack.change(
        "  - {name: done,",
        "  - {name: lost, title: Lost, holder: {role: chair, party: raising}, source: idea}\n  - {name: done,",
    )
    assert {fault.code for fault in pack.faults()} == {"unreachable-step"}


def test_a_step_from_which_no_case_can_ever_be_finished_is_found(pack: Workshop) -> None:
    pack.change(
        "  - {name: done,",
        "  - {name: stuck, title: Stuck, holder: {role: chair, party: raising}, source: idea}\n  - {name: done,",
    )
    pack.change("urgency: now}, to: visiting}", "urgency: now}, to: stuck}")
    assert (pack.fault().code, pack.fault().field) == ("endless-step", "steps.stuck")


def test_a_pathway_without_a_finished_step_is_found(pack: Workshop) -> None:
    pack.change(" finished: yes,", "")
    assert pack.fault().code == "no-finished-step"


def test_a_pathway_that_no_case_can_enter_is_found(pack: Workshop) -> None:
    pack.change("- name: open", "- name: begin")
    assert "no-opening" in {fault.code for fault in pack.faults()}


def test_an_opening_comes_from_no_step_and_every_other_move_from_some(pack: Workshop) -> None:
    pack.change("    to: waiting\n", "    from: [done]\n    to: waiting\n")
    pack.change("    from: [waiting]\n", "")
    assert [fault.code for fault in pack.faults() if "from" in fault.code] == [
        "opening-from-a-step",
        "move-from-nowhere",
    ]


def test_a_move_that_has_to_come_after_itself_can_never_be_taken(pack: Workshop) -> None:
    pack.change("after: [report]", "after: [thank]")
    found = [fault.code for fault in pack.faults()]
    assert "move-never-taken" in found


def test_a_clock_that_nothing_stops_is_found(pack: Workshop) -> None:
    pack.change("stops: [plan]", "stops: []")
    fault = pack.fault()
    assert (fault.code, pack.line(fault)) == ("clock-never-stops", "stops: []")


def test_a_clock_that_only_something_earlier_could_stop_is_found(pack: Workshop) -> None:
    pack.change("stops: [report]", "stops: [plan]")
    fault = pack.fault()
    assert fault.code == "clock-never-stops"
    assert fault.because == "Once “visiting” has started “visit”, nothing that can still happen stops it."


def test_a_clock_that_nothing_starts_is_found(pack: Workshop) -> None:
    pack.change("starts: [visiting]", "starts: [visiting]\n    only_in: [done]")
    assert pack.fault().code == "clock-never-starts"


def test_a_window_of_days_needs_a_first_day(pack: Workshop) -> None:
    pack.change("day_one:\n  starts: {open: reported_at}\n  unit: working_days\n  source: handbook\n", "")
    assert (pack.fault().code, pack.fault().field) == ("window-without-day-one", "timescales.planning.within.window")


def test_a_warning_ten_days_before_a_deadline_in_five_is_found(pack: Workshop) -> None:
    pack.change("near: {working_days: 2}", "near: {working_days: 10}")
    fault = pack.fault()
    assert (fault.code, fault.remedy) == ("warning-before-start", "Give at most 4 working days.")


def test_what_nobody_has_stated_cannot_be_called_statutory(pack: Workshop) -> None:
    pack.change("kind: statutory\n    source: handbook", "kind: statutory\n    source: idea")
    assert (pack.fault().code, pack.line(pack.fault())) == ("statutory-but-proposed", "kind: statutory")


def test_no_condition_may_read_what_is_sealed(pack: Workshop) -> None:
    pack.change("when: {at_risk: no}", "when: {child: A}")
    pack.change("when: {record.at_risk: yes, finished: no}", "when: {record.child: A}")
    assert [fault.code for fault in pack.faults()] == ["sealed-field", "sealed-field"]


def test_a_condition_on_an_answer_that_nobody_can_give_is_found(pack: Workshop) -> None:
    pack.change("when: {urgency: now}, to: visiting", "when: {urgency: later}, to: visiting")
    fault = pack.fault()
    assert (fault.code, said(fault)) == ("impossible-value", "“urgency” is never “later”. Use one of now, soon.")


def test_a_condition_on_a_question_asked_later_is_found(pack: Workshop) -> None:
    pack.change(
        "child: {type: text, ask: Which child?, required: yes}",
        "child: {type: text, ask: Which?, when: {urgency: now}}",
    )
    fault = pack.fault()
    assert (fault.code, fault.field) == ("not-known-yet", "moves.open.record.child.when.urgency")


def test_a_condition_on_an_answer_from_an_earlier_move_is_quite_all_right(pack: Workshop) -> None:
    pack.change(
        "{type: number, ask: How many children were seen?}",
        "{type: number, ask: How many?, when: {visit_on: {present: yes}}}",
    )
    sound(pack)


def test_a_rule_that_could_never_hold_is_found(pack: Workshop) -> None:
    pack.change("when: {clock: breached}", "when: {clock: stopped}")
    fault = pack.fault()
    assert (fault.code, fault.field) == ("impossible-value", "rules.too-late.when.clock")


def test_a_rule_about_the_case_cannot_read_one_clock(pack: Workshop) -> None:
    pack.change("    each: clock\n", "")
    fault = pack.fault()
    assert fault.code == "unknown-feature"
    assert fault.remedy == "Write `each: clock` in this rule, or read `clock.<timescale>`."


def test_an_alert_for_a_role_that_the_partnership_does_not_have_is_found(pack: Workshop) -> None:
    pack.change("tell: {role: chair, party: partnership}}", "tell: {role: chairman, party: partnership}}")
    fault = pack.fault()
    assert (fault.code, fault.field) == ("unknown-role", "rules.too-late.ladder.0.tell.role")


def test_one_fault_does_not_hide_the_next(pack: Workshop) -> None:
    pack.change("    kind: local\n    source: handbook\n", "    kind: local\n")
    pack.change("stops: [report]", "stops: []")
    pack.change("near: {working_days: 2}", "near: {working_days: two}")
    pack.change("title: Plan the visit", "titel: Plan the visit")
    pack.change("sector: police}", "sector: polite}", "partnership.yaml")
    pack.change("after: [report]", "after: [reprot]")
    assert {fault.code for fault in pack.faults()} == {
        "missing-source",
        "clock-never-stops",
        "not-usable",
        "missing-title",
        "unknown-entry",
        "unknown-sector",
        "unknown-move",
    }


def test_a_fault_in_what_is_inherited_is_shown_in_the_file_it_was_written_in(pack: Workshop, tmp_path: Path) -> None:
    child = pack.folder.parent.parent / "brook" / "2026-02"
    child.mkdir(parents=True)
    (child / "partnership.yaml").write_text("partnership: brook\nextends: riverside/2026-01\n")
    pack.change("to: done", "to: dome")
    (child / "visit.yaml").write_text("timescales:\n  - name: visit\n    stops: [plan]\n")
    pack.folder = child
    places = {fault.code: (fault.file, pack.line(fault)) for fault in pack.faults()}
    assert places["unknown-step"] == ("riverside/2026-01/visit.yaml", "to: dome")
    assert places["clock-never-stops"] == ("visit.yaml", "stops: [plan]")


def test_a_pack_that_cannot_be_used_is_refused_with_its_first_fault(pack: Workshop) -> None:
    pack.change("after: [report]", "after: [reprot]")
    with pytest.raises(Refused) as refused:
        load(Edition("riverside", "2026-01", "2026-01-01", pack.folder))
    assert refused.value.code == "pack-not-usable"
    assert refused.value.because == "visit.yaml, line 67, moves.thank.after: There is no move “reprot”."
    assert refused.value.remedy.startswith("Did you mean “report”? ")
