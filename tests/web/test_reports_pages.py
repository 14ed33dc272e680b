"""Reports in the browser: the same figures in sentence, chart, tables and every file, and only of what is seen."""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from access.accounts import find_person
from access.sessions import enter
from engine import time
from engine.library import Library
from store.doors import open_store
from tests.web.case_desk import text_of
from web.app import application
from web.site import Site

YEAR = "from=2024-04-01&to=2025-03-31"
MEETINGS = f"/reports/strategy-meetings?{YEAR}"
SHARES = [83, 10, 5, 2]
COUNTS = [166, 20, 10, 4]
UNIT, TEACHER, AUDITOR = "f.mockup", "b.sample", "j.inspector"


@pytest.fixture(scope="module")
def site(years: Path) -> Site:
    """The site of the demonstration's years."""
    store = open_store(f"sqlite:///{years}", f"{years}.key")
    return Site(store, Library(), lambda: time.now_in(store), time.now)


def browser(site: Site, username: str) -> TestClient:
    person = find_person(site.store, username)
    assert person is not None
    entered = enter(site.store, person, site.wall(), site.now())
    headers = {"sec-fetch-site": "same-origin"}
    return TestClient(application(site), cookies={"duecourse": entered.secret}, headers=headers, follow_redirects=False)


def page(site: Site, address: str, username: str = UNIT) -> str:
    answer = browser(site, username).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.text


def first_table(html: str) -> list[list[str]]:
    table = html[html.index('<table class="govuk-table app-report">') :]
    rows = re.findall(r"<tr.*?</tr>", table[: table.index("</table>")], re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows
    ]


def test_the_pack_s_reports_are_listed(site: Site) -> None:
    html = page(site, "/reports")
    for name, reported in site.pack().partnership.reports.items():
        assert f'href="/reports/{name}">{reported.title}' in html


def test_the_year_s_shares_are_the_same_in_sentence_chart_and_table(site: Site) -> None:
    html = page(site, MEETINGS)
    assert "166 of 200 strategy meetings took place within 24 hours (83 %)." in text_of(html)
    drawing = html[html.index("<svg") : html.index("</svg>")]
    desc = re.findall(r": (\d+) \((\d+) %\)", re.findall(r"<desc.*?</desc>", drawing, re.S)[0])
    assert [(int(count), int(share)) for count, share in desc] == list(zip(COUNTS, SHARES, strict=True))
    assert [int(share) for share in re.findall(r">(\d+) %<", drawing)] == SHARES
    rows = first_table(html)[1:]
    assert [(int(row[1]), int(row[2]), int(row[3])) for row in rows] == [
        (count, 200, share) for count, share in zip(COUNTS, SHARES, strict=True)
    ]
    assert sum(SHARES) == 100


def test_the_drawing_has_a_title_and_needs_no_style(site: Site) -> None:
    html = page(site, MEETINGS)
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert "<title" in drawing
    assert 'role="img"' in drawing
    assert "style" not in drawing
    assert " style=" not in html


def test_the_csv_says_the_same(site: Site) -> None:
    answer = browser(site, UNIT).get(f"/reports/strategy-meetings/file.csv?{YEAR}")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="strategy-meetings-2024-04-01-to-2025-03-31.csv"'
    )
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    start = next(place for place, row in enumerate(rows) if row[:2] == ["Figure", "Number"])
    assert [(int(row[1]), int(row[3])) for row in rows[start + 1 : start + 5]] == list(zip(COUNTS, SHARES, strict=True))
    assert ["Notice", "Training data: everything here is invented."] in rows


def test_the_workbook_says_the_same(site: Site) -> None:
    answer = browser(site, UNIT).get(f"/reports/strategy-meetings/file.xlsx?{YEAR}")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    found = [(row[1].value, row[3].value) for row in sheet.iter_rows(min_row=2, max_row=5)]
    assert found == list(zip(COUNTS, SHARES, strict=True))


def test_every_figure_leads_to_the_cases_it_counts(site: Site) -> None:
    html = page(site, MEETINGS)
    links = re.findall(r'href="([^"]*part=0\.\d[^"]*)">(\d+) cases', html)
    assert [int(number) for _, number in links] == COUNTS
    for href, number in links[1:]:
        listed = page(site, href.replace("&amp;", "&"))
        assert len(re.findall(r'<th scope="row"[^>]*><a', listed)) == int(number)


def test_a_visitor_s_report_counts_what_the_visitor_may_see(site: Site) -> None:
    seen = text_of(page(site, MEETINGS, TEACHER))
    assert "166 of 200" not in seen
    links = re.findall(r'href="([^"]*part=0\.0[^"]*)"', page(site, MEETINGS, TEACHER))
    listed = page(site, links[0].replace("&amp;", "&"), TEACHER)
    for case in re.findall(r'href="/cases/([A-Z]+-\d+-\d+)"', listed):
        assert browser(site, TEACHER).get(f"/cases/{case}").status_code == 200


def test_an_auditor_reads_reports_and_is_offered_no_form_that_writes(site: Site) -> None:
    html = page(site, MEETINGS, AUDITOR)
    assert "166 of 200" in html
    assert 'method="post"' not in html


def test_what_was_reported_then_stands_beside_what_is_known_now(site: Site) -> None:
    said = text_of(page(site, f"{MEETINGS}&as_known=2025-01-15"))
    assert "As reported then, on Wed 15 Jan 2025, end of day: 132 of 164" in said
    assert "within 24 hours 132 of 164 (81 %) 166 of 200 (83 %) Changed" in said


def test_the_copy_for_outside_names_no_case_and_hides_small_numbers(site: Site) -> None:
    html = page(site, f"{MEETINGS}&outward=yes")
    assert "fewer than 5" in html
    assert "part=" not in html
    assert "By month" not in re.sub(r"Left out.*?</p>", "", html, flags=re.S)
    file = browser(site, UNIT).get(f"/reports/strategy-meetings/file.csv?{YEAR}&outward=yes")
    assert "STM-" not in file.text
    assert "for-outside" in file.headers["content-disposition"]


def test_without_a_period_it_is_the_last_whole_year_of_reports(site: Site) -> None:
    said = text_of(page(site, "/reports/strategy-meetings"))
    assert "Tue 1 Apr 2025 to Tue 31 Mar 2026, both days included" in said


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("from-day=&from-month=&from-year=&to-day=31&to-month=3&to-year=2025", "from", "Enter the first day"),
        ("from-day=1&from-month=4&from-year=&to-day=", "from", "The first day must include a year"),
        ("from=2025-02-30&to=2025-03-31", "from", "The first day must be a real date"),
        ("from=2025-04-01&to=2025-03-31", "to", "The last day must be Tue 1 Apr 2025 or later"),
        (f"{YEAR}&as_known=2049-01-01", "as_known", "The day must be before today"),
        (f"{YEAR}&as_known=2025-01-01&outward=yes", "as_known", "leave this day out"),
    ],
)
def test_a_period_that_cannot_be_is_said_at_its_field(site: Site, query: str, field: str, said: str) -> None:
    answer = browser(site, UNIT).get(f"/reports/strategy-meetings?{query}")
    assert answer.status_code == 422
    assert "<title>" in answer.text
    assert "Error: " in answer.text[: answer.text.index("</title>")]
    [error] = re.findall(f'id="{field}-error"[^>]*>(.*?)</p>', answer.text)
    assert said in error
    assert re.search(f'href="#{field}-(day|year)"', answer.text)
    assert "YYYY" not in answer.text


def test_days_are_typed_as_everywhere_and_the_address_then_names_them(site: Site) -> None:
    days = "from-day=1&from-month=4&from-year=2024&to-day=31&to-month=March&to-year=2025&as_known-day="
    answer = browser(site, UNIT).get(f"/reports/strategy-meetings?{days}")
    assert (answer.status_code, answer.headers["location"]) == (303, MEETINGS)


@pytest.mark.parametrize("name", ["caseload", "learning-actions"])
def test_how_things_stand_is_of_a_moment_and_asks_for_no_period(site: Site, name: str) -> None:
    stands = "As it stands on Thu 16 Jul 2026, 10:00"
    parts = re.findall(r'href="([^"]*part=0\.0[^"]*)"', page(site, f"/reports/{name}"))
    assert bool(parts) == (name == "caseload")
    for address in (
        f"/reports/{name}?{YEAR}",
        f"/reports/{name}/print",
        *(each.replace("&amp;", "&") for each in parts),
    ):
        html = page(site, address)
        assert stands in text_of(html), address
        assert "both days included" not in html
        assert 'id="from"' not in html
    file = browser(site, UNIT).get(f"/reports/{name}/file.csv")
    assert "As it stands on,2026-07-16T09:00:00Z" in file.text
    assert "2025" not in file.headers["content-disposition"]


def test_to_print_the_references_stand_behind_the_figures(site: Site) -> None:
    html = page(site, f"/reports/strategy-meetings/print?{YEAR}")
    assert "The cases behind the figures" in html
    assert "<form" not in html[html.index("<main") : html.index("</main>")]
    assert re.search(r'<span class="app-nowrap">STM-\d{4}-\d{4}</span>', html), "no reference breaks at its hyphens"


def test_a_report_that_nobody_asked_for_is_not_found(site: Site) -> None:
    for address in ("/reports/child", f"/reports/strategy-meetings/file.exe?{YEAR}", f"{MEETINGS}".replace("?", "/x?")):
        assert browser(site, UNIT).get(address).status_code == 404


def test_every_report_of_the_pack_has_a_page(site: Site) -> None:
    for name in site.pack().partnership.reports:
        shown = page(site, f"/reports/{name}?{YEAR}")
        assert "How this was counted" in shown
        assert not re.search(r"\((high|proposed)\)|Asked for by: [^.]*20\d\d-\d\d \(", shown)


def test_a_list_of_a_report_that_is_empty_says_so(site: Site) -> None:
    shown = page(site, f"/reports/late-without-reason?{YEAR}")
    rows = re.findall(r"<tbody[^>]*>\s*</tbody>", shown)
    assert shown.count(">None.</p>") == len(rows)
