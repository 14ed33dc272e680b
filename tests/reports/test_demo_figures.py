"""Every report over the demonstration's years, against what is published and what its fixtures say."""

import csv
import re
from collections import Counter
from datetime import date
from html import unescape
from io import BytesIO, StringIO

import openpyxl
import pytest

import reports
from cli.demo_year import ENDS
from engine.library import Library
from reports.values import Period, Report, Table, Worded
from states.case import Case
from states.days import day_of, parse_instant
from states.refusals import Refused
from store.contract import Store
from tests.reports.conftest import ALL, YEAR, YEAR_BEFORE, figure, of

REFERENCE = re.compile(r"\b[A-Z]{2,5}-20\d\d-\d{4}\b")
NAMES = [
    "escalations",
    "caseload",
    "late-without-reason",
    "strategy-meetings",
    "strategy-meeting-attendance",
    "serious-incidents",
    "learning-actions",
]


def table(report: Report, title: str) -> Table:
    [found] = [each for each in report.tables if each.title == title]
    return found


def column(found: Table, title: str) -> dict[str, object]:
    place = [each.title for each in found.columns].index(title) - 1
    return {row.header: row.cells[place] for row in found.rows}


def test_the_pack_offers_its_reports(years: Store) -> None:
    pack = Library().opening("halton", day_of(ENDS), years)
    assert {name for name, _ in reports.catalogue(pack)} >= set(NAMES)


def test_strategy_meetings_were_held_in_the_published_shares(years: Store) -> None:
    report = of(years, "strategy-meetings")
    assert [each.percent for each in report.figures] == [83, 10, 5, 2]
    assert [(each.numerator, each.denominator) for each in report.figures] == [
        (166, 200),
        (20, 200),
        (10, 200),
        (4, 200),
    ]
    assert report.sentence == "166 of 200 strategy meetings took place within 24 hours (83 %)."


@pytest.mark.parametrize("name", NAMES[:-1])
def test_every_report_is_drawn_and_every_copy_says_the_same(years: Store, name: str) -> None:
    report = of(years, name)
    assert report.chart is not None
    drawing = reports.svg(report.chart)
    desc = unescape(drawing[drawing.index("<desc") : drawing.index("</desc>")])
    for bar in report.chart.bars:
        assert f"{bar.label}: {bar.says}" in desc
    if report.chart.shape == "lengths":
        days = [(bar.label, bar.value) for bar in report.chart.bars]
        assert days == [(row.header, row.cells[3] or 0) for row in table(report, "Log").rows]
        return
    said = [(bar.label, bar.value, bar.percent) for bar in report.chart.bars]
    figures = [each for each in report.figures if each.label in {bar.label for bar in report.chart.bars}]
    assert said == [(each.label, each.numerator, each.percent) for each in figures]
    rows = list(csv.reader(StringIO(reports.csv_file(report).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(BytesIO(reports.xlsx_file(report))).worksheets[0]
    kept = [[row[0].value, row[1].value, row[3].value] for row in sheet.iter_rows(min_row=2)]
    for label, value, percent in said:
        assert [label, str(value), "" if percent is None else str(percent)] in [[*row[:2], *row[3:4]] for row in rows]
        assert [label, value, percent] in kept


def test_every_figure_leads_to_as_many_cases_as_it_counts(years: Store) -> None:
    for name in ("strategy-meetings", "escalations", "caseload", "serious-incidents"):
        for each in of(years, name, ALL).figures:
            assert len(each.cases) == each.numerator, (name, each.label)


def test_education_took_part_least_and_a_written_contribution_is_not_being_there(years: Store) -> None:
    report = of(years, "strategy-meeting-attendance")
    assert report.sentence == "184 of 200 strategy meetings had Education there (92 %)."
    everybody = table(report, "How each partner took part")
    assert column(everybody, "Attended")["Police"] == 200
    ways = [int(str(cell)) for cell in next(row.cells for row in everybody.rows if row.header == "Education")]
    attended, deputy, written, *_, total = ways
    assert attended + deputy == 184
    assert written > 0
    assert sum(ways) == 2 * total == 400


def test_attendance_by_month_adds_up_to_the_year(years: Store) -> None:
    by_month = table(of(years, "strategy-meeting-attendance"), "Education by month")
    assert [row.header for row in by_month.rows[:2]] == ["April 2024", "May 2024"]
    assert len(by_month.rows) == 13
    totals = column(by_month, "Total")
    assert totals.pop("Total") == sum(int(str(each)) for each in totals.values()) == 200


@pytest.mark.parametrize(("period", "reached", "raised"), [(YEAR_BEFORE, 0, 2), (YEAR, 5, 5)])
def test_schools_escalations_reach_step_3_in_the_second_year_only(
    years: Store, period: Period, reached: int, raised: int
) -> None:
    schools = figure(of(years, "escalations", period), "Raised by schools and colleges, and came to Step 3")
    assert (schools.numerator, schools.denominator) == (reached, raised)


def test_each_escalation_stands_in_one_step_one_subject_and_one_pair_of_agencies(years: Store) -> None:
    report = of(years, "escalations", ALL)
    for title in ("By the highest step reached", "By subject", "Where they were resolved"):
        assert column(table(report, title), "Escalations")["Total"] == report.figures[0].denominator
    for title in ("Raised by and with, by sector", "Raised by and with, by agency"):
        assert column(table(report, title), "Total")["Total"] == report.figures[0].denominator


def test_the_log_has_a_row_for_each_incident_with_its_working_days(years: Store) -> None:
    log = table(of(years, "serious-incidents", ALL), "Log")
    assert [row.header for row in log.rows] == ["SI-2022-0001", "SI-2022-0002", "SI-2024-0001"]
    assert column(log, "From aware to sent (working days)")["SI-2024-0001"] == 2
    assert column(log, "From aware to submitted: in time?")["SI-2024-0001"] == "In time"


def test_lateness_without_a_reason_names_who_held_the_case_then(years: Store) -> None:
    report = of(years, "late-without-reason", ALL)
    late = table(report, "Late without a reason")
    assert len(late.rows) == figure(report, "Without a reason").numerator
    assert {row.cells[2] for row in late.rows if row.header == "ESC-2026-0017"} == {"Health trust A"}
    assert all(isinstance(row.cells[1], date) and row.cells[1] <= day_of(ENDS) for row in late.rows)


def test_the_caseload_looks_as_far_ahead_as_it_is_asked(years: Store) -> None:
    near, far = (of(years, "caseload", within=days) for days in (1, 60))
    one_day, sixty = figure(near, "Due within 1 working day"), figure(far, "Due within 60 working days")
    assert int(one_day.numerator) < int(sixty.numerator)
    assert figure(far, "Due later").numerator == 0


def test_what_only_has_gone_by_is_told_apart_from_what_is_to_come(years: Store) -> None:
    report = of(years, "caseload")
    assert figure(report, "Suggested time gone by").cases == ("ESC-2026-0006", "ESC-2026-0007")
    assert column(table(report, "By the next deadline"), "Open cases")["Total"] == report.figures[0].denominator
    listed = {(row.header, row.cells[3]): row.cells[5] for row in table(report, "Overdue, or due next").rows}
    assert listed["ESC-2026-0006", "The impact reviewed"] == Worded(-28, "28 working days past")
    assert ("ESC-2026-0016", "An agency's written representation (Children's social care)") in listed


def test_nothing_to_count_is_said_so_and_nothing_is_drawn_or_divided(years: Store) -> None:
    long_ago = Period(date(2013, 1, 1), date(2013, 12, 31))
    for name in ("strategy-meetings", "escalations", "strategy-meeting-attendance", "serious-incidents"):
        for outward in (False, True):
            report = of(years, name, long_ago, outward=outward)
            assert report.sentence.startswith("No ")
            assert (report.figures, report.tables, report.chart) == ((), (), None)


def test_a_reader_who_may_not_see_a_case_does_not_count_it(years: Store) -> None:
    def only_school_a(_: str, case: Case) -> bool:
        return case.parties["raising"] == "school-a"

    report = of(years, "escalations", ALL, visible=only_school_a)
    assert 0 < int(report.figures[0].denominator) < int(of(years, "escalations", ALL).figures[0].denominator)
    assert column(table(report, "Raised by and with, by agency"), "Total")["School A"] == report.figures[0].denominator


def test_what_was_known_earlier_stands_beside_what_is_known_now(years: Store) -> None:
    then = parse_instant("2025-01-31T12:00Z")
    as_then, as_now = of(years, "strategy-meetings", as_known=then), of(years, "strategy-meetings", compared_with=then)
    assert as_then.as_known == then
    assert as_now.figures == of(years, "strategy-meetings").figures
    assert as_then.differences == as_now.differences
    assert as_now.differences[0].now == "166 of 200 (83 %)"
    assert int(as_then.figures[0].denominator) < 200


def test_a_copy_for_outside_names_no_case_and_hides_what_is_few(years: Store) -> None:
    for name in NAMES:
        inside, outside = of(years, name), of(years, name, outward=True)
        copies = (str(reports.document(outside)), reports.csv_file(outside).decode(), reports.page(outside))
        assert bool(REFERENCE.search(reports.page(inside))) == any(each.cases for each in inside.figures)
        assert not any(REFERENCE.search(copy) for copy in copies), name
    shown = [each.numerator for each in of(years, "strategy-meetings", outward=True).figures]
    assert shown == [166, 20, "not shown", "fewer than 5"]


def test_beside_hidden_numbers_only_the_main_tables_stay(years: Store) -> None:
    outside = of(years, "escalations", ALL, outward=True)
    assert [each.title for each in outside.tables] == ["By the highest step reached", "By subject", "By level of need"]
    assert not [each for each in outside.figures if each.label.startswith(("Raised by", "Resolved at"))]
    assert any("Days at each step" in line for line in outside.suppressed)


def test_where_nothing_is_small_the_tables_beside_it_are_judged_too(years: Store) -> None:
    outside = of(years, "strategy-meetings", ALL, outward=True)
    assert [each.title for each in outside.tables] == ["How long it took"]
    assert [each.percent for each in outside.figures] == [80, 11, 6, 3]


def test_a_copy_for_outside_never_stands_beside_an_earlier_state(years: Store) -> None:
    with pytest.raises(Refused) as refused:
        of(years, "strategy-meetings", outward=True, as_known=ENDS)
    assert refused.value.code == "not-together"


def test_a_report_reads_only_the_cases_of_its_pathway(years: Store) -> None:
    asked: Counter[str] = Counter()

    def seen(reference: str, _: Case) -> bool:
        asked[reference.partition("-")[0]] += 1
        return True

    of(years, "serious-incidents", ALL, visible=seen)
    assert asked == {"SI": 3}


def test_an_unknown_report_is_refused_with_those_there_are(years: Store) -> None:
    with pytest.raises(Refused) as refused:
        of(years, "nothing")
    assert refused.value.code == "unknown-report"
    assert "strategy-meetings" in refused.value.remedy
