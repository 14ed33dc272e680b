"""Changing cases: every command of the command line, in the token's post, once for each key."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Header
from fastapi.responses import JSONResponse

from access.seeing import may_take_on
from engine.documents import alert_row_document
from engine.handle import handle
from states.days import parse_instant
from states.facts import AnyFact
from states.refusals import Refused
from web.api.callers import Caller, Calling, Now, router_for
from web.api.described import OF_CHANGE, OF_OPENING
from web.api.looking import case_document, looked, row_seen, tagged
from web.api.problems import Problem
from web.api.shapes import cases as shapes
from web.api.shapes import sent
from workflow import commands

router = router_for("write")
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]*$",
        max_length=200,
        description="Names this command, so that repeating it changes nothing.",
    ),
]
Match = Annotated[
    str, Header(alias="If-Match", max_length=400, description="The ETag of the case that this is meant for.")
]


@router.post(
    "/cases", response_model=shapes.Case | shapes.Opened, responses=OF_OPENING, status_code=201, tags=["Changes"]
)
def open_case(caller: Calling, now: Now, body: sent.OpenCase, key: Key = "") -> JSONResponse:
    """Open a case of a procedure."""
    caller.must_write()
    if bool(body.older) != bool(body.relation):
        raise Refused(
            code="wrong-usage",
            because="`older` names a case and `relation` says how it is related: they go together.",
            remedy="Give both, or neither.",
        )
    if body.older:
        _older_seen(caller, body.older)
    command = commands.OpenCase(
        **_common(caller, now, body.happened),
        pathway=body.pathway,
        answers=body.answers,
        older=body.older,
        relation=body.relation,
    )
    site = caller.site
    case = handle(site.store, site.library, command, key=_key(caller, key)).reference
    try:
        history = looked(caller, case, now, "case opened")
    except Refused:
        answer = JSONResponse({"case": case}, 201)
    else:
        answer = tagged(case_document(caller, case, history, now), history, 201)
    answer.headers["Location"] = f"/api/cases/{case}"
    return answer


@router.post("/cases/{case}/moves/{move}", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def take_move(
    caller: Calling, now: Now, case: str, move: str, body: sent.TakeMove, key: Key = "", match: Match = "*"
) -> JSONResponse:
    """Take a move, such as hand-over."""
    command = commands.TakeStep(**_common(caller, now, body.happened), move=move, answers=body.answers)
    return _changed(caller, now, case, command, key, match)


@router.post("/cases/{case}/reasons", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def give_reason(
    caller: Calling, now: Now, case: str, body: sent.GiveReason, key: Key = "", match: Match = "*"
) -> JSONResponse:
    """Say why a clock is late."""
    command = commands.GiveReason(**_common(caller, now), **body.model_dump())
    return _changed(caller, now, case, command, key, match)


@router.post("/cases/{case}/corrections", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def correct(
    caller: Calling, now: Now, case: str, body: sent.Correct, key: Key = "", match: Match = "*"
) -> JSONResponse:
    """Correct an answer, or when a move was made; the earlier words stay in the history."""
    command = commands.Correct(**_common(caller, now), **body.model_dump())
    return _changed(caller, now, case, command, key, match)


@router.post("/cases/{case}/suspensions", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def suspend(
    caller: Calling, now: Now, case: str, body: sent.Suspend, key: Key = "", match: Match = "*"
) -> JSONResponse:
    """Let a clock stand still, where its procedure allows it; it resumes by itself at its cap."""
    command = commands.Suspend(**_common(caller, now), **body.model_dump())
    return _changed(caller, now, case, command, key, match)


@router.post("/cases/{case}/resumptions", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def resume(caller: Calling, now: Now, case: str, body: sent.Resume, key: Key = "", match: Match = "*") -> JSONResponse:
    """Let a suspended clock run again; its deadline moves by the days it stood still."""
    command = commands.Resume(**_common(caller, now), clock=body.clock)
    return _changed(caller, now, case, command, key, match)


@router.post("/cases/{case}/extensions", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def extend(caller: Calling, now: Now, case: str, body: sent.Extend, key: Key = "", match: Match = "*") -> JSONResponse:
    """Grant a clock more of its own days, where its procedure allows it."""
    command = commands.Extend(**_common(caller, now), amount=body.days, **body.model_dump(exclude={"days"}))
    return _changed(caller, now, case, command, key, match)


@router.post("/cases/{case}/strike-outs", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def strike_out(
    caller: Calling, now: Now, case: str, body: sent.StrikeOut, key: Key = "", match: Match = "*"
) -> JSONResponse:
    """Make one sealed text unreadable for ever; the history still verifies."""
    command = commands.StrikeOut(**_common(caller, now), **body.model_dump())
    return _changed(caller, now, case, command, key, match)


@router.post("/cases/{case}/links", response_model=shapes.Case, responses=OF_CHANGE, tags=["Changes"])
def link(caller: Calling, now: Now, case: str, body: sent.Link, key: Key = "", match: Match = "*") -> JSONResponse:
    """Say that the case has to do with an older one that the post may see too."""
    row_seen(caller, case)
    _older_seen(caller, body.older)
    command = commands.LinkCase(**_common(caller, now), older=body.older, relation=body.relation)
    return _changed(caller, now, case, command, key, match)


@router.post(
    "/cases/{case}/alerts/{alert:path}/acknowledgement",
    response_model=shapes.AlertsOfCase,
    responses=OF_CHANGE,
    tags=["Alerts"],
)
def acknowledge(
    caller: Calling,
    now: Now,
    case: str,
    alert: str,
    body: sent.Acknowledge,
    key: Key = "",
    match: Match = "*",
) -> JSONResponse:
    """Take an alert on. Its clock goes on; nobody else is told for now."""
    row_seen(caller, case)
    store = caller.site.store
    told = next((row for row in store.alert_rows(case=case) if row.key == alert), None)
    if told is not None and not may_take_on(caller.visitor, told, caller.pack.partnership):
        raise Refused(
            code="not-your-move",
            because="This alert is for another agency.",
            remedy=f"It is for {told.tell_role} of {told.tell_agency}.",
        )
    command = commands.AcknowledgeAlert(**_common(caller, now), alert=alert, note=body.note)
    history = _handled(caller, now, case, command, key, match)
    return tagged({"alerts": [alert_row_document(row) for row in store.alert_rows(case=case)]}, history)


def _common(caller: Caller, now: datetime, happened: str | None = None) -> dict[str, Any]:
    """What every command carries: when it happened, when it is known, and who does it, as the token says."""
    at = now if happened is None else parse_instant(happened)
    return {"at": at, "seen_at": now, "by": caller.visitor.actor()}


def _changed(
    caller: Caller, now: datetime, case: str, command: commands.AnyCommand, key: str, match: str
) -> JSONResponse:
    history = _handled(caller, now, case, command, key, match)
    return tagged(case_document(caller, case, history, now), history)


def _handled(
    caller: Caller, now: datetime, case: str, command: commands.AnyCommand, key: str, match: str
) -> tuple[AnyFact, ...]:
    """The command done; the case's facts after it, the look at them logged."""
    caller.must_write()
    row = row_seen(caller, case)
    site = caller.site
    handle(site.store, site.library, command, case, _key(caller, key), _version(match, row.version))
    return looked(caller, case, now, type(command).__name__)


def _version(match: str, current: int) -> int | None:
    """The version of the case that the command is for: None for any, -1 for one that the case no longer has."""
    if match.strip() == "*":
        return None
    return current if f'"{current}"' in [each.strip() for each in match.split(",")] else -1


def _key(caller: Caller, key: str) -> str:
    """Keys of different people are different ones."""
    return f"{caller.visitor.person.username}/{key}" if key else ""


def _older_seen(caller: Caller, older: str) -> None:
    try:
        row_seen(caller, older)
    except Refused as refused:
        raise Problem(refused, 422) from None
