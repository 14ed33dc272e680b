"""Which cases somebody may see, as one condition in the database: lists, counts and single cases all ask this."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, true

from store import tables
from store.instants import NEVER, or_never, to_text
from store.rows import Sight, Wanted

_HEAD = tables.case_head
_COLUMNS = tuple(column for column in _HEAD.c if column.name not in ("partnership", "head"))
_SORTS = {"due": _HEAD.c.next_due_at, "case": _HEAD.c.case, "opened": _HEAD.c.opened_at}


def page(partnership: str, sight: Sight, fingerprint: str, wanted: Wanted, most: int, skip: int) -> Select[Any]:
    """The rows that may be seen and are wanted, in order."""
    column = _SORTS[wanted.sort.removeprefix("-")]
    backwards = wanted.sort.startswith("-")
    order = (column.desc(), _HEAD.c.case.desc()) if backwards else (column, _HEAD.c.case)
    found = select(*_COLUMNS).where(_seen(partnership, sight, fingerprint), _wanted(wanted))
    return found.order_by(*order).limit(most).offset(skip)


def count(partnership: str, sight: Sight, fingerprint: str, wanted: Wanted) -> Select[Any]:
    """How many there are."""
    return select(func.count()).select_from(_HEAD).where(_seen(partnership, sight, fingerprint), _wanted(wanted))


def _seen(partnership: str, sight: Sight, fingerprint: str) -> ColumnElement[bool]:
    own: ColumnElement[bool] = true()
    if sight.agencies is not None:
        own = or_(false(), _HEAD.c.raising.in_(sight.agencies), _HEAD.c.receiving.in_(sight.agencies))
    if sight.restricted is not None:
        own = and_(own, or_(_HEAD.c.restricted == 0, _HEAD.c.pathway.in_(sight.restricted)))
    if sight.only is not None:
        own = and_(own, or_(_HEAD.c.case.in_(sight.only), _HEAD.c.pathway.in_(sight.only)))
    seen = and_(_HEAD.c.partnership == partnership, or_(own, _HEAD.c.case.in_(sight.granted)))
    if not fingerprint:
        return seen
    from_ = select(tables.excluded.c.case).where(
        tables.excluded.c.partnership == partnership, tables.excluded.c.fingerprint == fingerprint
    )
    return and_(seen, not_(_HEAD.c.case.in_(from_)))


def _wanted(wanted: Wanted) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [true()]
    equal = {
        "case": wanted.case,
        "pathway": wanted.pathway,
        "holder_role": wanted.holder[0],
        "holder_agency": wanted.holder[1],
    }
    asked += [_HEAD.c[name] == value for name, value in equal.items() if value]
    if wanted.text:
        asked.append(_HEAD.c.case.contains(wanted.text.upper(), autoescape=True))
    if wanted.finished is not None:
        asked.append(_HEAD.c.finished == int(wanted.finished))
    if wanted.closed is not None:
        closed = and_(_HEAD.c.finished == 1, _HEAD.c.next_due_at == NEVER)
        asked.append(closed if wanted.closed else not_(closed))
    if wanted.due_from is not None:
        asked.append(_HEAD.c.next_due_at >= to_text(wanted.due_from))
    if wanted.due_until is not None:
        asked.append(_HEAD.c.next_due_at < to_text(wanted.due_until))
    if wanted.undated is not None:
        asked.append((_HEAD.c.next_due_at == NEVER) == wanted.undated)
    if wanted.late is not None:
        late = or_(
            _HEAD.c.status == "breached",
            and_(_HEAD.c.next_due_at < or_never(wanted.now), _HEAD.c.status != "suspended"),
        )
        asked.append(late if wanted.late else not_(late))
    return and_(*asked)
