"""A list of cases as a page shows it: what is asked for in the address, the rows, the counts, the pages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from msgspec.structs import replace

from access.seeing import sight_of
from engine.packs.pack import Pack
from states.days import day_of, start_of
from store.rows import Sight, Sort, Wanted
from web.showing.rows import row_shown
from web.visits import Visit

ON_A_PAGE = 50

STATUSES = {
    "": "Open, or closed with something still due",
    "late": "Late",
    "today": "Due today",
    "later": "Due later",
    "none": "No deadline to come",
    "closed": "Closed",
    "all": "Open and closed",
}
COUNTED = ("late", "today", "later", "none")
"""Those that a list tells the number of: each case of the list that stands first is in exactly one of them."""

HOLDERS = {"": "Anybody", "me": "My post", "agency": "My agency"}
COLUMNS: tuple[tuple[str, str], ...] = (
    ("Reference", "case"),
    ("Procedure", ""),
    ("Step", ""),
    ("Who has it", ""),
    ("Deadline", "due"),
    ("Status", ""),
)
SORTS: dict[str, Sort] = {"": "due", "-due": "-due", "case": "case", "-case": "-case"}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown in it is as if it were not there."""

    q: str
    pathway: str
    holder: str
    status: str
    sort: str
    page: int

    def address(self, action: str, **other: object) -> str:
        """The same list with something else about it, from its first page on."""
        said: Mapping[str, object] = {**asdict(self), "page": 1, **other}
        kept = {name: value for name, value in said.items() if value not in ("", 1)}
        return f"{action}?{urlencode(kept)}" if kept else action


def asked_of(visit: Visit, status: str = "") -> Asked:
    """The address's query, taken kindly. status: what is asked for where it says nothing."""
    page, pathway, holder = visit.asked("page", "1"), visit.asked("pathway"), visit.asked("holder")
    wanted, sort = visit.asked("status", status), visit.asked("sort")
    return Asked(
        q=visit.asked("q")[:60],
        pathway=pathway if pathway in visit.pack.procedures else "",
        holder=holder if holder in HOLDERS else "",
        status=wanted if wanted in STATUSES else "",
        sort=sort if sort in SORTS else "",
        page=max(1, int(page)) if page.isdecimal() and page.isascii() and len(page) < 6 else 1,
    )


def listed(visit: Visit, action: str, asked: Asked) -> dict[str, Any]:
    """Everything that the list's template shows."""
    store, pack, now = visit.site.store, visit.pack, visit.site.now()
    sight = sight_of(visit.who, pack, store, now)
    numbers = _numbers(visit, asked, sight)
    number = numbers[asked.status]
    rows = store.cases_seen(sight, _wanted(visit, asked, asked.status), ON_A_PAGE, (asked.page - 1) * ON_A_PAGE)
    return {
        "action": action,
        "asked": asked,
        "rows": [row_shown(row, visit) for row in rows],
        "number": number,
        "page": asked.page,
        "beyond": asked.page > 1 and not rows,
        "sentence": _sentence(number, asked),
        "counts": [_count(status, numbers[status], action, asked) for status in COUNTED],
        "headings": [_heading(text, sort, action, asked) for text, sort in COLUMNS],
        "pages": _pages(number, action, asked),
        "pathways": _items({"": "All", **_titles(pack)}, asked.pathway),
        "holders": _items(HOLDERS, asked.holder),
        "statuses": _items(STATUSES, asked.status),
        "empty": _empty(visit, action, asked, sight),
    }


def _wanted(visit: Visit, asked: Asked, status: str) -> Wanted:
    """Of one of `STATUSES` what else is asked for."""
    post = visit.who.post
    holders = {"me": (post.role, post.agency), "agency": ("", post.agency)}
    wanted = Wanted(
        pathway=asked.pathway,
        text=asked.q,
        holder=holders.get(asked.holder, ("", "")),
        now=visit.site.now(),
        sort=SORTS[asked.sort],
    )
    return in_group(wanted, status, visit.site.now())


def in_group(wanted: Wanted, status: str, now: datetime) -> Wanted:
    """The same, of one of `STATUSES` only. Every case is in exactly one of late, today, later, none and closed."""
    today = start_of(day_of(now))
    tomorrow = start_of(day_of(now) + timedelta(days=1))
    open_yet = replace(wanted, late=False, now=now, passed=today)
    match status:
        case "late":
            return replace(wanted, late=True, now=now)
        case "today":
            return replace(open_yet, due_from=today, due_until=tomorrow)
        case "later":
            # Nothing is late before it is due.
            return replace(wanted, passed=today, due_from=tomorrow, undated=False)
        case "none":
            return replace(open_yet, closed=False, undated=True)
        case "closed":
            return replace(wanted, closed=True)
        case "all":
            return wanted
        case _:
            return replace(wanted, closed=False)


def _titles(pack: Pack) -> dict[str, str]:
    return {name: procedure.policy.pathway.title for name, procedure in pack.procedures.items()}


def _items(texts: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in texts.items()]


def _sentence(number: int, asked: Asked) -> str:
    cases = "1 case" if number == 1 else f"{number:,} cases"
    order = {
        "": "earliest deadline first",
        "-due": "latest deadline first",
        "case": "by reference",
        "-case": "by reference, the newest first",
    }[asked.sort]
    return f"{cases}, {order}"


def _numbers(visit: Visit, asked: Asked, sight: Sight) -> dict[str, int]:
    """How many cases of each of `COUNTED` there are, and of what is asked for; each case is read once at most."""

    def number(status: str) -> int:
        return visit.site.store.count_seen(sight, _wanted(visit, asked, status))

    found = {status: number(status) for status in COUNTED}
    if not asked.status:
        found[""] = sum(found.values())
    elif asked.status not in found:
        found[asked.status] = number(asked.status)
    return found


def _count(status: str, number: int, action: str, asked: Asked) -> dict[str, Any]:
    href = asked.address(action, status=status)
    return {"number": number, "text": STATUSES[status].lower(), "href": href, "here": asked.status == status}


def _heading(text: str, sort: str, action: str, asked: Asked) -> dict[str, str]:
    if not sort:
        return {"text": text}
    upwards = SORTS[asked.sort] == sort
    downwards = SORTS[asked.sort] == f"-{sort}"
    onwards = f"-{sort}" if upwards else sort
    href = asked.address(action, sort="" if onwards == "due" else onwards)
    return {"text": text, "href": href, "sort": "ascending" if upwards else "descending" if downwards else "none"}


def _pages(number: int, action: str, asked: Asked) -> dict[str, Any] | None:
    last = max(1, -(-number // ON_A_PAGE))
    if last == 1:
        return None
    here = asked.page
    shown = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    items: list[dict[str, Any]] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page > before + 1:
            items.append({"ellipsis": True})
        items.append({"number": page, "href": asked.address(action, page=page), "current": page == here})
    found: dict[str, Any] = {"items": items, "landmarkLabel": "Pages of the list"}
    if here > 1:
        found["previous"] = {"href": asked.address(action, page=here - 1)}
    if here < last:
        found["next"] = {"href": asked.address(action, page=here + 1)}
    return found


def _empty(visit: Visit, action: str, asked: Asked, sight: Sight) -> dict[str, str]:
    if asked.holder and not (asked.q or asked.pathway or asked.status):
        number = visit.site.store.count_seen(sight, Wanted(closed=False))
        return {
            "text": "You have nothing to act on.",
            "href": asked.address(action, holder=""),
            "link": f"See all {number:,} open cases",
        }
    if asked.q or asked.pathway or asked.status or asked.holder:
        return {"text": "No cases match these filters.", "href": action, "link": "Clear the filters"}
    return {"text": "There are no open cases."}
