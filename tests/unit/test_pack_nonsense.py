"""Entries that each could stand and together mean nothing are found by name; what only looks so is left alone."""

from pathlib import Path

import pytest

from engine.stories.reading import read_stories
from tests.small_pack import Workshop


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """A small pack that is sound, for breaking."""
    return Workshop(tmp_path)


TOP = "source: handbook\nday_one:"
FIVE = "{working_days: 5, count_from: exclude_trigger}"
VISITS = "near: {working_days: 2}\n    kind: statutory\n    source: handbook"
LOCAL = "kind: local\n    source: handbook\n    suspension: {reasons: {ill: Ill}, who: %s, at_most: 3}"
WHO = "{role: practitioner, party: receiving}"
PLAN = "      - {role: line-manager, party: raising}\n"
FORK = "{when: {urgency: now}, to: visiting}"


def restricted(how: str) -> tuple[str, str]:
    return TOP, f"restricted: {how}\n{TOP}"


NONSENSE = [
    (*restricted("{to: [zz]}"), "unknown-role", "restricted.to", "chair"),
    (*restricted("{to: []}"), "nobody-may-see", "restricted.to", "line-manager"),
    (*restricted("{to: [chair]}"), "nobody-may-see", "restricted.to", "line-manager"),
    (*restricted("{to: [practitioner, practitioner]}"), "said-twice", "restricted.to", "Keep one"),
    (*restricted("{to: practitioner, when: {zz: yes}}"), "unknown-field", "restricted.when.zz", "at_risk"),
    (*restricted("{to: practitioner, when: {child: {present: yes}}}"), "sealed-field", "restricted.when.child", "at_"),
    (VISITS, LOCAL % "[{role: zz, party: raising}]", "unknown-role", "timescales.visit.suspension.who.0.role", "chair"),
    (VISITS, LOCAL % f"[{WHO}, {WHO}]", "said-twice", "timescales.visit.suspension.who", "Keep one"),
    (FORK, "{when: {}, to: visiting}", "always-leads", "moves.open.leads.0.when", "{field: value}"),
    (FORK, "{when: {at_risk: {present: yes}}, to: visiting}", "always-leads", "moves.open.leads.0.when", "value"),
    (FORK, "{when: {at_risk: {absent: yes}}, to: visiting}", "never-leads", "moves.open.leads.0.when.at_risk", "value"),
    (FORK, f"{FORK}\n      - {{when: {{urgency: now}}, to: done}}", "never-leads", "moves.open.leads.1.when", "one of"),
    (FORK, "{when: {at_risk: yes}, to: visiting}\n      - {when: {at_risk: no}, to: done}", "never-leads",
     "moves.open.to", "Leave out"),
    (PLAN, PLAN + PLAN, "said-twice", "moves.plan.who", "Keep one"),
    ("asks: [risk]", "asks: [risk, risk]", "said-twice", "moves.open.asks", "Keep one"),
    ("questions:\n", "questions:\n  rest: {q: {type: yes_no, ask: Q?}}\n", "asked-by-nobody", "questions.rest", "asks"),
    ("sets: {urgency: soon}\n    record:", "sets: {heard: no}\n    record:\n      heard: {type: yes_no, ask: Heard?,"
     " required: yes}", "asked-and-set", "moves.remark.sets.heard", "Leave it out"),
    ("cancels: [thank]", "cancels: [report]", "cancels-what-it-stops", "timescales.visit.cancels", "one of"),
    ("starts: waiting", "cancels: [waiting]\n    starts: waiting", "cancels-what-it-starts",
     "timescales.planning.cancels", "one of"),
    ("cancels: [thank]", "at_least: yes", "warning-before-a-minimum", "timescales.visit.near", "Leave"),
    (VISITS, "kind: reminder\n    at_least: yes\n    source: handbook", "minimum-never-breached",
     "timescales.visit.kind", "local"),
    (f"{FIVE}\n    {VISITS}", "{hours: 30}\n    bands: {hours: [24, 48], reason_above: 30}\n    kind: local\n"
     "    source: handbook", "reason-inside-a-band", "timescales.visit.bands.reason_above", "24, 48"),
    (f"{FIVE}\n    {VISITS}", "{calendar_days: 9, count_from: exclude_trigger}\n    closures: yes\n    kind: local\n"
     "    source: handbook", "no-working-days", "timescales.visit.closures", "roll"),
    ("tell: {role: holder}", "tell: {role: chair, party: partnership}", "told-again", "rules.too-late.ladder.0.tell",
     "somebody else"),
    ("ask: Who is to visit?, required: yes", "ask: Who is to visit?", "party-may-be-missing",
     "moves.open.record.receiving_agency", "required: yes"),
    (FIVE, "{working_days: 010, count_from: exclude_trigger}", "not-usable", "timescales.visit.within.working_days",
     "whole number"),
    ("title: Open\n", 'title: "Open\\nit"\n', "not-usable", "moves.open.title", "one line"),
    ("title: Open\n", f"title: {'long ' * 500}\n", "not-usable", "moves.open.title", "shorter"),
    ("title: Open\n", f"title: {'long ' * 2000}\n", "too-large", "", "fewer words"),
    ("title: Open\n", 'title: "a\\u202eb"\n', "not-text", "", "Take it out"),
    ("title: Open\n", "title: !!binary aGVsbG8=\n", "tagged", "", "Take the tag out"),
    ("title: Open\n", 'title: !!int "5"\n', "tagged", "", "Take the tag out"),
]  # fmt: skip


LABELS = [f"{slip[2]}-{n}" for n, slip in enumerate(NONSENSE)]


@pytest.mark.parametrize(("was", "now", "code", "field", "remedy"), NONSENSE, ids=LABELS)
def test_nonsense_is_the_one_thing_that_is_said(
    pack: Workshop, was: str, now: str, code: str, field: str, remedy: str
) -> None:
    pack.change(was, now)
    fault = pack.fault()
    assert (fault.file, fault.code, fault.field) == ("visit.yaml", code, field)
    assert remedy in fault.remedy


def test_day_one_that_nothing_counts_from_is_found(pack: Workshop) -> None:
    pack.change("{window: {from_day: 1, to_day: 3}}", FIVE)
    pack.change("starts: {open: reported_at}", "starts: {plan: at}")
    assert pack.faults() == []  # a move that comes after another has to come since then
    pack.change("starts: {plan: at}", "starts: {open: at}")
    assert (pack.fault().code, pack.fault().field) == ("day-one-unused", "day_one")


def test_a_move_may_cancel_a_clock_and_start_it_anew(pack: Workshop) -> None:
    pack.change("    starts: [visiting]\n", "    starts: [visiting, remark]\n    only_in: visiting\n")
    pack.change("cancels: [thank]", "cancels: [remark]")
    assert pack.faults() == []


def test_a_default_for_an_answer_that_may_be_left_out_is_no_nonsense(pack: Workshop) -> None:
    pack.change("remark: {type: text, ask: What is it?, required: yes}", "urgency: {type: choice, choices: [now, soon],"
                " ask: How urgent?}")  # fmt: skip
    assert pack.faults() == []


def test_a_step_entered_only_with_a_receiving_agency_may_be_held_by_it(pack: Workshop) -> None:
    pack.change("ask: Who is to visit?, required: yes", "ask: Who is to visit?")
    pack.change(FORK, "{when: {receiving_agency: {present: yes}}, to: visiting}")
    for move in ("plan", "remark", "report"):
        title = f"- name: {move}\n"
        pack.change(title, f"{title}    only_when: {{receiving_agency: {{present: yes}}}}\n")
    assert pack.faults() == []


def test_a_clock_whose_condition_excludes_the_other_way_of_a_fork_is_sound(pack: Workshop) -> None:
    pack.change("    to: done\n", "    to: visiting\n    leads: [{when: {seen: {at_least: 1}}, to: done}]\n")
    pack.change(
        "      helpers: {type", "      let_in: {type: yes_no, ask: Let in?, required: yes}\n      helpers: {type"
    )
    pack.change("leads: [{when: {seen: {at_least: 1}}, to: done}]", "leads: [{when: {let_in: no}, to: done}]")
    more = (
        "  - {name: again, title: Again, starts: report, when: {let_in: yes}, stops: remark, kind: local,"
        f" source: handbook, within: {FIVE}}}\nrules:\n"
    )
    pack.change("rules:\n", more)
    assert pack.faults() == []
    pack.change(" when: {let_in: yes},", "")
    fault = pack.fault()
    assert fault.because == "Where “report” leads to “done”, nothing that can still happen stops “again”."
    assert fault.remedy == "Write `only_in: visiting`, or `starts: visiting`, so that it runs only from there."
    pack.change("starts: report,", "starts: report, only_in: visiting,")
    assert pack.faults() == []


@pytest.mark.parametrize("name", ["loose.yaml", "visit/one.yml", "visit/one.json", "visit/.one.yaml", "visit/a/b.yaml"])
def test_a_story_that_is_passed_over_is_told(pack: Workshop, name: str) -> None:
    pack.write(f"stories/{name}", "][ no yaml")
    _, [fault] = read_stories(pack.folder)
    assert (fault.file, fault.code) == (f"stories/{name}", "not-read")
