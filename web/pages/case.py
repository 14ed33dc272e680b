"""The page of a case: what is due, from whom, why then, and what can be done now; and the case as known on a day."""

from datetime import datetime

from starlette.responses import Response
from starlette.routing import Route

from access.vacancies import filled_posts
from engine.conventions import Disagreement, disagreements
from engine.documents import known_by
from states.days import end_of, parse_day
from states.folding import fold
from states.refusals import Refused
from store.rows import AlertRow
from web import sentences, standing
from web.forms.boxes import Boxes
from web.forms.moments import day_typed, instant_typed, typed_day
from web.forms.typed import typed_of
from web.looking import Looked, as_of_now, look
from web.pages.links import links_of
from web.showing.actions import in_own_words
from web.showing.alerts import AlertShown, alert_shown, posts_answered_for
from web.showing.answers import record_shown
from web.showing.clocks import Seen
from web.showing.happenings import happenings
from web.showing.kept import kept_shown
from web.showing.offers import beside, what_next
from web.showing.pauses import pauses
from web.showing.people import agency_title, doer, nobody_holds, within
from web.showing.standpoint import standpoint
from web.showing.steps import steps_shown
from web.visits import Visit, signed_in
from web.writing import amendable, may_write, takes_part
from workflow.guards import may_correct


def case_page(visit: Visit) -> Response:
    """Everything about one case, as it is now."""
    looked = look(visit, "case")
    seen = seen_now(looked, visit)
    actor, writes = visit.who.actor(), may_write(visit)
    events = happenings(looked.history, looked.procedure)
    older, newer = links_of(looked, visit)
    stands = standpoint(seen)
    differing = tuple(disagreements(seen.case, seen.procedure.policy, seen.now))
    return visit.page(
        "case/case.html",
        looked=looked,
        tag=tag_of(looked, visit),
        still=standing.still_due(looked.row, seen.now),
        stands=stands,
        closed_by=_last_mover(looked) if stands.finished else "",
        next=what_next(actor if writes else None, seen, standing.spoken_of(looked.row, seen.now)),
        within=within,
        done=_done(looked, visit),
        nobody_holds=nobody_holds([(seen.case.holder.role, seen.case.holder.agency)], visit.pack.partnership),
        beside=beside(actor, seen, visit.pack) if writes else [],
        pauses={each.clock.id: pauses(actor, each) for each in stands.running} if writes else {},
        writes=writes,
        takes_part=takes_part(looked, visit),
        correctable=amendable(may_correct, looked, visit),
        steps=steps_shown(seen.case, looked.procedure),
        record=record_shown(seen),
        kept=kept_shown(seen),
        parties=_parties(looked),
        older=older,
        newer=newer,
        disagreements_now=[each for each in differing if _is_running(each, seen)],
        disagreements_then=[each for each in differing if not _is_running(each, seen)],
        alerts=_open_alerts(looked, visit),
        events=events,
        shown_events=[each for each in reversed(events) if each.milestone or visit.asked("events") == "all"],
        every=visit.asked("events") == "all",
    )


def _done(looked: Looked, visit: Visit) -> str:
    """That something was done; what was recorded just now is named."""
    if visit.asked("done") != "recorded":
        return sentences.DONE.get(visit.asked("done"), "")
    last = max(looked.case.taken, key=lambda taken: taken.position)
    return f"Recorded: {looked.pathway.moves[last.move].title}."


def seen_now(looked: Looked, visit: Visit) -> Seen:
    """The case from where everybody stands now."""
    now = visit.site.now()
    filled = frozenset(filled_posts(visit.site.store, now))
    return Seen(looked.reference, as_of_now(looked, visit), looked.history, looked.procedure, now, filled)


def tag_of(looked: Looked, visit: Visit) -> standing.Standing:
    """The tag that the work list gives the case."""
    return standing.of_case(looked.row, visit.site.now())


def _is_running(differing: Disagreement, seen: Seen) -> bool:
    """Whether two ways of counting disagree about what is still due, not about what has ended."""
    return any(seen.case.clocks[clock].running for clock in differing.clocks)


def _open_alerts(looked: Looked, visit: Visit) -> list[AlertShown]:
    own = posts_answered_for(visit)
    rows = visit.site.store.alert_rows("open", looked.reference)
    return [alert_shown(row, looked.procedure, visit, own, about_in_words(row, looked)) for row in rows]


def about_in_words(row: AlertRow, looked: Looked) -> str:
    """The action that an alert is about, in its own words; empty where it is about something else."""
    clock = looked.case.clocks.get(row.about)
    return in_own_words(clock, looked.case, looked.history, looked.procedure) if clock else ""


def _last_mover(looked: Looked) -> str:
    """Who brought the case to the step at which it stands."""
    entered = next((each.position for each in reversed(looked.case.taken) if each.at == looked.case.step_since), 0)
    return doer(looked.history[entered - 1], looked.procedure.policy.partnership) if entered else ""


def _parties(looked: Looked) -> list[tuple[str, str]]:
    partnership = looked.procedure.policy.partnership
    return [(party, agency_title(agency, partnership)) for party, agency in looked.case.parties.items()]


def known(visit: Visit) -> Response:
    """The case as it was known at a moment: by what had been recorded until then."""
    looked = look(visit, "case as known on a date")
    boxes = _boxes(visit)
    instant, errors = _moment(boxes, visit)
    until = known_by(looked.history, instant) if instant else ()
    context = {
        "looked": looked,
        "errors": errors,
        "error_list": [{"text": text, "href": f"#{name}"} for name, text in errors.items()],
        "boxes": boxes,
        "instant": instant,
        "stands": None,
        "events": [],
        "later": len(looked.history) - len(until),
    }
    if until and instant:
        case = fold(until)
        procedure = visit.site.library.pinned(case, visit.site.store.pack)
        seen = Seen(looked.reference, case, until, procedure, instant)
        context |= {"stands": standpoint(seen), "events": happenings(until, procedure)[::-1]}
    return visit.page("case/known.html", 422 if errors else 200, **context)


def _boxes(visit: Visit) -> Boxes:
    """The day and the time asked for; an address may also name them as 2026-03-27 and 14:30."""
    typed = typed_of(visit.request.query_params.multi_items())
    on = visit.asked("on")
    if on:
        try:
            typed = {**typed_day(parse_day(on), "on"), "on-time": (visit.asked("time"),)}
        except Refused:
            typed = {"on-day": (on,)}
    return Boxes("on", "The date", typed)


def _moment(boxes: Boxes, visit: Visit) -> tuple[datetime | None, dict[str, str]]:
    """The moment asked for, in London; without a time the end of the day, without a day now."""
    if boxes.empty:
        return visit.site.now(), {}
    if boxes.part("time"):
        return boxes.read(instant_typed)
    day, errors = boxes.read(day_typed)
    return (end_of(day) if day else None), errors


ROUTES = (
    Route("/cases/{case}", signed_in(case_page)),
    Route("/cases/{case}/known", signed_in(known)),
)
