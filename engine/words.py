"""All prose but refusals: what a fact, a clock, a derivation or an alert says to a person, in plain English.

Times are shown as London clocks show them; the words are for busy people and blame nobody.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from states.case import Case, Clock
from states.derivations import Derivation
from states.facts import (
    AlertAcknowledged,
    AlertCleared,
    AlertPassedUp,
    AlertRaised,
    AnyFact,
    BreachWithdrawn,
    CaseOpened,
    ClockCancelled,
    ClockExtended,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockSuspended,
    Corrected,
    DeadlineBreached,
    DeadlineMoved,
    DeadlineNeared,
    HolderChanged,
    Linked,
    ReasonGiven,
    Repinned,
    StepTaken,
    StruckOut,
    Terms,
)
from states.terms import text_of

_LONDON = ZoneInfo("Europe/London")

ClockFact = (
    ClockStarted
    | ClockStopped
    | ClockCancelled
    | ClockSuspended
    | ClockResumed
    | ClockExtended
    | DeadlineNeared
    | DeadlineBreached
    | BreachWithdrawn
    | DeadlineMoved
)

ONLY_REMINDS = "it reminds, and is never counted as late"

NO_TITLES: Mapping[str, str] = {}

TRAINING = "Training data: everything here is invented."

STATUS = {
    "running": "on track",
    "near": "due soon",
    "breached": "late",
    "met": "done on time",
    "late": "done late",
    "suspended": "suspended",
    "cancelled": "no longer needed",
    "none": "no deadline",
}


def day(value: date) -> str:
    """Wed 23 Dec 2026."""
    return f"{value:%a} {value.day} {value:%b %Y}"


def moment(value: datetime) -> str:
    """Wed 23 Dec 2026, 14:05, as London clocks show it; the last moment of a day is that day's end."""
    local = value.astimezone(_LONDON)
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return f"{day(local.date())}, end of day"
    return f"{day(local.date())}, {local:%H:%M}"


def deadline(value: datetime) -> str:
    """Wed 23 Dec 2026, with the time only where it is not the end of the day: for lists."""
    return moment(value).removesuffix(", end of day")


@cache
def edition(name: str) -> str:
    """December 2024, of an edition that is named by its month; 25 February 2026, by its day; any other as it is."""
    for written, shown in (("%Y-%m-%d", "{0.day} {0:%B %Y}"), ("%Y-%m", "{0:%B %Y}")):
        try:
            return shown.format(datetime.strptime(name, written))  # noqa: DTZ007 - a name has no zone
        except ValueError:
            continue
    return name


def status(clock: Clock, now: datetime) -> str:
    """One or two words for a clock."""
    if not clock.terms.counts and clock.overdue(now):
        return "suggested time gone by"
    if clock.overdue(now):
        return "late"
    if not clock.terms.counts and clock.status == "late":
        return "done after the suggested time"
    if clock.breached and clock.status == "cancelled":
        return "late, and then no longer needed"
    return STATUS[clock.status]


def post(role: str, agency: str, titles: Mapping[str, str] = NO_TITLES) -> str:
    """Line manager, School A; without their titles: line manager, school-a."""
    known = (titles.get(f"role:{role}", _in_words(role)), titles.get(f"agency:{agency}", agency))
    return ", ".join(part for part in known if part) or "nobody"


def received_late(clock: Clock, case: Case) -> str:
    """Why a clock was past its date before it began to run: nobody who holds the case now could have kept it."""
    moves = [taken for taken in case.taken if taken.position <= clock.started_by]
    if len(moves) < 2:
        return "it was past its date when the case was opened"
    if moves[-1].step != moves[-2].step:
        return "received late: it was past its date when this step began"
    return "it was past its date when it was recorded"


def told(case: Case, whom: str | None) -> str:
    """How the present holder was told; `whom` is the name, where it can be read."""
    over = case.handed_over
    if over.to_itself:
        return ""
    if not over.told:
        return "Nobody is recorded as told."
    parts = (whom, _in_words(over.how), moment(over.told_at) if over.told_at else "")
    return f"Told: {', '.join(part for part in parts if part) or 'a name that cannot be read here'}."


def within(title: str) -> str:
    """A title as it stands within a sentence: without its capital, unless that is an abbreviation's."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _in_words(code: str) -> str:
    return code.replace("-", " ")


def number_of(count: int, thing: str) -> str:
    """`1 case`, `2 cases`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def confidence(level: str) -> str:
    """What has to stand beside a number that nobody has confirmed."""
    return {
        "high": "",
        "unconfirmed": "unconfirmed: the partnership has not confirmed this number",
        "proposed": "suggested by Duecourse: it reminds, and is never counted as late",
    }[level]


def standing(terms: Terms) -> list[str]:
    """What has to stand beside a clock: that nobody has confirmed its number, or that it only reminds."""
    reminds = terms.kind == "reminder" and terms.confidence != "proposed"
    return [note for note in (confidence(terms.confidence), ONLY_REMINDS if reminds else "") if note]


def derivation(proof: Derivation) -> list[str]:
    """Why this date, a sentence a line."""
    term, unit = proof.term, proof.term.unit
    lines = []
    if unit == "hours":
        started = proof.start if isinstance(proof.start, datetime) else None
        lines.append(f"{text_of(term)} of elapsed time, every day counted, from {moment(started) if started else ''}.")
        lines.append(f"It falls due on {moment(proof.due_at)}.")
        return lines
    if (unit, term.amount, term.count_from) == ("calendar_days", 1, "include_trigger"):
        return [f"It falls due at the end of the day that was given, {day(proof.due_on)}."]
    if unit == "school_terms":
        return _of_school_terms(proof)
    if term.before:
        lines.append(f"{text_of(term)} counted back from {day(proof.start_day)}, which is not counted.")
    how = "is not counted" if term.count_from == "exclude_trigger" else "counts as Day 1 if it is a working day"
    if unit != "working_days" and term.count_from == "include_trigger":
        how = "counts as Day 1"
    if not term.before:
        lines.append(f"{text_of(term)} from {day(proof.start_day)}, which {how}.")
    if proof.counted:
        end = proof.counted[0 if term.before else -1]
        last = f", and day {len(proof.counted)} is {day(end)}" if len(proof.counted) > 1 else ""
        lines.append(f"Day 1 is {day(proof.day_one)}{last}.")
    holidays = [skipped for skipped in proof.skipped if skipped.why not in ("Saturday", "Sunday")]
    weekends = len(proof.skipped) - len(holidays)
    if weekends:
        lines.append(f"Not counted: {weekends} weekend {'day' if weekends == 1 else 'days'}.")
    lines.extend(f"Not counted: {day(skipped.day)}, {skipped.why}." for skipped in holidays)
    lines.append(f"It falls due at the end of {day(proof.due_on)}.")
    if proof.last_working_day_before:
        lines.append(f"That is not a working day: the last one before it is {day(proof.last_working_day_before)}.")
    if proof.provisional:
        lines.append(f"Provisional: {proof.provisional_because}")
    return lines


def _of_school_terms(proof: Derivation) -> list[str]:
    start, terms = proof.start_day, proof.counted_terms
    passed = proof.skipped_terms[0] if proof.skipped_terms else None
    where = "which lies between terms"
    if passed:
        where = f"which lies in {passed.name}, {_from_to(passed.first, passed.last)}; that term is not counted"
    elif start >= terms[0].first:
        where = f"which lies in {terms[0].name}; that term is the first"
    lines = [f"{text_of(proof.term)} from {day(start)}, {where}."]
    first = "The first school term counted" if start >= terms[0].first else "The first school term after that"
    for number, term in enumerate(terms, 1):
        which = first if number == 1 else f"School term {number}"
        lines.append(f"{which} is {term.name}, {_from_to(term.first, term.last)}{' (expected)' * term.expected}.")
    lines.append(f"It falls due at the end of its last day, {day(proof.due_on)}.")
    if proof.last_working_day_before:
        lines.append(f"That is not a working day: the last one before it is {day(proof.last_working_day_before)}.")
    if proof.provisional:
        lines.append(f"Provisional: {proof.provisional_because}")
    return lines


def _from_to(first: date, last: date) -> str:
    """5 Jan to 27 Mar 2026, or with both years where there are two."""
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%b}{year} to {last.day} {last:%b %Y}"


def fact(told: AnyFact, titles: Mapping[str, str], after: Case) -> str:
    """One line of history; `after` is the case as it stood after it."""
    match told:
        case CaseOpened():
            return "The case was opened"
        case StepTaken(move=move, came_from=came, step=step):
            label = titles.get(f"move:{move}", move)
            return label if came == step else f"{label}: now at {titles.get(f'step:{step}', step)}"
        case HolderChanged(role=role, agency=agency, told=how):
            return f"Now with {post(role, agency, titles)}{f', told {_in_words(how)}' if how else ''}"
        case ReasonGiven(clock=clock, code=code):
            why = within(titles.get(f"reason:{code}", _in_words(code)))
            return f"Reason for lateness given: {_name(clock, titles)}, {why}"
        case AlertRaised(key=key, tell=tell):
            return f"Alert: {_alert(key, after, titles)}, to {post(tell.role, tell.agency, titles)}"
        case AlertPassedUp(key=key, tell=tell):
            return f"Alert passed up: {_alert(key, after, titles)}, to {post(tell.role, tell.agency, titles)}"
        case AlertAcknowledged(key=key):
            return f"Alert acknowledged: {_alert(key, after, titles)}"
        case AlertCleared(key=key):
            return f"Alert no longer needed: {_alert(key, after, titles)}"
        case Corrected(position=position, field=field):
            return f"Corrected: {_field(field, position, after, titles)} (event {position})"
        case StruckOut(position=position, field=field):
            return f"Struck out: {_field(field, position, after, titles)} (event {position})"
        case Linked(case=older, relation=relation):
            how = titles.get(f"relation:{relation}", _in_words(relation))
            return f"Linked to {older or 'a case that you may not see'} ({how})"
        case Repinned(edition=named):
            return f"Moved to edition {edition(named)}"
        case _:
            return _of_clock(told, after, titles)


_OF_A_FACT = {
    "at": "when it happened",
    "told": "how somebody was told",
    "told_at": "when somebody was told",
    "told_whom": "who was told",
    "by.person": "who did it",
    "value": "the corrected answer",
    "because": "the reason given",
    "text": "the reason given",
    "note": "the note",
    "authoriser": "who authorised it",
}


def _field(path: str, position: int, after: Case, titles: Mapping[str, str]) -> str:
    """What a path in an earlier fact is called: the question that it answers, or what else stands in a fact."""
    field = path.removeprefix("record.")
    move = next((taken.move for taken in after.taken if taken.position == position), "open")
    name = field.partition(".")[0]
    own = _OF_A_FACT.get(path) if field == path else None
    return own or titles.get(f"ask:{move}.{name}") or titles.get(f"ask:{name}") or name.replace("_", " ")


def _of_clock(told: ClockFact, after: Case, titles: Mapping[str, str]) -> str:
    clock, name = after.clocks[told.clock], _name(told.clock, titles)
    match told:
        case ClockStarted():
            return f"Clock started: {name}, due {moment(clock.due_at)}"
        case ClockStopped():
            return f"Done: {name} ({status(clock, told.at)})"
        case ClockCancelled():
            return f"No longer needed: {name}"
        case ClockSuspended(reason=reason, until=until):
            why = titles.get(f"suspension:{clock.timescale}.{reason}", _in_words(reason))
            return f"Suspended: {name} ({why}), until {moment(until)} at the latest"
        case ClockResumed(paused=paused):
            return f"Running again: {name}, after {number_of(paused, 'day')}"
        case ClockExtended(amount=amount, reason=reason):
            why = titles.get(f"extension:{clock.timescale}.{reason}", _in_words(reason))
            return f"Extended: {name}, by {number_of(amount, 'day')} ({why})"
        case DeadlineNeared():
            return f"Due soon: {name}, by {moment(clock.due_at)}"
        case DeadlineBreached():
            late = f" ({received_late(clock, after)})" if clock.received_late else ""
            return f"The deadline passed: {name}{late}"
        case BreachWithdrawn(because=because):
            return f"Not late after all: {name} ({because.replace('-', ' ')})"
        case DeadlineMoved():
            return f"Deadline moved: {name}, now {moment(clock.due_at)}"


def which(name: str, title: str = "") -> str:
    """Which of several clocks: an agency's by its title, that of an entry in a list by its number."""
    return title or (f"action {name}" if name.isdecimal() else name)


def _name(clock: str, titles: Mapping[str, str]) -> str:
    base, _, rest = clock.partition("#")[0].partition(":")
    title = titles.get(base, base)
    named = f"{title} ({which(rest, titles.get(f'agency:{rest}', ''))})" if rest else title
    own_words = titles.get(f"action:{clock}")
    return f"{named}: {own_words}" if own_words else named


def _alert(key: str, after: Case, titles: Mapping[str, str]) -> str:
    alert = after.alerts[key]
    title = titles.get(f"rule:{alert.rule}", alert.rule)
    return f"{title}: {_name(alert.about, titles)}" if alert.about else title
