"""The packs at hand: the product's own for new cases, and those that cases keep, read from the database."""

import json
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from engine.packs.editions import edition_of, editions, root
from engine.packs.pack import Pack, Procedure, calendar_of, from_documents, hash_of, with_terms
from engine.packs.reading import load
from states.case import Case
from states.refusals import Refused
from store.contract import Store

Read = Callable[[str], str | None]
"""A stored document by its sha256."""


class Added(msgspec.Struct, frozen=True):
    """A pack that somebody added to a database: the hashes of its documents, and from when it is in force.

    `n` counts what was added, so that a later reading of one edition comes after an earlier one. `begins`: the database
    was made with this pack, and the packs that came with the product have no say in it.
    """

    pack: str
    calendar: str
    edition: str
    in_force_from: str
    n: int = 0
    begins: bool = False

    @property
    def order(self) -> tuple[str, str, int]:
        """The newest comes last."""
        return self.in_force_from, self.edition, self.n


def begin(pack: Pack, store: Store) -> None:
    """Keep the pack that a new database is made with: the first, and the only one until others are added."""
    _add(pack, store, begins=True)


def add(pack: Pack, store: Store) -> None:
    """Keep a pack in the database; cases opened from the day it came into force take it.

    Raises: Refused("other-partnership").
    """
    if pack.partnership.partnership != store.partnership:
        raise Refused(
            code="other-partnership",
            because=f"This is a pack of {pack.partnership.partnership}, and a database of {store.partnership}.",
            remedy="Give the pack the partnership's name, or make its own database: `duecourse init --pack FOLDER`.",
        )
    _add(pack, store, begins=False)


def _add(pack: Pack, store: Store, *, begins: bool) -> None:
    own, before = pack.partnership, added_to(store)
    n = max((each.n for each in before), default=0) + 1
    added = Added(pack.sha256, pack.calendar.sha256, own.edition, own.in_force_from, n, begins)
    with store.transaction() as unit:
        unit.keep_pack(pack.sha256, pack.document)
        unit.keep_pack(pack.calendar.sha256, pack.calendar_document)
        unit.keep_pack(f"added:{n:06}:{pack.sha256}", json.dumps(msgspec.to_builtins(added)))


def count_by(calendar_document: str, store: Store, library: "Library", on: date) -> None:
    """Cases opened from a day on count by another calendar, whichever of the packs at hand they are opened under."""
    coming = [each for each in added_to(store) if each.in_force_from > on.isoformat()]
    packs = [library.opening(store.partnership, on, store)]
    packs += [kept_pack(each.pack, each.calendar, store.pack) for each in coming]
    for pack in packs:
        document = with_terms(calendar_document, pack.calendar_document)
        if pack.calendar.sha256 != calendar_of(document).sha256:
            add(from_documents(pack.document, document), store)


def added_to(store: Store) -> list[Added]:
    """The packs that were added to a database, the newest last."""
    return sorted((Added(**json.loads(text)) for text in store.added_packs()), key=lambda each: each.order)


class Library:
    """Packs under one root (the product's own, unless another is named)."""

    def __init__(self, where: Path | None = None) -> None:
        self.where = where

    def opening(self, partnership: str, on: date, store: Store | None = None) -> Pack:
        """The pack that a case opened on a day takes: the newest in force, a store's added ones included.

        A case dated before the first takes the first.
        """
        added = [] if store is None else added_to(store)
        in_force = [each for each in added if each.in_force_from <= on.isoformat()]
        if store is not None and _begun(added):
            first = [each for each in added if each.edition == added[0].edition]
            return _kept_in(store, (in_force or first)[-1])
        own = load(edition_of(partnership, on=on, where=self.where))
        newer = [each for each in in_force if own.partnership.in_force_from <= each.in_force_from]
        return own if store is None or not newer else _kept_in(store, newer[-1])

    def edition(self, store: Store, edition: str) -> Pack:
        """An edition by its name: as it was last added to the database, else as it came with the product.

        Raises: Refused("unknown-edition").
        """
        added = added_to(store)
        named = [each for each in added if each.edition == edition]
        if named:
            return _kept_in(store, named[-1])
        if not _begun(added):
            return load(edition_of(store.partnership, edition, where=self.where))
        raise Refused(
            code="unknown-edition",
            because=f"This database has no edition “{edition[:60]}”.",
            remedy=f"It has {', '.join(dict.fromkeys(each.edition for each in added))}; or give the folder of a pack.",
        )

    def editions(self, store: Store) -> list[Pack]:
        """Every edition that a database may open cases under, each as it was last added."""
        added = added_to(store)
        own = [] if _begun(added) else editions(self.where or root())
        found = [load(each) for each in own if each.partnership == store.partnership]
        found += [_kept_in(store, each) for each in added]
        return list({each.partnership.edition: each for each in found}.values())

    def pinned(self, case: Case, read: Read) -> Procedure:
        """The procedure that a case keeps. Raises: Refused("pack-missing") where the database has lost it."""
        return kept_pack(case.pack, case.calendar, read).procedure(case.pathway)


def _kept_in(store: Store, added: Added) -> Pack:
    return kept_pack(added.pack, added.calendar, store.pack)


def _begun(added: list[Added]) -> bool:
    """Whether the database was made with a pack of its own."""
    return any(each.begins for each in added)


_kept: OrderedDict[tuple[str, str], Pack] = OrderedDict()
KEPT = 32
"""How many packs a process keeps parsed."""


def kept_pack(sha256: str, calendar: str, read: Read) -> Pack:
    """A pack from the documents in the database, parsed once in a process. Raises: what `prove` does."""
    if (sha256, calendar) not in _kept:
        _kept[sha256, calendar] = from_documents(*prove(sha256, calendar, read))
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[sha256, calendar]


def prove(sha256: str, calendar: str, read: Read) -> tuple[str, str]:
    """The stored documents of a pack and its calendar, if they are still those that the hashes were taken of.

    Raises: Refused("pack-missing"), Refused("pack-altered").
    """
    document, calendar_document = read(sha256), read(calendar)
    if document is None or calendar_document is None:
        raise Refused(
            code="pack-missing",
            because=f"The database does not hold the pack {sha256[:12]} that a case was opened under.",
            remedy="Restore the database from a copy; `duecourse verify` lists what is missing.",
        )
    if hash_of(document) == sha256 and _hash_of_calendar(calendar_document) == calendar:
        return document, calendar_document
    raise Refused(
        code="pack-altered",
        because=f"The pack {sha256[:12]} or its calendar, under which a case was opened, was altered in the database.",
        remedy="Restore the database from a copy; nothing is worked out under an altered pack.",
    )


def _hash_of_calendar(document: str) -> str:
    try:
        return calendar_of(document).sha256
    except (Refused, ValueError):
        return ""
