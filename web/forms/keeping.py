"""Which drafts are the visitor's, and where they are kept."""

from weakref import WeakKeyDictionary

from store.contract import Store
from web.forms.drafts import Drafts, DraftsInMemory
from web.visits import Visit

_BY_STORE: WeakKeyDictionary[Store, DraftsInMemory] = WeakKeyDictionary()


def drafts_of(visit: Visit) -> Drafts:
    """Where drafts are kept."""
    return _BY_STORE.setdefault(visit.site.store, DraftsInMemory())


def owner_of(visit: Visit) -> str:
    """Whose drafts they are: the person in the post."""
    actor = visit.who.actor()
    return f"{actor.person} {actor.role} {actor.agency}"
