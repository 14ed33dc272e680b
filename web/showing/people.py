"""Who: posts and people, in the titles that the partnership gives them."""

from collections.abc import Sequence
from itertools import groupby

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


_NO_NAMES = ("The ", "Whoever ", "Somebody ")
"""How a title begins that is a description: within a sentence it has no capital."""


def within(title: str) -> str:
    """A post as it stands within a sentence."""
    return title[:1].lower() + title[1:] if title.startswith(_NO_NAMES) else title


def posts_in_words(posts: Sequence[tuple[str, str]], partnership: Partnership, most: int = 3) -> str:
    """Line manager or Senior manager, School A; of more than `most` only the first two are named.

    An agency is named once for those of its posts that stand side by side.
    """
    named = posts if len(posts) <= most else posts[:2]
    titles = [
        _of_one_agency([role for role, _ in beside], agency, partnership)
        for agency, beside in groupby(named, key=lambda post: post[1])
    ]
    return " or ".join([*titles, *(["others"] if len(named) < len(posts) else [])])


def _of_one_agency(roles: Sequence[str], agency: str, partnership: Partnership) -> str:
    *others, last = roles
    return " or ".join([*(post_title(role, "", partnership) for role in others), post_title(last, agency, partnership)])


def nobody_holds(posts: Sequence[tuple[str, str]], partnership: Partnership) -> str:
    """What stands beside a post that nobody holds, or several of which none is held: who is told instead."""
    fallback = partnership.access.fallback if partnership.access else None
    lacking, whose = ("that post", "Its") if len(posts) == 1 else ("any of these posts", "Their")
    if fallback is None:
        return f"Nobody holds {lacking}. The partnership names nobody who is told instead."
    if (fallback.role, fallback.agency) in posts:
        return f"Nobody holds {lacking}, and what nobody else is told goes there."
    return f"Nobody holds {lacking}. {whose} alerts go to {post_title(fallback.role, fallback.agency, partnership)}."


def doer(fact: AnyFact, partnership: Partnership) -> str:
    """Who brought a fact about, by name where it can be read; what time brought about, Duecourse noticed."""
    if fact.by == TIME:
        return "Noticed by Duecourse"
    post = post_title(fact.by.role, fact.by.agency, partnership)
    if "by.person" not in fact.sealed:
        return post
    return f"{fact.sealed['by.person'] or UNNAMED}, {post}"
