"""The partnership's own file while it is being checked: its names, and how to say what is wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.packs.pack import Pack
from engine.packs.places import Resolved, instead
from engine.packs.yaml import Fault, Path_
from workflow.pathways import Pathway
from workflow.policy import Partnership


@dataclass(frozen=True)
class Own:
    """A partnership, and the pathways around it that can be read."""

    pack: Pack
    resolved: Resolved

    @property
    def partnership(self) -> Partnership:
        """What the file says."""
        return self.pack.partnership

    def fault(self, path: Path_, code: str, because: str, remedy: str) -> Fault:
        """What is wrong with an entry of the partnership's file."""
        return self.resolved.fault("partnership", path, code, because, remedy)

    def unknown(self, path: Path_, kind: str, name: str, known: Iterable[str], where: str = "") -> Iterator[Fault]:
        """A name that leads nowhere."""
        known = list(known)
        if name not in known:
            because = f"There is no {kind} “{name}”{where}."
            yield self.fault(path, f"unknown-{kind}", because, instead(name, known))

    def roles(self, path: Path_, roles: Iterable[str]) -> Iterator[Fault]:
        """Each of some roles that is unknown, or stands there twice."""
        yield from self.each(path, "role", roles, self.partnership.roles)

    def each(
        self, path: Path_, kind: str, names: Iterable[str], known: Iterable[str], where: str = ""
    ) -> Iterator[Fault]:
        """Each name of a list that leads nowhere, or stands there twice."""
        known, before = list(known), set[str]()
        for place, name in enumerate(names):
            here = (*path, str(place))
            yield from self.unknown(here, kind, name, known, where)
            if name in before:
                yield self.fault(here, "said-twice", f"“{name}” stands here twice.", "Keep one of the two.")
            before.add(name)

    def pathway(self, path: Path_, name: str) -> Iterator[Fault]:
        """A pathway's name that leads nowhere. One whose file cannot be read is there all the same."""
        yield from self.unknown(path, "pathway", name, self.resolved.pathways)

    def read_pathway(self, name: str) -> Pathway | None:
        """The pathway of a name, if there is one that can be read."""
        procedure = self.pack.procedures.get(name)
        return procedure.policy.pathway if procedure else None
