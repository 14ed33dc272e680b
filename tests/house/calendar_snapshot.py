"""The England and Wales calendar as its sources have it; `python -m tests.house.calendar_snapshot` writes the YAML.

`VERSION` is the day on which the release of govuk-bank-holidays in use was built, with GOV.UK's list as it stood then:
a newer release gets a new version and a new file, never a change to an old one, since cases are pinned to it.
"""

from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

import holidays
import yaml
from govuk_bank_holidays.bank_holidays import BankHolidays

from states.calendars import Calendar, calendar_from

VERSION = "2026-02-25"
FILE = Path(__file__).parents[2] / "packs" / "_calendars" / "england-and-wales" / f"{VERSION}.yaml"
FIRST, LAST = date(2012, 1, 1), date(2050, 12, 31)

# What `holidays` calls them, and what GOV.UK does.
_TITLES = {
    "New Year's Day": "New Year’s Day",
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}
_HEAD = """\
# Bank holidays in England and Wales. Weekends are never working days and are not listed; a holiday that falls on one
# is listed on its substitute day, as GOV.UK does. After the horizon nothing is proclaimed yet: those days are expected
# under the Banking and Financial Dealings Act 1971 and custom, and a deadline that rests on them is provisional.
"""


def official() -> dict[date, str]:
    """GOV.UK's list, with "substitute day" where it says so."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {
        event["date"]: event["title"] + (", substitute day" if event["notes"] == "Substitute day" else "")
        for event in listed
    }


def expected(after: date) -> dict[date, str]:
    """What England and Wales can expect on weekdays after `after`, under GOV.UK's titles."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(after.year + 1, LAST.year + 1))
    named = {day: name for day, name in sorted(found.items()) if day.weekday() < 5 and day <= LAST}
    return {
        day: _TITLES.get(plain := name.removesuffix(" (observed)"), plain)
        + (", substitute day" if name != plain else "")
        for day, name in named.items()
    }


def build() -> dict[str, object]:
    """The whole calendar, in plain text, as the YAML has it."""
    known = official()
    horizon = date(max(known).year, 12, 31)
    return {
        "name": "england-and-wales",
        "version": VERSION,
        "first": FIRST.isoformat(),
        "last": LAST.isoformat(),
        "horizon": horizon.isoformat(),
        "official": {
            "source": {
                "title": "GOV.UK bank holidays (https://www.gov.uk/bank-holidays.json)",
                "part": "england-and-wales",
                "edition": f"as bundled with govuk-bank-holidays {version('govuk-bank-holidays')}, built {VERSION}",
                "confidence": "high",
            },
            "days": {day.isoformat(): name for day, name in known.items()},
        },
        "expected": {
            "source": {
                "title": "Banking and Financial Dealings Act 1971, and custom, projected",
                "part": "England and Wales",
                "edition": f"as computed by holidays {version('holidays')} for GB-ENG",
                "confidence": "unconfirmed",
            },
            "days": {day.isoformat(): name for day, name in expected(horizon).items()},
        },
    }


def written() -> str:
    """The text of the YAML file."""
    return _HEAD + yaml.safe_dump(build(), allow_unicode=True, sort_keys=False, width=120)


@cache
def england_and_wales() -> Calendar:
    """The calendar as it stands in the packs."""
    return calendar_from(yaml.safe_load(FILE.read_text(encoding="utf-8")))


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(written(), encoding="utf-8")
