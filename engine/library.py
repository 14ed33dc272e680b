"""The packs at hand: the product's own for new cases, and those that cases keep, read from the database."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from engine.editions import edition_of
from engine.pack_reading import load
from engine.packs import Pack, Procedure, from_documents
from states.case import Case
from states.refusals import Refused

Read = Callable[[str], str | None]
"""A stored document by its sha256."""


class Library:
    """Packs under one root (the product's own, unless another is named)."""

    def __init__(self, where: Path | None = None) -> None:
        self.where = where

    def opening(self, partnership: str, on: date) -> Pack:
        """The pack that a case opened on a day takes."""
        return load(edition_of(partnership, on=on, where=self.where))

    def pinned(self, case: Case, read: Read) -> Procedure:
        """The procedure that a case keeps. Raises: Refused("pack-missing") where the database has lost it."""
        return kept_pack(case.pack, case.calendar, read).procedure(case.pathway)


_kept: dict[tuple[str, str], Pack] = {}


def kept_pack(sha256: str, calendar: str, read: Read) -> Pack:
    """A pack from the documents in the database, parsed once in a process."""
    if (sha256, calendar) not in _kept:
        document, calendar_document = read(sha256), read(calendar)
        if document is None or calendar_document is None:
            raise Refused(
                code="pack-missing",
                because=f"The database does not hold the pack {sha256[:12]} that a case was opened under.",
                remedy="Restore the database from a copy; `duecourse verify` lists what is missing.",
            )
        _kept[sha256, calendar] = _parsed(document, calendar_document)
    return _kept[sha256, calendar]


@lru_cache(maxsize=32)
def _parsed(document: str, calendar_document: str) -> Pack:
    return from_documents(document, calendar_document)
