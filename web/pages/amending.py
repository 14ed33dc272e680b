"""Putting the record right, always by adding to it: a corrected answer or instant, a text that is struck out."""

from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from states.days import parse_day, parse_instant
from states.facts import AnyFact, CaseOpened, StepTaken
from states.refusals import Refused
from web.changing import CaseForm, some_words
from web.forms.boxes import Boxes
from web.forms.lapsed import keeping
from web.forms.moments import as_given, day_typed, instant_typed, typed_day, typed_instant
from web.forms.typed import typed_of
from web.looking import Looked, look
from web.showing.answers import in_words
from web.showing.happenings import Happening, happenings
from web.visits import Visit
from web.writing import Amends, must_write
from workflow.answers import LISTS
from workflow.commands import Correct, StrikeOut
from workflow.guards import OPEN, may_correct, may_strike_out
from workflow.questions import Question

WHEN = Question(type="instant", ask="When did it happen?")
AT = "at"


def correct(visit: Visit) -> Response:
    """What an earlier entry should have said; what it did say stays in the history."""
    looked = look(visit, "correcting the record")
    fact, happening = _fact(visit, looked)
    field = visit.place("field")
    question = _question(fact, field, looked)
    refusal = _not_for(visit, may_correct, fact, looked)
    if refusal:
        return refusal
    boxes = _boxes(visit, fact, field, question)
    value, errors = _typed(visit, question, boxes) if visit.posted else ("", {})
    errors = {**errors, **some_words(visit, {"because": "Say what was wrong, in a sentence"})}

    def command() -> Correct:
        now = visit.site.now()
        return Correct(
            position=happening.n,
            field=field,
            value=value,
            because=visit.given("because"),
            at=now,
            seen_at=now,
            by=visit.who.actor(),
        )

    context = {
        "happening": happening,
        "question": question,
        "field": field,
        "before": _before(fact, field, question, looked),
        "choices": _choices(question, looked),
        "boxes": boxes,
    }
    back = f"/cases/{looked.reference}"
    return CaseForm(visit, looked, "amend-correct.html", "corrected", back, context).answer(command, errors)


def strike_out(visit: Visit) -> Response:
    """One sealed text made unreadable for ever: asked for, confirmed where it says what will happen, then done."""
    looked = look(visit, "striking out a text")
    fact, happening = _fact(visit, looked)
    field = visit.place("field")
    if field not in fact.sealed or field.startswith("by."):
        raise HTTPException(404)
    refusal = _not_for(visit, may_strike_out, fact, looked)
    if refusal:
        return refusal
    errors = some_words(
        visit,
        {"because": "Say why nobody may read it any more", "authoriser": "Enter who has decided that it is struck out"},
    )

    def command() -> StrikeOut:
        now = visit.site.now()
        return StrikeOut(
            position=happening.n,
            field=field,
            because=visit.given("because"),
            authoriser=visit.given("authoriser"),
            at=now,
            seen_at=now,
            by=visit.who.actor(),
        )

    name = field.removeprefix("record.")
    asked = _asked(fact, name, looked)
    context = {"happening": happening, "label": asked.ask if asked else name, "text": fact.sealed[field]}
    form = CaseForm(visit, looked, "amend-strike-out.html", "struck-out", f"/cases/{looked.reference}", context)
    if visit.posted and not errors and visit.given("confirmed") != "yes":
        return CaseForm(visit, looked, "amend-strike-out-confirm.html", "", form.back, context).shown(200)
    return form.answer(command, errors)


def _not_for(visit: Visit, amends: Amends, fact: AnyFact, looked: Looked) -> Response | None:
    """A page that says whose it is to do this; None where it is the visitor's. Raises: HTTPException 403."""
    must_write(visit)
    try:
        amends(visit.who.actor(), fact, looked.procedure.policy.partnership)
    except Refused as refused:
        return visit.refused(refused, 403)
    return None


def _fact(visit: Visit, looked: Looked) -> tuple[AnyFact, Happening]:
    """The fact that the address names. Raises: HTTPException 404."""
    place = visit.place("n")
    n = int(place) if place.isascii() and place.isdigit() and len(place) < 9 else 0
    if not 1 <= n <= len(looked.history):
        raise HTTPException(404)
    return looked.history[n - 1], happenings(looked.history, looked.procedure)[n - 1]


def _question(fact: AnyFact, field: str, looked: Looked) -> Question:
    if field == AT:
        return WHEN
    question = _asked(fact, field, looked)
    if question is None:
        raise HTTPException(404)
    if question.type in LISTS:
        raise Refused(
            code="not-correctable",
            because="That is a list, and a list is not corrected by one value.",
            remedy="Record it again with the right list, where the procedure allows it.",
        )
    return question


def _asked(fact: AnyFact, field: str, looked: Looked) -> Question | None:
    name = OPEN if isinstance(fact, CaseOpened) else fact.move if isinstance(fact, StepTaken) else ""
    move = looked.pathway.moves.get(name)
    return move.record.get(field) if move else None


def _recorded(fact: AnyFact, field: str) -> Any:
    record = fact.record if isinstance(fact, CaseOpened | StepTaken) else {}
    return record.get(field, fact.sealed.get(f"record.{field}"))


def _before(fact: AnyFact, field: str, question: Question, looked: Looked) -> str:
    """What the fact said when it was recorded."""
    value = fact.at.isoformat() if field == AT else _recorded(fact, field)
    return in_words(question.type, value, looked.procedure, question) if value is not None else "Nothing"


def _choices(question: Question, looked: Looked) -> list[tuple[str, str]]:
    match question.type:
        case "yes_no":
            return [("yes", "Yes"), ("no", "No")]
        case "choice" | "choices":
            return [(each, question.title_of(each)) for each in question.choices]
        case "agency":
            return [(name, agency.title) for name, agency in looked.procedure.policy.partnership.agencies.items()]
        case _:
            return []


def _boxes(visit: Visit, fact: AnyFact, field: str, question: Question) -> Boxes:
    """The day and the time as they were typed now, else as they stand, to be changed."""
    boxes = Boxes("value", f"“{question.ask}”", typed_of(visit.form.multi_items()))
    if not boxes.empty or visit.posted:
        return boxes
    value = fact.at.isoformat() if field == AT else _recorded(fact, field)
    if question.type == "date" and value:
        return replace(boxes, typed=typed_day(parse_day(value), "value"))
    if question.type == "instant" and value:
        return replace(boxes, typed=typed_instant(parse_instant(value), "value"))
    return boxes


def _typed(visit: Visit, question: Question, boxes: Boxes) -> tuple[Any, dict[str, str]]:
    """What was typed as the engine takes it, or what is wrong with it."""
    match question.type:
        case "date":
            day, errors = boxes.read(day_typed)
            return day.isoformat() if day else "", errors
        case "instant":
            instant, errors = boxes.read(instant_typed)
            return as_given(instant) if instant else "", errors
        case "choices":
            value = ",".join(str(each) for each in visit.form.getlist("value"))
        case _:
            value = visit.given("value")
    return value, {} if value else {"value": "Enter what it should have said"}


ROUTES = (
    Route("/cases/{case}/facts/{n}/correct/{field}", keeping(correct, "Correct the record"), methods=["GET", "POST"]),
    Route(
        "/cases/{case}/facts/{n}/strike-out/{field}", keeping(strike_out, "Strike out a text"), methods=["GET", "POST"]
    ),
)
