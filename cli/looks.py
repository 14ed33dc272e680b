"""`duecourse views`: who looked at which case; and the log of looks through this door."""

from datetime import timedelta

import click

from access.documents import view_document
from access.views import log_operator_view, views_of
from cli import options
from cli.answering import answer, table
from cli.doors import Door, account
from engine import time
from states.days import parse_day, start_of
from states.refusals import Refused


@click.command()
@click.option("--case", default="", help="Only looks at this case.")
@click.option("--person", default="", metavar="USERNAME", help="Only looks by this person.")
@click.option("--from", "since", default="2012-01-01", metavar="DAY", help="From this day on.")
@click.option("--to", "until", default="", metavar="DAY", help="Up to the end of this day.")
@options.database
def views(case: str, person: str, since: str, until: str, door: Door, as_json: bool) -> None:
    """Who looked at which case, when, through which door. Looks are dated by the time of day, never by --at."""
    end = start_of(parse_day(until) + timedelta(days=1)) if until else None
    found = views_of(door.store, start_of(parse_day(since)), case, person.strip().lower(), end)
    documents = [view_document(each) for each in found]
    rows = [(each["at"], each["case"], each["person"], each["role"], each["door"], each["page"]) for each in documents]
    columns = ("When", "Case", "Who", "As", "Door", "Page")
    answer({"views": documents}, lambda console: console.print(table(columns, rows)), as_json)


def looked(door: Door, case: str, page: str) -> None:
    """Logs that the operator looked at a case; where it cannot be written, that is said and the look goes on."""
    try:
        log_operator_view(door.store, account(), case, page, time.now())
    except Refused as refused:
        click.echo(f"This look could not be logged: {refused.because}", err=True)


COMMANDS = (views,)
