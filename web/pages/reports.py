"""Reports: which there are, one of them for a period, the cases behind a figure, and copies to keep."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

import reports
from reports.values import Report
from states.days import parse_day
from states.refusals import Refused
from web.showing.reported import (
    Asked,
    asked_of,
    behind,
    made,
    made_then,
    rows_seen,
    side_by_side,
    tables_shown,
    years,
)
from web.showing.rows import row_shown
from web.visits import Visit, signed_in

KINDS: Mapping[str, tuple[str, Callable[[Report], bytes | str]]] = {
    "csv": ("text/csv; charset=utf-8", reports.csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", reports.xlsx_file),
    "html": ("text/html; charset=utf-8", reports.page),
}


def catalogue(visit: Visit) -> Response:
    """Which reports the partnership has."""
    return visit.page("reports/catalogue.html", reports=reports.catalogue(visit.pack))


def report(visit: Visit) -> Response:
    """One report: the headline, the chart, the tables, and how it was counted."""
    asked = _asked(visit)
    try:
        found = made(visit, asked)
        then = made_then(visit, asked) if asked.known else None
    except Refused as refused:
        return _wrong(visit, asked, refused)
    return visit.page("reports/report.html", **_frame(visit, asked), **_shown(asked, found, then))


def to_print(visit: Visit) -> Response:
    """The same without what is only for the screen, and with the references behind each figure."""
    asked = _asked(visit)
    found = made(visit, asked)
    then = made_then(visit, asked) if asked.known else None
    return visit.page("reports/print.html", **_frame(visit, asked), **_shown(asked, found, then))


def cases(visit: Visit) -> Response:
    """The cases behind one figure or one row, those that the visitor may see."""
    asked = _asked(visit)
    found = behind(made(visit, asked), visit.asked("part"))
    if found is None:
        raise HTTPException(404)
    title, references = found
    seen = rows_seen(visit)
    rows = [row_shown(seen[each], visit) for each in references if each in seen]
    return visit.page("reports/cases.html", **_frame(visit, asked), behind=title, rows=rows)


def download(visit: Visit) -> Response:
    """A copy to keep: for a spreadsheet, or as a page."""
    asked = _asked(visit)
    if visit.place("kind") not in KINDS:
        raise HTTPException(404)
    media, file = KINDS[visit.place("kind")]
    copy = "-for-outside" if asked.outward else ""
    name = f"{asked.name}-{asked.first}-to-{asked.last}{copy}.{visit.place('kind')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file(made(visit, asked)), media_type=media, headers=headers)


def _asked(visit: Visit) -> Asked:
    """Raises: HTTPException 404 for a report that the partnership does not have."""
    if visit.place("name") not in visit.pack.partnership.reports:
        raise HTTPException(404)
    return asked_of(visit)


def _frame(visit: Visit, asked: Asked) -> dict[str, Any]:
    """What every page about a report shows: its title, the form, the ways to the other years."""
    periods = [
        {
            "text": f"{each.first:%Y}" if each.first.year == each.last.year else f"{each.first:%Y} to {each.last:%Y}",
            "href": Asked(asked.name, each.first.isoformat(), each.last.isoformat(), "", asked.outward).address(),
            "here": (asked.first, asked.last) == (each.first.isoformat(), each.last.isoformat()),
        }
        for each in years(visit)
    ]
    return {"asked": asked, "title": visit.pack.partnership.reports[asked.name].title, "periods": periods}


def _shown(asked: Asked, found: Report, then: Report | None) -> dict[str, Any]:
    return {
        "report": found,
        # The drawing is ours and escapes every word in it.
        "chart": Markup(reports.svg(found.chart)) if found.chart else "",  # noqa: S704
        "tables": list(tables_shown(found, asked)),
        "then": then,
        "pairs": side_by_side(then, found) if then else [],
    }


_PLACES = {"period-backwards": "to", "not-together": "as_known", "not-known-yet": "as_known"}


def _wrong(visit: Visit, asked: Asked, refused: Refused) -> Response:
    """The form again, with what was typed and what is wrong with it."""
    place = _PLACES.get(refused.code) or _unreadable(asked)
    errors = {place: f"{refused.because} {refused.remedy}"}
    return visit.page(
        "reports/report.html",
        422,
        **_frame(visit, asked),
        report=None,
        errors=errors,
        error_list=[{"text": text, "href": f"#{name}"} for name, text in errors.items()],
    )


def _unreadable(asked: Asked) -> str:
    """Which of the days cannot be read: the first one."""
    for name, typed in (("from", asked.first), ("to", asked.last)):
        try:
            parse_day(typed)
        except Refused:
            return name
    return "as_known" if asked.known else "outward"


ROUTES = (
    Route("/reports", signed_in(catalogue)),
    Route("/reports/{name}", signed_in(report)),
    Route("/reports/{name}/cases", signed_in(cases)),
    Route("/reports/{name}/print", signed_in(to_print)),
    Route("/reports/{name}/file.{kind}", signed_in(download)),
)
