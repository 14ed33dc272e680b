"""Everything: histories and their keys, the due table, read models, the outbox, idempotency keys, counters, packs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table("fact", "case position#", "fact at seen_at body sealed previous_hash hash")
    _table(
        "case_head",
        "case",
        "pathway edition step holder_role holder_agency opened_at next_due_at status version# "
        "raising receiving finished# restricted# late_from head",
    )
    _table("due", "case", "due_at")
    _table("alert", "case key", "rule about tell_role tell_party tell_agency severity raised_at state rung#")
    _table("outbox", "case key rung#", "role agency severity queued_at")
    _table("link", "to case relation", "")
    _table("command", "key", "case first# last# fingerprint")
    _table("counter", "prefix year#", "last#")
    _table("case_key", "case", "wrapped*")
    _table("field_key", "case position# path", "wrapped*")
    _table("pack", "sha256", "text")
    _table("awake", "at", "due# handled# facts#")
    _table("excluded", "case position# field fingerprint", "")
    _table("person", "username", "name email password subject active# created_at")
    _table("post", "id", "person role agency since until because covers only given_by")
    _table("session", "hash", "person post created_at seen_at until")
    _table("token", "hash", "name person post scopes created_at until")
    _table("view", "id", "case at person role agency door page")
    _table("draft", "id", "person about saved_at sealed key*")
    _table("attempt", "id", "whose at")
    _table("granted", "case person", "review until there#")
    _table("setting", "", "kind key_id")
    _index("fact_seen", "fact", "seen_at")
    _index("due_earliest", "due", "due_at case")
    _index("alert_by_state", "alert", "state raised_at tell_role tell_agency")
    _index("link_by_case", "link", "case")
    _index("case_by_deadline", "case_head", "next_due_at case late_from finished restricted pathway")
    _index("case_late", "case_head", "late_from next_due_at case restricted pathway")
    _index("case_of_raising", "case_head", "raising next_due_at case late_from finished restricted pathway receiving")
    _index("case_of_receiving", "case_head", "receiving next_due_at case late_from finished restricted pathway raising")
    _index("case_of_pathway", "case_head", "pathway next_due_at case late_from finished restricted raising receiving")
    _index("case_of_holder", "case_head", "finished holder_role holder_agency")
    _index("excluded_by_name", "excluded", "fingerprint case")
    known = sa.text("subject <> ''")
    _index("person_of_subject", "person", "subject", unique=True, sqlite_where=known, postgresql_where=known)
    _index("post_of_person", "post", "person")
    _index("session_of_person", "session", "person")
    _index("view_of_case", "view", "case at")
    _index("view_of_person", "view", "person at")
    _index("view_at", "view", "at")
    _index("attempt_whose", "attempt", "whose at")
    _index("grant_of_person", "granted", "person until")


def _index(name: str, table: str, columns: str, **how: Any) -> None:
    op.create_index(name, table, ["partnership", *columns.split()], **how)


def _table(name: str, keys: str, columns: str) -> None:
    """Names of key columns after the partnership, and of the others; text unless marked: # a number, * bytes."""
    op.create_table(
        name,
        *(_column(key, primary_key=True) for key in ("partnership", *keys.split())),
        *(_column(column, primary_key=False) for column in columns.split()),
        sqlite_with_rowid=False,
    )


def _column(marked: str, *, primary_key: bool) -> sa.Column[Any]:
    kinds: dict[str, sa.types.TypeEngine[Any]] = {"#": sa.Integer(), "*": sa.LargeBinary()}
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(
        marked.rstrip("#*"),
        kinds.get(marked[-1], text),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )
