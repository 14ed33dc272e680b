"""Every slip that a pack's author can make is found on its line, in its own words, with what would work."""

from pathlib import Path

import pytest

from engine.packs.yaml import Fault
from tests.small_pack import VISIT, Workshop


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """A small pack that is sound, for breaking."""
    return Workshop(tmp_path)


WHO = "      - {role: chair, party: partnership}\n    source: handbook\ntimescales"
FIVE = "{working_days: 5, count_from: exclude_trigger}"
NAMES = [
    ("from: [waiting]", "from: [waitin]", "unknown-step", "moves.plan.from", "Did you mean “waiting”?"),
    ("urgency: now}, to: visiting}", "urgency: now}, to: home}", "unknown-step", "moves.open.leads.0.to", "Use one of"),
    ("after: [report]", "after: [reports]", "unknown-move", "moves.thank.after", "Did you mean “report”?"),
    (WHO, WHO.replace("chair", "chain"), "unknown-role", "moves.thank.who.0.role", "Did you mean “chair”?"),
    (
        WHO,
        WHO.replace("partnership", "partner"),
        "not-usable",
        "moves.thank.who.0.party",
        "Did you mean “partnership”?",
    ),
    ("starts: waiting", "starts: waitin", "unknown-move-or-step", "timescales.planning.starts", "“waiting”"),
    ("stops: [plan]", "stops: [plan, plant]", "unknown-move-or-step", "timescales.planning.stops", "“plan”"),
    ("cancels: [thank]", "cancels: [thanks]", "unknown-move-or-step", "timescales.visit.cancels", "“thank”"),
    ("cancels: [thank]", "only_in: [visitng]", "unknown-step", "timescales.visit.only_in", "“visiting”"),
    ("cancels: [thank]", "anchor: reportd_at", "unknown-field", "timescales.visit.anchor", "“reported_at”"),
    ("{open: reported_at}", "{open: reported_on}", "unknown-field", "day_one.starts.open", "“reported_at”"),
    ("{open: reported_at}", "{open: at, opens: at}", "unknown-move", "day_one.starts.opens", "“open”"),
    ("sets: {urgency: soon}", "sets: {urgenc: soon}", "unknown-field", "moves.remark.sets.urgenc", "“urgency”"),
    (
        "tell: {role: chair, party: partnership}",
        "tell: {role: chair, party: us}",
        "unknown-party",
        "rules.at-risk.tell.party",
        "raising",
    ),
    (
        "choices: [now, soon]}",
        "choices: [now, soon], evidence_of: don}",
        "unknown-step",
        "moves.open.record.urgency.evidence_of",
        "“done”",
    ),
    ("urgency: now}, to", "urgent: now}, to", "unknown-field", "moves.open.leads.0.when.urgent", "“urgency”"),
    ("{clock: breached}", "{clok: breached}", "unknown-feature", "rules.too-late.when.clok", "Did you mean clock?"),
    ("source: idea\n", "source: ide\n", "unknown-source", "rules.too-late.source", "Did you mean “idea”?"),
    ("asks: [risk]", "asks: [risks]", "unknown-questions", "moves.open.asks", "Did you mean “risk”?"),
]

CLASHES = [
    ("pathway: visit", "pathway: visits", "two-names", "pathway", "Write `pathway: visit`"),
    ("- name: remark", "- name: done", "two-meanings", "moves.done", "another name"),
    ("- name: remark", "- name: report", "said-twice", "moves.report", "keep only one"),
    ("{name: visiting,", "{name: waiting,", "said-twice", "steps.waiting", "keep only one"),
    ("title: Open\n", "title: Open\n    title: Begin\n", "said-twice", "moves.0.title", "Keep one"),
    ("choices: [now, soon]", "choices: [now, soon, now]", "said-twice", "moves.open.record.urgency.choices", "once"),
    (
        "{type: text, ask: Why now?",
        "{type: text, required: yes, ask: Why now?",
        "required-twice",
        "moves.open.record.why_now.when",
        "`required: yes`",
    ),
    ("remark: {type: text", "urgency: {type: date", "two-types", "moves.remark.record.urgency.type", "as choice"),
    (
        "remark: {type: text",
        "remark: {type: text, may_be_future: yes",
        "no-future",
        "moves.remark.record.remark.may_be_future",
        "dates",
    ),
    ("remark: {type: text", "at: {type: text", "reserved-name", "moves.remark.record.at", "another name"),
    (
        "{type: agency, ask",
        "{type: text, ask",
        "not-an-agency",
        "moves.open.record.receiving_agency.type",
        "type: agency",
    ),
]

PROMISES = [
    (
        "unit: working_days",
        "unit: working_days\n  also_read_as: working_days",
        "same-unit",
        "day_one.also_read_as",
        "other unit",
    ),
    ("{open: reported_at}", "{}", "day-one-never-begins", "day_one.starts", "{open: at}"),
    ("{open: reported_at}", "{plan: at}", "window-before-day-one", "timescales.planning.within.window", "open"),
    ("{open: reported_at}", "{open: urgency}", "not-a-day", "day_one.starts.open", "reported_at"),
    (
        "ask: When was it reported?, required: yes",
        "ask: When?",
        "anchor-may-be-missing",
        "day_one.starts.open",
        "required",
    ),
    ("cancels: [thank]", "anchor: visit_on", "anchor-may-be-missing", "timescales.visit.anchor", "required"),
    ("cancels: [thank]", "anchor: at_risk", "not-a-day", "timescales.visit.anchor", "reported_at"),
    ("cancels: [thank]", "roll: back", "term-contradicts-itself", "timescales.visit.roll", "Leave the roll out"),
    (
        FIVE,
        "{weeks: 3000, count_from: exclude_trigger}",
        "term-out-of-range",
        "timescales.visit.within",
        "2035",
    ),
    (
        FIVE,
        "{hours: 24}",
        "warning-before-start",
        "timescales.visit.near",
        "at most 0",
    ),
    (
        FIVE,
        "{working_days: 0, count_from: exclude_trigger}",
        "not-usable",
        "timescales.visit.within.working_days",
        "at least 1",
    ),
    (
        FIVE,
        "{working_days: -5, count_from: exclude_trigger}",
        "not-usable",
        "timescales.visit.within.working_days",
        "at least 1",
    ),
    (
        FIVE,
        "{working_days: five, count_from: exclude_trigger}",
        "not-usable",
        "timescales.visit.within.working_days",
        "digits",
    ),
    (
        FIVE,
        "{working_days: 5}",
        "not-usable",
        "timescales.visit.within",
        "count_from",
    ),
    (
        "{from_day: 1, to_day: 3}",
        "{from_day: 3, to_day: 1}",
        "not-usable",
        "timescales.planning.within.window",
        "window: {",
    ),
    ("kind: local", "kind: locally", "not-usable", "timescales.planning.kind", "Did you mean “local”?"),
    ("kind: statutory", "kind: statutory\n    closures: yes", "not-usable", "timescales.visit", "call it local"),
    ("cancels: [thank]", "each_party: [raising]", "not-usable", "timescales.visit", "leave both out"),
    (
        "cancels: [thank]",
        "each_party: [raising]\n    matched_by: at_risk",
        "not-an-agency",
        "timescales.visit.matched_by",
        "agency",
    ),
    (
        "cancels: [thank]",
        "each_party: [raising]\n    matched_by: receiving_agency",
        "not-matched",
        "timescales.visit.matched_by",
        "report",
    ),
]

CONDITIONS = [
    ("when: {at_risk: no}", "when: {at_risk: maybe}", "impossible-value", "timescales.visit.when.at_risk", "no, yes"),
    (
        "when: {at_risk: no}",
        "when: {at_risk: {not: maybe}}",
        "impossible-value",
        "timescales.visit.when.at_risk",
        "no, yes",
    ),
    (
        "when: {at_risk: no}",
        "when: {at_risk: {at_least: 2}}",
        "impossible-value",
        "timescales.visit.when.at_risk",
        "no, yes",
    ),
    (
        "when: {at_risk: no}",
        "when: {at_risk: {nto: no}}",
        "not-usable",
        "timescales.visit.when.at_risk",
        "{not: value}",
    ),
    ("when: {at_risk: no}", "when: {at_risk: {}}", "not-usable", "timescales.visit.when.at_risk", "{not: value}"),
    ("when: {at_risk: no}", "when: [at_risk]", "not-usable", "timescales.visit.when", "`when: {urgency: today}`"),
    (
        "when: {at_risk: no}",
        "when: {receiving_agency: police-b}",
        "impossible-value",
        "timescales.visit.when.receiving_agency",
        "school-a",
    ),
    ("when: {at_risk: no}", "when: {helpers: school}", "not-known-yet", "timescales.visit.when.helpers", "before it"),
    (
        "    after: [report]",
        "    after: [report]\n    leads: [{when: {helpers: school}, to: waiting}]",
        "impossible-value",
        "moves.thank.leads.0.when.helpers",
        "present",
    ),
    (
        "    after: [report]",
        "    after: [report]\n    leads: [{when: {seen: 3}, to: waiting}]",
        "impossible-value",
        "moves.thank.leads.0.when.seen",
        "at_least",
    ),
    (
        "    after: [report]",
        "    after: [report]\n    leads: [{when: {seen: {at_least: 3, at_most: 2}}, to: waiting}]",
        "impossible-value",
        "moves.thank.leads.0.when.seen",
        "Exchange",
    ),
    ("sets: {urgency: soon}", "sets: {urgency: later}", "impossible-value", "moves.remark.sets.urgency", "now, soon"),
    ("sets: {urgency: soon}", "sets: {remark: later}", "sealed-field", "moves.remark.sets.remark", "choice"),
    ("finished: no}", "record.urgency: later}", "impossible-value", "rules.at-risk.when.record.urgency", "now, soon"),
    ("finished: no}", "record.helpers: school}", "unknown-feature", "rules.at-risk.when.record.helpers", ""),
    ("finished: no}", "taken.thank: no}", "impossible-value", "rules.at-risk.when.taken.thank", "{absent: yes}"),
    ("finished: no}", "clock.visit: passed}", "impossible-value", "rules.at-risk.when.clock.visit", "breached"),
    ("finished: no}", "step: over}", "impossible-value", "rules.at-risk.when.step", "waiting"),
    ("finished: no}", "holder: practitoner}", "impossible-value", "rules.at-risk.when.holder", "practitioner"),
    ("when: {record.at_risk: yes, finished: no}", "when: {}", "rule-not-usable", "rules.at-risk.when", "Say when"),
    (
        "when: {record.at_risk: yes, finished: no}",
        "when: {finished: {nto: yes}}",
        "not-usable",
        "rules.at-risk.when",
        "",
    ),
]

CHOICE = "choices: [now, soon]}"
OPTIONAL = ", required: yes}\n      urgency: {type: choice, ask: How urgent is it?, choices: [now, soon]}"
KEPT_BY, WHY = "moves.open.record.urgency.kept_by", "moves.open.record.why_now.when"
KEPT = [
    (CHOICE, CHOICE.replace("}", ", kept_by: recieving_agency}"), "unknown-field", KEPT_BY, "“receiving_agency”"),
    (CHOICE, CHOICE.replace("}", ", kept_by: helpers}"), "not-known-yet", KEPT_BY, "Ask for “helpers” before it"),
    (CHOICE, CHOICE.replace("}", ", kept_by: child}"), "not-to-keep-by", KEPT_BY, "the type agency or choice"),
    (
        OPTIONAL,
        OPTIONAL.replace(", required: yes", "").replace("soon]", "soon], kept_by: receiving_agency"),
        "not-to-keep-by",
        KEPT_BY,
        "`required: yes` at “receiving_agency”",
    ),
    (CHOICE, CHOICE.replace("}", ", rising: yes}"), "not-usable", "moves.open.record.urgency", "`kept_by`"),
    (
        "helpers: {type: choices",
        "helpers: {kept_by: seen, type: choices",
        "not-usable",
        "moves.report.record.helpers",
        "",
    ),
    (
        "when: {urgency: now}}",
        "when: {lowered.urgency: yes}}",
        "not-known-yet",
        f"{WHY}.lowered.urgency",
        "rising: yes",
    ),
    ("when: {urgency: now}}", "when: {lowered.urgency: no}}", "impossible-value", f"{WHY}.lowered.urgency", "yes"),
    ("finished: no}", "differs.urgency: yes}", "unknown-feature", "rules.at-risk.when.differs.urgency", ""),
]

PARTNERSHIPS = [
    ("own_agency: partnership", "own_agency: partners", "unknown-agency", "own_agency", "“partnership”"),
    ("sector: education}", "sector: eduction}", "unknown-sector", "agencies.school-a.sector", "“education”"),
    ("strike_out: [chair]", "strike_out: [chairs]", "unknown-role", "acts.strike_out", "“chair”"),
    ("chair: Chair}", "chair: Chair, holder: Holder}", "reserved-name", "roles.holder", "another name"),
    ("2026-01-01", "1 January", "not-a-date", "in_force_from", "2026"),
    ("2026-02-25", "2026-02-52", "unknown-calendar", "calendar", "Did you mean “england-and-wales/2026-02-25”?"),
    ("confidence: high", "confidence: sure", "not-usable", "sources.handbook.confidence", "high"),
    ("own_agency", "own_agncy", "unknown-entry", "own_agncy", "Did you mean “own_agency”?"),
    ("edition: 2026-01\n", "edition: 2026-01\nextends: rverside/2026-01\n", "unknown-pack", "extends", ""),
    (
        "edition: 2026-01\n",
        "edition: 2026-01\nextends: riverside/2026-01\n",
        "extends-itself",
        "extends",
        "does not extend",
    ),
    ("edition: 2026-01\n", "edition: 2026-01\nextends: ../../etc\n", "unknown-pack", "extends", ""),
]


ELSEWHERE = frozenset({"said-twice", "window-before-day-one", "anchor-may-be-missing", "warning-before-start"})
"""Faults between two entries, which may be found at the other one."""


def first(faults: list[Fault], code: str) -> Fault:
    found = [fault for fault in faults if fault.code == code]
    assert found, faults
    return found[0]


@pytest.mark.parametrize(("was", "now", "code", "field", "remedy"), [*NAMES, *CLASHES, *PROMISES, *CONDITIONS, *KEPT])
def test_a_slip_in_a_pathway_is_found_on_its_line(
    pack: Workshop, was: str, now: str, code: str, field: str, remedy: str
) -> None:
    pack.change(was, now)
    fault = first(pack.faults(), code)
    assert (fault.file, fault.field) == ("visit.yaml", field)
    assert remedy in fault.remedy
    begins = VISIT[: VISIT.index(was)].count("\n") + 1
    if code not in ELSEWHERE and fault.field != "timescales.visit":
        assert fault.line in range(begins, begins + now.count("\n") + 1), pack.line(fault)


@pytest.mark.parametrize(("was", "now", "code", "field", "remedy"), PARTNERSHIPS)
def test_a_slip_in_a_partnership_is_found_on_its_line(
    pack: Workshop, was: str, now: str, code: str, field: str, remedy: str
) -> None:
    pack.change(was, now, "partnership.yaml")
    fault = first(pack.faults(), code)
    assert (fault.file, fault.field) == ("partnership.yaml", field)
    assert remedy in fault.remedy


def test_an_opening_has_to_lead_to_a_step(pack: Workshop) -> None:
    pack.change("    to: waiting\n", "")
    fault = first(pack.faults(), "opening-to-nowhere")
    assert (fault.field, pack.line(fault)) == ("moves.open.to", "- name: open")


def test_a_move_cannot_come_after_what_only_happens_elsewhere(pack: Workshop) -> None:
    pack.change("    from: [waiting]\n    to: visiting", "    from: [waiting]\n    after: [report]\n    to: visiting")
    fault = first(pack.faults(), "move-never-taken")
    assert (fault.field, fault.because) == (
        "moves.plan.after",
        "“plan” can never be taken: report cannot have come before it.",
    )


def test_hours_are_not_counted_from_a_mere_day(pack: Workshop) -> None:
    pack.change("{type: instant, ask: When was it reported?", "{type: date, ask: When was it reported?")
    pack.change("cancels: [thank]", "anchor: reported_at")
    assert pack.faults() == []
    pack.change(FIVE, "{hours: 240}")
    fault = pack.fault()
    assert (fault.code, fault.field) == ("hours-from-a-day", "timescales.visit.anchor")


def test_a_cut_off_is_not_held_against_a_mere_day(pack: Workshop) -> None:
    pack.change("{type: instant, ask: When was it reported?", "{type: date, ask: When was it reported?")
    pack.change("cancels: [thank]", 'anchor: reported_at\n    cut_off: "17:00"')
    pack.change("kind: statutory", "kind: local")
    fault = pack.fault()
    assert (fault.code, fault.field) == ("cut-off-of-a-day", "timescales.visit.cut_off")


def test_what_comes_again_has_to_be_a_length_that_can_be_counted(pack: Workshop) -> None:
    again = "{calendar_days: 5, count_from: exclude_trigger}\n    roll: back\n    repeat: {working_days: 5, "
    pack.change(FIVE, again + "count_from: exclude_trigger}")
    fault = pack.fault()
    assert (fault.code, fault.field) == ("term-contradicts-itself", "timescales.visit.repeat")


def test_hours_have_no_cut_off(pack: Workshop) -> None:
    pack.change(
        f"{FIVE}\n    near: {{working_days: 2}}\n    kind: statutory",
        '{hours: 240}\n    cut_off: "17:00"\n    kind: local',
    )
    fault = pack.fault()
    assert (fault.code, fault.field) == ("term-contradicts-itself", "timescales.visit.cut_off")


def test_a_rule_may_read_every_feature_that_the_pathway_has(pack: Workshop) -> None:
    pack.change(
        "when: {clock: breached}",
        "when: {clock: near, timescale: visit, kind: statutory, counts: yes, left: {at_most: 2}, over: {absent: yes},"
        " reason: {absent: yes}, received: in-time, step: visiting, holder: practitioner,"
        " party: receiving, record.receiving_agency: police, record.seen: {at_most: 3}, taken.open: yes,"
        " clock.planning: met}",
    )
    assert pack.faults() == []


def test_two_pathways_cannot_draw_references_from_one_counter(pack: Workshop) -> None:
    pack.write("zeal.yaml", VISIT.replace("pathway: visit", "pathway: zeal"))
    assert (pack.fault().file, pack.fault().field, pack.fault().code) == ("zeal.yaml", "reference", "same-reference")


def test_a_party_that_no_case_names_is_found(pack: Workshop) -> None:
    pack.change("      receiving_agency: {type: agency, ask: Who is to visit?, required: yes}\n", "")
    assert {fault.code for fault in pack.faults()} == {"party-never-named"}


def test_an_answer_that_is_kept_is_kept_wherever_it_is_asked(pack: Workshop) -> None:
    pack.change(CHOICE, CHOICE.replace("}", ", kept_by: raising, rising: yes}"))
    pack.change(
        "remark: {type: text, ask: What is it?, required: yes}", "urgency: {type: choice, ask: Now?, choices: [now]}"
    )
    fault = first(pack.faults(), "kept-elsewhere")
    assert (fault.field, "`kept_by: raising`" in fault.remedy) == ("moves.remark.record.urgency", True)


def test_the_choices_of_an_answer_that_can_be_lowered_have_one_order(pack: Workshop) -> None:
    pack.change(CHOICE, CHOICE.replace("}", ", kept_by: raising, rising: yes}"))
    other = "urgency: {type: choice, ask: Now?, choices: [soon, now], kept_by: raising, rising: yes}"
    pack.change("remark: {type: text, ask: What is it?, required: yes}", other)
    assert first(pack.faults(), "two-orders").field == "moves.remark.record.urgency"


def test_nothing_is_lower_than_before_when_a_case_is_opened(pack: Workshop) -> None:
    pack.change(CHOICE, CHOICE.replace("}", ", kept_by: raising, rising: yes}"))
    pack.change("when: {urgency: now}}", "when: {lowered.urgency: yes}}")
    assert "before a case is opened" in first(pack.faults(), "not-known-yet").because


def test_a_rule_may_read_that_answers_differ_or_have_become_lower(pack: Workshop) -> None:
    pack.change(CHOICE, CHOICE.replace("}", ", kept_by: raising, rising: yes}"))
    pack.change("finished: no}", "differs.urgency: yes, lowered.urgency: no, highest.urgency: soon}")
    assert pack.faults() == []
    pack.change("highest.urgency: soon", "highest.urgency: later")
    assert "now, soon" in first(pack.faults(), "impossible-value").remedy
    pack.change("highest.urgency: later", "finished: no")
    pack.change("lowered.urgency: no", "lowered.urgency: later")
    assert "yes or no" in first(pack.faults(), "impossible-value").remedy
