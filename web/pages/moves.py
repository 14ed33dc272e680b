"""Recording a move: one form for any move of any procedure, what will happen shown first where it changes much."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from engine.handle import handle
from states.refusals import Refused
from web.forms import drafts, faults
from web.forms.closed import why_closed
from web.forms.drafts import Draft
from web.forms.foreseeing import Foreseen, foresee
from web.forms.happened import HAPPENED
from web.forms.lapsed import keep_move
from web.forms.moving import Moving
from web.forms.reading import first_input
from web.forms.rows import pressed
from web.forms.showing import shown
from web.forms.typed import typed_of
from web.looking import Looked, as_of_now, look
from web.showing.clocks import Seen
from web.showing.happenings import changed_since
from web.showing.overtaken import answers_by_fact
from web.showing.tasks import tasks_of
from web.showing.vacant import with_nobody
from web.visits import Visit, signed_in
from web.writing import amendable, may_write
from workflow.guards import OPEN, may_correct

CALLED, CHECKED = "called", "checked"
"""The pages between the form and the record that have been seen: to call first, and what will happen."""


def move(visit: Visit) -> Response:
    """The form of a move, and what comes of sending it."""
    if not may_write(visit):
        raise HTTPException(403)
    looked = look(visit, "recording a move")
    if visit.place("move") not in looked.pathway.moves or visit.place("move") == OPEN:
        raise HTTPException(404)
    sheet = _sheet(visit, looked)
    return sheet.sent() if visit.posted else sheet.first()


def tasks(visit: Visit) -> Response:
    """What the present step of a case needs, in any order, and what may be recorded besides."""
    looked = look(visit, "task list")
    case = as_of_now(looked, visit)
    seen = Seen(looked.reference, case, looked.history, looked.procedure, visit.site.now())
    return visit.page(
        "moves/tasks.html",
        looked=looked,
        step=looked.pathway.steps[case.step].title,
        found=tasks_of(visit.who.actor(), seen),
        writes=may_write(visit),
    )


def _sheet(visit: Visit, looked: Looked) -> "_Sheet":
    now = visit.site.now()
    moving = Moving(
        looked.procedure, as_of_now(looked, visit), looked.history, visit.place("move"), visit.who.actor(), now
    )
    return _Sheet(visit, looked, moving)


@dataclass(frozen=True)
class _Sheet:
    """One form of a move before somebody."""

    visit: Visit
    looked: Looked
    moving: Moving

    def first(self) -> Response:
        """The form, empty, or as a draft left it."""
        draft = drafts.find(self.visit, self.visit.asked("draft"), self.about)
        if draft is not None:
            return self.with_typed(draft.typed).shown(200, draft=draft.id)
        closed = self.closed()
        return closed if closed is not None else self.begun().shown(200)

    def sent(self) -> Response:
        """What comes of sending the form."""
        sheet = self.with_typed(typed_of(self.visit.form.multi_items()))
        rowed = pressed(self.visit.form, sheet.moving.typed, sheet.moving.move.record)
        if rowed is not None:
            return sheet.with_typed(rowed).shown(200)
        if self.visit.given("do") == "change":
            return sheet.shown(200)
        if self.visit.given("do") == "later":
            drafts.keep(self.visit, sheet.as_draft())
            return self.visit.to("/drafts", "draft")
        if self.sent_before():
            return self.visit.to(f"/cases/{self.looked.reference}", "recorded")
        if self.changed:
            return sheet.shown(409)
        return sheet.judged()

    def judged(self) -> Response:
        """Wrong answers said, danger and consequences shown, and then recorded."""
        errors = self.moving.reading.errors
        if errors:
            return self.closed() or self.shown(422, errors)
        seen = self.visit.given("seen").split()
        if self.moving.danger and CALLED not in seen:
            return self.between("moves/call-first.html", (*seen, CALLED))
        try:
            foreseen = foresee(self.moving.case, self.moving.command(), self.moving.procedure, self.looked.history)
            if CHECKED not in seen and self.worth_a_look(foreseen):
                return self.between("moves/check.html", (*seen, CHECKED), foreseen=foreseen)
            handle(
                self.visit.site.store,
                self.visit.site.library,
                self.moving.command(),
                self.looked.reference,
                key=self.visit.given("key"),
            )
        except Refused as refused:
            return self.refused(refused)
        drafts.delete(self.visit, self._own_draft)
        return self.visit.to(f"/cases/{self.looked.reference}", "recorded")

    def worth_a_look(self, foreseen: Foreseen) -> bool:
        """Whether somebody should see what follows before it is recorded."""
        ends = foreseen.moved and self.looked.pathway.steps[foreseen.case.step].finished
        return foreseen.worth_a_look or ends

    def refused(self, refused: Refused) -> Response:
        """The engine's no, beside the field that it is about."""
        name = faults.field_of(refused) or self._field_of(refused)
        if name in self.moving.move.record:
            field = first_input(name, self.moving.move.record[name])
            return self.shown(422, {field: faults.out_of_time(refused, self.moving.now) or refused.because})
        if refused.code in ("out-of-order", "in-the-future") and self.moving.asks_when:
            return self.shown(422, {f"{HAPPENED}-day": faults.out_of_time(refused, self.moving.now)})
        return self.closed() or self.shown(422, {"whole": f"{refused.because} {refused.remedy}"})

    def _field_of(self, refused: Refused) -> str:
        """The question that a refusal of one move or another is about."""
        if refused.code in ("out-of-order", "in-the-future"):
            return self.moving.move.happened_at
        if refused.code == "no-such-action":
            return next(iter(self.moving.form.numbered), "")
        return ""

    def closed(self) -> Response | None:
        """Why this move cannot be taken here now, or not by this post; None where it can."""
        found = why_closed(self.moving.actor, self.moving.name, self.moving.case, self.looked.procedure)
        if found is None:
            return None
        return self.visit.page("moves/closed.html", found.status, looked=self.looked, closed=found, moving=self.moving)

    def with_typed(self, typed: Mapping[str, tuple[str, ...]]) -> "_Sheet":
        """The same with what was typed."""
        return replace(self, moving=replace(self.moving, typed=typed))

    def begun(self) -> "_Sheet":
        """The same with what is known already."""
        return replace(self, moving=self.moving.begun())

    def shown(self, status: int, errors: Mapping[str, str] | None = None, draft: str = "") -> Response:
        """The page of the form with what was typed. After a change it shows what changed, and goes by the new state."""
        moving = replace(self.moving, errors=errors or {})
        conflict = status == 409
        context: dict[str, Any] = self._frame(self.key if conflict else "") | {
            "moving": moving,
            "form": moving.form,
            "sections": moving.sections,
            "errors": errors or {},
            "last_move": self._last_move() if faults.OUT_OF_ORDER in (errors or {}).values() else None,
            "happened": HAPPENED,
            "meanwhile": self.meanwhile if conflict else [],
            "recorded": answers_by_fact(self.looked, self.visit.site.now()) if conflict else {},
            "draft": draft or self.visit.given("draft"),
            "seen": CALLED if CALLED in self.visit.given("seen").split() and not conflict else "",
        }
        closed = why_closed(moving.actor, moving.name, moving.case, self.looked.procedure) if conflict else None
        if closed is not None:
            typed = [(each.question.ask, shown(each)) for each in moving.form.fields if any(shown(each))]
            return self.visit.page("moves/conflict.html", 409, **context, closed=closed, typed=typed)
        return self.visit.page("moves/form.html", status, **context)

    def _last_move(self) -> dict[str, Any]:
        """The move on record that happened last, and where it is corrected when that was, if by this post."""
        taken = max(self.looked.case.taken, key=lambda each: each.at)
        may = taken.position in amendable(may_correct, self.looked, self.visit)
        address = f"/cases/{self.looked.reference}/facts/{taken.position}/correct/at"
        return {"title": self.looked.pathway.moves[taken.move].title, "at": taken.at, "address": address if may else ""}

    def between(self, template: str, seen: tuple[str, ...], foreseen: Foreseen | None = None) -> Response:
        """A page between the form and the record, which carries on what was typed."""
        asked = self._still_to_ask(foreseen) if foreseen else ()
        carried = [
            (name, value)
            for name, values in self.moving.typed.items()
            if not any(name == each.id or name.startswith(f"{each.id}-") for each in asked)
            for value in values
        ]
        return self.visit.page(
            template,
            200,
            **self._frame(),
            moving=self.moving,
            foreseen=foreseen,
            lacking=with_nobody(foreseen.case, self.visit) if foreseen and foreseen.holder else "",
            asked=asked,
            carried=carried,
            seen=" ".join(seen),
            draft=self.visit.given("draft"),
            errors={},
        )

    def _still_to_ask(self, foreseen: Foreseen) -> Any:
        """What has no answer and is wanted now: what a rule looks at that is about to tell somebody, how it is told."""
        looked_at = {name for warned in foreseen.warnings for name in warned.fields}
        record, answers = self.moving.move.record, self.moving.reading.answers
        telling = {name for name, each in record.items() if each.tells and foreseen.holder}
        return self.moving.only(
            {name: record[name] for name in record if name in looked_at | telling and name not in answers}
        )

    def _frame(self, fresh_key: str = "") -> dict[str, Any]:
        """What every page of the form has: its case, where back leads, its key and the version it was made of."""
        same = self.visit.posted and not fresh_key
        return {
            "looked": self.looked,
            "back": f"/cases/{self.looked.reference}",
            "key": self.visit.given("key") if same else fresh_key or self.key,
            "version": self.visit.given("version") if same else str(self.looked.version),
        }

    @property
    def about(self) -> str:
        """What a draft of this form is about."""
        return f"{self.looked.reference} {self.moving.name}"

    @cached_property
    def key(self) -> str:
        """What makes this form, made of this version of the case for this session, the same one again."""
        content = f"{self.about} {self.looked.version}"
        return hmac.digest(self.visit.form_key, content.encode(), "sha256").hex()

    @property
    def changed(self) -> bool:
        """Whether people recorded something since the form was shown."""
        return self.visit.given("version") != str(self.looked.version)

    @property
    def meanwhile(self) -> Any:
        """What was recorded since the form was shown."""
        version = self.visit.given("version")
        known = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        return changed_since(self.looked.history, known, self.looked.procedure)

    def sent_before(self) -> bool:
        """Whether this very form was sent before, and done."""
        key = self.visit.given("key")
        if not key:
            return False
        with self.visit.site.store.transaction() as unit:
            answer = unit.answer(key)
        return answer is not None and answer.case == self.looked.reference

    def as_draft(self) -> Draft:
        """The form as it is, to be kept."""
        return Draft(self.about, self.moving.typed, self._own_draft)

    @property
    def _own_draft(self) -> str:
        """The draft that the form came from, if it is one of this form."""
        found = drafts.find(self.visit, self.visit.given("draft"), self.about)
        return found.id if found else ""


ROUTES = (
    Route("/cases/{case}/tasks", signed_in(tasks)),
    Route("/cases/{case}/moves/{move}", signed_in(move, keep_move), methods=["GET", "POST"]),
)
