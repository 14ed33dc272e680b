"""`duecourse import`: open a case for every new row of another system's file."""

from pathlib import Path

import click
from rich.console import Console

from cli import options
from cli.answering import DONE, REFUSED, answer, table
from cli.doors import Door
from engine import words
from engine.import_maps import read_map
from engine.importing import import_file, imported_document


@click.command("import")
@click.argument("file", type=click.Path())
@click.option("--pathway", required=True, help="The pathway of the cases.")
@click.option("--map", "columns", required=True, type=click.Path(), help="A YAML file: what the columns mean.")
@click.option("--dry-run", is_flag=True, help="Only try: nothing is written.")
@options.database
def import_cases(file: str, pathway: str, columns: str, dry_run: bool, door: Door, as_json: bool) -> int:
    """Open a case for every new row of the CSV in FILE; all of it or, if any row is refused, none."""
    found = import_file(
        door.store, door.library, pathway, read_map(Path(columns)), Path(file), door.now, only_try=dry_run
    )
    refused = [(row.line, row.refused) for row in found.refused if row.refused is not None]
    document = imported_document(found, only_tried=dry_run)

    def readable(console: Console) -> None:
        if refused:
            console.print(
                f"Nothing was written: {len(refused)} of {words.number_of(found.rows, 'row')} cannot be imported."
            )
            rows = [(str(line), why.because, why.remedy, why.code) for line, why in refused]
            console.print(table(("Line", "What is wrong", "What would work", ""), rows))
            return
        verb = "would be opened" if dry_run else "opened"
        new = found.rows - found.repeated if dry_run else len(found.opened)
        console.print(f"{words.number_of(found.rows, 'row')}: {new} {verb}, {found.repeated} imported before.")

    answer(document, readable, as_json)
    return REFUSED if refused else DONE


COMMANDS = (import_cases,)
