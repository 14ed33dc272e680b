"""What the address of a report asks for: its days as they were typed, read, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from engine import words
from reports.values import Period
from states.days import day_of, end_of, parse_day, parse_instant
from states.refusals import Refused
from web.forms.moments import PARTS, Mistyped, day_typed, typed_day
from web.forms.typed import Typed, one
from web.visits import Visit

FIRST, LAST, KNOWN, OUTWARD = "from", "to", "as_known", "outward"
_CALLED = {FIRST: "The first day", LAST: "The last day", KNOWN: "The day"}


@dataclass(frozen=True)
class Asked:
    """A report by its name and title. `period`: None of one that tells how things stand, or of days that cannot be.

    `known`: beside what was known then, None for nothing beside it. `typed`: the parts of each day as they were typed.
    `errors`: what is wrong, by the id of the input to put right.
    """

    name: str
    title: str
    of_a_moment: bool
    period: Period | None
    known: datetime | None
    outward: bool
    typed: Typed
    errors: Mapping[str, str]

    def address(self, page: str = "", **more: object) -> str:
        """The same report on another of its pages."""
        said: dict[str, object] = {}
        if self.period:
            said |= {FIRST: self.period.first, LAST: self.period.last}
        if self.known:
            exact = self.known != end_of(day_of(self.known))
            said[KNOWN] = self.known.isoformat() if exact else day_of(self.known)
        if self.outward:
            said[OUTWARD] = "yes"
        query = urlencode({name: str(value) for name, value in {**said, **more}.items()})
        return f"/reports/{self.name}{page}{'?' if query else ''}{query}"

    def of(self, period: Period) -> str:
        """The address of the same report for another period, as known now."""
        return replace(self, period=period, known=None).address()

    def part(self, place: str, part: str) -> str:
        """One input of a day, as it was typed."""
        return one(self.typed, f"{place}-{part}")

    def fault(self, place: str) -> tuple[str, str]:
        """What is wrong with a day: the input, and the words; empty where nothing is."""
        return next(((each, said) for each, said in self.errors.items() if each.startswith(f"{place}-")), ("", ""))

    def wrong(self, errors: Mapping[str, str]) -> "Asked":
        """The same with something wrong with it."""
        return replace(self, errors={**self.errors, **errors})


def asked_of(visit: Visit) -> Asked:
    """What is asked for; without a period the last whole year of reports. Raises: KeyError for no report of ours."""
    reported = visit.pack.partnership.reports[visit.place("name")]
    query = visit.request.query_params
    by_parts = {name: (query[name],) for name in query if name.partition("-")[0] in _CALLED and "-" in name}
    asked = Asked(
        name=visit.place("name"),
        title=reported.title,
        of_a_moment=reported.of_a_moment,
        period=None,
        known=None,
        outward=visit.asked(OUTWARD) == "yes",
        typed={**(by_parts or _by_days(visit, of_a_moment=reported.of_a_moment))},
        errors={},
    )
    return _with_known(visit, asked if asked.of_a_moment else _with_period(asked))


def _by_days(visit: Visit, *, of_a_moment: bool) -> dict[str, tuple[str, ...]]:
    """The parts of the days that an address names; what cannot be read is cut at its hyphens."""
    whole = years(visit)[-2]
    named = {} if of_a_moment else {FIRST: whole.first.isoformat(), LAST: whole.last.isoformat()}
    found: dict[str, tuple[str, ...]] = {}
    for place in (*named, KNOWN):
        text = visit.asked(place, named.get(place, ""))
        if not text:
            continue
        try:
            found |= typed_day(day_of(parse_instant(text)) if "T" in text else parse_day(text), place)
        except Refused:
            parts = text[:40].split("-")[::-1]
            found |= {f"{place}-{name}": (part,) for name, part in zip(PARTS, parts, strict=False)}
    return found


def _with_period(asked: Asked) -> Asked:
    days, errors = {}, {}
    for place in (FIRST, LAST):
        try:
            days[place] = _day(asked, place)
        except Mistyped as wrong:
            errors[f"{place}-{wrong.part}"] = wrong.words
    if not errors and days[LAST] < days[FIRST]:
        errors[f"{LAST}-day"] = f"The last day must be {words.day(days[FIRST])} or later, as that is the first day"
    if errors:
        return asked.wrong(errors)
    return replace(asked, period=Period(days[FIRST], days[LAST]))


def _with_known(visit: Visit, asked: Asked) -> Asked:
    if not any(asked.part(KNOWN, part) for part in PARTS):
        return asked
    try:
        named = visit.asked(KNOWN)
        instant = parse_instant(named) if "T" in named else end_of(_day(asked, KNOWN))
    except Mistyped as wrong:
        return asked.wrong({f"{KNOWN}-{wrong.part}": wrong.words})
    except Refused:
        return asked.wrong({f"{KNOWN}-day": "The day must be a real date"})
    if instant > visit.site.now():
        return asked.wrong({f"{KNOWN}-day": "The day must be before today: nobody knows yet what will be known later"})
    if asked.outward:
        said = "A copy for outside cannot stand beside an earlier state: leave this day out, or make it for inside"
        return asked.wrong({f"{KNOWN}-day": said})
    return replace(asked, known=instant)


def _day(asked: Asked, place: str) -> date:
    """Raises: Mistyped, with the whole sentence."""
    if not any(asked.part(place, part) for part in PARTS):
        raise Mistyped("day", f"Enter {_CALLED[place].lower()}")
    try:
        return day_typed(asked.typed, place)
    except Mistyped as wrong:
        raise Mistyped(wrong.part, f"{_CALLED[place]} {wrong.words}") from None


def years(visit: Visit) -> list[Period]:
    """The last three years of reports that are over, and the one that runs, up to today."""
    asked = visit.pack.partnership.reporting_year
    month, day = (int(part) for part in asked.begins.split("-")) if asked else (1, 1)
    today = day_of(visit.site.now())
    begun = today.year if (today.month, today.day) >= (month, day) else today.year - 1
    starts = [date(year, month, day) for year in range(begun - 3, begun + 1)]
    whole = [Period(start, starts[place + 1] - timedelta(days=1)) for place, start in enumerate(starts[:-1])]
    return [*whole, Period(starts[-1], today)]
