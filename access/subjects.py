"""Who somebody is to a sign-in provider, and who that is here."""

from msgspec.structs import replace

from states.refusals import Refused
from store.contract import Store
from store.people import Person


def person_told_of(store: Store, subject: str, email: str) -> Person:
    """The person of this subject; at the first time, the one person with this verified e-mail and no subject yet.

    subject: "issuer|sub". email: as the provider has verified it, empty otherwise.
    Raises: Refused("not-known-here") where it is nobody's, or where several people could be meant.
    """
    found = store.people.find(Person, subject=subject)
    if not found and email:
        new = [each for each in store.people.find(Person, email=email) if not each.subject]
        found = [replace(each, subject=subject) for each in new] if len(new) == 1 else []
        for each in found:
            store.people.put(each)
    if len(found) != 1 or not found[0].active:
        raise Refused(
            code="not-known-here",
            because="You were signed in elsewhere, and Duecourse has no account for you.",
            remedy="Ask the partnership's business unit for one, with the e-mail address that you sign in with.",
        )
    return found[0]
