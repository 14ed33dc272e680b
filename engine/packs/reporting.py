"""Names in a pack's reports that lead nowhere."""

from collections.abc import Iterable, Iterator

from engine.packs.pack import Pack
from engine.packs.places import Resolved, instead
from engine.packs.yaml import Fault, Path_
from workflow.pathways import Pathway
from workflow.questions import ATTENDANCE
from workflow.reporting import (
    AttendanceReport,
    BandsReport,
    ClocksReport,
    LadderReport,
    LogReport,
)

RESERVED = ("list", "child")
"""What `duecourse report` means by itself."""


def report_faults(pack: Pack, resolved: Resolved) -> Iterator[Fault]:
    """Everything wrong with the reports of a pack that parses."""
    for name, reported in pack.partnership.reports.items():
        path = ("reports", name)
        if name in RESERVED:
            because = f"“{name}” is a command of its own, so no report can be called so."
            yield resolved.fault("partnership", path, "reserved-name", because, "Give it another name.")
        yield from _Names(pack, resolved, (*path, reported.kind)).of(getattr(reported, reported.kind))


class _Names:
    """The names of one report, and where they stand."""

    def __init__(self, pack: Pack, resolved: Resolved, path: Path_) -> None:
        self.pack, self.resolved, self.path = pack, resolved, path

    def of(self, asked: object) -> Iterator[Fault]:
        match asked:
            case BandsReport() | AttendanceReport() | LadderReport() | LogReport():
                yield from self._unknown(("pathway",), "pathway", [asked.pathway], self.resolved.pathways)
                if asked.pathway in self.pack.procedures:
                    yield from self._within(asked, self.pack.procedures[asked.pathway].policy.pathway)
            case ClocksReport():
                for name, timescales in asked.clocks.items():
                    yield from self._unknown(("clocks", name), "pathway", [name], self.resolved.pathways)
                    if name in self.pack.procedures:
                        known = self.pack.procedures[name].policy.pathway.timescales
                        yield from self._unknown(("clocks", name), "timescale", timescales, known)

    def _within(self, asked: object, pathway: Pathway) -> Iterator[Fault]:
        match asked:
            case BandsReport():
                banded = [name for name, timescale in pathway.timescales.items() if timescale.bands]
                yield from self._unknown(("timescale",), "timescale", [asked.timescale], banded)
            case AttendanceReport():
                yield from self._attendance(asked, pathway)
            case LadderReport():
                yield from self._ladder(asked, pathway)
            case LogReport():
                yield from self._log(asked, pathway)

    def _attendance(self, asked: AttendanceReport, pathway: Pathway) -> Iterator[Fault]:
        fields = [name for name, kind in _fields(pathway) if kind == "attendance"]
        yield from self._unknown(("field",), "field", [asked.field], fields)
        yield from self._unknown(("moves",), "move", asked.moves, pathway.moves)
        for place, move in enumerate(asked.moves):
            if asked.field in dict(_fields(pathway)) and asked.field not in _recorded(pathway, move, asked.field):
                because = f"“{move}” does not ask for “{asked.field}”, so it would be a meeting of nobody."
                asking = [name for name, each in pathway.moves.items() if asked.field in each.record]
                yield self._wrong(("moves", str(place)), "not-asked", because, f"Use one of {', '.join(asking)}.")
        for place, way in enumerate(asked.not_asked):
            if way in asked.there:
                because = f"“{way}” counts as being there, and as not having been asked."
                yield self._wrong(("not_asked", str(place)), "said-twice", because, "Leave it in one of the two.")
        yield from self._unknown(("partners",), "sector", asked.partners, self.pack.partnership.sectors)
        yield from self._unknown(("there",), "attendance", asked.there, ATTENDANCE)
        yield from self._unknown(("not_asked",), "attendance", asked.not_asked, ATTENDANCE)

    def _ladder(self, asked: LadderReport, pathway: Pathway) -> Iterator[Fault]:
        yield from self._unknown(("steps",), "step", asked.steps, pathway.steps)
        yield from self._unknown(("steps",), "timescale", asked.steps.values(), pathway.timescales)
        yield from self._unknown(("resolved",), "move", asked.resolved, pathway.moves)
        countable = [name for name, kind in _fields(pathway) if kind in ("choice", "yes_no")]
        yield from self._unknown(("by",), "field", asked.by, countable)
        for name, also in asked.also.items():
            yield from self._unknown(("also", name, "sector"), "sector", [also.sector], self.pack.partnership.sectors)
            yield from self._unknown(("also", name, "step"), "step", [also.step], asked.steps)

    def _log(self, asked: LogReport, pathway: Pathway) -> Iterator[Fault]:
        fields = [name for name, kind in _fields(pathway) if kind in ("instant", "date")]
        for name, mark in asked.marks.items():
            path = ("marks", name)
            yield from self._unknown((*path, "field"), "field", [mark.field] if mark.field else [], fields)
            yield from self._unknown((*path, "move"), "move", [mark.move] if mark.move else [], pathway.moves)
        for name, span in asked.spans.items():
            for key, mark_name in (("begins", span.begins), ("ends", span.ends)):
                yield from self._unknown(("spans", name, key), "mark", [mark_name], asked.marks)
            if span.begins == span.ends:
                because = f"“{name}” leads from a mark to itself, so it is always no time at all."
                yield self._wrong(("spans", name, "ends"), "no-time", because, "Name another mark in `ends`.")
            known = pathway.timescales
            yield from self._unknown(("spans", name, "timescale"), "timescale", [span.timescale], known)

    def _wrong(self, path: Path_, code: str, because: str, remedy: str) -> Fault:
        return self.resolved.fault("partnership", (*self.path, *path), code, because, remedy)

    def _unknown(self, path: Path_, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
        known = list(known)
        for name in names:
            if name not in known:
                because = f"There is no {kind} “{name}” for this report."
                where = (*self.path, *path)
                yield self.resolved.fault("partnership", where, f"unknown-{kind}", because, instead(name, known))


def _recorded(pathway: Pathway, move: str, field: str) -> Iterable[str]:
    """What a move records; anything where there is no such move, which is said already."""
    return pathway.moves[move].record if move in pathway.moves else (field,)


def _fields(pathway: Pathway) -> list[tuple[str, str]]:
    return [(name, question.type) for move in pathway.moves.values() for name, question in move.record.items()]
