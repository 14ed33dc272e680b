"""Reports on the command line: figures of a period, on the screen or as a file."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

import reports
from cli import child, options
from cli.answering import answer, table
from cli.doors import Door
from engine.asking import known_already
from engine.packs.pack import Pack
from reports.pages import headed, shown
from reports.sheets import tables
from reports.values import Period, Report
from states.days import day_of, parse_day, parse_instant
from states.refusals import Refused

FORMATS = ("json", "csv", "xlsx", "html", "pdf")
LIST, CHILD = "list", "child"


@click.command()
@click.argument("name", default=LIST)
@click.argument("case", default="")
@click.option("--from", "first", default=None, metavar="DATE", help="The first day, in London.")
@click.option("--to", "last", default=None, metavar="DATE", help="The last day; it is counted too.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default=None, help="A file instead of readable text.")
@click.option("--into", default=None, metavar="FILE", help="Where to write the file; else to standard output.")
@click.option("--as-known", default=None, metavar="INSTANT", help="As it would have been reported then.")
@click.option("--compare-as-known", default=None, metavar="INSTANT", help="As known now, beside what was known then.")
@click.option("--within", default=0, type=click.IntRange(0, 1000), help="Working days ahead, where it looks ahead.")
@click.option("--outward", is_flag=True, help="A copy for outside: no cases, small numbers hidden.")
@options.database
def report(
    name: str,
    case: str,
    first: str | None,
    last: str | None,
    kind: str | None,
    into: str | None,
    as_known: str | None,
    compare_as_known: str | None,
    within: int,
    outward: bool,
    door: Door,
    as_json: bool,
) -> None:
    """The report NAME for a period, or, without a NAME, which reports there are.

    `child CASE` shows all cases of a child together, beginning at one of them.
    """
    if (name == CHILD) != bool(case):
        raise click.UsageError("A CASE goes with the report child, and with it alone: duecourse report child CASE.")
    if name == CHILD:
        child.answered(door, case, as_json)
        return
    if name == LIST:
        _catalogue(door, as_json)
        return
    if into is not None and kind is None:
        raise click.UsageError("--into goes with --format, which says what file to write.")
    if as_json and into is None and kind in ("csv", "xlsx", "html"):
        raise click.UsageError(f"--json answers with one JSON document, and that is no {kind}: add --into FILE.")
    if as_known is not None and compare_as_known is not None:
        raise click.UsageError("--as-known and --compare-as-known do not go together: each shows both states.")
    made = reports.made(
        door.store,
        door.library,
        name,
        _period(first, last, door, name),
        door.now,
        as_known=_instant(as_known, door),
        compared_with=_instant(compare_as_known, door),
        within=within,
        outward=outward,
    )
    if kind is None:
        answer(reports.document(made), lambda console: _readable(console, made), as_json)
    else:
        _file(made, kind, into)
        if as_json and into is not None:
            answer({"report": name, "format": kind, "file": into}, lambda _: None, as_json)


def _period(first: str | None, last: str | None, door: Door, name: str) -> Period | None:
    """The period given; none is needed of how things stand."""
    if first is None and last is None:
        reported = _pack(door).partnership.reports.get(name)
        if reported is None or reported.of_a_moment:
            return None
    if first is None or last is None:
        raise click.UsageError("Say which period: --from DATE --to DATE, both days included.")
    return Period(parse_day(first), parse_day(last))


def _instant(given: str | None, door: Door) -> datetime | None:
    if given is None:
        return None
    return known_already(parse_instant(given), door.now)


def _pack(door: Door) -> Pack:
    return door.library.opening(door.store.partnership, day_of(door.now), door.store)


def _catalogue(door: Door, as_json: bool) -> None:
    offered = reports.catalogue(_pack(door))
    document = {"reports": [{"name": name, "title": title} for name, title in offered]}
    answer(document, lambda console: console.print(table(("Name", "Title"), offered)), as_json)


def _file(made: Report, kind: str, into: str | None) -> None:
    if kind == "pdf":
        raise Refused(
            code="no-pdf",
            because="Duecourse writes no PDF.",
            remedy="Use --format html and print that page; every browser can save what it prints as PDF.",
        )
    content = _MADE[kind](made)
    if into is not None:
        try:
            Path(into).write_bytes(content)
        except OSError as error:
            raise Refused(
                code="file-not-written",
                because=f"{into} cannot be written: {error.strerror}.",
                remedy="Name a file in a folder that is there and yours to write in.",
            ) from None
        return
    if kind == "xlsx" and sys.stdout.isatty():
        raise Refused(
            code="not-for-a-terminal",
            because="A workbook is nothing that a terminal can show.",
            remedy="Add --into FILE.xlsx.",
        )
    click.echo(content, nl=False)


def _json(made: Report) -> bytes:
    return (json.dumps(reports.document(made), ensure_ascii=False, indent=2) + "\n").encode()


def _page(made: Report) -> bytes:
    return reports.page(made).encode()


_MADE: Mapping[str, Callable[[Report], bytes]] = {
    "json": _json,
    "csv": reports.csv_file,
    "xlsx": reports.xlsx_file,
    "html": _page,
}


def _readable(console: Console, made: Report) -> None:
    if made.training:
        console.print(made.training)
    console.print(made.title, style="bold")
    console.print(headed(made))
    console.print(made.sentence)
    for each in tables(made):
        console.print("")
        rows = [(row.header, *(shown(cell) for cell in row.cells)) for row in each.rows]
        console.print(table([column.title for column in each.columns], rows, each.title))
    console.print("")
    for line in (*made.method, *made.suppressed):
        console.print(line, soft_wrap=True)
    if any(figure.cases for figure in made.figures):
        console.print("The cases behind each figure are in the files: --format csv, xlsx, html or json.")


COMMANDS = (report,)
