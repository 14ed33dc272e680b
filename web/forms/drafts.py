"""Drafts: what somebody has typed and not sent, kept on the server for them alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from web.forms.typed import Typed


@dataclass(frozen=True)
class Draft:
    """One form under way. `about` says which: `open <pathway>`, or `<case> <move>`; `id` is empty until it is kept."""

    owner: str
    about: str
    typed: Typed
    kept_at: datetime
    id: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


class Drafts(Protocol):
    """Where drafts are kept. Nobody finds one but its owner."""

    def keep(self, draft: Draft) -> str:
        """Keep it, in place of what is kept under its id; the id it has then."""

    def find(self, owner: str, draft: str) -> Draft | None:
        """One draft; None where there is none, or it is somebody else's."""

    def of(self, owner: str) -> list[Draft]:
        """All of a person's drafts, the newest first."""

    def delete(self, owner: str, draft: str) -> None:
        """Forget it."""


class DraftsInMemory:
    """Drafts that last as long as the process."""

    def __init__(self) -> None:
        self._kept: dict[str, Draft] = {}

    def keep(self, draft: Draft) -> str:
        name = draft.id or f"draft-{len(self._kept) + 1}"
        self._kept[name] = replace(draft, id=name)
        return name

    def find(self, owner: str, draft: str) -> Draft | None:
        found = self._kept.get(draft)
        return found if found and found.owner == owner else None

    def of(self, owner: str) -> list[Draft]:
        return sorted((each for each in self._kept.values() if each.owner == owner), key=lambda each: each.kept_at)[
            ::-1
        ]

    def delete(self, owner: str, draft: str) -> None:
        if self.find(owner, draft):
            del self._kept[draft]
