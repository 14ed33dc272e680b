"""What is open, and what falls due next."""

from collections.abc import Iterator
from datetime import date

from engine import words
from reports.counting import counted, table_of
from reports.drafts import Draft, of_rows
from reports.kinds.clocks import Found
from reports.reading import Reader, Told
from reports.values import Column, Row, Table, Worded
from states.days import day_of
from workflow.reporting import CaseloadReport

COLUMNS = (
    Column("Case"),
    Column("Procedure"),
    Column("Step"),
    Column("Held by"),
    Column("Deadline"),
    Column("Due", "day"),
    Column("Working days left or past", "number"),
)


def caseload(asked: CaseloadReport, what: str, reader: Reader) -> Draft:
    """Each case with something still to do, by its next deadline."""
    days = reader.within or asked.within_working_days
    states = {
        "overdue": "Overdue",
        "gone": "Suggested time gone by",
        "soon": f"Due within {days} working day{'' if days == 1 else 's'}",
        "later": "Due later",
        "none": "No deadline running",
    }
    open_cases = [told for name in reader.pack.procedures for told in reader.cases(name) if _open(told)]
    pathways = {name: one.policy.pathway.title for name, one in reader.pack.procedures.items()}
    pathways = {name: pathways[name] for name in pathways if any(told.case.pathway == name for told in open_cases)}
    stands = {told.reference: _stands(told, reader, days) for told in open_cases}
    main = counted(
        "By the next deadline",
        "Next deadline",
        states,
        {"all": what.capitalize()},
        [(stands[told.reference], "all", told.reference) for told in open_cases],
    )
    by_pathway = counted(
        "By procedure",
        "Procedure",
        pathways,
        states,
        [(told.case.pathway, stands[told.reference], told.reference) for told in open_cases],
    )
    return Draft(
        nothing=f"No {what}.",
        says=f"{{figure}} {what} are overdue{{share}}.",
        counts=(main,),
        drawn=tuple(of_rows(main)),
        details=(table_of(by_pathway),),
        lists=(Table("Overdue, or due next", COLUMNS, tuple(_rows(open_cases, reader, days))),),
        whole=len(open_cases),
        method=(
            "Counted as it stands: cases that have not ended, or in which a clock still runs.",
            "Overdue: a deadline that can be missed has passed. A suggested time that has gone by makes no case "
            "overdue; where a deadline that can be missed is still to come, the case is counted by what comes next.",
            f"The {days} working days begin tomorrow; what is due today is among them.",
        ),
    )


def _open(told: Told) -> bool:
    finished = told.policy.pathway.steps[told.case.step].finished
    return not finished or any(clock.running for clock in told.case.clocks.values())


def _due(told: Told) -> list[Found]:
    """What is running and falls due on some day, suggested times included."""
    running = (clock for clock in told.case.clocks.values() if clock.running and not clock.terms.at_least)
    return [Found(told, clock, "") for clock in running]


def _until(told: Told, reader: Reader, days: int) -> date:
    return told.policy.calendar.add_working_days(day_of(reader.now), days)


def _stands(told: Told, reader: Reader, days: int) -> str:
    due = _due(told)
    if not due:
        return "none"
    gone, ahead = ([each for each in due if each.clock.overdue(reader.now) is past] for past in (True, False))
    if any(found.clock.terms.counts for found in gone):
        return "overdue"
    if gone and not any(found.clock.terms.counts for found in ahead):
        return "gone"
    return "soon" if any(day_of(found.clock.due_at) <= _until(told, reader, days) for found in ahead) else "later"


def _rows(open_cases: list[Told], reader: Reader, days: int) -> Iterator[Row]:
    """Each running clock whose day has passed or is within the days, the earliest first."""
    due = [found for told in open_cases for found in _due(told)]
    soon = [found for found in due if day_of(found.clock.due_at) <= _until(found.told, reader, days)]
    for found in sorted(soon, key=lambda found: (found.clock.due_at, found.told.reference)):
        told, policy = found.told, found.told.policy
        last = day_of(found.clock.due_at)
        yield Row(
            told.reference,
            (
                policy.pathway.title,
                policy.pathway.steps[told.case.step].title,
                reader.agency(told.case.holder.agency),
                found.title,
                last,
                _distance(found, reader),
            ),
            (told.reference,),
        )


def _distance(found: Found, reader: Reader) -> Worded:
    """Working days to its day; less than 0 past it."""
    today, last = day_of(reader.now), day_of(found.clock.due_at)
    days = found.told.policy.calendar.working_days_between(today, last)
    past = found.clock.overdue(reader.now)
    if last == today:
        return Worded(days, "past since earlier today" if past else "due today")
    far = words.number_of(abs(days), "working day") if days else "less than a working day"
    return Worded(days, f"{far} {'past' if past else 'left'}")
