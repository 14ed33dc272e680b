"""What may be seen and who is kept, in plain Python: the meaning of what the databases are asked."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from store.instants import or_never
from store.people import AnyRow, Row
from store.rows import CaseRow, Sight, Wanted


class MemoryPeople:
    """`People` for tests."""

    def __init__(self) -> None:
        self._kept: dict[tuple[type, object], AnyRow] = {}

    def find(self, kind: type[Row], **equal: object) -> list[Row]:
        found = [row for row in self._kept.values() if isinstance(row, kind) and _equals(row, equal)]
        return sorted(found, key=lambda row: _key(row))

    def since(self, kind: type[Row], field: str, instant: datetime, **equal: object) -> list[Row]:
        found = [row for row in self.find(kind, **equal) if getattr(row, field) >= instant]
        return sorted(found, key=lambda row: getattr(row, field))

    def put(self, row: AnyRow) -> None:
        self._kept[type(row), _key(row)] = row

    def forget(self, kind: type[Row], **equal: object) -> None:
        for row in self.find(kind, **equal):
            del self._kept[kind, _key(row)]


def may_be_seen(row: CaseRow, sight: Sight, excluded: Collection[str]) -> bool:
    """Whether a case is within somebody's sight; `excluded`: the cases that their name is excluded from."""
    own = sight.agencies is None or row.raising in sight.agencies or row.receiving in sight.agencies
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
    )
    due = or_never(row.next_due_at)
    late = row.status == "breached" or (due < or_never(wanted.now) and row.status != "suspended")
    return (
        all(asked in ("", has) for asked, has in pairs)
        and wanted.text.upper() in row.case
        and wanted.finished in (None, row.finished)
        and wanted.closed in (None, row.finished and row.next_due_at is None)
        and (wanted.due_from is None or due >= or_never(wanted.due_from))
        and (wanted.due_until is None or due < or_never(wanted.due_until))
        and wanted.undated in (None, row.next_due_at is None)
        and wanted.late in (None, late)
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
