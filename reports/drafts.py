"""A report before it is finished: counts that may still have to be hidden, and what is told beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.counting import Counts, Place
from reports.shares import percent
from reports.values import Bar, Figure, Shape, Table


@dataclass(frozen=True)
class Drawn:
    """A figure as places of the first table: which are the numerator, and which the denominator.

    `percent`: its share where it is one of several that share out the whole; else it is worked out.
    """

    label: str
    numerator: tuple[Place, ...]
    denominator: tuple[Place, ...]
    percent: int | None = None


@dataclass(frozen=True)
class Draft:
    """What one kind of report found.

    `says`: the headline, with {figure} and {share} in it; `headline`: which figure. `counts`: tables each of which
    shares out one whole, and which have no more than that whole in common. `details`: tables that must not be shown
    beside hidden numbers, as figures `apart` from the counts must not; `lists`: rows about single cases, never in an
    outward copy. `shape`: how it is drawn, a whole from the first table, then of one column, shares from the figures
    of the counts, lengths from `bars`, each a single case's, beside `most`. `whole`: how many were counted.
    """

    nothing: str
    says: str
    counts: tuple[Counts, ...]
    drawn: tuple[Drawn, ...]
    method: tuple[str, ...]
    headline: int = 0
    apart: tuple[Figure, ...] = ()
    details: tuple[Table, ...] = ()
    lists: tuple[Table, ...] = ()
    shape: Shape = "whole"
    bars: tuple[Bar, ...] = ()
    most: int = 0
    line: str = ""
    whole: int = 0


def figure(drawn: Drawn, counts: Counts) -> Figure:
    """A figure with its cases."""
    numerator, denominator = counts.count(*drawn.numerator), counts.count(*drawn.denominator)
    cases = tuple(dict.fromkeys(counts.cases(*drawn.numerator)))
    share = percent(numerator, denominator) if drawn.percent is None else drawn.percent
    return Figure(drawn.label, numerator, denominator, cases, share)


def figures_of(draft: Draft) -> tuple[Figure, ...]:
    """Every figure in full: those of the counts, and those apart from them."""
    return (*(figure(drawn, draft.counts[0]) for drawn in draft.drawn), *draft.apart)


def sentence(draft: Draft, headline: Figure) -> str:
    """The headline figure in words."""
    share = "" if headline.percent is None else f" ({headline.percent} %)"
    said = draft.says.format(figure=f"{headline.numerator} of {headline.denominator}", share=share)
    return said[:1].upper() + said[1:]


def of_rows(counts: Counts) -> Iterable[Drawn]:
    """Each row of a table of one column as a figure: their shares add up to 100."""
    whole = ((len(counts.rows), 0),)
    for row, share in enumerate(counts.percents()):
        yield Drawn(counts.rows[row], ((row, 0),), whole, share)
