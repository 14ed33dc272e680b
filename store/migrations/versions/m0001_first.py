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
        "raising receiving finished# restricted# head",
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
    _table("excluded", "fingerprint case", "")
    _table("person", "username", "name email password subject active# created_at")
    _table("post", "id", "person role agency since until because covers only given_by")
    _table("session", "hash", "person post created_at seen_at until")
    _table("token", "hash", "name person post scopes created_at until")
    _table("view", "id", "case at person role agency door page")
    _table("draft", "id", "person about saved_at sealed key*")
    _table("attempt", "id", "whose at")
    _table("granted", "case person", "review until")
    _table("setting", "", "kind key_id")
    op.create_index("fact_seen", "fact", ["partnership", "seen_at"])
    op.create_index("case_by_deadline", "case_head", ["partnership", "next_due_at", "case"])
    op.create_index("due_earliest", "due", ["partnership", "due_at", "case"])
    op.create_index("alert_by_state", "alert", ["partnership", "state", "raised_at"])
    op.create_index("link_by_case", "link", ["partnership", "case"])
    op.create_index("case_open", "case_head", ["partnership", "finished", "next_due_at", "case"])
    op.create_index("post_of_person", "post", ["partnership", "person"])
    op.create_index("view_of_case", "view", ["partnership", "case", "at"])
    op.create_index("attempt_whose", "attempt", ["partnership", "whose", "at"])


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
