"""What can be done about one clock: say why it was late, let it stand still, let it run again, grant more days."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from states.refusals import Refused
from web.changing import CaseForm, one_of, some_words
from web.forms.lapsed import keeping
from web.looking import Looked, as_of_now, look
from web.showing.clocks import ClockShown, Seen
from web.visits import Visit, signed_in
from web.writing import must_write, takes_part
from workflow.amending import reason_given
from workflow.commands import Extend, GiveReason, Resume, Suspend
from workflow.pausing import paused
from workflow.timescales import Leave

AUTHORISER = "Enter who agreed to this"
WORDS = "Say it in a sentence or two"


@dataclass(frozen=True)
class _About:
    """The clock that the address names, in its case."""

    visit: Visit
    looked: Looked
    shown: ClockShown

    @property
    def common(self) -> dict[str, Any]:
        """What every command about it carries."""
        now = self.visit.site.now()
        return {"at": now, "seen_at": now, "by": self.visit.who.actor(), "clock": self.shown.clock.id}

    @property
    def seen(self) -> Seen:
        """The case around it."""
        return self.shown.seen

    def form(self, template: str, done: str, **context: Any) -> CaseForm:
        """A form about it."""
        back = f"/cases/{self.looked.reference}"
        return CaseForm(self.visit, self.looked, template, done, back, {"clock": self.shown, **context})

    def refused(self, command: GiveReason | Suspend | Resume | Extend) -> Refused | None:
        """Why the clock cannot be changed in this way, with the source behind that; None where it can."""
        case, policy = self.seen.case, self.seen.procedure.policy
        try:
            if isinstance(command, GiveReason):
                reason_given(case, command, policy)
            else:
                paused(case, command, policy)
        except Refused as refused:
            return refused
        return None


def _about(visit: Visit, what: str) -> _About:
    """Raises: HTTPException 404 for a case or a clock that is not there."""
    looked = look(visit, what)
    case = as_of_now(looked, visit)
    clock = case.clocks.get(visit.place("clock"))
    if clock is None:
        raise HTTPException(404)
    seen = Seen(looked.reference, case, looked.history, looked.procedure, visit.site.now())
    return _About(visit, looked, ClockShown(clock, seen))


def reason(visit: Visit) -> Response:
    """Why a clock was late."""
    about = _about(visit, "reason for lateness")
    must_write(visit)
    codes = about.seen.procedure.policy.partnership.lateness_reasons
    errors = {
        **one_of(visit, "code", codes, "Choose the reason that fits best"),
        **some_words(
            visit,
            {"text": "Say what happened, in a sentence or two", "authoriser": "Enter who has accepted the reason"},
        ),
    }

    def command() -> GiveReason:
        return GiveReason(
            code=visit.given("code"), text=visit.given("text"), authoriser=visit.given("authoriser"), **about.common
        )

    refused = about.refused(GiveReason(code=next(iter(codes)), text="-", authoriser="-", **about.common))
    if refused is not None and not visit.posted:
        return _explained(about, refused, "Give a reason for")
    return about.form("clock-reason.html", "reason", codes=codes).answer(command, errors)


def suspend(visit: Visit) -> Response:
    """Let a clock stand still, where its procedure allows it."""
    about = _about(visit, "suspending a clock")
    leave = _leave(about, "suspension")

    def command() -> Suspend:
        return Suspend(
            reason=visit.given("code"), text=visit.given("text"), authoriser=visit.given("authoriser"), **about.common
        )

    trial = Suspend(reason=next(iter(leave.reasons), "") if leave else "", text="-", authoriser="-", **about.common)
    return _allowed(about, trial, "Suspend", "clock-suspend.html", "suspended", leave, command)


def extend(visit: Visit) -> Response:
    """Grant a clock more of its own days, where its procedure allows it."""
    about = _about(visit, "extending a clock")
    leave = _leave(about, "extension")
    amount = visit.given("amount")
    errors = {}
    if visit.posted and not (amount.isascii() and amount.isdigit() and len(amount) < 5 and int(amount) > 0):
        errors["amount"] = "Enter how many days, as a whole number such as 5"

    def command() -> Extend:
        return Extend(
            amount=int(amount),
            reason=visit.given("code"),
            text=visit.given("text"),
            authoriser=visit.given("authoriser"),
            **about.common,
        )

    trial = Extend(
        amount=1, reason=next(iter(leave.reasons), "") if leave else "", text="-", authoriser="-", **about.common
    )
    return _allowed(about, trial, "Extend", "clock-extend.html", "extended", leave, command, errors)


def resume(visit: Visit) -> Response:
    """Let a clock run again."""
    about = _about(visit, "resuming a clock")
    trial = Resume(**about.common)
    form = about.form("clock-resume.html", "resumed")
    refused = about.refused(trial)
    if refused is not None and not visit.posted:
        return _explained(about, refused, "Resume")
    return form.answer(lambda: trial, {})


def _leave(about: _About, which: str) -> Leave | None:
    timescale = about.seen.procedure.policy.pathway.timescales.get(about.shown.clock.timescale)
    found: Leave | None = getattr(timescale, which, None)
    return found


def _allowed(
    about: _About,
    trial: Suspend | Extend,
    verb: str,
    template: str,
    done: str,
    leave: Leave | None,
    command: Callable[[], Suspend | Extend],
    errors: dict[str, str] | None = None,
) -> Response:
    """The form where the clock may be changed so, else a page that says why it may not and on whose authority."""
    form = about.form(template, done, leave=leave)
    refused = about.refused(trial)
    if leave is None or (refused is not None and not about.visit.posted):
        assert refused is not None  # noqa: S101 - without leave the engine refuses
        return _explained(about, refused, verb)
    wrong = {
        **(errors or {}),
        **one_of(about.visit, "code", leave.reasons, "Choose a reason that the procedure allows"),
        **some_words(about.visit, {"text": WORDS, "authoriser": AUTHORISER}),
    }
    return form.answer(command, wrong)


def _explained(about: _About, refused: Refused, verb: str) -> Response:
    status = 422 if about.visit.posted else 200
    return about.visit.page(
        "clock-cannot.html",
        status,
        looked=about.looked,
        clock=about.shown,
        refused=refused,
        verb=verb,
        takes_part=takes_part(about.looked, about.visit),
    )


ROUTES = (
    Route("/cases/{case}/clocks/{clock}/reason", keeping(reason, "Say why it was late"), methods=["GET", "POST"]),
    Route("/cases/{case}/clocks/{clock}/suspend", keeping(suspend, "Suspend a deadline"), methods=["GET", "POST"]),
    Route("/cases/{case}/clocks/{clock}/resume", signed_in(resume), methods=["GET", "POST"]),
    Route("/cases/{case}/clocks/{clock}/extend", keeping(extend, "Extend a deadline"), methods=["GET", "POST"]),
)
