"""The rows of another system's CSV file: its separator found, what cannot be read told by row and in words."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from states.refusals import Refused

MOST_ROWS = 100_000
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")

Read = tuple[int, Mapping[str, str] | Refused]
"""The line on which a row begins, the heading being line 1 where nothing stands above it, and its cells by column."""


def text_of(path: Path) -> str:
    """What a file says. Raises: Refused("file-not-usable")."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unreadable(path.name, str(error.strerror)) from None
    if raw.startswith(_BYTE_ORDER):
        raise _unreadable(path.name, "it is written in UTF-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(raw[: error.start].splitlines()) or 1
        raise _unreadable(path.name, f"line {line} holds a letter that is not written in UTF-8") from None


def rows_in(text: str, name: str, wanted: Sequence[str]) -> Iterator[Read]:
    """Every row that holds anything; one that does not fit is a refusal in its place.

    name: what the text is called in refusals; wanted: the columns that there must be.
    Raises: Refused("file-not-usable") where nothing of it can be read.
    """
    lines = list(io.StringIO(text, newline=""))
    heading_at = next((place for place, line in enumerate(lines) if line.strip()), None)
    if heading_at is None:
        raise _unreadable(name, "it is empty")
    separator, heading = _heading(lines[heading_at], wanted)
    _has_columns(heading, wanted, name)
    number = 0
    for line, cells in _each(lines[heading_at + 1 :], separator, heading_at + 2):
        if isinstance(cells, Refused) or any(cell.strip() for cell in cells):
            number += 1
            if number > MOST_ROWS:
                raise _unreadable(name, f"it has more than {MOST_ROWS:,} rows")
            yield line, cells if isinstance(cells, Refused) else _by_column(cells, heading, separator)


def _heading(line: str, wanted: Sequence[str]) -> tuple[str, list[str]]:
    """The separator by which most of the wanted columns are there, and the columns."""
    read = {each: [cell.strip() for cell in next(csv.reader([line], delimiter=each))] for each in SEPARATORS}
    best = max(read, key=lambda each: (len(set(read[each]) & set(wanted)), len(read[each])))
    return best, read[best]


def _has_columns(found: Sequence[str], wanted: Sequence[str], called: str) -> None:
    missing = [name for name in dict.fromkeys(wanted) if name not in found]
    if missing:
        raise _unreadable(called, f"it has no column {' and no column '.join(f'“{name}”' for name in missing)}")
    twice = [name for name, times in Counter(found).items() if name and times > 1]
    if twice:
        raise _unreadable(called, f"its heading has {' and '.join(f'“{name}”' for name in twice)} more than once")


def _each(lines: Sequence[str], separator: str, begins: int) -> Iterator[tuple[int, list[str] | Refused]]:
    """Rows with the line that each begins on; one that cannot be read does not hide the next."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    before = 0
    while True:
        cells: list[str] | Refused
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = _broken(str(error))
        yield begins + before, cells
        before = reader.line_num


def _broken(error: str) -> Refused:
    if "field larger" in error:
        because = f"One of its cells has more than {csv.field_size_limit():,} characters."
    elif "end of data" in error:
        because = "A quotation mark that opens in it is never closed."
    else:
        because = "Its quotation marks do not fit together."
    return Refused(
        code="row-unreadable-in-file",
        because=because,
        remedy="Put a text with quotation marks into quotation marks, and double those inside it.",
    )


def _by_column(cells: list[str], heading: list[str], separator: str) -> Mapping[str, str] | Refused:
    more = cells[len(heading) :]
    if len(cells) < len(heading) or any(cell.strip() for cell in more):
        return Refused(
            code="row-of-another-length",
            because=f"It has {len(cells)} cells, and the heading {len(heading)}.",
            remedy=f"Put a text that holds a {SEPARATORS[separator]} into quotation marks; leave no cell out.",
        )
    return dict(zip(heading, cells, strict=False))


def _unreadable(name: str, why: str) -> Refused:
    """Nothing of it can be used."""
    return Refused(
        code="file-not-usable",
        because=f"{name} cannot be imported: {why}.",
        remedy="Give a CSV file in UTF-8 (Excel: “CSV UTF-8”) with a heading that has the columns of the map.",
    )
