"""Checks over a whole pack that no single entry can show: names that lead nowhere, steps nobody reaches, and so on."""

from engine.pack_files import Resolved
from engine.packs import Pack
from engine.yaml import Fault


def check(pack: Pack, resolved: Resolved) -> list[Fault]:
    return []
