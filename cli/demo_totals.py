"""Published totals of the partnership, computed from the demonstration's cases as they stand after playing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cli.demo_year import SCHOOLS
from states.case import Case
from states.days import day_of
from workflow.answers import readable

BANDS = {
    "band-24h": "within 24 hours",
    "band-48h": "after more than 24 and within 48 hours",
    "band-72h": "after more than 48 and within 72 hours",
    "band-over-72h": "after more than 72 hours",
}
PARTNERS = {
    "social-care": "children's social care",
    "police": "the police",
    "health": "health",
    "education": "education",
}
TOOK_PART = ("attended", "deputy")
"""Somebody of the partner was there; a written contribution is told apart and not counted."""
NOBODY_ASKED = "not-applicable"
FIRST, BEFORE, LAST = "2022/23", "2023/24", "2024/25"


@dataclass(frozen=True)
class Total:
    """One total: how many of how many, and both as a sentence."""

    what: str
    numerator: int
    denominator: int
    says: str

    @property
    def percent(self) -> float:
        """To one decimal place; 0 where there is nothing to count."""
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else 0.0

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            "what": self.what,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "percent": self.percent,
            "says": self.says,
        }


def year_of(day: date) -> str:
    """The reporting year, April to March, in which a day lies: `2024/25`."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def totals(cases: Iterable[Case]) -> tuple[Total, ...]:
    """Every total, in the order in which they are printed."""
    every = tuple(cases)
    meetings = [case for case in every if case.pathway == "strategy-meeting" and _year_held(case) == LAST]
    return (
        *_bands(meetings),
        *_attendance(meetings),
        *_incidents([case for case in every if case.pathway == "serious-incident"]),
        *_learning([case for case in every if case.pathway == "learning-review"]),
        *_escalations([case for case in every if case.pathway == "escalation" and case.parties["raising"] in SCHOOLS]),
    )


def _bands(meetings: list[Case]) -> Iterator[Total]:
    found = Counter(case.clocks_of("held")[0].band for case in meetings)
    for band, words in BANDS.items():
        yield _share(f"held-{band}", found[band], len(meetings), f"strategy meetings of {LAST} were held {words}")


def _attendance(meetings: list[Case]) -> Iterator[Total]:
    for partner, words in PARTNERS.items():
        said = [str(readable(case.record).get(f"attendance.{partner}", "")) for case in meetings]
        asked = [how for how in said if how != NOBODY_ASKED]
        there = sum(how in TOOK_PART for how in asked)
        yield _share(f"attended-{partner}", there, len(asked), f"strategy meetings of {LAST} had {words} at the table")


def _incidents(incidents: list[Case]) -> Iterator[Total]:
    referred = [case for case in incidents if _in(FIRST, case.opened_at)]
    notified = sum(_taken_in(case, "notify", FIRST) for case in referred)
    yield _count("notified", notified, len(referred), f"serious incidents referred in {FIRST} were notified")
    reviewed = [case for case in incidents if _taken_in(case, "submit-rapid-review", LAST)]
    agreed = sum(
        case.record["review_decision"] == "no-practice-review" and case.record.get("panel_reply") == "agrees"
        for case in reviewed
    )
    says = f"rapid reviews of {LAST} ended in the Panel's agreement that no practice review is needed"
    yield _count("rapid-review-agreed", agreed, len(reviewed), says)


def _learning(reviews: list[Case]) -> Iterator[Total]:
    proposed = [case for case in reviews if _in(LAST, case.opened_at)]
    held = sum(_taken_in(case, "hold-event", LAST) for case in proposed)
    yield _count("learning-reviews", held, len(proposed), f"learning reviews proposed in {LAST} took place")


def _escalations(by_schools: list[Case]) -> Iterator[Total]:
    for year in (BEFORE, LAST):
        opened = [case for case in by_schools if _in(year, case.opened_at)]
        reached = sum(any(taken.step == "step-3" for taken in case.taken) for case in opened)
        yield _count(
            f"schools-at-step-3-{year}", reached, len(opened), f"schools' escalations of {year} reached Step 3"
        )


def _year_held(case: Case) -> str:
    held = case.clocks_of("held")[0].stopped_at
    return year_of(day_of(held)) if held else ""


def _in(year: str, instant: datetime | None) -> bool:
    return instant is not None and year_of(day_of(instant)) == year


def _taken_in(case: Case, move: str, year: str) -> bool:
    return any(taken.move == move and _in(year, taken.at) for taken in case.taken)


def _share(what: str, numerator: int, denominator: int, words: str) -> Total:
    total = _count(what, numerator, denominator, words)
    return Total(what, numerator, denominator, f"{total.says[:-1]} ({total.percent:g} %).")


def _count(what: str, numerator: int, denominator: int, words: str) -> Total:
    return Total(what, numerator, denominator, f"{numerator} of {denominator} {words}.")
