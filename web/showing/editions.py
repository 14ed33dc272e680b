"""The editions of a procedure: those that came with the product, and those that somebody added to the database."""

from dataclasses import dataclass

from engine.packs.pack import Pack
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
    found = visit.site.library.editions(visit.site.store)
    by_edition = {pack.partnership.edition: pack for pack in (*found, visit.pack)}
    ordered = sorted(by_edition.values(), key=_came, reverse=True)
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
