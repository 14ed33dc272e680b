"""Who: posts and people, in the titles that the partnership gives them."""

from states.facts import TIME, AnyFact
from web.rendering import said
from workflow.policy import Partnership

UNNAMED = "a name that cannot be read here"


def agency_title(agency: str, partnership: Partnership) -> str:
    """School A; an agency that the partnership no longer lists keeps the name it had."""
    found = partnership.agencies.get(agency)
    return found.title if found else said(agency)


def post_title(role: str, agency: str, partnership: Partnership) -> str:
    """Line manager, School A."""
    parts = (
        partnership.roles.get(role, said(role)) if role else "",
        agency_title(agency, partnership) if agency else "",
    )
    return ", ".join(part for part in parts if part) or "Nobody"


def doer(fact: AnyFact, partnership: Partnership) -> str:
    """Who brought a fact about, by name where it can be read; what time brought about, Duecourse noticed."""
    if fact.by == TIME:
        return "Noticed by Duecourse"
    post = post_title(fact.by.role, fact.by.agency, partnership)
    if "by.person" not in fact.sealed:
        return post
    return f"{fact.sealed['by.person'] or UNNAMED}, {post}"
