"""Timescales whose entries contradict each other: what one of them says, another takes back."""

from collections.abc import Iterator

from engine.packs.clocks import can_follow, starting_ways
from engine.packs.routes import OPEN
from engine.packs.subject import Subject
from engine.packs.yaml import Fault, Path_
from workflow.timescales import Timescale


def contradiction_faults(subject: Subject) -> Iterator[Fault]:
    """Everything in a timescale that another entry of it makes pointless."""
    for name, timescale in subject.pathway.timescales.items():
        path = ("timescales", name)
        yield from _ended_at_once(subject, path, timescale)
        yield from _a_minimum(subject, path, timescale)
        yield from _closures(subject, path, timescale)
        if timescale.bands and timescale.bands.reason_above not in timescale.bands.hours:
            because = f"A reason is asked for inside a band: {timescale.bands.reason_above} hours end none of them."
            remedy = f"Use one of {', '.join(map(str, timescale.bands.hours))}, in `within` too."
            yield subject.fault((*path, "bands", "reason_above"), "reason-inside-a-band", because, remedy)
    yield from _day_one(subject)


def _ended_at_once(subject: Subject, path: Path_, timescale: Timescale) -> Iterator[Fault]:
    """A move may cancel a clock and start it anew, and stop one round and cancel those that would follow."""
    for place, event in enumerate(timescale.cancels):
        here = (*path, "cancels", str(place))
        starting = starting_ways(subject, timescale)
        if event in timescale.starts and not any(can_follow(subject, way, (event,)) for way in starting):
            because = f"“{event}” starts this clock and cannot happen again, so it never cancels it."
            yield subject.fault(here, "cancels-what-it-starts", because, "Leave it in one of `starts` and `cancels`.")
        elif event in timescale.stops and timescale.repeat is None:
            because = f"“{event}” stops this clock, met or late, and nothing is left to cancel."
            yield subject.fault(here, "cancels-what-it-stops", because, "Leave it in one of `stops` and `cancels`.")


def _a_minimum(subject: Subject, path: Path_, timescale: Timescale) -> Iterator[Fault]:
    if timescale.at_least and timescale.near is not None:
        because = "This is a least time: until its day one has to wait, so nobody is to be warned before it."
        yield subject.fault((*path, "near"), "warning-before-a-minimum", because, "Leave `near` out, or `at_least`.")
    if timescale.at_least and timescale.kind == "reminder":
        because = "Acting before a least time is a breach, and a reminder is never breached."
        yield subject.fault((*path, "kind"), "minimum-never-breached", because, "Call it statutory or local.")


def _closures(subject: Subject, path: Path_, timescale: Timescale) -> Iterator[Fault]:
    """Closure days matter where working days are counted, or looked for at either end."""
    within = timescale.within
    window = within.unit == "window" and subject.pathway.day_one is not None
    unit = subject.pathway.day_one.unit if window and subject.pathway.day_one else within.unit
    if timescale.closures and unit != "working_days" and timescale.roll == "none" and not timescale.cut_off:
        because = "Closure days are left out of working days, and this timescale counts none."
        remedy = "Leave `closures` out, count working days, or let the deadline `roll`."
        yield subject.fault((*path, "closures"), "no-working-days", because, remedy)


def _day_one(subject: Subject) -> Iterator[Fault]:
    """Windows are counted from Day 1, and what a move comes `after` has to come since then."""
    pathway = subject.pathway
    windows = any(each.within.unit == "window" for each in pathway.timescales.values())
    if pathway.day_one is None or windows:
        return
    begins_anew = set(pathway.day_one.starts) != {OPEN} and any(move.after for move in pathway.moves.values())
    if not begins_anew:
        because = "No timescale is a window of days, so nothing is counted from Day 1."
        remedy = "Leave `day_one` out, or write `within: {window: {from_day: 1, to_day: 5}}` in a timescale."
        yield subject.fault(("day_one",), "day-one-unused", because, remedy)
