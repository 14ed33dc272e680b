"""Which chart a report has: the whole that its rows share out, the share of each figure, or a length for each case."""

from collections.abc import Iterator

from reports.counting import Counts
from reports.drafts import Draft, figure
from reports.values import Bar, Chart


def chart_of(name: str, title: str, draft: Draft) -> Chart:
    """The same numbers as in the tables."""
    match draft.shape:
        case "whole":
            return Chart(name, title, tuple(_parts(draft.counts[0])))
        case "shares":
            return Chart(name, title, tuple(_shares(draft)), "shares")
        case "lengths":
            return Chart(name, title, draft.bars, "lengths", draft.most, draft.line)


def _parts(counts: Counts) -> Iterator[Bar]:
    for row, share in enumerate(counts.percents()):
        count, percent = counts.count((row, 0)), share or 0
        yield Bar(counts.rows[row], count, percent, f"{count} ({percent} %)")


def _shares(draft: Draft) -> Iterator[Bar]:
    for drawn in draft.drawn:
        found = figure(drawn, draft.counts[0])
        count, whole = draft.counts[0].count(*drawn.numerator), draft.counts[0].count(*drawn.denominator)
        yield Bar(drawn.label, count, found.percent, found.says, whole)
