"""Counting from school term to school term, by dates worked out by hand; and what cannot be a list of terms."""

import json
from datetime import date
from typing import Any

import pytest

from states import recheck
from states.calendars import Calendar, calendar_from
from states.days import instant_text, parse_day, parse_instant
from states.derivations import derivation_document, derive, due_at
from states.refusals import Refused
from states.terms import CountFrom, Term, parse_term, text_of
from tests.house.calendar_snapshot import build, england_and_wales

SOURCE = {"title": "A council", "part": "its list of terms", "edition": "2026", "confidence": "high"}
AUTUMN, SPRING, SUMMER = (
    {"name": "Autumn 2026", "first": "2026-09-01", "last": "2026-12-18"},
    {"name": "Spring 2027", "first": "2027-01-04", "last": "2027-03-25"},
    {"name": "Summer 2027", "first": "2027-04-12", "last": "2027-07-21"},
)
EVERY_YEAR = (
    {"name": "Spring", "first": "01-03", "last": "03-25"},
    {"name": "Summer", "first": "04-12", "last": "07-20"},
    {"name": "Autumn", "first": "09-01", "last": "12-18"},
)


def terms(*published: dict[str, str], every_year: object = EVERY_YEAR) -> dict[str, Any]:
    return {"source": SOURCE, "terms": published, "expected": {"source": SOURCE, "every_year": every_year}}


CALENDAR: Calendar = calendar_from(build() | {"school_terms": terms(AUTUMN, SPRING, SUMMER)})


def due(amount: int, start: str, count_from: CountFrom = "exclude_trigger") -> str:
    term = Term("school_terms", amount, count_from)
    proof = derive(term, parse_day(start), CALENDAR)
    assert proof.due_at == due_at(term, parse_day(start), CALENDAR)
    assert recheck.differences(json.loads(json.dumps(derivation_document(proof)))) == []
    return proof.due_on.isoformat() + (" provisional" if proof.provisional else "")


@pytest.mark.parametrize(
    ("start", "after_it", "with_it"),
    [
        ("2026-09-01", "2027-03-25", "2026-12-18"),  # the first day of a term lies in it
        ("2026-11-12", "2027-03-25", "2026-12-18"),
        ("2026-12-18", "2027-03-25", "2026-12-18"),  # and so does its last
        ("2026-12-19", "2027-03-25", "2027-03-25"),  # between terms the next one is the first either way
        ("2027-01-03", "2027-03-25", "2027-03-25"),
        ("2027-01-04", "2027-07-21", "2027-03-25"),
    ],
)
def test_one_term_ends_with_the_next_or_with_the_one_that_the_trigger_lies_in(
    start: str, after_it: str, with_it: str
) -> None:
    assert due(1, start) == after_it
    assert due(1, start, "include_trigger") == with_it


def test_two_terms_end_one_term_later() -> None:
    assert due(2, "2026-11-12") == "2027-07-21"
    assert due(2, "2026-12-20") == "2027-07-21"
    assert due(2, "2026-11-12", "include_trigger") == "2027-03-25"


def test_it_falls_due_with_the_last_moment_of_the_last_day_in_london() -> None:
    started = parse_instant("2027-03-25T23:30:00Z")
    assert instant_text(due_at(Term("school_terms", 1, "exclude_trigger"), started, CALENDAR)) == (
        "2027-07-21T22:59:59.999999Z"
    )
    evening_before = parse_instant("2027-04-11T23:30:00Z")  # already 12 April, the first day of term, in London
    assert due_at(Term("school_terms", 1, "include_trigger"), evening_before, CALENDAR).date() == date(2027, 7, 21)
    assert derive(Term("school_terms", 1, "exclude_trigger"), evening_before, CALENDAR).due_on == date(2027, 12, 18)


def test_beyond_the_published_terms_it_is_provisional_and_says_which_term_is_only_expected() -> None:
    assert due(1, "2027-04-30") == "2027-12-18 provisional"
    assert due(1, "2027-08-02") == "2027-12-18 provisional"
    assert due(1, "2027-04-30", "include_trigger") == "2027-07-21"
    proof = derive(Term("school_terms", 2, "exclude_trigger"), date(2027, 4, 30), CALENDAR)
    assert proof.due_on == date(2028, 3, 25)
    assert "Autumn 2027 are not published yet" in proof.provisional_because
    assert [(term.name, term.expected) for term in proof.counted_terms] == [
        ("Autumn 2027", True),
        ("Spring 2028", True),
    ]
    assert [term.name for term in proof.skipped_terms] == ["Summer 2027"]


def test_a_term_that_is_expected_to_end_on_a_weekend_names_the_last_working_day_before() -> None:
    proof = derive(Term("school_terms", 1, "exclude_trigger"), date(2027, 5, 4), CALENDAR)
    assert (proof.due_on, proof.last_working_day_before) == (date(2027, 12, 18), date(2027, 12, 17))


def test_expected_terms_begin_after_the_published_ones_and_run_to_the_end_of_the_calendar() -> None:
    listed = CALENDAR.school_terms.listed
    assert [term.name for term in listed[:5]] == [
        "Autumn 2026",
        "Spring 2027",
        "Summer 2027",
        "Autumn 2027",
        "Spring 2028",
    ]
    assert listed[-1].last == date(2050, 12, 18)
    only_autumn = calendar_from(build() | {"school_terms": terms(AUTUMN)}).school_terms.listed
    assert [(term.name, term.expected) for term in only_autumn[:2]] == [("Autumn 2026", False), ("Spring 2027", True)]


@pytest.mark.parametrize(
    ("amount", "start"), [(1, "2026-08-31"), (1, "2050-12-18"), (1, "2050-12-31"), (100, "2026-11-12")]
)
def test_before_the_first_term_and_after_the_last_nothing_can_be_counted(amount: int, start: str) -> None:
    with pytest.raises(Refused) as refused:
        due(amount, start)
    assert refused.value.code == "outside-calendar"


def test_a_calendar_without_terms_says_so() -> None:
    with pytest.raises(Refused) as refused:
        due_at(Term("school_terms", 1, "exclude_trigger"), date(2026, 11, 12), england_and_wales())
    assert refused.value.code == "outside-calendar"
    assert "lists none at all" in refused.value.because


def test_it_is_written_and_read_as_people_say_it() -> None:
    for text in ("1 school term", "2 school terms"):
        assert text_of(parse_term(text, count_from="exclude_trigger")) == text
    for text in ("1 term", "2 school weeks", "1 working term"):
        with pytest.raises(Refused) as refused:
            parse_term(text, count_from="exclude_trigger")
        assert refused.value.code == "not-a-term"


@pytest.mark.parametrize("change", [{"cut_off": "17:00"}, {"roll": "back"}, {"before": True}])
def test_school_terms_know_no_roll_no_cut_off_and_are_not_counted_back(change: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        Term("school_terms", 1, "exclude_trigger", **change)
    assert refused.value.code == "term-contradicts-itself"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (terms(AUTUMN | {"last": "2026-08-18"}), "Autumn 2026 ends before it begins"),
        (terms(SPRING, AUTUMN), "Autumn 2026 begins before Spring 2027 has ended"),
        (terms(AUTUMN, SPRING | {"first": "2026-12-18"}), "Spring 2027 begins before Autumn 2026 has ended"),
        (terms(AUTUMN, SPRING | {"name": "Autumn 2026"}), "two school terms are called Autumn 2026"),
        (terms(AUTUMN | {"last": "2051-01-02"}), "2051-01-02 is listed"),
        (terms(AUTUMN | {"expected": "yes"}), "`expected`"),
        (terms(AUTUMN, every_year=[EVERY_YEAR[0] | {"last": "02-29"}]), "a day that not every year has"),
        (terms(AUTUMN, every_year=[EVERY_YEAR[0] | {"last": "March"}]), "school_terms.expected.every_year"),
        (terms(AUTUMN, every_year=[EVERY_YEAR[2], EVERY_YEAR[0]]), "begins before"),
        (terms(AUTUMN, every_year=[]), "school_terms.expected.every_year"),
        (terms(), "school_terms.terms"),
        ({"terms": [AUTUMN], "source": SOURCE}, "`expected`"),
    ],
)
def test_a_list_of_terms_that_cannot_be_right_is_refused(written: dict[str, Any], named: str) -> None:
    with pytest.raises(Refused) as refused:
        calendar_from(build() | {"school_terms": written})
    assert refused.value.code == "bad-calendar"
    assert named in refused.value.because


def document() -> dict[str, Any]:
    proof = derive(Term("school_terms", 1, "exclude_trigger"), date(2027, 4, 30), CALENDAR)
    copied: dict[str, Any] = json.loads(json.dumps(derivation_document(proof)))
    return copied


def a_term_left_out(given: dict[str, Any]) -> None:
    del given["calendar"]["school_terms"][1]


def a_term_that_ends_later(given: dict[str, Any]) -> None:
    given["calendar"]["school_terms"][1]["last"] = "2027-12-22"


def its_own_term_counted(given: dict[str, Any]) -> None:
    given["counted_terms"], given["skipped_terms"] = given["skipped_terms"], []


def called_published(given: dict[str, Any]) -> None:
    given["provisional"], given["provisional_because"] = False, ""


def the_first_term_included(given: dict[str, Any]) -> None:
    given["term"]["count_from"] = "include_trigger"


@pytest.mark.parametrize(
    ("forged", "noticed"),
    [
        (a_term_left_out, "only 0 of 1 school terms are listed from 2027-04-30 on"),
        (a_term_that_ends_later, "2027-12-22 matters"),
        (its_own_term_counted, "counted_terms: says"),
        (called_published, "provisional: says False, counts to True"),
        (the_first_term_included, "due_on: says 2027-12-18, counts to 2027-07-21"),
    ],
)
def test_the_second_opinion_says_what_is_wrong_with_a_proof_in_terms(forged: Any, noticed: str) -> None:
    given = document()
    assert recheck.differences(given) == []
    forged(given)
    assert any(noticed in each for each in recheck.differences(given))


def test_a_proof_from_before_there_were_terms_can_still_be_checked() -> None:
    old = derivation_document(derive(Term("weeks", 2, "exclude_trigger"), date(2026, 11, 12), CALENDAR))
    for name in ("counted_terms", "skipped_terms"):
        del old[name]
    del old["calendar"]["school_terms"]
    assert recheck.differences(json.loads(json.dumps(old))) == []
