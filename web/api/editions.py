"""The editions that a database opens cases under: which there are, what is otherwise between two, and drawings."""

from typing import Annotated, Literal

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from engine.packs.diff import differences
from engine.packs.drawing import svg
from engine.packs.pack import Pack
from engine.packs.pages import diagram, edition_document
from states.refusals import Refused
from web.api.callers import Caller, Calling, Now, router_for
from web.api.described import OF_ALL, OF_DRAWING, OF_ONE
from web.api.doorstep import JSON, wanted_by
from web.api.problems import Problem
from web.api.shapes.editions import MERMAID, SVG, Changes, Diagram, Editions

router = router_for("read")
drawings = router_for("read", gives=(JSON, MERMAID, SVG))
ROUTERS = (router, drawings)
Edition = Annotated[str, Query(max_length=200, description="An edition of the partnership; else the one in force.")]
Form = Literal["mermaid", "svg"]
_DRAWN = {"mermaid": (diagram, MERMAID), "svg": (svg, SVG)}


def pack_of(caller: Caller, edition: str, status: int) -> Pack:
    """An edition of the database by its name. Raises: Problem with this status where there is none."""
    try:
        return caller.site.library.edition(caller.site.store, edition)
    except Refused as refused:
        raise Problem(refused, status if refused.code == "unknown-edition" else 503) from None


@router.get("/editions", response_model=Editions, responses=OF_ALL, tags=["Procedures"])
def list_editions(caller: Calling, _now: Now) -> JSONResponse:
    """Every edition that cases here may be opened under, by the day from which it is in force."""
    packs = caller.site.library.editions(caller.site.store)
    packs.sort(key=lambda each: (each.partnership.in_force_from, each.partnership.edition))
    return JSONResponse({"packs": [edition_document(each) for each in packs]})


@router.get("/editions/{edition}/changes", response_model=Changes, responses=OF_ONE, tags=["Procedures"])
def list_changes(
    caller: Calling,
    _now: Now,
    edition: str,
    was: Annotated[str, Query(alias="from", max_length=200, description="The edition that it is held against.")],
) -> JSONResponse:
    """What is otherwise in an edition than in another, each in a sentence."""
    now = pack_of(caller, edition, 404)
    found = differences(pack_of(caller, was, 422), now)
    return JSONResponse({"differences": [each.document() for each in found]})


@drawings.get("/procedures/{pathway}/diagram", response_model=Diagram, responses=OF_DRAWING, tags=["Procedures"])
def draw_procedure(
    request: Request,
    caller: Calling,
    now: Now,
    pathway: str,
    edition: Edition = "",
    form: Annotated[Form | None, Query(alias="format", description="Else as `Accept` says, else mermaid.")] = None,
) -> Response:
    """A procedure drawn: its steps and moves, as Mermaid text, as an SVG picture, or as JSON that holds either."""
    pack = pack_of(caller, edition, 422) if edition else caller.pack_at(now)
    wanted = next((each for each in wanted_by(request) if each in (JSON, MERMAID, SVG)), "")
    chosen = form or ("svg" if wanted == SVG else "mermaid")
    draw, media = _DRAWN[chosen]
    try:
        drawn = draw(pack, pathway)
    except Refused as refused:
        raise Problem(refused, 404) from None
    if wanted == JSON or not (wanted or form):
        return JSONResponse({"pathway": pathway, chosen: drawn})
    return Response(drawn, media_type=media)
