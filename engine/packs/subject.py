"""One pathway while it is being checked: its names, its ways, its fields, and how to say what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.packs.places import Resolved, instead
from engine.packs.routes import Routes
from engine.packs.yaml import Fault, Path_
from rules.model import Rule
from workflow.pathways import Pathway
from workflow.policy import Partnership
from workflow.questions import ATTENDANCE, Question

_TOOK_PART = Question(type="choice", ask="How did this partner take part?", choices=ATTENDANCE)


@dataclass(frozen=True)
class Subject:
    """`part` is the name of the pathway's file, by which its entries are found again."""

    part: str
    pathway: Pathway
    rules: tuple[Rule, ...]
    partnership: Partnership
    resolved: Resolved

    def fault(self, path: Path_, code: str, because: str, remedy: str) -> Fault:
        """What is wrong with an entry of this pathway."""
        return self.resolved.fault(self.part, path, code, because, remedy)

    def unknown(self, path: Path_, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
        """Each of the names that leads nowhere; `path` is theirs in common, and a list has their places below it."""
        names, known = list(names), list(known)
        for place, name in enumerate(names):
            if name not in known:
                code = f"unknown-{kind.replace(' ', '-')}"
                because = f"There is no {kind} “{name}”."
                yield self.fault((*path, str(place)), code, because, instead(name, known))

    def twice(self, path: Path_, names: Iterable[object]) -> Iterator[Fault]:
        """Each entry of a list that stands there before; `path` is the list's."""
        entries = list(names)
        for place, entry in enumerate(entries):
            if entry in entries[:place]:
                because = f"Number {place + 1} here says the same as number {entries.index(entry) + 1}."
                yield self.fault((*path, str(place)), "said-twice", because, "Keep one of the two.")

    @cached_property
    def routes(self) -> Routes:
        """Where a case can go."""
        return Routes(self.pathway)

    @cached_property
    def fields(self) -> Mapping[str, tuple[Question, ...]]:
        """Every field that some move asks for, with its questions."""
        found: dict[str, tuple[Question, ...]] = {}
        for move in self.pathway.moves.values():
            for name, question in move.record.items():
                found[name] = (*found.get(name, ()), question)
                if question.type == "attendance":
                    found.update({f"{name}.{sector}": (_TOOK_PART,) for sector in self.partnership.sectors})
        return found

    def values(self, field: str) -> frozenset[str] | None:
        """The answers that a field can have; None where there are too many to list."""
        questions = self.fields[field]
        match questions[0].type:
            case "yes_no":
                return frozenset({"yes", "no"})
            case "agency":
                return frozenset(name for each in questions for name in self.partnership.agencies_of(each.sectors))
            case "choice" | "choices":
                return frozenset(choice for question in questions for choice in question.choices)
        return None

    def recorded_by(self, moves: Iterable[str]) -> frozenset[str]:
        """The fields that any of these moves records or sets."""
        found = (self.pathway.moves[move] for move in moves)
        names = frozenset(name for move in found for name in (*move.record, *move.sets))
        return names.union(part for part, field in self._parts if field in names)

    @cached_property
    def _parts(self) -> tuple[tuple[str, str], ...]:
        """The fields that are parts of others, such as a partner's attendance, each with the field it is part of."""
        return tuple((name, name.partition(".")[0]) for name in self.fields if "." in name)
