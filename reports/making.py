"""A report made: read, counted, and, for a copy that goes outside, rid of whatever tells of few."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine import words
from engine.library import Library
from engine.packs.pack import Pack
from reports.charting import chart_of
from reports.counting import table_of
from reports.drafts import Draft, figures_of, sentence
from reports.kinds.attendance import attendance
from reports.kinds.bands import bands
from reports.kinds.caseload import caseload
from reports.kinds.ladder import ladder
from reports.kinds.log import log
from reports.kinds.overdue import overdue
from reports.kinds.unexplained import unexplained
from reports.outward import outward_copy
from reports.reading import Reader, Visible, everything
from reports.values import Difference, Figure, Period, Report
from states.days import day_of
from states.refusals import Refused
from store.contract import Store
from workflow.reporting import Reported, SmallNumbers

MADE: Mapping[str, Callable[[Any, str, Reader], Draft]] = {
    "bands": bands,
    "attendance": attendance,
    "ladder": ladder,
    "log": log,
    "caseload": caseload,
    "unexplained": unexplained,
    "overdue": overdue,
}


def catalogue(pack: Pack) -> tuple[tuple[str, str], ...]:
    """The reports that a pack offers, each by name and title."""
    return tuple((name, reported.title) for name, reported in pack.partnership.reports.items())


def made(
    store: Store,
    library: Library,
    name: str,
    period: Period | None,
    now: datetime,
    *,
    as_known: datetime | None = None,
    compared_with: datetime | None = None,
    visible: Visible = everything,
    within: int = 0,
    outward: bool = False,
) -> Report:
    """A report of the pack that is in force now.

    `period`: left aside by a report of how things stand, and needed by every other. `as_known`: as it would have been
    made at that instant, beside what is known now. `compared_with`: as known now, beside what was known at that
    instant. `within`: working days ahead, where the report looks ahead; 0 for the pack's.
    `outward`: with no case and no small number in it. Raises: Refused("unknown-report"), Refused("no-period"),
    Refused("not-together"), Refused("no-small-numbers").
    """
    pack = library.opening(store.partnership, day_of(now), store)
    reported = _reported(pack, name)
    if outward and (as_known or compared_with):
        raise Refused(
            code="not-together",
            because="A copy for outside cannot stand beside an earlier state: the difference could tell of one case.",
            remedy="Make the copy for outside as known now.",
        )
    other = compared_with or (now if as_known else None)
    asked, counted_in = getattr(reported, reported.kind), _period(reported, period)

    def at(instant: datetime) -> Draft:
        moment = Period(day_of(instant), day_of(instant))
        reader = Reader(store, library, pack, counted_in or moment, instant, visible, within)
        return MADE[reported.kind](asked, reported.counted, reader)

    draft = at(as_known or now)
    report = _finished(name, reported, pack, counted_in, as_known or now, draft)
    if store.kind == "training":
        report = replace(report, training=words.TRAINING)
    if outward:
        return outward_copy(report, draft, _small(pack))
    if other is None:
        return report
    then, today = (
        (figures_of(at(compared_with)), report.figures) if compared_with else (report.figures, figures_of(at(other)))
    )
    return replace(report, compared_with=other, differences=_differences(then, today))


def _reported(pack: Pack, name: str) -> Reported:
    reports = pack.partnership.reports
    if name not in reports:
        raise Refused(
            code="unknown-report",
            because=f"{pack.partnership.title} has no report “{name[:60]}” ({pack.partnership.edition}).",
            remedy=f"Its reports are {', '.join(reports)}." if reports else "Add a section `reports` to its pack.",
        )
    return reports[name]


def _period(reported: Reported, period: Period | None) -> Period | None:
    """The days that are counted; None for how things stand, whatever days are given."""
    if reported.of_a_moment:
        return None
    if period is None:
        raise Refused(
            code="no-period",
            because="This report counts what happened in a period, and none is given.",
            remedy="Give the first day and the last one; both are counted.",
        )
    return period


def _small(pack: Pack) -> SmallNumbers:
    if pack.partnership.small_numbers is None:
        raise Refused(
            code="no-small-numbers",
            because=f"The pack of {pack.partnership.title} does not say which counts are too small to show outside.",
            remedy="Add `small_numbers: {below: …, source: …}` to its partnership.yaml.",
        )
    return pack.partnership.small_numbers


def _finished(
    name: str, reported: Reported, pack: Pack, period: Period | None, as_known: datetime, draft: Draft
) -> Report:
    figures = figures_of(draft)
    return Report(
        name=name,
        title=reported.title,
        partnership=pack.partnership.title,
        edition=pack.partnership.edition,
        period=period,
        as_known=as_known,
        sentence=sentence(draft, figures[draft.headline]) if draft.whole else draft.nothing,
        figures=figures if draft.whole else (),
        tables=(*(table_of(counts) for counts in draft.counts), *draft.details, *draft.lists) if draft.whole else (),
        chart=chart_of(name, reported.title, draft) if draft.whole else None,
        method=(*draft.method, f"Percentages are whole numbers; those of one whole add up to 100. {_stated(reported)}"),
    )


_SURE = {"high": "", "unconfirmed": " (unconfirmed)", "proposed": " (suggested)"}


def _stated(reported: Reported) -> str:
    source = reported.source
    return f"Asked for by: {source.title}, {words.edition(source.edition)}{_SURE[source.confidence]}."


def _differences(then: tuple[Figure, ...], now: tuple[Figure, ...]) -> tuple[Difference, ...]:
    was, is_now = ({figure.label: figure.says for figure in figures} for figures in (then, now))
    labels = dict.fromkeys((*was, *is_now))
    pairs = ((label, was.get(label, "not counted"), is_now.get(label, "not counted")) for label in labels)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])
