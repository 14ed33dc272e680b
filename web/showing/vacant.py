"""Where the pen goes to a post that nobody holds: said before it goes there, and wherever it lies."""

from access.vacancies import is_held
from states.case import Case
from web.showing.people import nobody_holds
from web.visits import Visit


def with_nobody(case: Case, visit: Visit) -> str:
    """That nobody holds the post with the pen, and who gets its alerts; empty where somebody does."""
    holder = (case.holder.role, case.holder.agency)
    if not all(holder) or is_held(*holder, visit.site.store, visit.site.now()):
        return ""
    return nobody_holds([holder], visit.pack.partnership)
