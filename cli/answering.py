"""How a command answers: one JSON document or readable text, a refusal in the same shape everywhere, a clear status."""

import errno
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from states.refusals import Refused

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)
"""What a full or broken disk under standard output answers."""


def answer(document: Any, readable: Callable[[Console], None], as_json: bool) -> None:
    """The document on standard output, or its readable form."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        readable(console())


def console() -> Console:
    """Where readable text goes; colours only on a terminal."""
    width = None if sys.stdout.isatty() else 160
    return Console(width=width, highlight=False, soft_wrap=not sys.stdout.isatty())


def nowhere_to_answer() -> None:
    """What is still waiting to be written to standard output is given up, quietly."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def refusal(refused: Refused, as_json: bool) -> None:
    """What is wrong, why, and what would work: as JSON on standard output, else on standard error."""
    if as_json:
        document = {"code": refused.code, "because": refused.because, "remedy": refused.remedy}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    click.echo(f"Not done: {refused.because}\nWhat would work: {refused.remedy}\n({refused.code})", err=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> Table:
    """A plain table; cells are text, never markup."""
    made = Table(
        title=Text(title) if title else None, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made
