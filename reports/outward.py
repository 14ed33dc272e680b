"""The copy of a report that may leave the partnership: no case in it, and nothing that tells of few."""

from collections.abc import Iterator
from dataclasses import replace

from reports.counting import Counts, table_of
from reports.drafts import Draft, Drawn, figure, sentence
from reports.hiding import fewer_than, hide
from reports.values import Figure, Report, Table
from workflow.reporting import SmallNumbers


def outward_copy(report: Report, draft: Draft, small: SmallNumbers) -> Report:
    """The report without its cases and its small numbers.

    Tables of counts keep what can be shown; everything that could be held against a hidden count goes with it.
    """
    below = small.below
    copy = replace(report, outward=True, method=(*report.method, _rule(small)))
    if draft.whole == 0:
        return copy
    if draft.whole < below:
        few = f"{fewer_than(below).capitalize()} were counted, so no figure is shown."
        return replace(copy, sentence=few, figures=(), tables=(), chart=None, suppressed=(few,))
    counts = tuple(hide(each, below) for each in draft.counts)
    whole = all(each is not None and not each.hidden for each in counts)
    beside = whole and _large(draft, below)
    figures = dict(_figures(draft, counts))
    headline = figures.get(draft.headline)
    shown = (*figures.values(), *(draft.apart if beside else ()))
    tables = (*(table_of(each) for each in counts if each is not None), *(draft.details if beside else ()))
    return replace(
        copy,
        sentence=sentence(draft, headline) if headline else "The headline figure cannot be shown outside.",
        figures=tuple(replace(each, cases=()) for each in shown),
        tables=tuple(_impersonal(table) for table in tables),
        chart=report.chart if whole and draft.shape != "lengths" else None,
        suppressed=tuple(_left_out(draft, counts, beside=beside)),
    )


def _figures(draft: Draft, counts: tuple[Counts | None, ...]) -> Iterator[tuple[int, Figure]]:
    """The figures whose every count is shown; of one with a hidden numerator of its own, what stands for it."""
    table = counts[0]
    if table is None:
        return
    for place, drawn in enumerate(draft.drawn):
        if not table.hidden.keys() & {*drawn.numerator, *drawn.denominator}:
            yield place, figure(_rounded_alone(drawn, table), table)
        elif len(drawn.numerator) == len(drawn.denominator) == 1 and drawn.denominator[0] not in table.hidden:
            shown = table.shown(drawn.numerator[0])
            yield place, Figure(drawn.label, shown, table.count(*drawn.denominator))


def _rounded_alone(drawn: Drawn, table: Counts) -> Drawn:
    """Beside hidden counts each share is rounded by itself, because the largest remainder depends on all of them."""
    return replace(drawn, percent=None) if table.hidden else drawn


def _large(draft: Draft, below: int) -> bool:
    """Whether no count beside the main tables is small, nor what is left of one."""
    cells = (
        cell
        for table in draft.details
        for row in table.rows
        for column, cell in zip(table.columns[1:], row.cells, strict=True)
        if column.kind == "count"
    )
    apart = (
        count
        for each in draft.apart
        if isinstance(each.numerator, int) and isinstance(each.denominator, int)
        for count in (each.numerator, each.denominator - each.numerator)
    )
    return all(isinstance(count, int) and count >= below for count in (*cells, *apart))


def _impersonal(table: Table) -> Table:
    """Without references, and without numbers that may be a single case's."""
    kept = [place for place, column in enumerate(table.columns) if column.kind != "number"]
    rows = tuple(replace(row, cells=tuple(row.cells[place - 1] for place in kept[1:]), cases=()) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def _left_out(draft: Draft, counts: tuple[Counts | None, ...], *, beside: bool) -> Iterator[str]:
    for each, shown in zip(draft.counts, counts, strict=True):
        if shown is None:
            yield f"“{each.title}” is left out: too little of it could be shown."
        elif shown.hidden:
            yield f"In “{each.title}” {len(shown.hidden)} numbers are hidden."
    if not beside and (draft.details or draft.apart):
        titles = [*(f"“{table.title}”" for table in draft.details), *(f"“{each.label}”" for each in draft.apart)]
        yield f"Left out, because hidden numbers could be worked out from them: {', '.join(titles)}."
    if draft.lists:
        yield f"Left out, because they tell of single cases: {', '.join(table.title for table in draft.lists)}."


def _rule(small: SmallNumbers) -> str:
    source = small.source
    return (
        f"Counts below {small.below}, nought included, stand as “{fewer_than(small.below)}”; others are not shown "
        f"where a small one could be worked out from them ({source.title}, {source.part}; {source.confidence})."
    )
