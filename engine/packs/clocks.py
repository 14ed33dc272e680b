"""Promises that could never be kept as written: clocks nobody starts or stops, warnings too early, no Day 1."""

from collections.abc import Iterator, Sequence

from engine.packs.exclusion import never_goes
from engine.packs.routes import DAY_ONE, Way
from engine.packs.subject import Subject
from engine.packs.yaml import Fault
from states.calendars import Calendar
from states.refusals import Refused
from states.terms import Term
from workflow.timescales import Timescale


def clock_faults(subject: Subject) -> Iterator[Fault]:
    """Everything wrong with the timescales and the ladder's Day 1."""
    yield from _day_one(subject)
    for name, timescale in subject.pathway.timescales.items():
        starting = starting_ways(subject, timescale)
        yield from _runs(subject, name, timescale, starting)
        yield from _anchored(subject, name, timescale, starting)
        yield from _matched(subject, name, timescale)
        yield from _term(subject, name, timescale)
        if timescale.kind == "statutory" and timescale.source.confidence == "proposed":
            because = f"“{name}” is said to be statutory, but its source is only proposed."
            remedy = "Name the statute or guidance that states it, or call it local, an aspiration or a reminder."
            yield subject.fault(("timescales", name, "kind"), "statutory-but-proposed", because, remedy)


def school_term_faults(subject: Subject, calendar: Calendar) -> Iterator[Fault]:
    """Timescales in school terms under a calendar that lists none, so that no clock of theirs could start."""
    for name, timescale in subject.pathway.timescales.items():
        for key, within in (("within", timescale.within), ("repeat", timescale.repeat)):
            if within and within.unit == "school_terms" and not calendar.school_terms.listed:
                because = f"“{name}” counts school terms, and the calendar {calendar.name} lists none."
                remedy = "Name in the partnership's `calendar` one with `school_terms`, or use another unit."
                yield subject.fault(("timescales", name, key), "no-school-terms", because, remedy)


def starting_ways(subject: Subject, timescale: Timescale) -> list[Way]:
    """The ways whose taking starts this clock, but for those on which its condition clearly never holds."""
    found = [
        way
        for way in subject.routes.ways
        if way.events.intersection(timescale.starts)
        and not never_goes(subject.pathway.moves[way.move], way, timescale.when)
    ]
    return [way for way in found if not timescale.only_in or way.target in timescale.only_in]


def _runs(subject: Subject, name: str, timescale: Timescale, starting: Sequence[Way]) -> Iterator[Fault]:
    path = ("timescales", name)
    known = {*subject.pathway.moves, *subject.pathway.steps}
    if not subject.routes.ways:
        return
    if not starting and known.issuperset(timescale.starts) and known.issuperset(timescale.only_in):
        because = f"Nothing that can happen ever starts “{name}”."
        remedy = "Name in `starts` a move that can be taken or a step that can be entered, in one of `only_in`."
        yield subject.fault((*path, "starts"), "clock-never-starts", because, remedy)
    if not timescale.stops:
        because = f"Nothing stops “{name}”, so every case would break this promise."
        remedy = "Name in `stops` the moves or steps that keep it."
        yield subject.fault((*path, "stops"), "clock-never-stops", because, remedy)
    elif known.issuperset(timescale.stops):
        endless = [way for way in starting if not can_follow(subject, way, timescale.stops)]
        for event in dict.fromkeys(event for way in endless for event in timescale.starts if event in way.events):
            here = next(way for way in endless if event in way.events)
            there = [way.target for way in starting if event in way.events and way not in endless]
            because = f"Once “{event}” has started “{name}”, nothing that can still happen stops it."
            remedy = f"Name in `stops` something that can come after “{event}”, or do not let it start this clock."
            if there:
                because = f"Where “{here.move}” leads to “{here.target}”, nothing that can still happen stops “{name}”."
                remedy = f"Write `only_in: {there[0]}`, or `starts: {there[0]}`, so that it runs only from there."
            yield subject.fault((*path, "stops"), "clock-never-stops", because, remedy)


def can_follow(subject: Subject, way: Way, events: Sequence[str]) -> bool:
    """Whether any of these events can come after a way, conditions aside."""
    later = subject.routes.onward[way.target]
    return any(each.source in later and each.events.intersection(events) for each in subject.routes.ways)


def _anchored(subject: Subject, name: str, timescale: Timescale, starting: Sequence[Way]) -> Iterator[Fault]:
    path = ("timescales", name)
    certain = subject.routes.certain(starting)
    anchor = timescale.anchor
    if anchor in subject.fields:
        yield from _a_day(subject, (*path, "anchor"), anchor)
        if starting and anchor not in certain and not _given(timescale, anchor):
            because = f"“{anchor}” may have no answer yet when “{name}” starts, so there may be no day to count from."
            remedy = f"Make “{anchor}” required in the moves that lead there, or leave `anchor` out."
            yield subject.fault((*path, "anchor"), "anchor-may-be-missing", because, remedy)
        if timescale.cut_off and subject.fields[anchor][0].type == "date":
            because = (
                f"Whether something came before {timescale.cut_off} cannot be told of “{anchor}”, which is only a day."
            )
            remedy = f"Ask for “{anchor}” as an instant, or leave `cut_off` out."
            yield subject.fault((*path, "cut_off"), "cut-off-of-a-day", because, remedy)
        if timescale.within.unit == "hours" and subject.fields[anchor][0].type == "date":
            because = f"Hours are counted from an instant, and “{anchor}” is only a day."
            yield subject.fault((*path, "anchor"), "hours-from-a-day", because, f"Ask for “{anchor}” as an instant.")
    if (timescale.within.given_day or timescale.before) and not anchor and not timescale.each_action:
        because = f"“{name}” is due by a day that somebody gives, and does not say which field holds it."
        yield subject.fault((*path, "within"), "no-day-given", because, "Name the field in `anchor`.")
    if timescale.each_action and timescale.each_action in subject.fields:
        if subject.fields[timescale.each_action][0].type != "actions":
            because = f"“{timescale.each_action}” is not a list of actions."
            yield subject.fault((*path, "each_action"), "no-actions", because, "Name a field of the type actions.")
        if not timescale.within.given_day:
            because = "Each action is due on the day that it names itself."
            yield subject.fault((*path, "within"), "no-day-given", because, "Write `within: {given_day: yes}`.")
    if timescale.within.window is None or anchor:
        return
    if timescale.cut_off:
        because = f"A window is counted from Day 1, a whole day, so nothing comes before or after {timescale.cut_off}."
        yield subject.fault((*path, "cut_off"), "cut-off-of-a-day", because, "Leave `cut_off` out.")
    if subject.pathway.day_one is None:
        because = f"“{name}” is a window of days, and the pathway does not say which day is Day 1."
        remedy = "Add `day_one: {starts, unit, source}`, or count from the trigger, such as {working_days: 5, …}."
        yield subject.fault((*path, "within", "window"), "window-without-day-one", because, remedy)
    elif starting and DAY_ONE not in certain:
        because = f"“{name}” may start before any move has begun Day 1."
        remedy = "Name in `day_one.starts` a move that always comes before it, such as open."
        yield subject.fault((*path, "within", "window"), "window-before-day-one", because, remedy)


def _given(timescale: Timescale, anchor: str) -> bool:
    """Whether the clock starts only where its anchor has an answer."""
    return timescale.when.plain().get(anchor) == {"present": "yes"}


def _a_day(subject: Subject, path: tuple[str, ...], field: str) -> Iterator[Fault]:
    found = subject.fields[field][0].type
    if found not in ("date", "instant"):
        days = [name for name, questions in subject.fields.items() if questions[0].type in ("date", "instant")]
        because = f"“{field}” is of the type {found}, and days are counted from a date or an instant."
        yield subject.fault(path, "not-a-day", because, f"Use one of {', '.join(days) or 'none yet: ask for one'}.")


def _matched(subject: Subject, name: str, timescale: Timescale) -> Iterator[Fault]:
    field, path = timescale.matched_by, ("timescales", name, "matched_by")
    if field not in subject.fields:
        return
    if timescale.each_action and subject.fields[field][0].type != "number":
        because = f"“{field}” is not a number, so it cannot say which action's clock stops."
        yield subject.fault(path, "not-a-number", because, "Name a field of the type number.")
    elif not timescale.each_action and subject.fields[field][0].type != "agency":
        because = f"“{field}” does not name an agency, so it cannot say whose clock stops."
        yield subject.fault(path, "not-an-agency", because, "Name a field of the type agency.")
    stopping = [move for move in timescale.stops if move in subject.pathway.moves]
    if stopping and not any(field in subject.pathway.moves[move].record for move in stopping):
        because = f"None of the moves that stop “{name}” asks for “{field}”, so each would stop every agency's clock."
        yield subject.fault(path, "not-matched", because, f"Ask for “{field}” in {' or '.join(stopping)}.")


def _day_one(subject: Subject) -> Iterator[Fault]:
    ladder = subject.pathway.day_one
    if ladder is None:
        return
    if not ladder.starts:
        because = "No move begins Day 1."
        yield subject.fault(("day_one", "starts"), "day-one-never-begins", because, "Write for example `{open: at}`.")
    if ladder.also_read_as == ladder.unit:
        because = "The second reading of the days is the same as the first."
        remedy = "Give the other unit, or leave `also_read_as` out."
        yield subject.fault(("day_one", "also_read_as"), "same-unit", because, remedy)
    for move, field in ladder.starts.items():
        path = ("day_one", "starts", move)
        if field == "at" or move not in subject.pathway.moves or field not in subject.pathway.moves[move].record:
            continue
        yield from _a_day(subject, path, field)
        ways = [way for way in subject.routes.ways if way.move == move]
        if ways and field not in subject.routes.certain(ways):
            because = f"“{field}” may have no answer when “{move}” is taken, so there may be no Day 1."
            remedy = f"Make “{field}” required in “{move}”, or count from `at`, the instant of the move."
            yield subject.fault(path, "anchor-may-be-missing", because, remedy)


def _term(subject: Subject, name: str, timescale: Timescale) -> Iterator[Fault]:
    path = ("timescales", name)
    later = False
    try:
        terms = [subject.pathway.term(timescale), subject.pathway.other_reading(timescale)]
        later = timescale.repeat is not None
        subject.pathway.term(timescale, timescale.repeat)
    except Refused as refused:
        key = "roll" if "rolls" in refused.because else "cut_off" if "cut-off" in refused.because else "within"
        key = "repeat" if later else key
        yield subject.fault((*path, key), refused.code, refused.because, refused.remedy)
        return
    near = timescale.near
    if near is None or timescale.before or timescale.within.given_day:
        return
    if near.working_days is not None:
        most, unit = min(_most_working_days(term) for term in terms if term), "working days"
        given = near.working_days
    else:
        most, unit = min(_most_hours(term) for term in terms if term), "hours"
        given = near.hours or 0
    if given > most:
        because = f"The warning {given} {unit} before the deadline would come before “{name}” has begun."
        yield subject.fault((*path, "near"), "warning-before-start", because, f"Give at most {most} {unit}.")


def _most_working_days(term: Term) -> int:
    """How many working days before its deadline a warning can come and still come after the day of the trigger."""
    if term.unit == "working_days":
        return max(0, term.amount - (1 if term.count_from == "exclude_trigger" else 2))
    days = _calendar_days(term)
    return max(0, days // 7 * 5 + min(days % 7, 5) - 1)


def _most_hours(term: Term) -> int:
    """The same in hours; a trigger's own day counts as whole, because nobody knows how much of it is left."""
    if term.unit == "hours":
        return term.amount - 1
    first = 1 if term.count_from == "exclude_trigger" else 0
    days = term.amount if term.unit == "working_days" else _calendar_days(term)
    return 24 * (days + first) - 1


def _calendar_days(term: Term) -> int:
    """The most days that a term not in working days can come to."""
    if term.unit == "hours":
        return max(1, term.amount // 24)
    return term.amount * {"weeks": 7, "months": 31, "school_terms": 366}.get(term.unit, 1)
