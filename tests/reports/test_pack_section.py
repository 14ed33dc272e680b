"""The section `reports` of a pack: what is wrong with it is found, on its line."""

from pathlib import Path

import pytest

from engine.packs.diff import differences
from tests.small_pack import PARTNERSHIP, Workshop

REPORTS = """\
reports:
  visits:
    title: Visits
    counted: visits
    source: handbook
    ladder: {pathway: visit, steps: {waiting: planning, visiting: visit}, resolved: report, by: {urgency: By urgency}}
  log:
    title: Log
    counted: visits
    source: handbook
    log:
      pathway: visit
      marks: {reported: {title: Reported, field: reported_at}, seen: {title: Visited, move: report}}
      spans: {to-visit: {title: To the visit, begins: reported, ends: seen, timescale: visit}}
  open: {title: Open, counted: open visits, source: handbook, caseload: {within_working_days: 5}}
  late: {title: Late, counted: late visits, source: handbook, unexplained: {clocks: {visit: [planning]}}}
small_numbers: {below: 5, source: handbook}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """A small pack with reports, for breaking."""
    made = Workshop(tmp_path)
    made.write("partnership.yaml", PARTNERSHIP + REPORTS)
    return made


def test_a_sound_section_is_no_fault(pack: Workshop) -> None:
    read, faults = pack.read()
    assert faults == []
    assert read is not None
    assert [reported.kind for reported in read.partnership.reports.values()] == [
        "ladder",
        "log",
        "caseload",
        "unexplained",
    ]


BROKEN = [
    ("ladder: {pathway: visit,", "ladder: {pathway: visits,", "unknown-pathway", "ladder.pathway"),
    ("{waiting: planning,", "{wating: planning,", "unknown-step", "ladder.steps"),
    ("{waiting: planning,", "{waiting: plan,", "unknown-timescale", "ladder.steps"),
    ("resolved: report,", "resolved: reports,", "unknown-move", "ladder.resolved"),
    ("{urgency: By", "{why_now: By", "unknown-field", "ladder.by"),
    ("field: reported_at", "field: child", "unknown-field", "log.marks.reported.field"),
    ("move: report}", "move: reports}", "unknown-move", "log.marks.seen.move"),
    ("ends: seen", "ends: done", "unknown-mark", "log.spans.to-visit.ends"),
    ("timescale: visit}", "timescale: visits}", "unknown-timescale", "log.spans.to-visit.timescale"),
    ("{visit: [planning]}", "{visit: [plans]}", "unknown-timescale", "unexplained.clocks.visit"),
    ("{visit: [planning]}", "{visits: [planning]}", "unknown-pathway", "unexplained.clocks.visits"),
    ("caseload: {within_working_days: 5}", "bands: {pathway: visit, timescale: visit}", "unknown-timescale", "bands"),
    ("caseload: {within_working_days: 5}", "overdue: {}, caseload: {within_working_days: 5}", "not-usable", ""),
    ("source: handbook, caseload", "caseload", "missing-source", "source"),
    ("{below: 5,", "{below: 1,", "not-usable", "small_numbers.below"),
    ("  late: {title", "  child: {title", "reserved-name", ""),
]


@pytest.mark.parametrize(("was", "now", "code", "field"), BROKEN)
def test_a_slip_is_found_where_it_is(pack: Workshop, was: str, now: str, code: str, field: str) -> None:
    pack.change(was, now, "partnership.yaml")
    fault = pack.fault()
    assert fault.code == code
    assert field in fault.field
    assert now.split(":")[0].strip(" {") in pack.line(fault) or code == "missing-source"


def test_a_report_that_came_is_said_as_one_difference(pack: Workshop, tmp_path: Path) -> None:
    now, _ = pack.read()
    pack.write("partnership.yaml", PARTNERSHIP + REPORTS.replace("  open: {", "  opened: {"))
    was, _ = pack.read()
    assert was is not None
    assert now is not None
    assert [(each.kind, each.name) for each in differences(was, now)] == [("report", "opened"), ("report", "open")]
