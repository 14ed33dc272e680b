"""The procedure to read: which there are, one in full with its drawing, the days that are counted, and the editions."""

from datetime import date

from markupsafe import Markup
from msgspec.structs import asdict
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from engine.packs.drawing import svg
from engine.packs.pack import Pack
from states.days import day_of
from web.showing.editions import editions_shown
from web.showing.people import post_title
from web.showing.procedure import procedure_shown, sourced
from web.visits import Visit, signed_in


def procedures(visit: Visit) -> Response:
    """What the partnership has agreed: its procedures, its people and words, its days."""
    pack = _pack(visit)
    partnership = pack.partnership
    access = partnership.access
    today = day_of(visit.site.now())
    return visit.page(
        "procedure/procedures.html",
        pack=pack,
        partnership=partnership,
        source=sourced(partnership.source.model_dump()),
        pathways=[
            (name, each.policy.pathway.title, sourced(each.policy.pathway.source.model_dump()))
            for name, each in pack.procedures.items()
        ],
        editions=editions_shown(visit),
        edition=visit.asked("edition"),
        fallback=post_title(access.fallback.role, access.fallback.agency, partnership)
        if access and access.fallback
        else "",
        holidays=_holidays(pack, today),
        terms=[
            each for each in pack.calendar.school_terms.listed if today.year - 1 <= each.last.year <= today.year + 1
        ],
        sources=[sourced(asdict(each)) for each in pack.calendar.sources],
    )


def _holidays(pack: Pack, today: date) -> list[tuple[date, str, bool]]:
    """The bank holidays and closures of last year, this one and the next: day, name, whether only expected."""
    first, last = date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
    named = {**pack.calendar.holidays_within(first, last), **pack.calendar.closures_within(first, last)}
    return [(day, name, day in pack.calendar.expected) for day, name in sorted(named.items())]


def procedure(visit: Visit) -> Response:
    """One procedure in full."""
    pack = _pack(visit)
    name = visit.place("pathway")
    if name not in pack.procedures:
        raise HTTPException(404)
    return visit.page(
        "procedure/procedure.html",
        shown=procedure_shown(pack, name),
        drawing=Markup(svg(pack, name)),  # noqa: S704 - the drawing is ours and escapes every word in it
        editions=[each for each in editions_shown(visit) if name in each.pack.procedures],
        edition=visit.asked("edition"),
        reasons=pack.partnership.lateness_reasons,
    )


def _pack(visit: Visit) -> Pack:
    """That in force, or the edition that the address names. Raises: HTTPException 404."""
    wanted = visit.asked("edition")
    if not wanted:
        return visit.pack
    found = [each.pack for each in editions_shown(visit) if each.edition == wanted]
    if not found:
        raise HTTPException(404)
    return found[0]


ROUTES = (
    Route("/procedure", signed_in(procedures)),
    Route("/procedure/{pathway}", signed_in(procedure)),
)
