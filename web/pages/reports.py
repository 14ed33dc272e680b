"""Reports: which there are, one of them for a period, the cases behind a figure, and copies to keep."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

import reports
from reports.lines import of_when
from reports.values import Report
from states.days import day_of
from states.refusals import Refused
from web.showing.asking import OUTWARD, Asked, asked_of, years
from web.showing.reported import behind, made, made_then, rows_seen, side_by_side, tables_shown
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
    if _by_form(visit) and not asked.errors:
        return visit.to(asked.address())
    return _made(visit, asked, lambda found: visit.page("reports/report.html", **_shown(visit, asked, found)))


def to_print(visit: Visit) -> Response:
    """The same without what is only for the screen, and with the references behind each figure."""
    asked = _asked(visit)
    return _made(visit, asked, lambda found: visit.page("reports/print.html", **_shown(visit, asked, found)))


def cases(visit: Visit) -> Response:
    """The cases behind one figure or one row, those that the visitor may see."""
    asked = _asked(visit)

    def listed(found: Report) -> Response:
        row = behind(found, visit.asked("part"))
        if row is None:
            raise HTTPException(404)
        title, references = row
        seen = rows_seen(visit)
        rows = [row_shown(seen[each], visit) for each in references if each in seen]
        frame = _frame(visit, asked)
        return visit.page("reports/cases.html", **frame, when=of_when(found), behind=title, rows=rows)

    return _made(visit, asked, listed)


def download(visit: Visit) -> Response:
    """A copy to keep: for a spreadsheet, or as a page."""
    asked, kind = _asked(visit), visit.place("kind")
    if kind not in KINDS:
        raise HTTPException(404)
    media, file = KINDS[kind]

    def kept(found: Report) -> Response:
        days = found.period
        when = f"{days.first}-to-{days.last}" if days else f"{day_of(found.as_known)}"
        name = f"{asked.name}-{when}{'-for-outside' if asked.outward else ''}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(file(found), media_type=media, headers=headers)

    return _made(visit, asked, kept)


def _asked(visit: Visit) -> Asked:
    """Raises: HTTPException 404 for a report that the partnership does not have."""
    if visit.place("name") not in visit.pack.partnership.reports:
        raise HTTPException(404)
    return asked_of(visit)


def _by_form(visit: Visit) -> bool:
    """Whether the address says its days in parts, as the form sends them."""
    return any(name.endswith(("-day", "-month", "-year")) for name in visit.request.query_params)


def _made(visit: Visit, asked: Asked, answer: Callable[[Report], Response]) -> Response:
    """The answer that shows the report; where something is wrong the form again, with what was typed."""
    if not asked.errors:
        try:
            return answer(made(visit, asked))
        except Refused as refused:
            if refused.code != "no-small-numbers":
                raise
            asked = asked.wrong({OUTWARD: "The partnership has not said which numbers are too small to show outside"})
    return visit.page(
        "reports/report.html",
        422,
        **_frame(visit, asked),
        report=None,
        errors=asked.errors,
        error_list=[{"text": text, "href": f"#{name}"} for name, text in asked.errors.items()],
    )


def _frame(visit: Visit, asked: Asked) -> dict[str, Any]:
    """What every page about a report shows: its title, the form, the ways to the other years."""
    periods = [
        {
            "text": f"{each.first:%Y}" if each.first.year == each.last.year else f"{each.first:%Y} to {each.last:%Y}",
            "href": asked.of(each),
            "here": asked.period == each,
        }
        for each in years(visit)
    ]
    return {"asked": asked, "title": asked.title, "periods": [] if asked.of_a_moment else periods}


def _shown(visit: Visit, asked: Asked, found: Report) -> dict[str, Any]:
    then = made_then(visit, asked) if asked.known else None
    return {
        **_frame(visit, asked),
        "report": found,
        "when": of_when(found),
        "chart": Markup(reports.svg(found.chart)) if found.chart else "",  # noqa: S704 - it escapes every word in it
        "tables": list(tables_shown(found, asked)),
        "then": then,
        "pairs": side_by_side(then, found) if then else [],
    }


ROUTES = (
    Route("/reports", signed_in(catalogue)),
    Route("/reports/{name}", signed_in(report)),
    Route("/reports/{name}/cases", signed_in(cases)),
    Route("/reports/{name}/print", signed_in(to_print)),
    Route("/reports/{name}/file.{kind}", signed_in(download)),
)
