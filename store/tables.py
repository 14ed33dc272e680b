"""The tables, described once. Every primary key begins with the partnership; instants are text that sorts.

Text is compared byte by byte on both databases, so that they give the same order. There are no foreign keys: every
row is written by one unit of work, and verification checks more than they could.
"""

from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

SCHEMA = "0001"
"""The newest migration: what a database must be at to be opened."""

OLDER: frozenset[str] = frozenset()
"""The migrations before it: databases at one of these can be brought up to date."""

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_NUMBER = Integer()
_BYTES = LargeBinary()

metadata = MetaData()


def _table(name: str, keys: dict[str, TypeEngine[Any]], /, **columns: TypeEngine[Any]) -> Table:
    described: list[Column[Any]] = [Column("partnership", _TEXT, primary_key=True)]
    described += [Column(key, kind, primary_key=True, autoincrement=False) for key, kind in keys.items()]
    described += [Column(column, kind, nullable=False) for column, kind in columns.items()]
    return Table(name, metadata, *described, sqlite_with_rowid=False)


fact = _table(
    "fact",
    {"case": _TEXT, "position": _NUMBER},
    fact=_TEXT,
    at=_TEXT,
    seen_at=_TEXT,
    body=_TEXT,
    sealed=_TEXT,
    previous_hash=_TEXT,
    hash=_TEXT,
)
case_head = _table(
    "case_head",
    {"case": _TEXT},
    pathway=_TEXT,
    edition=_TEXT,
    step=_TEXT,
    holder_role=_TEXT,
    holder_agency=_TEXT,
    opened_at=_TEXT,
    next_due_at=_TEXT,
    status=_TEXT,
    version=_NUMBER,
    raising=_TEXT,
    receiving=_TEXT,
    finished=_NUMBER,
    restricted=_NUMBER,
    late_from=_TEXT,
    head=_TEXT,
)
due = _table("due", {"case": _TEXT}, due_at=_TEXT)
alert = _table(
    "alert",
    {"case": _TEXT, "key": _TEXT},
    rule=_TEXT,
    about=_TEXT,
    tell_role=_TEXT,
    tell_party=_TEXT,
    tell_agency=_TEXT,
    severity=_TEXT,
    raised_at=_TEXT,
    state=_TEXT,
    rung=_NUMBER,
)
outbox = _table(
    "outbox",
    {"case": _TEXT, "key": _TEXT, "rung": _NUMBER},
    role=_TEXT,
    agency=_TEXT,
    severity=_TEXT,
    queued_at=_TEXT,
)
link = _table("link", {"to": _TEXT, "case": _TEXT, "relation": _TEXT})
command = _table("command", {"key": _TEXT}, case=_TEXT, first=_NUMBER, last=_NUMBER, fingerprint=_TEXT)
counter = _table("counter", {"prefix": _TEXT, "year": _NUMBER}, last=_NUMBER)
case_key = _table("case_key", {"case": _TEXT}, wrapped=_BYTES)
field_key = _table("field_key", {"case": _TEXT, "position": _NUMBER, "path": _TEXT}, wrapped=_BYTES)
pack = _table("pack", {"sha256": _TEXT}, text=_TEXT)
awake = _table("awake", {"at": _TEXT}, due=_NUMBER, handled=_NUMBER, facts=_NUMBER)
excluded = _table("excluded", {"case": _TEXT, "position": _NUMBER, "field": _TEXT, "fingerprint": _TEXT})
person = _table(
    "person",
    {"username": _TEXT},
    name=_TEXT,
    email=_TEXT,
    password=_TEXT,
    subject=_TEXT,
    active=_NUMBER,
    created_at=_TEXT,
)
post = _table(
    "post",
    {"id": _TEXT},
    person=_TEXT,
    role=_TEXT,
    agency=_TEXT,
    since=_TEXT,
    until=_TEXT,
    because=_TEXT,
    covers=_TEXT,
    only=_TEXT,
    given_by=_TEXT,
)
session = _table("session", {"hash": _TEXT}, person=_TEXT, post=_TEXT, created_at=_TEXT, seen_at=_TEXT, until=_TEXT)
token = _table(
    "token", {"hash": _TEXT}, name=_TEXT, person=_TEXT, post=_TEXT, scopes=_TEXT, created_at=_TEXT, until=_TEXT
)
view = _table(
    "view", {"id": _TEXT}, case=_TEXT, at=_TEXT, person=_TEXT, role=_TEXT, agency=_TEXT, door=_TEXT, page=_TEXT
)
draft = _table("draft", {"id": _TEXT}, person=_TEXT, about=_TEXT, saved_at=_TEXT, sealed=_TEXT, key=_BYTES)
attempt = _table("attempt", {"id": _TEXT}, whose=_TEXT, at=_TEXT)
granted = _table("granted", {"case": _TEXT, "person": _TEXT}, review=_TEXT, until=_TEXT, there=_NUMBER)
setting = _table("setting", {}, kind=_TEXT, key_id=_TEXT)


def _index(name: str, table: Table, columns: str, **how: Any) -> None:
    Index(name, table.c.partnership, *(table.c[column] for column in columns.split()), **how)


_index("fact_seen", fact, "seen_at")
_index("due_earliest", due, "due_at case")
_index("alert_by_state", alert, "state raised_at tell_role tell_agency")
_index("link_by_case", link, "case")

# The work list, earliest deadline first: of everybody (all that its counts read stands in the index), of a few posts.
_index("case_by_deadline", case_head, "next_due_at case late_from finished restricted pathway")
_index("case_late", case_head, "late_from next_due_at case restricted pathway")
_index("case_of_raising", case_head, "raising next_due_at case late_from finished restricted pathway receiving")
_index("case_of_receiving", case_head, "receiving next_due_at case late_from finished restricted pathway raising")
_index("case_of_pathway", case_head, "pathway next_due_at case late_from finished restricted raising receiving")
_index("case_of_holder", case_head, "finished holder_role holder_agency")
_index("excluded_by_name", excluded, "fingerprint case")

# People: two accounts never share one identity at a sign-in provider.
_known = person.c.subject != ""
_index("person_of_subject", person, "subject", unique=True, sqlite_where=_known, postgresql_where=_known)
_index("post_of_person", post, "person")
_index("session_of_person", session, "person")
_index("view_of_case", view, "case at")
_index("view_of_person", view, "person at")
_index("view_at", view, "at")
_index("attempt_whose", attempt, "whose at")
_index("grant_of_person", granted, "person until")
