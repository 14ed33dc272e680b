"""Whatever the term and the start: the quick way, the proof, a plain loop and the second opinion agree."""

import json
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from states.calendars import Calendar, calendar_from
from states.days import day_of, end_of, instant_text, parse_day, parse_instant, start_of
from states.derivations import derivation_document, derive, due_at
from states.recheck import differences
from states.refusals import Refused
from states.terms import CountFrom, Roll, Term, Unit, parse_term, text_of
from tests.house.calendar_snapshot import build

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
CALENDAR: Calendar = calendar_from(
    build() | {"closures": {f"{year}-12-{day}": "Offices closed" for year in range(2012, 2051) for day in (29, 30, 31)}}
)
ENOUGH = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

days = st.dates(date(2012, 1, 1), date(2050, 12, 31))


def instants_in(first: date, last: date) -> st.SearchStrategy[datetime]:
    begin = start_of(first)
    return st.timedeltas(timedelta(0), end_of(last) - begin).map(begin.__add__)


# Anywhere, and more often than chance would at both ends of the calendar and about its horizon.
instants = st.one_of(
    instants_in(CALENDAR.first, CALENDAR.last),
    instants_in(CALENDAR.first, date(2012, 1, 10)),
    instants_in(date(2028, 12, 1), date(2029, 1, 10)),
    instants_in(date(2050, 11, 1), CALENDAR.last),
)
countings: st.SearchStrategy[CountFrom] = st.sampled_from(["exclude_trigger", "include_trigger"])
units: st.SearchStrategy[Unit] = st.sampled_from(["working_days", "calendar_days", "weeks", "months", "hours"])
most = {"working_days": 300, "calendar_days": 500, "weeks": 80, "months": 40, "hours": 5000}


@st.composite
def terms(draw: st.DrawFn, of: st.SearchStrategy[Unit] = units) -> Term:
    unit = draw(of)
    rolls: list[Roll] = ["none"] if unit in ("working_days", "hours") else ["none", "back", "forward"]
    return Term(
        unit=unit,
        amount=draw(st.one_of(st.integers(1, 12), st.integers(1, most[unit]))),
        count_from=draw(countings),
        roll=draw(st.sampled_from(rolls)),
        cut_off=draw(st.sampled_from([""] if unit == "hours" else ["", "17:00", "00:00"])),
        closures=draw(st.booleans()),
    )


back_units: st.SearchStrategy[Unit] = st.sampled_from(["working_days", "calendar_days", "weeks"])


@pytest.mark.parametrize(
    ("event", "months", "by"),
    [("2026-03-31", 1, "2026-02-28"), ("2028-03-30", 1, "2028-02-29"), ("2027-01-15", 3, "2026-10-15")],
)
def test_months_counted_back_end_on_the_same_day_or_the_last_of_a_shorter_month(
    event: str, months: int, by: str
) -> None:
    term = Term(unit="months", amount=months, count_from="exclude_trigger", before=True)
    proof = derive(term, date.fromisoformat(event), CALENDAR)
    assert (proof.due_on.isoformat(), proof.due_at) == (by, end_of(date.fromisoformat(by)))
    assert differences(json.loads(json.dumps(derivation_document(proof)))) == []


@settings(max_examples=300, deadline=None)
@given(back_units, st.integers(1, 60), st.dates(date(2013, 6, 1), date(2049, 12, 31)), st.booleans())
def test_a_term_counted_back_ends_where_a_wall_calendar_says(
    unit: Unit, amount: int, start: date, closed: bool
) -> None:
    term = Term(unit=unit, amount=amount, count_from="exclude_trigger", closures=closed, before=True)
    index = CALENDAR.local if closed else CALENDAR
    day, left, skips_expected = start, amount * (7 if unit == "weeks" else 1), False
    while left:
        day -= timedelta(days=1)
        left -= unit != "working_days" or index.is_working(day)
        skips_expected |= unit == "working_days" and day > CALENDAR.horizon
    proof = derive(term, start, CALENDAR)
    assert proof.due_on == day
    assert proof.due_at == due_at(term, start, CALENDAR) == end_of(day)
    assert proof.provisional == skips_expected
    assert differences(json.loads(json.dumps(derivation_document(proof)))) == []


def by_hand(term: Term, start: date | datetime) -> datetime:
    """The deadline as one would count it on a wall calendar, one day after another. Raises: IndexError off its edge."""

    def works(day: date) -> bool:
        if not CALENDAR.first <= day <= CALENDAR.last:
            raise IndexError
        shut = term.closures and day in CALENDAR.closures
        return day.weekday() < 5 and day not in CALENDAR.holidays and not shut

    def on_a_working_day(day: date, step: timedelta) -> date:
        while not works(day):
            day += step
        return day

    if isinstance(start, datetime) and term.unit == "hours":
        due = start + timedelta(seconds=term.amount * 3600)
        works(due.astimezone(LONDON).date())
        return due
    day = start.astimezone(LONDON).date() if isinstance(start, datetime) else start
    works(day)
    if isinstance(start, datetime) and term.cut_off:
        hour, minute = term.cut_off.split(":")
        wall = start.astimezone(LONDON)
        late = (wall.hour, wall.minute) >= (int(hour), int(minute))
        day = on_a_working_day(day + DAY, DAY) if late or not works(day) else day
    included = term.count_from == "include_trigger"
    if term.unit == "working_days":
        left, end = term.amount, day - DAY if included else day
        while left:
            end += DAY
            left -= works(end)
    else:
        if term.unit == "months":
            month = day.month - 1 + term.amount
            year, month = day.year + month // 12, month % 12 + 1
            end = date(year, month, min(day.day, monthrange(year, month)[1]))
        else:
            end = day + timedelta(days=term.amount * {"weeks": 7, "calendar_days": 1}[term.unit])
        end -= DAY * included
        works(end)
        if term.roll == "forward":
            end = on_a_working_day(end, DAY)
        elif term.roll == "back" and any(works(day + n * DAY) for n in range((end - day).days + 1)):
            end = on_a_working_day(end, -DAY)
    return datetime(end.year, end.month, end.day, 23, 59, 59, 999_999, tzinfo=LONDON).astimezone(UTC)


def counted(term: Term, start: date | datetime) -> datetime | None:
    try:
        return due_at(term, start, CALENDAR)
    except Refused as refused:
        if refused.code != "outside-calendar":
            raise
        return None


def document(term: Term, start: date | datetime) -> dict[str, Any]:
    derived: dict[str, Any] = json.loads(json.dumps(derivation_document(derive(term, start, CALENDAR))))
    return derived


def startable(term: Term, instant: datetime) -> date | datetime:
    """A mere day where that is enough, on every other day, so that both are tried."""
    mere = instant.day % 2 and term.unit != "hours" and not term.cut_off
    return instant.date() if mere else instant


@ENOUGH
@given(terms(), instants)
def test_the_quick_way_the_proof_a_plain_loop_and_the_second_opinion_agree(term: Term, instant: datetime) -> None:
    start = startable(term, instant)
    quick = counted(term, start)
    try:
        slow = by_hand(term, start)
    except IndexError:
        assert quick is None
        return
    assert quick == slow
    proof = derive(term, start, CALENDAR)
    assert (proof.due_at, proof.due_on) == (slow, slow.astimezone(LONDON).date())
    assert differences(document(term, start)) == []


@ENOUGH
@given(terms(), instants, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_starts_later_never_falls_due_earlier(term: Term, earlier: datetime, by: timedelta) -> None:
    assume(earlier + by < end_of(CALENDAR.last))
    first, second = counted(term, earlier), counted(term, earlier + by)
    if second is not None:
        assert first is not None
        assert first <= second


@ENOUGH
@given(terms(), instants)
def test_a_longer_term_never_falls_due_earlier(term: Term, start: datetime) -> None:
    longer = counted(replace(term, amount=term.amount + 1), start)
    if longer is not None:
        shorter = counted(term, start)
        assert shorter is not None
        assert shorter <= longer


@ENOUGH
@given(days, st.integers(-400, 400))
def test_adding_working_days_and_counting_them_are_inverse(day: date, amount: int) -> None:
    for index in (CALENDAR, CALENDAR.local):
        try:
            there = index.add_working_days(day, amount)
        except Refused:
            continue
        assert index.is_working(there) or amount == 0
        if amount >= 0 or index.is_working(day):
            assert index.working_days_between(day, there) == amount
        assert index.working_days_between(there, day) == -index.working_days_between(day, there)


@ENOUGH
@given(days, days)
def test_every_day_is_either_a_working_day_or_skipped_with_a_reason(one: date, other: date) -> None:
    first, last = sorted((one, other))
    last = min(last, first + timedelta(days=60))
    working, skipped = CALENDAR.local.working_within(first, last), CALENDAR.local.skipped_within(first, last)
    assert sorted((*working, *(entry.day for entry in skipped))) == [
        first + n * DAY for n in range((last - first).days + 1)
    ]
    assert all(entry.why == CALENDAR.local.why_skipped(entry.day) for entry in skipped)


@ENOUGH
@given(instants, st.integers(-720, 720))
def test_instants_and_days_survive_being_written_and_read(instant: datetime, minutes: int) -> None:
    assert parse_instant(instant_text(instant)) == instant
    assert parse_day(day_of(instant).isoformat()) == day_of(instant)
    assert start_of(day_of(instant)) <= instant <= end_of(day_of(instant))
    assert end_of(day_of(instant)) + timedelta(microseconds=1) == start_of(day_of(instant) + DAY)


@ENOUGH
@given(terms())
def test_a_term_survives_being_written_and_read(term: Term) -> None:
    plain = Term(unit=term.unit, amount=term.amount, count_from=term.count_from)
    assert parse_term(text_of(term), count_from=term.count_from) == plain


@ENOUGH
@given(st.text(max_size=30))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    for read in (parse_day, parse_instant, lambda written: parse_term(written, count_from="exclude_trigger")):
        try:
            read(text)
        except Refused as refused:
            said = (refused.because, refused.remedy)
        else:
            continue
        assert all(said)


def _a_day_later(text: str) -> str:
    return (date.fromisoformat(text[:10]) + DAY).isoformat() + text[10:]


def _without(entries: list[Any]) -> list[Any]:
    return entries[:-1]


FORGERIES: dict[str, Callable[[Any], Any]] = {
    "start": _a_day_later,
    "start_day": _a_day_later,
    "day_one": _a_day_later,
    "due_on": _a_day_later,
    "due_at": _a_day_later,
    "counted_days": lambda number: number + 1,
    "elapsed_seconds": lambda number: number + 3600,
    "counted": _without,
    "skipped": _without,
    "provisional": lambda flag: not flag,
    "provisional_because": lambda reason: "" if reason else "Who knows.",
    "last_working_day_before": lambda day: "2026-12-24" if day is None else None,
    "term.amount": lambda number: number + 1,
    "term.unit": lambda unit: "working_days" if unit == "hours" else "hours",
    "cut_off.from": _a_day_later,
    "cut_off.to": _a_day_later,
    "roll.from": _a_day_later,
    "roll.to": _a_day_later,
    "skipped.0.why": lambda why: why + "!",
    "skipped.0.date": _a_day_later,
    "counted.0": _a_day_later,
}


@ENOUGH
@given(terms(), instants, st.sampled_from(sorted(FORGERIES)))
def test_a_proof_with_one_thing_changed_is_never_agreed_to(term: Term, instant: datetime, forged: str) -> None:
    start = startable(term, instant)
    assume(counted(term, start) is not None)
    proof = document(term, start)
    *path, last = [int(part) if part.isdigit() else part for part in forged.split(".")]
    place: Any = proof
    for part in path:
        assume(place[part])
        place = place[part]
    assume(place and place[last] != [])
    place[last] = FORGERIES[forged](place[last])
    try:
        found = differences(proof)
    except (ValueError, LookupError, TypeError, OverflowError):
        return
    assert found != []


@ENOUGH
@given(terms(st.just("working_days")), instants, st.data())
def test_a_holiday_left_out_of_the_list_or_slipped_into_it_is_noticed_where_it_was_asked_about(
    term: Term, instant: datetime, data: st.DataObject
) -> None:
    assume(counted(term, instant) is not None)
    proof = document(term, instant)
    listed = proof["calendar"]["holidays"]
    asked = [entry["date"] for entry in proof["skipped"] if entry["date"] in listed]
    day = data.draw(st.sampled_from(proof["counted"] + asked))
    if listed.pop(day, None) is None:
        listed[day] = "Founders’ Day"
    assert differences(proof) != []
