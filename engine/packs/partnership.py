"""The partnership's own file: names that lead nowhere, lists that leave nobody, days that do not exist."""

from collections.abc import Iterator
from datetime import date

from engine.packs.access import access_faults
from engine.packs.own import Own
from engine.packs.yaml import Fault
from states.days import parse_day
from states.refusals import Refused
from workflow.questions import TELLING


def partnership_faults(own: Own) -> Iterator[Fault]:
    """Everything wrong with the partnership's file, but for its reports."""
    yield from _agencies(own)
    yield from _roles(own)
    yield from _acts(own)
    yield from _relations(own)
    yield from _hand_over(own)
    yield from access_faults(own)
    yield from _days(own)
    if not own.resolved.pathways:
        because = "The pack has no pathway, so no case could be opened."
        remedy = "Add a file for one beside this, or begin with those that `duecourse packs new` writes."
        yield own.fault((), "no-pathway", because, remedy)


def _agencies(own: Own) -> Iterator[Fault]:
    yield from own.unknown(("own_agency",), "agency", own.partnership.own_agency, own.partnership.agencies)
    for name, agency in own.partnership.agencies.items():
        yield from own.unknown(("agencies", name, "sector"), "sector", agency.sector, own.partnership.sectors)


def _roles(own: Own) -> Iterator[Fault]:
    if "holder" in own.partnership.roles:
        because = "“holder” means whoever holds a case, so no role can be called so."
        yield own.fault(("roles", "holder"), "reserved-name", because, "Give it another name.")


def _acts(own: Own) -> Iterator[Fault]:
    acts = own.partnership.acts
    for act, roles, does in (
        ("correct", acts.correct, "correct what was recorded"),
        ("strike_out", acts.strike_out, "strike out a text"),
    ):
        yield from own.roles(("acts", act), roles)
        if not roles:
            because = f"Nobody could {does}: no role stands here."
            remedy = f"Name one or more of {', '.join(own.partnership.roles)}."
            yield own.fault(("acts", act), "nobody-may", because, remedy)
    if not own.partnership.lateness_reasons:
        because = "There is no reason code, so nobody could explain why anything was late."
        remedy = "Write one line or more such as `workload: Too much work at once`."
        yield own.fault(("lateness_reasons",), "no-reasons", because, remedy)


def _relations(own: Own) -> Iterator[Fault]:
    relations = own.partnership.relations
    yield from own.each(("child_relations",), "relation", own.partnership.child_relations, relations)
    for pathway, relation in own.partnership.opened_about.items():
        path = ("opened_about", pathway)
        yield from own.pathway(path, pathway)
        yield from own.unknown(path, "relation", relation, relations)


def _hand_over(own: Own) -> Iterator[Fault]:
    told: dict[str, str] = {}
    for name, question in own.partnership.hand_over.items():
        path = ("hand_over", name)
        if not question.tells:
            tells = next((each for each, kind in TELLING.items() if kind == question.type), "")
            because = f"“{name}” does not say what it tells of a hand-over."
            remedy = f"Write `tells: {tells}`." if tells else "Write `tells: whom` (a person), `how` or `when`."
            yield own.fault(path, "tells-nothing", because, remedy)
        elif question.tells in told:
            because = f"“{name}” tells {question.tells}, and so does “{told[question.tells]}”."
            yield own.fault((*path, "tells"), "told-twice", because, "Ask only one of the two.")
        told.setdefault(question.tells, name)
        for key in ("required", "when"):
            if getattr(question, key):
                because = f"“{name}” is required, and a hand-over is never refused because nobody was told yet."
                yield own.fault((*path, key), "required-of-all", because, f"Leave `{key}` out.")


def _days(own: Own) -> Iterator[Fault]:
    try:
        parse_day(own.partnership.in_force_from)
    except Refused as refused:
        yield own.fault(("in_force_from",), "not-a-date", refused.because, refused.remedy)
    year = own.partnership.reporting_year
    if year is not None and not _in_every_year(year.begins):
        because = f"“{year.begins}” is no day of every year."
        yield own.fault(("reporting_year", "begins"), "not-a-date", because, "Write the month and the day: `04-01`.")


def _in_every_year(day: str) -> bool:
    try:
        date.fromisoformat(f"2001-{day}")
    except ValueError:
        return False
    return True
