"""The packs at hand: the product's own for new cases, and those that cases keep, read from the database."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from pathlib import Path

from engine.packs.editions import edition_of
from engine.packs.pack import Pack, Procedure, calendar_of, from_documents, hash_of
from engine.packs.reading import load
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


_kept: OrderedDict[tuple[str, str], Pack] = OrderedDict()
KEPT = 32
"""How many packs a process keeps parsed."""


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
        _kept[sha256, calendar] = _as_it_was(sha256, calendar, document, calendar_document)
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[sha256, calendar]


def _as_it_was(sha256: str, calendar: str, document: str, calendar_document: str) -> Pack:
    """The pack, if its documents are still those that the hashes were taken of. Raises: Refused("pack-altered")."""
    try:
        if calendar_of(calendar_document).sha256 == calendar and hash_of(document) == sha256:
            return from_documents(document, calendar_document)
    except (Refused, ValueError):
        pass
    raise Refused(
        code="pack-altered",
        because=f"The pack {sha256[:12]} or its calendar, under which a case was opened, was altered in the database.",
        remedy="Restore the database from a copy; nothing is worked out under an altered pack.",
    )
