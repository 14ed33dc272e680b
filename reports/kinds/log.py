"""A row for each case: when it came to each mark, the working days between them, and whether that was late."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from engine import words
from reports.counting import counted
from reports.drafts import Draft, Drawn
from reports.reading import Reader, Told
from reports.values import Bar, Column, Row, Table, Value
from states.case import Clock
from states.days import day_of, parse_day, parse_instant
from workflow.reporting import LogReport, Mark, Span

STATES = {"on-time": "In time", "late": "Late", "running": "Still running", "none": "Not asked for"}


def log(asked: LogReport, what: str, reader: Reader) -> Draft:
    """Each case opened in the period."""
    rows, found, bars = [], [], []
    first, most = _first(asked, reader)
    for told in reader.cases(asked.pathway):
        if not reader.period.holds(told.case.opened_at):
            continue
        marks = {name: _mark(told, mark) for name, mark in asked.marks.items()}
        cells: list[Value] = list(marks.values())
        for name, span in asked.spans.items():
            state = _state(told.case.clocks_of(span.timescale), reader.now)
            found.append((name, state, told.reference))
            days = _days(told, marks, span)
            cells += [days, STATES[state]]
            if name == first:
                bars.append(_bar(told.reference, days, state))
        rows.append(Row(told.reference, tuple(cells), (told.reference,)))
    spans = {name: span.title for name, span in asked.spans.items()}
    main = counted("In time or late", "From and to", spans, STATES, found, down=False)
    return Draft(
        nothing=f"No {what} were referred in this period.",
        says=f"{{figure}} {what} were in time {_lower(main.rows[0])}{{share}}.",
        counts=(main,),
        drawn=tuple(_in_time(row, title) for row, title in enumerate(spans.values())),
        lists=(Table("Log", _columns(asked), tuple(rows)),),
        shape="lengths",
        bars=tuple(bars),
        most=most,
        line=asked.spans[first].title
        + (f"; in time up to here: {words.number_of(most, 'working day')}" if most else ""),
        whole=len(rows),
        method=(
            "Counted on the day in London on which a case was opened.",
            "Days are working days by the case's own calendar; the day from which they are counted is day 0.",
            "In time and late are what the case's own clock says; where it was called off, nothing is asked for.",
        ),
    )


def _first(asked: LogReport, reader: Reader) -> tuple[str, int]:
    """The span that is drawn, and how many working days it may take; 0 where it is promised in another unit."""
    name, span = next(iter(asked.spans.items()))
    within = reader.pack.procedure(asked.pathway).policy.pathway.timescales[span.timescale].within
    return name, within.working_days or 0


def _bar(case: str, days: int | None, state: str) -> Bar:
    took = "no date yet" if days is None else words.number_of(days, "working day")
    return Bar(case, days or 0, None, f"{took}, {_lower(STATES[state])}", late=state == "late")


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _in_time(row: int, title: str) -> Drawn:
    """Of the clocks that have an outcome, or should have one, those kept in time."""
    return Drawn(f"In time: {_lower(title)}", ((row, 0),), ((row, 0), (row, 1)))


def _columns(asked: LogReport) -> tuple[Column, ...]:
    spans = (
        column
        for span in asked.spans.values()
        for column in (Column(f"{span.title} (working days)", "number"), Column(f"{span.title}: in time?"))
    )
    return (Column("Case"), *(Column(mark.title, "instant") for mark in asked.marks.values()), *spans)


def _mark(told: Told, mark: Mark) -> datetime | date | None:
    if mark.field:
        return _instant(told.case.record.get(mark.field))
    return next((taken.at for taken in reversed(told.case.taken) if taken.move == mark.move), None)


def _instant(given: Any) -> datetime | date | None:
    if not isinstance(given, str):
        return None
    return parse_instant(given) if "T" in given else parse_day(given)


def _days(told: Told, marks: dict[str, datetime | date | None], span: Span) -> int | None:
    begins, ends = marks[span.begins], marks[span.ends]
    if begins is None or ends is None:
        return None
    first, last = (day_of(each) if isinstance(each, datetime) else each for each in (begins, ends))
    return told.policy.calendar.working_days_between(first, last)


def _state(clocks: tuple[Clock, ...], now: datetime) -> str:
    """What the last of them says."""
    latest: Iterator[Clock] = (clock for clock in reversed(clocks) if clock.cancelled_at is None)
    clock = next(latest, None)
    if clock is None:
        return "none"
    if clock.late or clock.overdue(now):
        return "late"
    return "running" if clock.running else "on-time"
