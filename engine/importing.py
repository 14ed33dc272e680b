"""Importing what other systems already hold: a CSV file, a map of its columns, one case for each row.

Every row is tried first and nothing is written if any is refused. A row is known by its id in the other system, so
importing a file again, or a longer one, opens only what is new.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from engine.deciding import consequences
from engine.handle import handle
from engine.import_maps import Map, Taken
from engine.library import Library
from engine.sheets import rows_in, text_of
from states.case import NO_CASE
from states.days import day_of, instant_text, london_instants, parse_instant
from states.refusals import Refused
from store.contract import Store
from workflow.commands import Actor, OpenCase


class Sheet(msgspec.Struct, frozen=True):
    """The rows as they came, in CSV: what refusals call them, and the account that their cases are opened by."""

    text: str
    name: str
    account: str = "import"


class Row(msgspec.Struct, frozen=True):
    """One row as it was understood, or why it was not: `line` is the line of the file on which it begins."""

    line: int
    key: str
    command: OpenCase | None
    refused: Refused | None = None


class Imported(msgspec.Struct, frozen=True):
    """What came of a file; nothing was opened where any row was refused, or where it was only tried."""

    rows: int
    opened: tuple[str, ...]
    repeated: int
    refused: tuple[Row, ...]


def import_file(
    store: Store, library: Library, pathway: str, columns: Map, path: Path, now: datetime, *, only_try: bool
) -> Imported:
    """Open a case for every new row of the file; see the module for what is promised."""
    sheet = Sheet(text_of(path), path.name)
    return import_rows(store, library, pathway, columns, sheet, now, only_try=only_try)


def import_rows(
    store: Store, library: Library, pathway: str, columns: Map, sheet: Sheet, now: datetime, *, only_try: bool
) -> Imported:
    """The same of a text that lies in no file."""
    rows = [_tried(row, store, library) for row in _rows(sheet, columns, pathway, now)]
    _no_id_twice(rows)
    refused = tuple(row for row in rows if row.refused is not None)
    with store.transaction() as unit:
        known = {row.key for row in rows if unit.answer(row.key) is not None}
    if refused or only_try:
        return Imported(len(rows), (), len(known), refused)
    opened = [
        handle(store, library, row.command, key=row.key).reference
        for row in rows
        if row.command is not None and row.key not in known
    ]
    return Imported(len(rows), tuple(opened), len(known), ())


def imported_document(found: Imported, *, only_tried: bool) -> dict[str, Any]:
    """What came of it as JSON: each refused row with its line, why, and what would work."""
    refused = [(row.line, row.refused) for row in found.refused if row.refused is not None]
    return {
        "rows": found.rows,
        "opened": len(found.opened),
        "cases": list(found.opened),
        "repeated": found.repeated,
        "refused": [
            {"row": line, "code": why.code, "because": why.because, "remedy": why.remedy} for line, why in refused
        ],
        "dry_run": only_tried,
    }


def _rows(sheet: Sheet, columns: Map, pathway: str, now: datetime) -> Iterator[Row]:
    for line, cells in rows_in(sheet.text, sheet.name, _wanted(columns)):
        if isinstance(cells, Refused):
            yield Row(line, "", None, cells)
            continue
        key = f"import:{columns.source}:{cells[columns.id].strip()}"
        try:
            if not cells[columns.id].strip():
                raise Refused(
                    code="no-id",
                    because=f"The column “{columns.id}” is empty.",
                    remedy="Every row needs its id in the other system, so that it is never imported twice.",
                )
            yield Row(line, key, _command(cells, columns, pathway, now, sheet.account))
        except Refused as refused:
            yield Row(line, key, None, refused)


def _command(cells: Mapping[str, str], columns: Map, pathway: str, now: datetime, account: str) -> OpenCase:
    at = parse_instant(_value(cells, columns.at)) if columns.at else now
    person, role, agency = (_value(cells, taken) for taken in (columns.person, columns.role, columns.agency))
    actor = Actor(person=person, role=role, agency=agency, account=account)
    answers = {name: _value(cells, taken) for name, taken in columns.fields.items()}
    given: dict[str, Any] = {name: value for name, value in answers.items() if value}
    return OpenCase(at=at, seen_at=now, by=actor, pathway=pathway, answers=given)


def _tried(row: Row, store: Store, library: Library) -> Row:
    """The row, refused if opening its case would be."""
    if row.command is None:
        return row
    try:
        pack = library.opening(store.partnership, day_of(row.command.at), store)
        consequences(NO_CASE, row.command, pack.procedure(row.command.pathway))
    except Refused as refused:
        return msgspec.structs.replace(row, command=None, refused=refused)
    return row


def _no_id_twice(rows: list[Row]) -> None:
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        if row.key in first and row.refused is None:
            refused = Refused(
                code="id-twice",
                because=f"Its id stands in line {first[row.key]} of the file too.",
                remedy="Keep one of the two rows.",
            )
            rows[place] = msgspec.structs.replace(row, command=None, refused=refused)
        first.setdefault(row.key, row.line)


def _value(cells: Mapping[str, str], taken: Taken) -> str:
    if not taken.column:
        return taken.value
    text = cells[taken.column].strip()
    if taken.values:
        if text not in taken.values:
            raise Refused(
                code="no-translation",
                because=f"“{text[:60]}” in the column “{taken.column}” has no meaning in the map.",
                remedy=f"The map knows {', '.join(taken.values)}.",
            )
        return taken.values[text]
    return _dated(text, taken) if taken.format and text else text


def _dated(text: str, taken: Taken) -> str:
    """A date or a London time (or one with its offset) in the other system's format, as an ISO date or in UTC."""
    try:
        read = datetime.strptime(text, taken.format)  # noqa: DTZ007 - the time is London's, and is made an instant below
    except ValueError:
        read = None
    day = date(read.year, read.month, read.day) if read and 2012 <= read.year <= 2050 else None
    if read is None or day is None:
        raise Refused(
            code="not-a-date",
            because=f"“{text[:60]}” in the column “{taken.column}” does not read as {taken.format}.",
            remedy="Correct the cell, or the format in the map.",
        )
    if taken.type == "date":
        return day.isoformat()
    if read.tzinfo is not None:
        return instant_text(read.astimezone(UTC))
    found = london_instants(day, read.hour, read.minute)
    if not found:
        raise Refused(
            code="not-an-instant",
            because=f"London's clocks never showed {text[:60]}: they went forward then.",
            remedy="Give the time an hour later.",
        )
    if len(found) > 1:
        raise Refused(
            code="not-one-instant",
            because=f"London's clocks showed {text[:60]} twice: they went back then.",
            remedy="Give the time with its offset, such as +0100, and end the format in the map with %z.",
        )
    return instant_text(found[0])


def _wanted(columns: Map) -> list[str]:
    """The columns that the map takes anything from."""
    taken = [columns.at, columns.person, columns.role, columns.agency, *columns.fields.values()]
    return [columns.id, *(each.column for each in taken if each and each.column)]
