"""How far up a ladder of steps cases went, who raised them against whom, and how long each step took."""

from collections.abc import Iterator, Mapping

from reports.counting import counted, table_of
from reports.drafts import Draft, of_rows
from reports.kinds.climbs import Climb, climb
from reports.reading import Reader
from reports.shares import median, percent
from reports.values import Column, Figure, Row, Table
from workflow.pathways import Pathway
from workflow.reporting import LadderReport

NOT_RESOLVED = "not-resolved"


def ladder(asked: LadderReport, what: str, reader: Reader) -> Draft:
    """Each case opened in the period, by the highest step it has come to since."""
    pathway = reader.pack.procedure(asked.pathway).policy.pathway
    steps = {name: pathway.steps[name].title for name in asked.steps}
    unit = pathway.day_one.unit if pathway.day_one else "working_days"
    climbs = [
        climb(told, asked, unit) for told in reader.cases(asked.pathway) if reader.period.holds(told.case.opened_at)
    ]
    column = {"all": what.capitalize()}
    reached = counted(
        "By the highest step reached", "Step", steps, column, [(each.highest, "all", each.case) for each in climbs]
    )
    by = (
        counted(
            title,
            "Answer",
            _choices(pathway, field),
            column,
            [(each.answers.get(field, NOT_ANSWERED), "all", each.case) for each in climbs],
        )
        for field, title in asked.by.items()
    )
    lowest = next(iter(steps))
    resolved = [each for each in climbs if each.resolved_at]
    return Draft(
        nothing=f"No {what} were opened in this period.",
        says=f"{{figure}} {what} went no further than “{steps[lowest]}”{{share}}.",
        counts=(reached, *by),
        drawn=tuple(of_rows(reached)),
        apart=(
            *_of_sectors(asked, climbs, list(steps), reader),
            _figure(
                f"Resolved at “{steps[lowest]}”, of those resolved",
                [each for each in resolved if each.resolved_at == lowest],
                resolved,
            ),
        ),
        details=(*_who(climbs, steps, reader), _resolved(climbs, steps, column), _time(climbs, steps, unit)),
        whole=len(climbs),
        method=(
            "Counted on the day in London on which a case was opened, by the highest step it has come to since.",
            f"Days at a step are {unit.replace('_', ' ')} by the case's own calendar, of the stays that have ended; "
            "the day on which it began is day 0. Of two middle ones the median is the shorter.",
            "On time: of the deadlines that can be missed and were kept or missed, those that were kept.",
        ),
    )


NOT_ANSWERED = "not-answered"


def _choices(pathway: Pathway, field: str) -> dict[str, str]:
    """Every answer that a field can have, with its title."""
    questions = [move.record[field] for move in pathway.moves.values() if field in move.record]
    given = {choice: question.title_of(choice) for question in questions for choice in question.choices}
    return {**(given or {"yes": "Yes", "no": "No"}), NOT_ANSWERED: "Not answered"}


def _figure(label: str, some: list[Climb], of: list[Climb]) -> Figure:
    return Figure(label, len(some), len(of), tuple(each.case for each in some), percent(len(some), len(of)))


def _of_sectors(asked: LadderReport, climbs: list[Climb], steps: list[str], reader: Reader) -> Iterator[Figure]:
    for also in asked.also.values():
        raised = [each for each in climbs if reader.sector_of(each.raising) == also.sector]
        beyond = [each for each in raised if steps.index(each.highest) >= steps.index(also.step)]
        yield _figure(also.title, beyond, raised)


def _who(climbs: list[Climb], steps: Mapping[str, str], reader: Reader) -> Iterator[Table]:
    """Raising against receiving, by sector and by agency, and how far each sector's cases went."""
    sector = {each.case: (reader.sector_of(each.raising), reader.sector_of(each.receiving)) for each in climbs}
    sectors = {name: title for name, title in reader.sectors.items() if any(name in two for two in sector.values())}
    of_sectors = [(*sector[each.case], each.case) for each in climbs]
    yield table_of(counted("Raised by and with, by sector", "Raised by", sectors, sectors, of_sectors))
    names = [*reader.partnership.agencies, *(name for each in climbs for name in (each.raising, each.receiving))]
    involved = {name for each in climbs for name in (each.raising, each.receiving)}
    agencies = {name: reader.agency(name) for name in names if name in involved}
    of_agencies = [(each.raising, each.receiving, each.case) for each in climbs]
    yield table_of(counted("Raised by and with, by agency", "Raised by", agencies, agencies, of_agencies))
    reached = [(sector[each.case][0], each.highest, each.case) for each in climbs]
    yield table_of(counted("Highest step by the sector that raised it", "Raised by", sectors, steps, reached))


def _resolved(climbs: list[Climb], steps: Mapping[str, str], column: Mapping[str, str]) -> Table:
    rows = {**steps, NOT_RESOLVED: "Not resolved, or elsewhere"}
    found = [(each.resolved_at if each.resolved_at in steps else NOT_RESOLVED, "all", each.case) for each in climbs]
    return table_of(counted("Where they were resolved", "Step", rows, column, found))


def _time(climbs: list[Climb], steps: Mapping[str, str], unit: str) -> Table:
    """How long each step took, and whether its promise was kept."""
    rows = []
    for step, title in steps.items():
        stays = [(each.case, days) for each in climbs for at, days in each.stays if at == step]
        ended = [days for _, days in stays if days is not None]
        kept = [on_time for each in climbs for at, on_time in each.promises if at == step]
        cells = (
            len(ended),
            median(ended),
            max(ended, default=None),
            len(stays) - len(ended),
            sum(kept),
            len(kept) - sum(kept),
            percent(sum(kept), len(kept)),
        )
        rows.append(Row(title, cells, tuple(dict.fromkeys(case for case, _ in stays))))
    words = unit.replace("_", " ")
    columns = (
        Column("Step"),
        Column("Stays ended", "count"),
        Column(f"Median, {words}", "number"),
        Column(f"Longest, {words}", "number"),
        Column("Still there", "count"),
        Column("On time", "count"),
        Column("Late", "count"),
        Column("On time (%)", "percent"),
    )
    return Table("Days at each step", columns, tuple(rows))
