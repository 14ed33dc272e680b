"""How long it took, in the bands of a timescale: of the meetings held, how many within a day, within two …"""

from collections.abc import Iterable
from datetime import timedelta

from reports.counting import counted, table_of
from reports.drafts import Draft, of_rows
from reports.months import months
from reports.reading import Reader
from states.case import Clock
from states.days import day_of
from workflow.reporting import BandsReport


def bands(asked: BandsReport, what: str, reader: Reader) -> Draft:
    """Each clock that stopped in the period, by its band, by month and by the sector that raised the case."""
    timescale = reader.pack.procedure(asked.pathway).policy.pathway.timescales[asked.timescale]
    hours = timescale.bands.hours if timescale.bands else ()
    titles = dict(_titles(hours))
    found = []
    for told in reader.cases(asked.pathway):
        for clock in told.case.clocks_of(asked.timescale):
            if clock.stopped_at is not None and reader.period.holds(clock.stopped_at):
                sector = reader.sector_of(told.case.parties.get(asked.asked_by) or told.case.parties["raising"])
                month = f"{day_of(clock.stopped_at):%Y-%m}"
                found.append((_band(clock, hours), month, sector, told.reference))
    main = counted(
        "How long it took",
        "Band",
        titles,
        {"all": what.capitalize()},
        [(band, "all", case) for band, *_, case in found],
    )
    by_month = counted(
        "By month", "Month", months(reader.period), titles, [(month, band, case) for band, month, _, case in found]
    )
    sectors = {name: title for name, title in reader.sectors.items() if any(row[2] == name for row in found)}
    by_sector = counted(
        "By the sector that asked", "Sector", sectors, titles, [(sector, band, case) for band, _, sector, case in found]
    )
    return Draft(
        nothing=f"No {what} in this period.",
        says=f"{{figure}} {what} took place {main.rows[0]}{{share}}.",
        counts=(main,),
        drawn=tuple(of_rows(main)),
        details=(table_of(by_month), table_of(by_sector)),
        whole=len(found),
        method=(
            f"Counted on the day in London on which “{timescale.title}” was done, whatever day it was recorded.",
            f"Hours run day and night from what the procedure counts from ({timescale.source.confidence}: "
            f"{timescale.source.title}, {timescale.source.part}).",
            "What was cancelled, or has not been done yet, is not counted.",
        ),
    )


def _band(clock: Clock, hours: tuple[int, ...]) -> str:
    """In the bands of today's pack, whatever bands the clock was promised in."""
    assert clock.stopped_at is not None  # noqa: S101 - only clocks that stopped are counted
    counted_from = clock.due_at - timedelta(hours=clock.terms.within.amount)
    took = (clock.stopped_at - counted_from).total_seconds() / 3600
    return next((f"within-{most}h" for most in hours if took <= most), "over")


def _titles(hours: tuple[int, ...]) -> Iterable[tuple[str, str]]:
    for place, most in enumerate(hours):
        more = f"after more than {hours[place - 1]} and " if place else ""
        yield f"within-{most}h", f"{more}within {most} hours"
    yield "over", f"after more than {hours[-1]} hours"
