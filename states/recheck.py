"""A second opinion on a deadline: `python -m states.recheck FILE` counts a derivation again, day by day.

It needs nothing but Python and this file. From the JSON of a derivation (FILE or standard input) it believes only the
term, the start and the listed holidays, closures and school terms, and compares all the rest with its own count.
Exit status: 0 it agrees, 1 it does not (each difference on a line), 2 this is no derivation.
"""

import json
import sys
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LONDON, DAY = ZoneInfo("Europe/London"), timedelta(days=1)
STEPS = {"calendar_days": DAY, "weeks": 7 * DAY}
UNITS = (*STEPS, "working_days", "months", "school_terms", "hours")


class Days:
    """The days that the derivation lists, and no others."""

    def __init__(self, calendar: dict[str, Any], *, closures: dict[str, str]) -> None:
        self.first, self.last = date.fromisoformat(calendar["span_from"]), date.fromisoformat(calendar["span_to"])
        self.horizon = calendar["horizon"]
        self.listed = {day: f"{name} (local closure)" for day, name in closures.items()}
        for day, name in calendar["holidays"].items():
            self.listed[day] = f"{name} ({'bank holiday' if day <= self.horizon else 'expected bank holiday'})"

    def why(self, day: date) -> str:
        """Why `day` is not a working day; empty if it is one."""
        if not self.first <= day <= self.last:
            raise IndexError(f"{day} matters, but the holidays are listed from {self.first} to {self.last} only")
        return {5: "Saturday", 6: "Sunday"}.get(day.weekday()) or self.listed.get(day.isoformat(), "")

    def working_day_from(self, day: date) -> date:
        """`day` if it is a working day, else the next."""
        while self.why(day):
            day += DAY
        return day

    def last_working_day(self, first: date, last: date) -> date | None:
        """The last one from `first` to `last`."""
        return next((day for n in range((last - first).days + 1) if not self.why(day := last - n * DAY)), None)


def instant(text: str) -> datetime:
    """An instant in UTC; any other would be read in the time zone of the machine."""
    return datetime.fromisoformat(text if text.endswith("Z") else "no instant in UTC")


def count_again(given: dict[str, Any]) -> dict[str, Any]:
    """What the fields of the derivation ought to be."""
    term, start = given["term"], given["start"]
    unit, amount, counting = term["unit"], term["amount"], term["count_from"]
    excluded, known = counting == "exclude_trigger", ("exclude_trigger", "include_trigger")
    if type(amount) is not int or amount < 1 or unit not in UNITS or counting not in known:
        raise ValueError("the term is not a whole number, from 1, of a known unit, counted in a known way")
    days = Days(given["calendar"], closures=given["calendar"]["closures"] if term["closures"] else {})
    local = instant(start).astimezone(LONDON) if "T" in start else None
    begin = start_day = local.date() if local else date.fromisoformat(start)
    if term["cut_off"] and local and (days.why(begin) or local.strftime("%H:%M") >= term["cut_off"]):
        begin = days.working_day_from(begin + DAY)
    counted, skipped, passed, terms = list[str](), list[dict[str, str]](), list[Any](), list[Any]()
    step, elapsed = -DAY if term.get("before") else DAY, timedelta(hours=amount if unit == "hours" else 0)
    day_one, length = begin + step if excluded and unit != "hours" else begin, 0
    if unit == "working_days":
        day = day_one
        while len(counted) < amount:
            if days.why(day):
                skipped.append({"date": day.isoformat(), "why": days.why(day)})
            else:
                counted.append(day.isoformat())
            day += step
        ended = due_on = day - step
        day_one, length = date.fromisoformat(counted[0]), amount
    elif unit == "hours":
        ended = due_on = (instant(start) + elapsed).astimezone(LONDON).date()
    elif unit == "school_terms":
        listed, on = given["calendar"]["school_terms"], begin.isoformat()
        passed = [each for each in listed if excluded and each["first"] <= on <= each["last"]]
        terms = [each for each in listed if each["last"] >= on and each not in passed][:amount]
        if len(terms) < amount:
            raise IndexError(f"only {len(terms)} of {amount} school terms are listed from {on} on")
        ended = due_on = date.fromisoformat(terms[-1]["last"])
        day_one = max(begin, date.fromisoformat(terms[0]["first"]))
    else:
        ended = begin + step // DAY * amount * STEPS.get(unit, DAY * 0)
        if unit == "months":
            year, month = divmod(begin.year * 12 + begin.month - 1 + step // DAY * amount, 12)
            ended = date(year, month + 1, min(begin.day, monthrange(year, month + 1)[1]))
        ended = due_on = ended if excluded else ended - DAY
        length = abs((ended - day_one).days) + 1
        if term["roll"] == "forward":
            due_on = days.working_day_from(due_on)
        elif term["roll"] == "back":
            due_on = days.last_working_day(begin, ended) or ended
    apart = unit not in ("working_days", "hours") and days.why(due_on)
    advised = days.last_working_day(days.first, due_on) if apart else None
    due_at = instant(start) + elapsed if elapsed else datetime.combine(due_on, time.max, LONDON).astimezone(UTC)
    expected = any(each["expected"] for each in passed + terms)
    rests = unit == "working_days" or term["roll"] != "none" or bool(term["cut_off"])
    return {
        "start_day": start_day.isoformat(),
        "cut_off": {**given["cut_off"], "from": start_day.isoformat(), "to": begin.isoformat()},
        "day_one": day_one.isoformat(),
        "counted_days": length,
        "counted": sorted(counted),
        "skipped": sorted(skipped, key=lambda each: each["date"]),
        "counted_terms": terms,
        "skipped_terms": passed,
        "elapsed_seconds": elapsed // timedelta(seconds=1),
        "roll": {**given["roll"], "from": ended.isoformat(), "to": due_on.isoformat()},
        "due_on": due_on.isoformat(),
        "due_at": due_at.isoformat().replace("+00:00", "Z"),
        "provisional": expected or (rests and max(ended, due_on, begin - DAY).isoformat() > days.horizon),
        "last_working_day_before": advised and advised.isoformat(),
    }


def differences(given: dict[str, Any]) -> list[str]:
    """What the derivation says and a fresh count does not; empty if they agree."""
    given = {"counted_terms": [], "skipped_terms": [], **given}
    try:
        truth = count_again(given)
    except IndexError as unlisted:
        return [str(unlisted)]
    said = {name: given[name] for name in truth}
    found = [f"{name}: says {said[name]}, counts to {truth[name]}" for name in truth if said[name] != truth[name]]
    if bool(given["provisional_because"]) != truth["provisional"]:
        found.append("provisional_because: a reason stands there if and only if the deadline is provisional")
    return found


def main(arguments: list[str]) -> int:
    """Check the file named first, or standard input."""
    try:
        given = json.loads(Path(arguments[0]).read_bytes() if arguments else sys.stdin.read())
        found = differences(given)
        verdict = "\n".join(found) or f"agrees: due {given['due_on']} ({given['due_at']})"
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        sys.stderr.write(f"This is not a derivation that can be checked: {type(error).__name__}: {error}.\n")
        return 2
    sys.stdout.write(verdict + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
