"""The calendar in the packs is what its sources say, and says of itself what it is."""

from datetime import date, timedelta

import holidays
import pytest
import yaml

from states.calendars import Calendar, calendar_from
from states.days import FIRST_DAY, LAST_DAY
from states.refusals import Refused
from tests.house.calendar_snapshot import FILE, VERSION, build, england_and_wales, expected, official, written

WEEKDAYS = [
    day
    for ordinal in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1)
    if (day := date.fromordinal(ordinal)).weekday() < 5
]


def test_the_file_is_what_the_snapshot_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run: python -m tests.house.calendar_snapshot"


def test_its_official_part_is_the_list_of_govuk_day_by_day_and_name_by_name() -> None:
    calendar = england_and_wales()
    listed = {day: name for day, name in calendar.holidays.items() if day not in calendar.expected}
    assert listed == official()
    assert len(listed) == 140


def test_it_agrees_with_an_independent_source_on_every_weekday_from_2012_to_2050() -> None:
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2051))
    assert [day for day in WEEKDAYS if england_and_wales().is_working(day) == (day in england)] == []


def test_every_year_to_2050_has_its_eight_or_more_bank_holidays_on_weekdays() -> None:
    per_year = [sum(day.year == year for day in england_and_wales().holidays) for year in range(2012, 2051)]
    assert min(per_year) == 8
    assert all(day.weekday() < 5 for day in england_and_wales().holidays)


@pytest.mark.parametrize(("month", "day"), [(1, 2), (3, 17), (7, 12), (11, 30)])
def test_days_that_are_holidays_in_scotland_or_northern_ireland_alone_are_working_days(month: int, day: int) -> None:
    here = official() | expected(england_and_wales().horizon)
    for year in range(2012, 2051):
        on = date(year, month, day)
        if on.weekday() < 5 and on not in here:
            assert england_and_wales().is_working(on)


def test_what_is_beyond_the_horizon_is_expected_and_says_so() -> None:
    calendar = england_and_wales()
    assert calendar.horizon == date(2028, 12, 31)
    assert calendar.expected == {day for day in calendar.holidays if day > calendar.horizon}
    assert calendar.why_skipped(date(2029, 12, 25)) == "Christmas Day (expected bank holiday)"
    assert calendar.why_skipped(date(2028, 12, 25)) == "Christmas Day (bank holiday)"


def test_each_part_says_where_it_comes_from_and_how_sure_it_is() -> None:
    assert [source.confidence for source in england_and_wales().sources] == ["high", "unconfirmed"]
    assert all(source.title and source.part and source.edition for source in england_and_wales().sources)
    assert england_and_wales().version == VERSION == FILE.stem


def test_its_fingerprint_follows_its_content_and_not_its_spelling() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert calendar_from(build() | {"closures": {}}).sha256 == england_and_wales().sha256
    assert calendar_from(yaml.safe_load(text.replace("'", ""))).sha256 == england_and_wales().sha256
    assert calendar_from(yaml.safe_load(text.replace("Good Friday", "Bad Friday"))).sha256 != england_and_wales().sha256


def test_a_closed_office_is_a_working_day_still_but_not_for_local_counting() -> None:
    calendar = calendar_from(build() | {"closures": {"2026-12-29": "Offices closed", "2026-12-25": "Offices closed"}})
    assert calendar.is_working(date(2026, 12, 29))
    assert not calendar.local.is_working(date(2026, 12, 29))
    assert calendar.local.why_skipped(date(2026, 12, 25)) == "Christmas Day (bank holiday)"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"name": ""}, "`name`"),
        ({"holidays": {"2026-12-25": "Christmas Day"}}, "`holidays`"),
        ({"first": "1 January 2012"}, "$.first"),
        ({"horizon": "2051-01-01"}, "first, horizon and last must follow each other"),
        ({"first": "2011-01-01"}, "between 2012-01-01 and 2050-12-31"),
        ({"horizon": "2027-12-31"}, "2028-12-26 is listed as official"),
        ({"horizon": "2029-12-31"}, "2029-01-01 is listed as expected"),
        ({"last": "2049-12-31"}, "2050-01-03 is listed"),
        ({"closures": {"2026-02-30": "Offices closed"}}, "$.closures"),
        ({"official": {"days": {"2026-12-25": "Christmas Day"}}}, "`source` - at `$.official`"),
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused_by_the_name_of_the_entry(
    change: dict[str, object], named: str
) -> None:
    with pytest.raises(Refused) as refused:
        calendar_from(build() | change)
    assert refused.value.code == "bad-calendar"
    assert named in refused.value.because


# The edges of counting


def outside(counting: object) -> bool:
    with pytest.raises(Refused) as refused:
        counting()  # type: ignore[operator]
    return refused.value.code == "outside-calendar"


def test_counting_back_gives_the_working_day_before() -> None:
    calendar: Calendar = england_and_wales()
    assert calendar.add_working_days(date(2026, 12, 12), -1) == date(2026, 12, 11)
    assert calendar.add_working_days(date(2027, 1, 5), -15) == date(2026, 12, 10)
    assert calendar.add_working_days(date(2026, 12, 12), 0) == date(2026, 12, 12)


def test_working_days_between_are_those_after_the_first_day_up_to_the_second() -> None:
    calendar = england_and_wales()
    assert calendar.working_days_between(date(2026, 12, 10), date(2027, 1, 5)) == 15
    assert calendar.working_days_between(date(2027, 1, 5), date(2026, 12, 10)) == -15
    assert calendar.working_days_between(date(2026, 12, 10), date(2026, 12, 10)) == 0


def test_the_first_and_the_last_day_can_be_asked_about_and_their_neighbours_cannot() -> None:
    calendar, day = england_and_wales(), timedelta(days=1)
    assert calendar.why_skipped(FIRST_DAY) == "Sunday"
    assert calendar.why_skipped(LAST_DAY) == "Saturday"
    assert calendar.next_working_day(FIRST_DAY) == date(2012, 1, 3)
    assert calendar.add_working_days(LAST_DAY, -1) == date(2050, 12, 30)
    assert outside(lambda: calendar.is_working(FIRST_DAY - day))
    assert outside(lambda: calendar.is_working(LAST_DAY + day))
    assert outside(lambda: calendar.next_working_day(LAST_DAY))
    assert outside(lambda: calendar.next_working_day(FIRST_DAY - day))
    assert outside(lambda: calendar.add_working_days(FIRST_DAY, -1))
    assert outside(lambda: calendar.add_working_days(FIRST_DAY - day, 0))
    assert outside(lambda: calendar.add_working_days(LAST_DAY + day, 0))
    assert outside(lambda: calendar.add_working_days(LAST_DAY, 1))
    assert outside(lambda: calendar.working_days_between(FIRST_DAY - day, LAST_DAY))
