"""What can be asked without looking at a case: procedures, due dates, and whom the token stands for."""

from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import JSONResponse

from access.seeing import is_read_only
from engine.due_dates import of_term, of_timescale
from engine.packs.pages import page
from states.days import instant_text
from states.derivations import derivation_document
from states.refusals import Refused
from web.api.callers import Calling, Now, router_for
from web.api.described import OF_ALL, OF_ME, OF_ONE
from web.api.editions import Edition, pack_of
from web.api.problems import Problem
from web.api.shapes.dates import Due
from web.api.shapes.me import Me
from web.api.shapes.procedures import Procedure, Procedures

router = router_for("read")
for_any = router_for("")
Name = Annotated[str, Query(max_length=200)]
Count = Literal["exclude_trigger", "include_trigger"]


@router.get("/procedures", response_model=Procedures, responses=OF_ALL, tags=["Procedures"])
def list_procedures(caller: Calling, now: Now) -> JSONResponse:
    """The procedures of the pack in force."""
    pack = caller.pack_at(now)
    listed = [
        {
            "pathway": name,
            "title": procedure.policy.pathway.title,
            "edition": pack.partnership.edition,
            "source": procedure.policy.pathway.source.model_dump(),
        }
        for name, procedure in pack.procedures.items()
    ]
    return JSONResponse({"procedures": listed})


@router.get("/procedures/{pathway}", response_model=Procedure, responses=OF_ONE, tags=["Procedures"])
def show_procedure(caller: Calling, now: Now, pathway: str, edition: Edition = "") -> JSONResponse:
    """One procedure: its steps, moves and what they record, timescales, rules, with sources."""
    pack = pack_of(caller, edition, 422) if edition else caller.pack_at(now)
    try:
        return JSONResponse(page(pack, pathway))
    except Refused as refused:
        raise Problem(refused, 404) from None


@router.get("/due", response_model=Due, responses=OF_ALL, tags=["Dates"])
def work_out(
    caller: Calling,
    now: Now,
    start: Annotated[str, Query(alias="from", max_length=60, description="A day in London, or an instant.")],
    timescale: Name = "",
    within: Annotated[str, Query(max_length=60, description='A term, such as "70 working days".')] = "",
    pathway: Name = "",
    count_from: Count | None = None,
    derivation: bool = False,
) -> JSONResponse:
    """When a timescale of a procedure, or any other term, falls due that starts on a day, and why."""
    if bool(timescale) == bool(within):
        raise _wrong("Name a timescale of a procedure, or give a term with `within`: one of the two.")
    if timescale and count_from:
        raise _wrong("`count_from` goes with `within`; a timescale says itself how it is counted.")
    pack = caller.pack_at(now)
    if within:
        document, proof = of_term(pack, within, count_from or "exclude_trigger", start)
    else:
        document, proof = of_timescale(pack, timescale, pathway, start)
    if derivation:
        document["derivation"] = derivation_document(proof)
    return JSONResponse(document)


@for_any.get("/me", response_model=Me, responses=OF_ME, tags=["Token"])
def show_me(caller: Calling) -> JSONResponse:
    """Whom the token stands for, and what it may be used for."""
    person, post, token = caller.visitor.person, caller.visitor.post, caller.token
    document = {
        "person": {"username": person.username, "name": person.name},
        "post": {"role": post.role, "agency": post.agency},
        "token": {"name": token.name, "scopes": token.scopes.split(), "until": instant_text(token.until)},
        "partnership": caller.site.store.partnership,
        "training": caller.site.training,
        "reads_only": is_read_only(caller.visitor, caller.pack.partnership),
        "now": instant_text(caller.site.now()),
    }
    return JSONResponse(document)


def _wrong(because: str) -> Refused:
    return Refused(code="wrong-usage", because=because, remedy="GET /api/openapi.json describes what it takes.")
