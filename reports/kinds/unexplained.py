"""What is late, and whether anybody has said why."""

from reports.counting import counted, table_of
from reports.drafts import Draft, of_rows
from reports.kinds.clocks import Found, clocks
from reports.reading import Reader
from reports.values import Column, Row, Table
from states.days import day_of
from workflow.reporting import ClocksReport

COLUMNS = (
    Column("Case"),
    Column("Deadline"),
    Column("Due", "day"),
    Column("Held then by"),
    Column("Working days past it", "number"),
)


def unexplained(asked: ClocksReport, what: str, reader: Reader) -> Draft:
    """Each deadline of the period that was missed, by whether a reason is recorded."""
    late = [
        found for found in clocks(asked, reader) if reader.period.holds(found.clock.due_at) and _late(found, reader)
    ]
    missing = [found for found in late if found.clock.reason is None]
    reasons = {"missing": "Without a reason", "given": "With a reason"}
    said = [("given" if found.clock.reason else "missing", "all", found.told.reference) for found in late]
    main = counted("With and without a reason", "Reason", reasons, {"all": what.capitalize()}, said)
    pathways = {name: one.policy.pathway.title for name, one in reader.pack.procedures.items()}
    looked_at = {name: pathways[name] for name in pathways if any(found.told.case.pathway == name for found in late)}
    by_pathway = [(each.told.case.pathway, how, case) for each, (how, _, case) in zip(late, said, strict=True)]
    return Draft(
        nothing=f"No {what} in this period.",
        says=f"{{figure}} {what} have no reason recorded{{share}}.",
        counts=(main,),
        drawn=tuple(of_rows(main)),
        details=(table_of(counted("By procedure", "Procedure", looked_at, reasons, by_pathway)),),
        lists=(Table("Late without a reason", COLUMNS, tuple(_row(found, reader) for found in missing)),),
        whole=len(late),
        method=(
            "Counted on the London day of the deadline, where it was missed or is overdue at the time of the report.",
            "Only deadlines that can be missed, and those told in bands that took longer than the first; a suggested "
            "time and a reminder are nobody's lateness.",
            "“Held then by” is the agency that held the case when the deadline passed.",
        ),
    )


def _late(found: Found, reader: Reader) -> bool:
    """Somebody should say why: the same that the rules call a missing or a given reason, and what is overdue."""
    clock = found.clock
    if clock.terms.bands:
        return clock.wants_reason
    return clock.terms.counts and (clock.late or clock.overdue(reader.now))


def _row(found: Found, reader: Reader) -> Row:
    due = found.clock.due_at
    ended = found.clock.stopped_at or found.clock.cancelled_at or reader.now
    over = found.told.policy.calendar.working_days_between(day_of(due), day_of(ended))
    holder = reader.agency(found.told.holder_at(due))
    return Row(found.told.reference, (found.title, day_of(due), holder, over), (found.told.reference,))
