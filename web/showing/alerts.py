"""Alerts as lists show them: what, about which clock, to whom, and whether the visitor may take them on."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from access import seeing
from access.vacancies import whose_alerts
from engine.packs.pack import Procedure
from states.folding import fold
from store.rows import AlertRow
from web.rendering import said
from web.showing.clocks import title_of
from web.showing.people import post_title
from web.visits import Visit
from web.writing import may_write

SEVERITIES = {"information": "For information", "warning": "Warning", "urgent": "Urgent"}


@dataclass(frozen=True)
class AlertShown:
    """One alert in the list. mine: it is for the visitor's post; instead: because nobody holds the one that is told.

    plainly: what it is about, and nothing that was sealed: for titles; in_words: what was agreed there, on the pages of
    one case alone.
    """

    row: AlertRow
    what: str
    plainly: str
    in_words: str
    to: str
    severity: str
    mine: bool
    instead: bool
    may_take_on: bool

    @property
    def about(self) -> str:
        """What it is about: an action in its own words where they may be shown."""
        return f"{self.plainly}: {self.in_words}" if self.in_words else self.plainly

    @property
    def address(self) -> str:
        """Where it is taken on."""
        return f"/cases/{self.row.case}/alerts/{quote(self.row.key, safe='')}"


def procedure_of(case: str, visit: Visit) -> Procedure:
    """The procedure that a case keeps."""
    store = visit.site.store
    return visit.site.library.pinned(fold(store.history(case)), store.pack)


def posts_answered_for(visit: Visit) -> set[tuple[str, str]]:
    """The posts whose alerts are for this visitor now."""
    post = visit.who.post
    return whose_alerts((post.role, post.agency), visit.pack.partnership, visit.site.store, visit.site.now())


def alert_shown(
    row: AlertRow, procedure: Procedure, visit: Visit, own: Collection[tuple[str, str]], in_words: str = ""
) -> AlertShown:
    """One alert, for this visitor, who answers for the posts in `own`. in_words: the action that it is about."""
    post, told = visit.who.post, (row.tell_role, row.tell_agency)
    return AlertShown(
        row,
        procedure.titles.get(f"rule:{row.rule}", said(row.rule)),
        title_of(row.about, procedure) if row.about else "",
        in_words,
        post_title(row.tell_role, row.tell_agency, procedure.policy.partnership),
        SEVERITIES.get(row.severity, said(row.severity)),
        told in own,
        told in own and told != (post.role, post.agency),
        row.state == "open" and may_write(visit) and may_take_on(row, visit),
    )


def may_take_on(row: AlertRow, visit: Visit) -> bool:
    """Somebody of the agency that was told, or of the partnership's own."""
    return seeing.may_take_on(visit.who, row, visit.pack.partnership)
