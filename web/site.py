"""The site: what every page needs to know, made once when the server starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.library import Library
from engine.packs.pack import Pack
from states.days import day_of
from store.contract import Store


@dataclass(frozen=True)
class Provider:
    """Where people of the organisations sign in: its name on the page, its issuer, and what it knows us by."""

    name: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Site:
    """One partnership's database behind one web app.

    now: the instant that is now in this database (a training database keeps its own time).
    wall: the time of day, for what protects the site itself: sessions, tokens, attempts to sign in.
    sweep: lets time pass once in a training database, and says what that did, as `duecourse sweep` does; None on a live
    one, where only the scheduler does.
    provider: where people may sign in instead of with a password of ours.
    https: whether browsers reach it by https, so that cookies may insist on it.
    names: the host names under which it answers, in small letters; with none it answers under any.
    """

    store: Store
    library: Library
    now: Callable[[], datetime]
    wall: Callable[[], datetime]
    https: bool = False
    provider: Provider | None = None
    sweep: Callable[[datetime], dict[str, Any]] | None = None
    names: frozenset[str] = frozenset()

    @property
    def training(self) -> bool:
        """Whether everything here is invented."""
        return self.store.kind == "training"

    def pack(self) -> Pack:
        """The pack that a case opened now would take."""
        return self.library.opening(self.store.partnership, day_of(self.now()), self.store)
