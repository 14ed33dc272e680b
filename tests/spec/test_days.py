"""How time is counted: working days, calendar days, weeks, months and hours, and what is said about it."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from states.calendars import Calendar, calendar_from
from states.days import day_of, end_of, instant_text, parse_day, parse_instant, start_of
from states.derivations import Derivation, derive, due_at
from states.refusals import Refused
from states.terms import CountFrom, Roll, Term, parse_term
from tests.house.calendar_snapshot import build, england_and_wales

INCLUDED: CountFrom = "include_trigger"
NOT_COUNTED: CountFrom = "exclude_trigger"


def term(within: str, trigger_day: CountFrom = NOT_COUNTED, *, roll: Roll = "none", cut_off: str = "") -> Term:
    return replace(parse_term(within, count_from=trigger_day), roll=roll, cut_off=cut_off)


def proof(of: Term, start: str, calendar: Calendar | None = None) -> Derivation:
    counted_by = calendar or england_and_wales()
    begun = parse_instant(start) if "T" in start else parse_day(start)
    derivation = derive(of, begun, counted_by)
    assert derivation.due_at == due_at(of, begun, counted_by)
    return derivation


def due(of: Term, start: str, calendar: Calendar | None = None) -> str:
    return shown(proof(of, start, calendar).due_on)


def shown(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def refusal(of: Term, start: str) -> Refused:
    with pytest.raises(Refused) as refused:
        proof(of, start)
    return refused.value


def with_closures(*days: str) -> Calendar:
    return calendar_from(build() | {"closures": dict.fromkeys(days, "Offices closed")})


# Working days, against dates that guidance or practice states


def test_seventy_working_days_from_23_august_2019_end_on_2_december_as_the_inspectorates_letter_says() -> None:
    assert due(term("70 working days"), "2019-08-23") == "Mon 2 Dec 2019"


def test_an_incident_known_on_10_december_2026_is_notified_within_five_working_days_by_17_december() -> None:
    assert due(term("5 working days"), "2026-12-10") == "Thu 17 Dec 2026"


def test_a_rapid_review_after_10_december_2026_has_until_5_january_because_of_christmas() -> None:
    assert due(term("15 working days"), "2026-12-10") == "Tue 5 Jan 2027"


def test_a_child_protection_conference_has_a_day_less_if_the_strategy_meeting_is_day_one() -> None:
    assert due(term("15 working days", NOT_COUNTED), "2026-12-10") == "Tue 5 Jan 2027"
    assert due(term("15 working days", INCLUDED), "2026-12-10") == "Mon 4 Jan 2027"


def test_twenty_working_days_are_four_weeks_only_where_no_bank_holiday_intervenes() -> None:
    assert due(term("20 working days"), "2026-10-05") == "Mon 2 Nov 2026" == due(term("4 weeks"), "2026-10-05")
    assert due(term("20 working days"), "2026-12-18") == "Wed 20 Jan 2027"
    assert due(term("28 calendar days"), "2026-12-18") == "Fri 15 Jan 2027"


@pytest.mark.parametrize(
    ("rung", "last_day"),
    [
        ("9 working days", "Wed 23 Dec 2026"),
        ("15 working days", "Tue 5 Jan 2027"),
        ("21 working days", "Wed 13 Jan 2027"),
    ],
)
def test_an_escalation_ladder_counts_its_first_day_as_day_one(rung: str, last_day: str) -> None:
    assert due(term(rung, INCLUDED), "2026-12-11") == last_day


# Which day is day one


def test_on_a_weekend_the_next_working_day_is_day_one_whichever_way_it_is_counted() -> None:
    for counting in (INCLUDED, NOT_COUNTED):
        saturday = proof(term("3 working days", counting), "2026-12-12")
        assert shown(saturday.day_one) == "Mon 14 Dec 2026"
        assert shown(saturday.due_on) == "Wed 16 Dec 2026"


def test_on_a_bank_holiday_the_next_working_day_is_day_one() -> None:
    assert shown(proof(term("1 working day", INCLUDED), "2026-12-28").day_one) == "Tue 29 Dec 2026"


def test_inclusive_calendar_days_weeks_and_months_end_a_day_earlier() -> None:
    assert due(term("90 calendar days"), "2026-01-01") == "Wed 1 Apr 2026"
    assert due(term("90 calendar days", INCLUDED), "2026-01-01") == "Tue 31 Mar 2026"
    assert due(term("3 weeks"), "2026-01-01") == "Thu 22 Jan 2026"
    assert due(term("3 weeks", INCLUDED), "2026-01-01") == "Wed 21 Jan 2026"
    assert due(term("6 months"), "2026-01-01") == "Wed 1 Jul 2026"
    assert due(term("6 months", INCLUDED), "2026-01-01") == "Tue 30 Jun 2026"


def test_one_inclusive_calendar_day_is_the_day_itself() -> None:
    assert due(term("1 calendar day", INCLUDED), "2026-12-12") == "Sat 12 Dec 2026"


# Bank holidays


def test_good_friday_and_easter_monday_are_not_counted() -> None:
    easter = proof(term("1 working day"), "2026-04-02")
    assert shown(easter.due_on) == "Tue 7 Apr 2026"
    assert [skipped.why for skipped in easter.skipped] == [
        "Good Friday (bank holiday)",
        "Saturday",
        "Sunday",
        "Easter Monday (bank holiday)",
    ]


@pytest.mark.parametrize(
    ("christmas_eve", "next_working_day"),
    [
        ("2021-12-24", "Wed 29 Dec 2021"),  # Christmas on a Saturday: two substitute days
        ("2022-12-23", "Wed 28 Dec 2022"),  # on a Sunday
        ("2026-12-24", "Tue 29 Dec 2026"),  # Boxing Day on a Saturday
        ("2024-12-24", "Fri 27 Dec 2024"),  # both on weekdays
    ],
)
def test_christmas_on_a_weekend_moves_to_substitute_days(christmas_eve: str, next_working_day: str) -> None:
    assert due(term("1 working day"), christmas_eve) == next_working_day


@pytest.mark.parametrize(
    ("day", "next_working_day"),
    [
        ("2020-05-01", "Mon 4 May 2020"),  # the early May holiday moved …
        ("2020-05-07", "Mon 11 May 2020"),  # … to VE Day
        ("2022-06-01", "Mon 6 Jun 2022"),  # the Platinum Jubilee
        ("2022-05-27", "Mon 30 May 2022"),  # and no spring holiday in May that year
        ("2022-09-16", "Tue 20 Sep 2022"),  # the funeral of Queen Elizabeth II
        ("2023-05-05", "Tue 9 May 2023"),  # the coronation
    ],
)
def test_holidays_proclaimed_once_are_not_counted(day: str, next_working_day: str) -> None:
    assert due(term("1 working day"), day) == next_working_day


@pytest.mark.parametrize("day", ["2026-01-02", "2026-03-17", "2026-07-13", "2026-11-30"])
def test_holidays_of_scotland_and_northern_ireland_alone_are_counted(day: str) -> None:
    assert proof(term("1 working day", INCLUDED), day).due_on == parse_day(day)


def test_days_on_which_a_partnership_closes_its_offices_stop_no_statutory_clock() -> None:
    closed = with_closures("2026-12-29", "2026-12-30", "2026-12-31")
    statutory, local = term("1 working day"), replace(term("1 working day"), closures=True)
    assert due(statutory, "2026-12-24", closed) == "Tue 29 Dec 2026"
    assert due(local, "2026-12-24", closed) == "Mon 4 Jan 2027"
    assert proof(local, "2026-12-28", closed).skipped[0].why == "Offices closed (local closure)"


# The proof


def test_a_proof_names_every_day_counted_and_every_day_skipped_with_its_reason() -> None:
    christmas = proof(term("2 working days"), "2026-12-24")
    assert [shown(day) for day in christmas.counted] == ["Tue 29 Dec 2026", "Wed 30 Dec 2026"]
    assert [(shown(skipped.day), skipped.why) for skipped in christmas.skipped] == [
        ("Fri 25 Dec 2026", "Christmas Day (bank holiday)"),
        ("Sat 26 Dec 2026", "Saturday"),
        ("Sun 27 Dec 2026", "Sunday"),
        ("Mon 28 Dec 2026", "Boxing Day, substitute day (bank holiday)"),
    ]


def test_a_proof_names_the_calendar_it_rests_on() -> None:
    used, calendar = proof(term("2 working days"), "2026-12-24").calendar, england_and_wales()
    assert (used.name, used.version, used.sha256) == (calendar.name, calendar.version, calendar.sha256)
    assert list(used.holidays.values()) == ["Christmas Day", "Boxing Day, substitute day"]


def test_calendar_days_skip_nothing() -> None:
    christmas = proof(term("7 calendar days"), "2026-12-24")
    assert (christmas.counted_days, christmas.skipped) == (7, ())


# Months, leap days, year ends


def test_months_end_on_the_last_day_of_a_month_that_is_too_short() -> None:
    assert due(term("6 months"), "2026-08-31") == "Sun 28 Feb 2027"
    assert due(term("6 months"), "2027-08-31") == "Tue 29 Feb 2028"
    assert due(term("1 month"), "2026-10-31") == "Mon 30 Nov 2026"
    assert due(term("6 months", INCLUDED), "2026-08-31") == "Sat 27 Feb 2027"


def test_a_leap_day_counts_as_a_day() -> None:
    assert due(term("1 working day"), "2024-02-28") == "Thu 29 Feb 2024"
    assert due(term("366 calendar days"), "2024-01-01") == "Wed 1 Jan 2025"
    assert due(term("12 months"), "2024-02-29") == "Fri 28 Feb 2025"


def test_months_run_over_the_year_end() -> None:
    assert due(term("3 months"), "2026-11-15") == "Mon 15 Feb 2027"
    assert due(term("1 month"), "2026-12-31") == "Sun 31 Jan 2027"


# Where a deadline falls on a day nobody works


def test_a_deadline_on_a_weekend_stays_there_with_the_last_working_day_before_as_advice() -> None:
    six_months = proof(term("6 months"), "2026-06-26")
    assert shown(six_months.due_on) == "Sat 26 Dec 2026"
    assert six_months.last_working_day_before == parse_day("2026-12-24")


def test_no_advice_is_given_where_the_deadline_is_a_working_day() -> None:
    assert proof(term("6 months"), "2026-06-24").last_working_day_before is None


def test_a_deadline_may_be_rolled_back_or_forward_to_a_working_day() -> None:
    back, forward = term("6 months", roll="back"), term("6 months", roll="forward")
    assert due(back, "2026-06-26") == "Thu 24 Dec 2026"
    assert due(forward, "2026-06-26") == "Tue 29 Dec 2026"
    assert proof(forward, "2026-06-26").roll.because == "2026-12-26 is not a working day: Saturday."


def test_a_deadline_on_a_working_day_is_not_rolled() -> None:
    for roll in ("back", "forward"):
        kept = proof(replace(term("6 months"), roll=roll), "2026-06-24").roll
        assert (shown(kept.to), kept.because) == ("Thu 24 Dec 2026", "")


def test_a_deadline_may_be_rolled_back_to_the_day_it_began() -> None:
    assert due(term("1 calendar day", roll="back"), "2026-12-11") == "Fri 11 Dec 2026"


def test_a_deadline_is_never_rolled_back_to_before_it_began() -> None:
    sunday = proof(term("1 calendar day", roll="back"), "2026-12-12")
    assert shown(sunday.due_on) == "Sun 13 Dec 2026"
    assert sunday.roll.because.startswith("No working day falls from 2026-12-12 to 2026-12-13")
    assert due(term("1 calendar day", INCLUDED, roll="back"), "2050-12-31") == "Sat 31 Dec 2050"


# Cut-off


def test_what_comes_at_the_cut_off_or_after_it_counts_as_the_next_working_day() -> None:
    local = term("1 working day", cut_off="17:00")
    assert due(local, "2026-12-10T16:59:59Z") == "Fri 11 Dec 2026"
    assert due(local, "2026-12-10T17:00:00Z") == "Mon 14 Dec 2026"
    assert proof(local, "2026-12-11T17:30:00Z").cut_off.because.startswith("It came at or after the cut-off at 17:00")


def test_what_comes_at_the_weekend_does_not_fall_due_before_what_came_on_friday_evening() -> None:
    local = term("1 working day", cut_off="17:00")
    assert due(local, "2026-12-11T18:00:00Z") == due(local, "2026-12-12T10:00:00Z") == "Tue 15 Dec 2026"


def test_the_cut_off_goes_by_the_clock_on_the_wall_in_summer() -> None:
    local = term("1 working day", cut_off="17:00")
    assert due(local, "2026-07-09T15:59:00Z") == "Fri 10 Jul 2026"
    assert due(local, "2026-07-09T16:00:00Z") == "Mon 13 Jul 2026"


def test_without_a_cut_off_the_date_decides_however_late_the_hour() -> None:
    assert due(term("1 working day"), "2026-12-10T23:59:59Z") == "Fri 11 Dec 2026"


def test_a_cut_off_cannot_be_judged_from_a_date_alone() -> None:
    refused = refusal(term("1 working day", cut_off="17:00"), "2026-12-10")
    assert refused.code == "needs-an-instant"


# Hours, and the two changes of the clocks


def test_a_day_of_24_hours_lasts_24_hours_across_both_changes_of_the_clocks() -> None:
    spring = proof(term("24 hours"), "2026-03-28T12:00:00Z")
    autumn = proof(term("24 hours"), "2026-10-24T12:00:00+01:00")
    assert instant_text(spring.due_at) == "2026-03-29T12:00:00Z"  # 13:00 in London
    assert instant_text(autumn.due_at) == "2026-10-25T11:00:00Z"  # 11:00 in London


def test_hours_are_not_counted_on_the_wall_clock_even_if_the_start_was_read_from_it() -> None:
    on_the_wall = parse_instant("2026-10-24T11:00:00Z").astimezone(ZoneInfo("Europe/London"))
    assert instant_text(due_at(term("24 hours"), on_the_wall, england_and_wales())) == "2026-10-25T11:00:00Z"
    assert derive(term("24 hours"), on_the_wall, england_and_wales()).start == on_the_wall


def test_hours_run_through_nights_weekends_and_bank_holidays() -> None:
    assert instant_text(proof(term("72 hours"), "2026-12-24T16:30:00Z").due_at) == "2026-12-27T16:30:00Z"


def test_hours_need_a_time_of_day() -> None:
    refused = refusal(term("24 hours"), "2026-12-24")
    assert refused.code == "needs-an-instant"
    assert "24 hours cannot be counted from 2026-12-24" in refused.because


def test_a_deadline_in_days_ends_with_its_day_in_london_in_winter_and_in_summer() -> None:
    assert instant_text(proof(term("1 working day"), "2026-12-10").due_at) == "2026-12-11T23:59:59.999999Z"
    assert instant_text(proof(term("1 working day"), "2026-07-09").due_at) == "2026-07-10T22:59:59.999999Z"


def test_the_days_on_which_the_clocks_change_have_23_and_25_hours() -> None:
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)):
        length = end_of(parse_day(day)) - start_of(parse_day(day))
        assert round(length.total_seconds()) == hours * 3600


def test_half_past_midnight_in_a_london_summer_is_that_day_although_it_is_still_yesterday_in_utc() -> None:
    assert day_of(parse_instant("2026-07-09T23:30:00Z")) == parse_day("2026-07-10")
    assert due(term("1 working day"), "2026-07-09T23:30:00Z") == "Mon 13 Jul 2026"


# The edge of what is known


def test_a_deadline_beyond_the_official_bank_holidays_is_provisional_and_says_why() -> None:
    beyond = proof(term("5 working days"), "2028-12-28")
    assert shown(beyond.due_on) == "Fri 5 Jan 2029"
    assert beyond.provisional
    assert beyond.provisional_because.startswith("2029-01-05 is after 2028-12-31, the last day for which bank holidays")
    assert "New Year’s Day (expected bank holiday)" in [skipped.why for skipped in beyond.skipped]


def test_a_deadline_before_the_horizon_is_not_provisional() -> None:
    assert not proof(term("1 working day"), "2028-12-28").provisional


def test_hours_months_weeks_and_calendar_days_rest_on_no_bank_holiday_and_are_not_provisional() -> None:
    for within in ("6 months", "30 weeks", "200 calendar days", "4000 hours"):
        assert not proof(term(within), "2028-12-28T10:00:00Z").provisional


def test_a_month_that_is_rolled_rests_on_bank_holidays_and_is_provisional() -> None:
    assert proof(term("6 months", roll="forward"), "2028-12-28").provisional
    assert proof(term("1 month", roll="back"), "2028-12-01").provisional  # from New Year's Day 2029 to December
    assert not proof(term("31 calendar days", cut_off="17:00"), "2028-11-30T09:00:00Z").provisional  # the last day
    assert proof(term("32 calendar days", cut_off="17:00"), "2028-11-30T09:00:00Z").provisional


@pytest.mark.parametrize("start", ["2011-12-30", "2051-01-03"])
def test_dates_before_2012_and_after_2050_are_refused(start: str) -> None:
    refused = refusal(term("1 working day"), start)
    assert refused.code == "outside-calendar"
    assert "from 2012-01-01 to 2050-12-31" in refused.because


@pytest.mark.parametrize("within", ["5 working days", "5 calendar days", "1 week", "1 month", "120 hours"])
def test_a_deadline_that_would_fall_after_2050_is_refused(within: str) -> None:
    assert refusal(term(within), "2050-12-29T10:00:00Z").code == "outside-calendar"
