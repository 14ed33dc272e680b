"""Which cases somebody may see, as one condition in the database: lists, counts, alerts and single cases all ask this.

What may be seen is the sum of branches that share no case, each of which an index answers in the order of deadlines:
the cases that an agency raises, those it receives from another, those of a pathway, and those granted one by one. The
statement depends only on the shape of what is asked, and is compiled once for each shape.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from store import chain, tables
from store.instants import NEVER, or_never
from store.queries import Queries, Query, among
from store.rows import AlertRow, CaseRow, Sight, Sort, Wanted

_HEAD = tables.case_head
_ALERT = tables.alert
_SORTS = {"due": _HEAD.c.next_due_at, "case": _HEAD.c.case, "opened": _HEAD.c.opened_at}


class Shape(NamedTuple):
    """What the text of a statement depends on; everything else about it is a parameter.

    agencies: how many are asked for, -1 for all. asked: what of `Wanted` is given.
    """

    dialect: str
    agencies: int
    pathways: int
    restricted: bool
    only: bool
    granted: bool
    named: bool
    asked: frozenset[str]
    sort: Sort


def shape_of(dialect: str, sight: Sight, wanted: Wanted) -> Shape:
    """The shape of a question."""
    return Shape(
        dialect,
        -1 if sight.agencies is None else len(sight.agencies),
        len(sight.pathways),
        sight.restricted is not None,
        sight.only is not None,
        bool(sight.granted),
        bool(sight.names),
        frozenset(_given(wanted)),
        wanted.sort,
    )


def values_of(partnership: str, sight: Sight, fingerprints: tuple[str, ...], wanted: Wanted) -> dict[str, object]:
    """The parameters of a question. fingerprints: of the names in the sight."""
    agencies = sight.agencies or ()
    lists = {
        "agencies": agencies,
        "pathways": sight.pathways,
        "restricted": sight.restricted or (),
        "only": sight.only or (),
        "granted": sight.granted,
        "names": fingerprints,
    }
    return {
        "partnership": partnership,
        **{f"the_agency_{place}": agency for place, agency in enumerate(agencies)},
        **{f"the_pathway_{place}": pathway for place, pathway in enumerate(sight.pathways)},
        **{name: chain.canonical(sorted(values)).decode() for name, values in lists.items()},
        **{f"asked_{name}": value for name, value in _given(wanted).items()},
    }


def page(queries: Queries, shape: Shape) -> Query:
    """The rows that may be seen and are wanted, in order, `most` of them after `skip`."""

    def build() -> Any:
        column, backwards = _SORTS[shape.sort.removeprefix("-")], shape.sort.startswith("-")
        chosen = (_HEAD.c.case.label("found"), column.label("place"))
        parts = [select(*chosen).where(branch.seen, _wanted(shape)) for branch in _branches(shape)]
        one = parts[0] if len(parts) == 1 else union_all(*parts)
        order = _order(one.selected_columns["place"], one.selected_columns["found"], backwards)
        found = one.order_by(*order).limit(_number("most")).offset(_number("skip")).subquery("those")
        shown = _HEAD.alias("shown")
        whole = found.join(shown, and_(shown.c.partnership == _text("partnership"), shown.c.case == found.c.found))
        return (
            select(*(shown.c[name] for name in CaseRow.__struct_fields__))
            .select_from(whole)
            .order_by(*_order(found.c.place, found.c.found, backwards))
        )

    everything = "case_of_pathway" if "pathway" in shape.asked else "case_by_deadline"
    return queries.shaped(("page", shape), build, lambda: _by(shape, "" if shape.sort.endswith("case") else everything))


def _order(place: ColumnElement[Any], case: ColumnElement[Any], backwards: bool) -> tuple[ColumnElement[Any], ...]:
    return (place.desc(), case.desc()) if backwards else (place, case)


def count(queries: Queries, shape: Shape) -> Query:
    """How many there are: all, less the few that are kept from somebody of the sight's names.

    Asking of each row whether it is kept from them takes longer than all the rest. What goes by one deadline or by the
    other is counted apart: of each, an index reads no more than there is to count.
    """

    def build() -> Any:
        branches, spans = list(_branches(shape._replace(named=False))), _spans(shape.asked)
        total, *more = [_number_of(shape, branch.seen, span) for branch in branches for span in spans]
        for number in more:
            total = total + number
        if shape.named:
            total = total - _number_kept(shape, or_(*(branch.seen for branch in branches)))
        return select(total)

    narrow = "case_of_pathway" if "pathway" in shape.asked else "case_by_deadline"
    by = "case_late" if "late" in shape.asked else narrow
    return queries.shaped(
        ("count", shape), build, lambda: [each for each in _by(shape, by) for _ in _spans(shape.asked)]
    )


def _number_of(shape: Shape, seen: ColumnElement[bool], span: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(func.count()).select_from(_HEAD).where(seen, _plainly(shape), span).scalar_subquery()


def _number_kept(shape: Shape, seen: ColumnElement[bool]) -> ColumnElement[Any]:
    """How many of them are kept from somebody of the sight's names, each found by its reference."""
    case = tables.excluded.c.case
    kept = select(func.count(case.distinct())).where(*_mine_excluded(shape))
    return kept.where(exists().where(_HEAD.c.case == case, seen, _wanted(shape))).scalar_subquery()


def _by(shape: Shape, everything: str) -> tuple[str, ...]:
    """The index that each branch goes by; `everything`: that of the branch that has no agency."""
    return tuple("" if "case" in shape.asked else each.by or everything * (not each.few) for each in _branches(shape))


def alerts(queries: Queries, shape: Shape) -> Query:
    """The alerts in a `state` of the cases that may be seen, the oldest first."""
    columns = [_ALERT.c[name] for name in AlertRow.__struct_fields__]
    order = (_ALERT.c.raised_at, _ALERT.c.case, _ALERT.c.key)
    from_cases = shape.agencies >= 0
    return queries.shaped(
        ("alerts", shape), lambda: select(*columns).where(*_alerts_of_seen(shape, from_cases)).order_by(*order)
    )


def count_alerts_told(queries: Queries, shape: Shape) -> Query:
    """How many alerts in a `state` of the cases that may be seen one of `posts`, each "role agency", is told of."""

    def build() -> Any:
        post = _ALERT.c.tell_role + " " + _ALERT.c.tell_agency
        told = [among(shape.dialect, post, "posts"), *_alerts_of_seen(shape, from_cases=False)]
        return select(func.count()).select_from(_ALERT).where(*told)

    return queries.shaped(("count alerts told", shape), build)


def _alerts_of_seen(shape: Shape, from_cases: bool) -> Iterator[ColumnElement[bool]]:
    yield _ALERT.c.partnership == _text("partnership")
    branches = [branch.seen for branch in _branches(shape)]
    if from_cases:
        yield _unindexed(_ALERT.c.state) == _text("state")
        yield _ALERT.c.case.in_(union_all(*(select(_HEAD.c.case).where(branch) for branch in branches)))
    else:
        yield _ALERT.c.state == _text("state")
        yield exists().where(_HEAD.c.case == _ALERT.c.case, or_(*branches))


class Branch(NamedTuple):
    """A part of what may be seen. by: the index that finds it, empty where it is read as a whole; few: one by one."""

    seen: ColumnElement[bool]
    by: str = ""
    few: bool = False


def _branches(shape: Shape) -> Iterator[Branch]:
    """Parts of which no two share a case."""
    mine = _HEAD.c.partnership == _text("partnership")
    seen = [mine, *_not_excluded(shape)]
    bounded = [*seen, *_bounds(shape)]
    if shape.granted:
        granted = among(shape.dialect, _HEAD.c.case, "granted")
        yield Branch(and_(*seen, granted), few=True)
        bounded.append(not_(granted))
    if shape.agencies < 0:
        yield Branch(and_(*bounded))
        return
    for place in range(shape.agencies):
        agency, other = _text(f"the_agency_{place}"), not_(among(shape.dialect, _HEAD.c.raising, "agencies"))
        yield Branch(and_(*bounded, _HEAD.c.raising == agency), "case_of_raising")
        yield Branch(and_(*bounded, _HEAD.c.receiving == agency, other), "case_of_receiving")
    strangers = [not_(among(shape.dialect, _HEAD.c[party], "agencies")) for party in ("raising", "receiving")]
    for place in range(shape.pathways):
        yield Branch(and_(*bounded, _HEAD.c.pathway == _text(f"the_pathway_{place}"), *strangers), "case_of_pathway")
    if not (shape.agencies or shape.pathways or shape.granted):
        yield Branch(and_(mine, false()), few=True)


def _bounds(shape: Shape) -> Iterator[ColumnElement[bool]]:
    if shape.restricted:
        named = among(shape.dialect, _HEAD.c.pathway, "restricted")
        yield or_(_HEAD.c.restricted == 0, named)
    if shape.only:
        yield or_(*(among(shape.dialect, _HEAD.c[name], "only") for name in ("case", "pathway")))


def _not_excluded(shape: Shape) -> Iterator[ColumnElement[bool]]:
    if shape.named:
        yield _HEAD.c.case.not_in(select(tables.excluded.c.case).where(*_mine_excluded(shape)))


def _mine_excluded(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """The rows that keep a case from somebody of the sight's names."""
    yield tables.excluded.c.partnership == _text("partnership")
    yield among(shape.dialect, tables.excluded.c.fingerprint, "names")


def _given(wanted: Wanted) -> dict[str, object]:
    """What is asked for, as parameters."""
    role, agency = wanted.holder
    texts = {
        "case": wanted.case,
        "pathway": wanted.pathway,
        "text": wanted.text.upper(),
        "status": wanted.status,
        "holder_role": role,
        "holder_agency": agency,
    }
    flags = {"finished": wanted.finished, "closed": wanted.closed, "undated": wanted.undated}
    instants = {"due_from": wanted.due_from, "due_until": wanted.due_until, "passed": wanted.passed}
    given: dict[str, object] = {name: value for name, value in texts.items() if value}
    given |= {f"{name}_{'yes' if value else 'no'}": 1 for name, value in flags.items() if value is not None}
    given |= {name: or_never(value) for name, value in instants.items() if value is not None}
    if wanted.passed is not None and wanted.due_from is not None and wanted.due_from >= wanted.passed:
        given["ahead"] = 1
    if wanted.late is not None:
        given["late" if wanted.late else "not_late"] = or_never(wanted.now)
    if wanted.after is not None:
        given |= {"after_due": or_never(wanted.after[0]), "after_case": wanted.after[1]}
    return given


def _wanted(shape: Shape) -> ColumnElement[bool]:
    return and_(_plainly(shape), or_(*_spans(shape.asked)))


def _plainly(shape: Shape) -> ColumnElement[bool]:
    """All that is asked for but the bounds of the deadline to go by."""
    # What must be late or due by an instant has its next deadline before it: an index by deadline ends there.
    asked = shape.asked
    own = shape.agencies >= 0  # Then its own index is the one to use, and no other may seem as good.
    equal = [
        (_unindexed(_HEAD.c[name]) if own and name == "pathway" else _HEAD.c[name]) == _asked(name)
        for name in ("case", "pathway", "status", "holder_role", "holder_agency")
        if name in asked
    ]
    found = func.strpos if shape.dialect == "postgresql" else func.instr
    closed = and_(_HEAD.c.finished == 1, _HEAD.c.next_due_at == NEVER)
    conditions: dict[str, Any] = {
        "text": lambda: found(_HEAD.c.case, _asked("text")) > 0,
        "finished_yes": lambda: _HEAD.c.finished == 1,
        "finished_no": lambda: _HEAD.c.finished == 0,
        "closed_yes": lambda: closed,
        "closed_no": lambda: not_(closed),
        "due_until": lambda: _HEAD.c.next_due_at < _asked("due_until"),
        "late": lambda: and_(_HEAD.c.late_from < _asked("late"), _HEAD.c.next_due_at < _asked("late")),
        "not_late": lambda: _HEAD.c.late_from >= _asked("not_late"),
        "after_case": lambda: (
            tuple_(_HEAD.c.next_due_at, _HEAD.c.case) > tuple_(_asked("after_due"), _asked("after_case"))
        ),
    }
    chosen = (build() for name, build in conditions.items() if name in asked)
    return and_(true(), *equal, *chosen)


def _spans(asked: frozenset[str]) -> list[ColumnElement[bool]]:
    """By the next deadline or, where that is before `passed`, by `late_from`: parts that share no case.

    Said as one or the other: that takes half as long as a CASE for each bound, where many thousands are counted.
    """

    def by(column: ColumnElement[str]) -> ColumnElement[bool]:
        bounds: dict[str, Any] = {
            "due_from": lambda: column >= _asked("due_from"),
            "due_until": lambda: column < _asked("due_until"),
            "undated_yes": lambda: column == NEVER,
            "undated_no": lambda: column < NEVER,
        }
        return and_(true(), *(build() for name, build in bounds.items() if name in asked))

    if "passed" not in asked:
        return [by(_HEAD.c.next_due_at)]
    gone_by = _HEAD.c.next_due_at < _asked("passed")
    # Unsaid where it goes without saying: what has no deadline, or one from `due_from` on, is not before `passed`.
    to_come = [] if asked & {"undated_yes", "ahead"} else [not_(gone_by)]
    return [and_(*to_come, by(_HEAD.c.next_due_at)), and_(gone_by, by(_HEAD.c.late_from))]


def _unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column where its index is not the one to use."""
    return column.concat("")


def _asked(name: str) -> BindParameter[str]:
    return _text(f"asked_{name}")


def _text(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text)


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=Integer)
