"""Replay: a case event by event, as it stood after each. The address is the state, so it can be sent to somebody."""

from starlette.responses import Response
from starlette.routing import Route

from engine import words
from states.folding import fold
from web.looking import Looked, look
from web.pages.case import seen_now
from web.showing.clocks import Seen
from web.showing.happenings import happenings
from web.showing.standpoint import Standpoint, standpoint
from web.showing.strip import LEVEL, WIDTH, strip
from web.visits import Visit, signed_in


def replay(visit: Visit) -> Response:
    """One event, and the case after it."""
    looked = look(visit, "replay")
    events = happenings(looked.history, looked.procedure)
    at = _within(visit.asked("at"), len(events))
    event = events[at - 1]
    now = standpoint(_seen(looked, at, visit))
    before = standpoint(_seen(looked, at - 1, visit)) if at > 1 else None
    return visit.page(
        "replay.html",
        looked=looked,
        events=events,
        at=at,
        event=event,
        stands=now,
        changed=_changed(before, now),
        strip=strip(events, at),
        strip_size=(WIDTH, LEVEL * 2),
        level=LEVEL,
    )


def _within(asked: str, last: int) -> int:
    """Which event: the last one unless another is asked for, and never beyond the ends."""
    digits = asked.removeprefix("-")
    if not digits.isdigit() or not digits.isascii():
        return last
    return max(1, min(last, int(asked[:9])))


def _seen(looked: Looked, at: int, visit: Visit) -> Seen:
    """The case after so many events, from where it was then: the procedure, the clocks and the time as known then.

    After the last event it is as it is now, as its page shows it.
    """
    if at == len(looked.history):
        return seen_now(looked, visit)
    history = looked.history[:at]
    case = fold(history)
    procedure = visit.site.library.pinned(case, visit.site.store.pack)
    return Seen(looked.reference, case, history, procedure, history[-1].seen_at)


def _changed(before: Standpoint | None, now: Standpoint) -> dict[str, str]:
    """What this event changed: by `step`, `holder` or a clock's id, what stood there before; empty for what is new."""
    if before is None:
        return {}
    found = {}
    if before.step != now.step:
        found["step"] = before.step
    if before.holder != now.holder:
        found["holder"] = before.holder
    were = {each.clock.id: each for each in (*before.running, *before.ended)}
    for each in (*now.running, *now.ended):
        was = were.get(each.clock.id)
        if was is None:
            found[each.clock.id] = ""
        elif was.clock.due_at != each.clock.due_at:
            found[each.clock.id] = words.moment(was.clock.due_at)
        elif was.clock.status != each.clock.status:
            found[each.clock.id] = was.tag.text
    return found


ROUTES = (Route("/cases/{case}/replay", signed_in(replay)),)
