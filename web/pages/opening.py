"""Opening a case: danger first, a few questions a page, kept as one goes, checked, and then the case is there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from access.seeing import may_see
from engine.handle import handle
from states.case import NO_CASE
from states.refusals import Refused
from web.forms import drafts, faults
from web.forms.drafts import OPENING, Draft
from web.forms.foreseeing import beginning, foresee, holder_of
from web.forms.happened import HAPPENED
from web.forms.lapsed import keep_opening
from web.forms.openable import openable
from web.forms.opening import Opening
from web.forms.parts import Part
from web.forms.rows import pressed
from web.forms.showing import shown
from web.forms.typed import typed_of, with_answers
from web.looking import look
from web.showing.vacant import with_nobody
from web.visits import Visit, signed_in
from web.writing import may_write


def choose(visit: Visit) -> Response:
    """Which procedure: those that the visitor's post may open."""
    _may_write(visit)
    return visit.page("opening/choose.html", procedures=openable(visit.who.actor(), visit.pack))


def begin(visit: Visit) -> Response:
    """The first page; what is sent from it begins a draft."""
    opening = _opening(visit, None)
    part = opening.asked[0]
    return _kept(visit, opening, part, "") if visit.posted else _shown(visit, opening, part, "")


def part(visit: Visit) -> Response:
    """A later page, or an earlier one again."""
    draft = _draft(visit)
    if draft is None:
        raise HTTPException(404)
    opening = _opening(visit, draft)
    page = opening.part(visit.place("part"))
    if page is None:
        raise HTTPException(404)
    return _kept(visit, opening, page, draft.id) if visit.posted else _shown(visit, opening, page, draft.id)


def check(visit: Visit) -> Response:
    """Everything that was answered, and what will follow; sent from here, the case is open."""
    draft = _draft(visit)
    if draft is None:
        return _sent_before(visit)
    opening = _opening(visit, draft)
    incomplete = next((part for part in opening.parts if part in opening.asked and opening.reading(part).errors), None)
    if incomplete is not None:
        return visit.to(f"{_address(opening, draft.id)}/{incomplete.place}")
    try:
        if visit.posted:
            handled = handle(visit.site.store, visit.site.library, opening.command(), key=_key(draft.id))
            drafts.delete(visit, draft.id)
            return visit.to(f"/cases/{handled.reference}/opened")
        foreseen = foresee(NO_CASE, opening.command(), opening.procedure)
    except Refused as refused:
        return _refused(visit, opening, draft.id, refused)
    return _checked(visit, opening, draft.id, {}, foreseen=foreseen, lacking=with_nobody(foreseen.case, visit))


def opened(visit: Visit) -> Response:
    """The case is open: its reference, who has it, what is due when."""
    looked = look(visit, "confirmation of the opening")
    procedure, case = looked.procedure, looked.case
    running = sorted((each for each in case.clocks.values() if each.running), key=lambda each: each.due_at)
    return visit.page(
        "opening/opened.html",
        looked=looked,
        holder=holder_of(case, procedure),
        lacking=with_nobody(case, visit),
        step=procedure.policy.pathway.steps[case.step].title,
        clocks=[beginning(each, procedure, visit.site.now()) for each in running],
    )


def _may_write(visit: Visit) -> None:
    if not may_write(visit):
        raise HTTPException(403)


def _opening(visit: Visit, draft: Draft | None) -> Opening:
    """The opening as it was typed so far. Raises: HTTPException 403 or 404, Refused for an unknown case to link."""
    _may_write(visit)
    pathway = visit.place("pathway")
    if pathway not in visit.pack.procedures:
        raise HTTPException(404)
    procedure = visit.pack.procedures[pathway]
    opening = Opening(procedure, visit.who.actor(), visit.site.now())
    if not opening.ways:
        raise HTTPException(403)
    extra = draft.extra if draft else {"link": visit.asked("link"), "relation": visit.asked("relation")}
    older, relation = extra.get("link", ""), extra.get("relation", "")
    if older:
        _may_link(visit, older, relation)
    typed = {**opening.filled, **(draft.typed if draft else {})}
    return replace(opening, typed=typed, older=older, relation=relation if older else "")


def _may_link(visit: Visit, older: str, relation: str) -> None:
    """Raises: HTTPException 404 where the visitor may not see the older case, or nobody knows the relation."""
    known = relation in visit.pack.partnership.relations
    if not known or may_see(visit.who, older, visit.pack, visit.site.store, visit.site.now()) is None:
        raise HTTPException(404)


def _draft(visit: Visit) -> Draft | None:
    """The draft in the address, if it is the visitor's and of this pathway. Raises: HTTPException 403."""
    _may_write(visit)
    return drafts.find(visit, visit.place("draft"), OPENING + visit.place("pathway"))


def _address(opening: Opening, draft: str) -> str:
    return f"/cases/new/{opening.procedure.policy.pathway.pathway}/{draft}"


def _key(draft: str) -> str:
    """What makes the opening of one draft the same one again."""
    return f"opening-{draft}"


def _shown(visit: Visit, opening: Opening, part: Part, draft: str, errors: Mapping[str, str] | None = None) -> Response:
    before = opening.before(part)
    back = f"{_address(opening, draft)}/{'check' if part.kind == 'more' else before}"
    questions = [each for each in opening.asked if each.kind not in ("more", "call-first")]
    return visit.page(
        f"opening/{part.kind}.html",
        422 if errors else 200,
        opening=opening,
        part=part,
        form=opening.form(part, errors or {}),
        errors=errors or {},
        place=questions.index(part) + 1 if part in questions else 0,
        places=len(questions),
        back=back if draft and (before or part.kind == "more") else "/cases/new",
        happened=HAPPENED,
    )


def _kept(visit: Visit, opening: Opening, part: Part, draft: str) -> Response:
    """What was typed on a page is kept, right or wrong; then on, or the page again with what is wrong."""
    sent = typed_of(visit.form.multi_items())
    names = (*part.questions, *([HAPPENED] if part.kind == "more" else []))
    typed = with_answers(opening.typed, names, sent)
    rowed = pressed(visit.form, typed, part.questions)
    opening = replace(opening, typed=rowed or typed)
    errors = opening.reading(part).errors if rowed is None else {}
    if not draft and errors and visit.given("do") != "later":
        return _shown(visit, opening, part, "", errors)
    kept = drafts.keep(visit, _as_draft(opening, draft))
    if visit.given("do") == "later":
        return visit.to("/drafts", "draft")
    if rowed is not None or errors:
        return _shown(visit, opening, part, kept, errors)
    if part.kind == "emergency" and opening.danger:
        return visit.to(f"{_address(opening, kept)}/call-first")
    return visit.to(f"{_address(opening, kept)}/{opening.next_place(part)}")


def _as_draft(opening: Opening, draft: str) -> Draft:
    extra = {"link": opening.older, "relation": opening.relation} if opening.older else {}
    return Draft(OPENING + opening.procedure.policy.pathway.pathway, opening.typed, draft, extra)


def _refused(visit: Visit, opening: Opening, draft: str, refused: Refused) -> Response:
    """The engine's no: on the page of the question that it is about, else over the answers."""
    field = faults.field_of(refused)
    part = next((each for each in opening.parts if field in each.questions), None)
    if part is None:
        return _checked(visit, opening, draft, {"whole": f"{refused.because} {refused.remedy}"})
    return _shown(visit, opening, part, draft, {field: refused.because})


def _checked(visit: Visit, opening: Opening, draft: str, errors: Mapping[str, str], **more: Any) -> Response:
    answered = [(field.question.ask, shown(field), f"{part.place}#{field.id}") for part, field in opening.answered()]
    optional = opening.parts[-1].questions
    return visit.page(
        "opening/check.html",
        422 if errors else 200,
        opening=opening,
        answered=answered,
        unasked=sum(name not in opening.whole.answers for name in optional),
        base=_address(opening, draft),
        back=f"{_address(opening, draft)}/{[each.place for each in opening.asked if each.kind != 'more'][-1]}",
        errors=errors,
        **{"foreseen": None, **more},
    )


def _sent_before(visit: Visit) -> Response:
    """The same page sent a second time, after the case was opened and the draft went: its confirmation again."""
    with visit.site.store.transaction() as unit:
        answer = unit.answer(_key(visit.place("draft")))
    if answer is None:
        raise HTTPException(404)
    return visit.to(f"/cases/{answer.case}/opened")


ROUTES = (
    Route("/cases/new", signed_in(choose)),
    Route("/cases/new/{pathway}", signed_in(begin, keep_opening), methods=["GET", "POST"]),
    Route("/cases/new/{pathway}/{draft}/check", signed_in(check, keep_opening), methods=["GET", "POST"]),
    Route("/cases/new/{pathway}/{draft}/{part}", signed_in(part, keep_opening), methods=["GET", "POST"]),
    Route("/cases/{case}/opened", signed_in(opened)),
)
