"""Drafts: what somebody has typed and not sent, kept on the server, sealed, and for them alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from store import people
from store.sealing import new_secret
from web.forms.typed import Typed
from web.visits import Visit

OPENING = "open "
"""What a draft of an opening is about begins with; its pathway follows."""

FORM = "form "
"""What is about any other form begins with; its address follows. What the form is called is in `extra`."""

CALLED = "called"


@dataclass(frozen=True)
class Draft:
    """One form under way. `about` says which: `open <pathway>`, `<case> <move>`, or `form <address>`.

    `id`: empty until it is kept.
    `extra`: what goes with it and was not typed, such as the case that it will be linked to.
    """

    about: str
    typed: Typed
    id: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    saved_at: datetime | None = None


def keep(visit: Visit, draft: Draft) -> str:
    """Keep it for the visitor, in place of what is kept under its id; the id it has then."""
    return keep_for(visit, visit.who.person.username, draft)


def keep_for(visit: Visit, owner: str, draft: Draft) -> str:
    """Keep it for a person, whether or not they are signed in now."""
    name = draft.id or new_secret()
    text = json.dumps({"typed": draft.typed, "extra": draft.extra})
    visit.site.store.people.put(people.Draft(name, owner, draft.about, visit.site.wall(), text))
    return name


def find(visit: Visit, name: str, about: str = "") -> Draft | None:
    """One of the visitor's drafts, about one thing where that is said; None where there is none."""
    return find_for(visit, visit.who.person.username, name, about)


def find_for(visit: Visit, owner: str, name: str, about: str = "") -> Draft | None:
    """One of a person's drafts."""
    found = visit.site.store.people.find(people.Draft, id=name, person=owner) if name else []
    drafts = [_read(each) for each in found if not about or each.about == about]
    return drafts[0] if drafts else None


def mine(visit: Visit) -> list[Draft]:
    """All of the visitor's drafts, the newest first."""
    found = visit.site.store.people.find(people.Draft, person=visit.who.person.username)
    return [_read(each) for each in sorted(found, key=lambda each: each.saved_at, reverse=True)]


def delete(visit: Visit, name: str) -> None:
    """Forget one of the visitor's drafts."""
    visit.site.store.people.forget(people.Draft, id=name, person=visit.who.person.username)


def _read(row: people.Draft) -> Draft:
    try:
        content = json.loads(row.text)
    except ValueError:
        # The key that opens it is not here: the draft is listed, and is empty.
        content = {"typed": {}, "extra": {}}
    typed = {name: tuple(values) for name, values in content["typed"].items()}
    return Draft(row.about, typed, row.id, content["extra"], row.saved_at)
