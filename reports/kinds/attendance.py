"""How each partner took part in meetings: there, by a written contribution, with apologies, not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from reports.counting import counted, table_of
from reports.drafts import Draft, Drawn
from reports.months import months
from reports.reading import Reader, Told
from reports.values import Table
from states.days import day_of
from states.facts import CaseOpened, StepTaken
from workflow.answers import readable
from workflow.questions import ATTENDANCE
from workflow.reporting import AttendanceReport

NOT_RECORDED = "not-recorded"


@dataclass(frozen=True)
class _Meeting:
    """When it took place, and what is recorded of each partner."""

    at: datetime
    attendance: dict[str, str]


def attendance(asked: AttendanceReport, what: str, reader: Reader) -> Draft:
    """Each meeting of the period, once for every partner, by how that partner took part; and by month."""
    partners = {name: reader.partnership.sectors[name] for name in asked.partners}
    ways = {way: way.replace("-", " ").capitalize() for way in (*ATTENDANCE, NOT_RECORDED)}
    held = [
        (meeting, told.reference)
        for told in reader.cases(asked.pathway)
        for meeting in _meetings(told, asked)
        if reader.period.holds(meeting.at)
    ]
    main = counted(
        "How each partner took part",
        "Partner",
        partners,
        ways,
        [(each, meeting.attendance.get(each, NOT_RECORDED), case) for meeting, case in held for each in partners],
        down=False,
    )
    drawn = tuple(_there(asked, row, title, list(ways)) for row, title in enumerate(partners.values()))
    shares = [(main.count(*each.numerator), main.count(*each.denominator)) for each in drawn]
    least = min(range(len(drawn)), key=lambda row: shares[row][0] / shares[row][1] if shares[row][1] else 2)
    there = " or ".join(ways[way].lower() for way in asked.there)
    return Draft(
        nothing=f"No {what} in this period.",
        says=f"{{figure}} {what} had {main.rows[least]} there{{share}}.",
        counts=(main,),
        drawn=drawn,
        headline=least,
        details=tuple(_by_month(reader, name, title, ways, held) for name, title in partners.items()),
        shape="shares",
        whole=len(held),
        method=(
            f"Counted on the day in London of each meeting. A partner was there if recorded as: {there}.",
            "A written contribution is told apart, and is not being there. Of several people of one partner the one "
            "who did most counts.",
            f"Left out of a partner's denominator: {_words(asked.not_asked)}. The headline is the partner there least.",
        ),
    )


def _there(asked: AttendanceReport, row: int, title: str, ways: list[str]) -> Drawn:
    numerator = tuple((row, ways.index(way)) for way in asked.there)
    denominator = tuple((row, place) for place, way in enumerate(ways) if way not in asked.not_asked)
    return Drawn(f"{title} there", numerator, denominator)


def _by_month(
    reader: Reader, partner: str, title: str, ways: dict[str, str], held: list[tuple[_Meeting, str]]
) -> Table:
    found = [
        (f"{day_of(meeting.at):%Y-%m}", meeting.attendance.get(partner, NOT_RECORDED), case) for meeting, case in held
    ]
    return table_of(counted(f"{title} by month", "Month", months(reader.period), ways, found))


def _words(ways: tuple[str, ...]) -> str:
    return ", ".join(way.replace("-", " ") for way in ways) or "nothing"


def _meetings(told: Told, asked: AttendanceReport) -> Iterator[_Meeting]:
    """Each meeting of a case, as it was put right afterwards."""
    taken = {each.position: each for each in told.case.taken}
    meeting: _Meeting | None = None
    for position, fact in enumerate(told.history, start=1):
        if not isinstance(fact, StepTaken | CaseOpened):
            continue
        recorded = _of(fact, asked.field)
        if position in taken and taken[position].move in asked.moves:
            if meeting:
                yield meeting
            meeting = _Meeting(taken[position].at, recorded)
        elif meeting and recorded:
            meeting = replace(meeting, attendance=recorded)
    if meeting:
        yield meeting


def _of(fact: StepTaken | CaseOpened, field: str) -> dict[str, str]:
    """By partner, how it took part."""
    given = readable({field: fact.record[field]}) if field in fact.record else {}
    return {name.removeprefix(f"{field}."): str(how) for name, how in given.items() if name != field}
