"""What should be done by now and is not."""

from reports.counting import counted
from reports.drafts import Draft, Drawn
from reports.kinds.clocks import Found, clocks
from reports.reading import Reader
from reports.values import Column, Row, Table
from states.days import day_of
from workflow.reporting import ClocksReport

COLUMNS = (
    Column("Case"),
    Column("What is due"),
    Column("Due", "day"),
    Column("Held by"),
    Column("Working days past it", "number"),
)
STATES = {"overdue": "Overdue", "ahead": "Not due yet"}


def overdue(asked: ClocksReport, what: str, reader: Reader) -> Draft:
    """Each promise still to be kept, suggested times included, by whether its day has passed."""
    running = [found for found in clocks(asked, reader) if found.clock.running and not found.clock.terms.at_least]
    passed = [found for found in running if found.clock.overdue(reader.now)]
    titles = {found.name: found.title.partition(" (")[0] for found in running}
    states = [("overdue" if found.clock.overdue(reader.now) else "ahead") for found in running]
    found = [(each.name, state, each.told.reference) for each, state in zip(running, states, strict=True)]
    main = counted("Overdue by promise", "Promise", titles, STATES, found)
    every = (len(titles), len(STATES))
    return Draft(
        nothing=f"No {what}.",
        says=f"{{figure}} {what} are overdue{{share}}.",
        counts=(main,),
        drawn=(
            Drawn("Overdue", ((len(titles), 0),), (every,)),
            *(Drawn(f"Overdue: {title}", ((row, 0),), ((row, 2),)) for row, title in enumerate(titles.values())),
        ),
        lists=(Table("Overdue", COLUMNS, tuple(_row(each, reader) for each in passed)),),
        shape="shares",
        whole=len(running),
        method=("Counted as it stands: what is still to be done, and whether its day has passed.",),
    )


def _row(found: Found, reader: Reader) -> Row:
    due = day_of(found.clock.due_at)
    over = found.told.policy.calendar.working_days_between(due, day_of(reader.now))
    holder = reader.agency(found.told.case.holder.agency)
    return Row(found.told.reference, (found.title, due, holder, over), (found.told.reference,))
