"""What may be seen and who is kept, in plain Python: the meaning of what the databases are asked."""

import hashlib
from collections.abc import Collection
from datetime import datetime

import msgspec

from store import refusals
from store.instants import or_never
from store.people import AnyRow, Person, Row
from store.rows import CaseRow, Sight, Wanted


class MemoryPeople:
    """`People` for tests."""

    def __init__(self) -> None:
        self._kept: dict[tuple[type, object], AnyRow] = {}

    def find(self, kind: type[Row], **equal: object) -> list[Row]:
        found = [row for row in self._kept.values() if isinstance(row, kind) and _equals(row, equal)]
        return sorted(found, key=lambda row: _key(row))

    def since(self, kind: type[Row], field: str, instant: datetime, **equal: object) -> list[Row]:
        found = [row for row in self.find(kind, **equal) if or_never(getattr(row, field)) >= or_never(instant)]
        return sorted(found, key=lambda row: or_never(getattr(row, field)))

    def put(self, row: AnyRow) -> None:
        if isinstance(row, Person) and row.subject:
            others = [each for each in self.find(Person, subject=row.subject) if each.username != row.username]
            if others:
                raise refusals.subject_taken()
        self._kept[type(row), _key(row)] = row

    def forget(self, kind: type[Row], **equal: object) -> None:
        for row in self.find(kind, **equal):
            del self._kept[kind, _key(row)]

    def forget_before(self, kind: type[Row], field: str, instant: datetime) -> None:
        for row in self.find(kind):
            if or_never(getattr(row, field)) < or_never(instant):
                del self._kept[kind, _key(row)]

    def fingerprint(self, text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()


def may_be_seen(row: CaseRow, sight: Sight, excluded: Collection[str]) -> bool:
    """Whether a case is within somebody's sight; `excluded`: the cases that one of their names is excluded from."""
    own = sight.agencies is None or row.raising in sight.agencies or row.receiving in sight.agencies
    own = own or row.pathway in sight.pathways
    own = own and (not row.restricted or sight.restricted is None or row.pathway in sight.restricted)
    own = own and (sight.only is None or row.case in sight.only or row.pathway in sight.only)
    return (own or row.case in sight.granted) and row.case not in excluded


def is_wanted(row: CaseRow, wanted: Wanted) -> bool:
    """Whether a case is among those asked for."""
    pairs = (
        (wanted.case, row.case),
        (wanted.pathway, row.pathway),
        (wanted.holder[0], row.holder_role),
        (wanted.holder[1], row.holder_agency),
        (wanted.status, row.status),
    )
    next_due, late_from = or_never(row.next_due_at), or_never(row.late_from)
    passed = wanted.passed is not None and next_due < or_never(wanted.passed)
    due = late_from if passed else next_due
    return (
        all(asked in ("", has) for asked, has in pairs)
        and wanted.text.upper() in row.case
        and wanted.finished in (None, row.finished)
        and wanted.closed in (None, row.closed)
        and (wanted.due_from is None or due >= or_never(wanted.due_from))
        and (wanted.due_until is None or due < or_never(wanted.due_until))
        and wanted.undated in (None, due == or_never(None))
        and (wanted.after is None or (next_due, row.case) > (or_never(wanted.after[0]), wanted.after[1]))
        and wanted.late in (None, late_from < or_never(wanted.now))
    )


def in_order(row: CaseRow, wanted: Wanted) -> tuple[str, str]:
    """What the list is sorted by."""
    first = {"due": or_never(row.next_due_at), "case": row.case, "opened": or_never(row.opened_at)}
    return first[wanted.sort.removeprefix("-")], row.case


def _equals(row: AnyRow, equal: dict[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in equal.items())


def _key(row: AnyRow) -> tuple[str, ...]:
    """What makes a row the same one: its first field, and for a grant the person too."""
    values = msgspec.structs.astuple(row)
    return (values[0], values[1]) if "review" in row.__struct_fields__ else (values[0],)
