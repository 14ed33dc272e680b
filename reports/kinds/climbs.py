"""What one case did on a ladder of steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from reports.reading import Told
from states.days import day_of
from workflow.reporting import LadderReport


@dataclass(frozen=True)
class Climb:
    """`stays`: each stay at a step in order, with its days, None while it lasts. `promises`: per step, kept or not.

    `resolved_at`: the step from which it was last resolved; empty where it never was.
    """

    case: str
    highest: str
    raising: str
    receiving: str
    answers: Mapping[str, str]
    stays: tuple[tuple[str, int | None], ...]
    promises: tuple[tuple[str, bool], ...]
    resolved_at: str


def climb(told: Told, asked: LadderReport, unit: str) -> Climb:
    """A case on its ladder; one that stood nowhere on it counts at the lowest step."""
    case, ladder = told.case, list(asked.steps)
    been = [ladder.index(taken.step) for taken in case.taken if taken.step in ladder]
    return Climb(
        case=told.reference,
        highest=ladder[max(been, default=0)],
        raising=case.parties["raising"],
        receiving=case.parties.get("receiving", ""),
        answers={field: str(case.record[field]) for field in asked.by if field in case.record},
        stays=tuple(_stays(told, unit)),
        promises=tuple(_promises(told, asked)),
        resolved_at=_resolved_at(told, asked.resolved),
    )


def _stays(told: Told, unit: str) -> Iterator[tuple[str, int | None]]:
    step, since = "", None
    for taken in told.case.taken:
        if taken.step != step:
            if since is not None:
                yield step, _days(told, since, taken.at, unit)
            step, since = taken.step, taken.at
    if since is not None:
        yield step, None


def _days(told: Told, since: datetime, until: datetime, unit: str) -> int:
    first, last = day_of(since), day_of(until)
    if unit == "calendar_days":
        return (last - first).days
    return told.policy.calendar.working_days_between(first, last)


def _promises(told: Told, asked: LadderReport) -> Iterator[tuple[str, bool]]:
    """Of each clock that can be missed, and was kept or missed, whether it was kept."""
    for step, timescale in asked.steps.items():
        for clock in told.case.clocks_of(timescale):
            if clock.terms.counts and (clock.stopped_at is not None or clock.late):
                yield step, not clock.late


def _resolved_at(told: Told, moves: tuple[str, ...]) -> str:
    found, step = "", ""
    for taken in told.case.taken:
        if taken.move in moves:
            found = step
        step = taken.step
    return found
