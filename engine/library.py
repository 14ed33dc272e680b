"""The packs at hand: the product's own for new cases, and those that cases keep, read from the database."""

import json
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from engine.packs.editions import edition_of
from engine.packs.pack import Pack, Procedure, calendar_of, from_documents, hash_of
from engine.packs.reading import load
from states.case import Case
from states.refusals import Refused
from store.contract import Store

Read = Callable[[str], str | None]
"""A stored document by its sha256."""


class Added(msgspec.Struct, frozen=True):
    """A pack that somebody added to a database: the hashes of its documents, and from when it is in force."""

    pack: str
    calendar: str
    edition: str
    in_force_from: str


def add(pack: Pack, store: Store) -> None:
    """Keep a pack in the database; cases opened from the day it came into force take it.

    Raises: Refused("other-partnership").
    """
    if pack.partnership.partnership != store.partnership:
        raise Refused(
            code="other-partnership",
            because=f"This is a pack of {pack.partnership.partnership}, and a database of {store.partnership}.",
            remedy="Give the pack the partnership's name, or make a database for it with `duecourse init`.",
        )
    added = Added(pack.sha256, pack.calendar.sha256, pack.partnership.edition, pack.partnership.in_force_from)
    with store.transaction() as unit:
        unit.keep_pack(pack.sha256, pack.document)
        unit.keep_pack(pack.calendar.sha256, pack.calendar_document)
        unit.keep_pack(f"added:{pack.sha256}", json.dumps(msgspec.to_builtins(added)))


class Library:
    """Packs under one root (the product's own, unless another is named)."""

    def __init__(self, where: Path | None = None) -> None:
        self.where = where

    def opening(self, partnership: str, on: date, store: Store | None = None) -> Pack:
        """The pack that a case opened on a day takes: the newest in force, a store's added ones included."""
        own = load(edition_of(partnership, on=on, where=self.where))
        added = [] if store is None else [Added(**json.loads(text)) for text in store.added_packs()]
        newer = [each for each in added if own.partnership.in_force_from <= each.in_force_from <= on.isoformat()]
        if store is None or not newer:
            return own
        newest = max(newer, key=lambda each: (each.in_force_from, each.edition))
        return kept_pack(newest.pack, newest.calendar, store.pack)

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
