"""Whatever terms an authority has: a deadline ends one of them; more terms or a later start never bring it forward."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from states.calendars import Calendar, calendar_from
from states.days import end_of
from states.derivations import derivation_document, derive, due_at
from states.recheck import differences
from states.terms import CountFrom, Term
from tests.house.calendar_snapshot import build

SOURCE = {"title": "Invented", "part": "its terms", "edition": "1", "confidence": "unconfirmed"}
EVERY_YEAR = [
    {"name": "Spring", "first": "01-03", "last": "03-25"},
    {"name": "Summer", "first": "04-12", "last": "07-20"},
    {"name": "Autumn", "first": "09-01", "last": "12-18"},
]
BEGINS, DAY = date(2024, 9, 1), timedelta(days=1)


def calendar(lengths: list[tuple[int, int]]) -> Calendar:
    """Terms from September 2024 on: each as many days of holiday after the one before, and as many days long."""
    published, day = [], BEGINS
    for number, (holiday, length) in enumerate(lengths):
        first = day + holiday * DAY
        day = first + length * DAY
        published.append({"name": f"Term {number}", "first": first, "last": day - DAY})
    block = {"source": SOURCE, "terms": published, "expected": {"source": SOURCE, "every_year": EVERY_YEAR}}
    return calendar_from(build() | {"school_terms": block})


CALENDARS = [
    calendar([(0, 110), (16, 80), (18, 100), (42, 110)]),
    calendar([(0, 40), (9, 45), (14, 40), (9, 35), (16, 30), (9, 50), (44, 40)]),
    calendar([(3, 1), (0, 1), (1, 1), (0, 60)]),
]
calendars = st.sampled_from(CALENDARS)
amounts = st.integers(1, 12)
countings: st.SearchStrategy[CountFrom] = st.sampled_from(["exclude_trigger", "include_trigger"])
starts = st.one_of(st.dates(date(2024, 9, 5), date(2028, 1, 31)), st.dates(date(2024, 9, 5), date(2044, 12, 31)))
ENOUGH = settings(max_examples=300, deadline=None)


def term(amount: int, counting: CountFrom) -> Term:
    return Term("school_terms", amount, counting)


def by_hand(amount: int, counting: CountFrom, start: date, known: Calendar) -> tuple[date, bool]:
    """One term after the other on a wall calendar: where it ends, and whether a term on the way is only expected."""
    left, expected = amount, False
    for each in known.school_terms.listed:
        if each.last < start:
            continue
        expected |= each.expected
        if each.first <= start and counting == "exclude_trigger":
            continue
        left -= 1
        if not left:
            return each.last, expected
    raise AssertionError("not that many terms")


@ENOUGH
@given(calendars, amounts, countings, starts)
def test_it_is_the_last_day_of_the_term_that_a_wall_calendar_says_and_the_second_opinion_agrees(
    known: Calendar, amount: int, counting: CountFrom, start: date
) -> None:
    proof = derive(term(amount, counting), start, known)
    assert (proof.due_on, proof.provisional) == by_hand(amount, counting, start, known)
    assert proof.due_on in {each.last for each in known.school_terms.listed}
    assert proof.due_at == end_of(proof.due_on) == due_at(term(amount, counting), start, known)
    assert len(proof.counted_terms) == amount
    document: dict[str, Any] = json.loads(json.dumps(derivation_document(proof)))
    assert differences(document) == []


@ENOUGH
@given(calendars, amounts, countings, starts, st.integers(0, 200))
def test_more_terms_fall_due_later_and_a_later_start_never_earlier(
    known: Calendar, amount: int, counting: CountFrom, start: date, later: int
) -> None:
    first = due_at(term(amount, counting), start, known)
    assert first < due_at(term(amount + 1, counting), start, known)
    assert first <= due_at(term(amount, counting), start + later * DAY, known)
    assert end_of(start) <= first


@ENOUGH
@given(calendars, amounts, starts)
def test_leaving_out_the_triggers_own_term_gives_one_term_more_or_nothing_between_terms(
    known: Calendar, amount: int, start: date
) -> None:
    inside = bool(known.school_terms.at(start))
    without = due_at(term(amount, "exclude_trigger"), start, known)
    assert without == due_at(term(amount + inside, "include_trigger"), start, known)
