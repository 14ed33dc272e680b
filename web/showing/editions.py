"""The editions of a procedure: those that came with the product, and those that somebody added to the database."""

import json
from dataclasses import dataclass

from engine.library import Added, kept_pack
from engine.packs.editions import editions, root
from engine.packs.pack import Pack
from engine.packs.reading import load
from web.visits import Visit


@dataclass(frozen=True)
class Listed:
    """One edition. `stands`: whether it is in force now, was before, or comes later."""

    edition: str
    in_force_from: str
    stands: str
    pack: Pack


def editions_shown(visit: Visit) -> list[Listed]:
    """Every edition of the partnership, the latest first."""
    store, library = visit.site.store, visit.site.library
    found = [load(each) for each in editions(library.where or root()) if each.partnership == store.partnership]
    added = [Added(**json.loads(text)) for text in store.added_packs()]
    found += [kept_pack(each.pack, each.calendar, store.pack) for each in added]
    by_hash = {pack.sha256: pack for pack in (*found, visit.pack)}
    ordered = sorted(by_hash.values(), key=_came, reverse=True)
    return [
        Listed(each.partnership.edition, each.partnership.in_force_from, _stands(each, visit.pack), each)
        for each in ordered
    ]


def _came(pack: Pack) -> tuple[str, str]:
    return pack.partnership.in_force_from, pack.partnership.edition


def _stands(pack: Pack, now: Pack) -> str:
    if pack.sha256 == now.sha256:
        return "In force now"
    return "Comes later" if _came(pack) > _came(now) else "Earlier"
