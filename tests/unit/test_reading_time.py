"""What people write for a term, a date or an instant, and what is refused with which words."""

import pytest

from states.days import instant_text, parse_day, parse_instant
from states.refusals import Refused
from states.terms import CountFrom, Term, parse_term

NOT_COUNTED: CountFrom = "exclude_trigger"


@pytest.mark.parametrize("within", ["1 working day", "90 Calendar Days", "3 weeks", "6 MONTHS", " 24 hours "])
def test_terms_are_read_as_people_write_them(within: str) -> None:
    amount, unit = within.lower().split(maxsplit=1)
    read = parse_term(within, count_from=NOT_COUNTED)
    assert (read.amount, read.unit) == (int(amount), unit.strip().removesuffix("s").replace(" ", "_") + "s")


def test_plain_days_are_refused_because_they_could_be_either() -> None:
    with pytest.raises(Refused) as refused:
        parse_term("10 days", count_from=NOT_COUNTED)
    assert refused.value.code == "ambiguous-days"
    assert "working days or calendar days" in str(refused.value)


@pytest.mark.parametrize("within", ["0 working days", "-3 weeks", "999999999 months", f"{'9' * 5000} hours"])
def test_no_time_negative_time_and_more_than_the_calendar_holds_are_refused(within: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_term(within, count_from=NOT_COUNTED)
    assert refused.value.code == "term-out-of-range"
    assert refused.value.remedy.startswith("Give from 1 to")


@pytest.mark.parametrize(
    "within", ["", "soon", "working days", "1.5 hours", "two weeks", "5 working weeks", "3 weeks 2"]
)
def test_anything_else_is_refused_with_examples_of_what_would_do(within: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_term(within, count_from=NOT_COUNTED)
    assert refused.value.code == "not-a-term"
    assert "70 working days" in refused.value.remedy


def test_a_term_that_contradicts_itself_is_refused() -> None:
    for unit, roll, cut_off in (("working_days", "back", ""), ("hours", "none", "17:00"), ("weeks", "none", "5 pm")):
        with pytest.raises(Refused) as refused:
            Term(unit=unit, amount=1, count_from=NOT_COUNTED, roll=roll, cut_off=cut_off)  # type: ignore[arg-type]
        assert refused.value.code == "term-contradicts-itself"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-12-10T09:30:00", "instant-without-offset"),
        ("2026-12-10", "instant-without-offset"),
        ("2026-02-30T09:30:00Z", "not-an-instant"),
        ("2026-12-10T25:00:00Z", "not-an-instant"),
        ("yesterday", "not-an-instant"),
        ("", "not-an-instant"),
        ("2011-12-31T23:59:59Z", "outside-calendar"),
        ("2051-01-01T00:00:00Z", "outside-calendar"),
        ("0001-01-01T00:00:00+14:00", "outside-calendar"),
    ],
)
def test_a_time_that_could_mean_two_moments_or_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_instant(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text", ["2026-2-3", "20261210", "10/12/2026", "2026-02-30", "2026-12-10T09:00:00Z", "", "٢٠٢٦-١٢-١٠"]
)
def test_a_date_is_year_month_day_and_nothing_else(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_day(text)
    assert refused.value.code == "not-a-date"


def test_an_instant_is_shown_in_utc_whatever_offset_it_came_with() -> None:
    assert instant_text(parse_instant("2026-07-10T09:30+01:00")) == "2026-07-10T08:30:00Z"
    assert instant_text(parse_instant("2026-07-10T09:30:00.250+01:00")) == "2026-07-10T08:30:00.250000Z"
