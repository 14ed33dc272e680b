"""A house of invented people with posts, in which cases are opened by name and looked at."""

from datetime import datetime

from access.accounts import add_person, find_person, give_post
from access.seeing import may_see, sight_of
from access.sessions import visitor_of
from access.visitor import Visitor
from engine.handle import Handled, handle
from engine.library import Library
from engine.verify import verify
from states.days import day_of, parse_instant
from store.contract import Store
from store.people import Post
from store.rows import Wanted
from tests.spec.desk import OPENING
from workflow.commands import Actor, Correct, OpenCase, StrikeOut, TakeStep

NOW = parse_instant("2026-12-14T09:00Z")
SINCE = parse_instant("2020-01-01T00:00Z")
UNTIL = parse_instant("2050-01-01T00:00Z")
ALLEGATION = {
    "immediate_risk": "no",
    "child": "C-17",
    "known_at": "2026-12-14T08:00:00Z",
    "person_concerned": "Tom King",
    "kept_out": "nobody",
    "about": "a-member-of-staff",
    "ground": "risk-of-harm",
    "what_was_said": "Seen by a colleague.",
}


class House:
    """One store, and who is in it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.library = Library()
        self.pack = self.library.opening("halton", day_of(NOW), store)

    def person(self, who: str, name: str = "Alex Example", **post: object) -> Visitor:
        """Somebody in a post, "line-manager of school-a"; more of the post by keyword."""
        role, _, agency = who.partition(" of ")
        username = f"{'.'.join(letters(name).split())}.{role}.{agency}"
        if find_person(self.store, username) is None:
            add_person(self.store, username, name, "", SINCE)
        audits = self.pack.partnership.access is not None and role in self.pack.partnership.access.audits
        bounds: dict[str, object] = {"until": UNTIL if audits else None, "because": "Inspection" if audits else ""}
        given = {"since": SINCE, **bounds, **post}
        kept = give_post(self.store, Post("", username, role, agency, **given), self.pack.partnership)  # type: ignore[arg-type]  # a post by keywords
        visitor = visitor_of(self.store, username, kept.id, NOW)
        assert visitor is not None
        assert visitor.post == kept
        return visitor

    def opened(self, pathway: str, who: str, now: datetime = NOW, **answers: str) -> Handled:
        """A case, opened by somebody in this role."""
        given = {**(OPENING if pathway == "escalation" else {}), **answers}
        command = OpenCase(at=now, seen_at=now, by=actor(who), pathway=pathway, answers=given)
        return handle(self.store, self.library, command)

    def escalation(self, raising: str = "school-a", receiving: str = "social-care") -> str:
        """A case between two agencies."""
        return self.opened("escalation", f"practitioner of {raising}", receiving_agency=receiving).reference

    def allegation(self, agency: str = "school-a", **answers: str) -> str:
        """A restricted case."""
        return self.opened("allegation", f"designated-lead of {agency}", NOW, **{**ALLEGATION, **answers}).reference

    def take(self, case: str, who: str, move: str, now: datetime = NOW, **answers: str) -> None:
        handle(self.store, self.library, TakeStep(at=now, seen_at=now, by=actor(who), move=move, answers=answers), case)

    def correct(self, case: str, position: int, field: str, value: str) -> None:
        command = Correct(
            at=NOW,
            seen_at=NOW,
            by=actor("partnership-manager of partnership"),
            position=position,
            field=field,
            value=value,
            because="Another person was meant.",
        )
        handle(self.store, self.library, command, case)

    def strike_out(self, case: str, position: int, field: str) -> None:
        command = StrikeOut(
            at=NOW,
            seen_at=NOW,
            by=actor("partnership-manager of partnership"),
            position=position,
            field=field,
            because="A name too many.",
            authoriser="The manager",
        )
        handle(self.store, self.library, command, case)

    def sees(self, visitor: Visitor, now: datetime = NOW) -> set[str]:
        """Every case in the visitor's list; the count, the alerts and each single case must agree with it."""
        sight = sight_of(visitor, self.pack, self.store, now)
        rows = self.store.cases_seen(sight, Wanted(), 1000)
        assert self.store.count_seen(sight, Wanted()) == len(rows)
        seen = {row.case for row in rows}
        alone = {case for case in self.store.cases() if may_see(visitor, case, self.pack, self.store, now) is not None}
        assert alone == seen
        assert {row.case for row in self.store.alerts_seen(sight)} <= seen
        return seen

    def findings(self) -> list[str]:
        return [finding.code for finding in verify(self.store, self.library)]


def letters(name: str) -> str:
    """A name as a user name may have it."""
    return "".join(each if each.isascii() and each.isalnum() else " " for each in name.lower())


def actor(who: str) -> Actor:
    role, _, agency = who.partition(" of ")
    return Actor(person="Alex Example", role=role, agency=agency, account="tester")
