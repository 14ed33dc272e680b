"""The cases that a report looks at, one after another, as they were known at an instant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.documents import known_by
from engine.library import Library
from engine.packs.pack import Pack
from reports.values import Period
from states.case import Case
from states.facts import AnyFact, HolderChanged
from states.folding import fold
from store.contract import Store
from workflow.policy import Partnership, Policy

Visible = Callable[[str, Case], bool]
"""Whether the reader may see a case, by its reference and as it stands now."""


UNKNOWN = "not-known"


def everything(_reference: str, _case: Case) -> bool:
    """The reader may see every case."""
    return True


@dataclass(frozen=True)
class Told:
    """One case with its history, under the policy that it keeps."""

    reference: str
    case: Case
    history: tuple[AnyFact, ...]
    policy: Policy

    def holder_at(self, instant: datetime) -> str:
        """The agency that held the case then; that which held it first, where nobody did yet."""
        changes = [fact for fact in self.history if isinstance(fact, HolderChanged)]
        before = [fact.agency for fact in changes if fact.at <= instant]
        return before[-1] if before else next((fact.agency for fact in changes), "")


@dataclass(frozen=True)
class Reader:
    """Cases in order of reference, of one pathway at a time, so that a report costs what its pathway holds.

    `known`: only what was recorded by then; `now`: what time it is in the report. `within`: working days ahead, or 0
    for what the pack says.
    """

    store: Store
    library: Library
    pack: Pack
    period: Period
    now: datetime
    visible: Visible
    within: int = 0

    @property
    def partnership(self) -> Partnership:
        """Of the pack in force."""
        return self.pack.partnership

    @property
    def sectors(self) -> dict[str, str]:
        """Every sector with its title, and one for agencies that the pack no longer knows."""
        return {**self.partnership.sectors, UNKNOWN: "Not known any more"}

    def sector_of(self, agency: str) -> str:
        """The sector of an agency."""
        known = self.partnership.agencies.get(agency)
        return known.sector if known else UNKNOWN

    def agency(self, name: str) -> str:
        """What people call an agency."""
        known = self.partnership.agencies.get(name)
        return known.title if known else name

    def cases(self, pathway: str) -> Iterator[Told]:
        """Every visible case of a pathway of which anything was known."""
        prefix = self.pack.procedure(pathway).policy.pathway.reference
        # "." is the character that follows "-" everywhere references are compared.
        for reference, history in self.store.histories(f"{prefix}-", f"{prefix}."):
            case = fold(history)
            if not self.visible(reference, case):
                continue
            known = known_by(history, self.now)
            if len(known) < len(history):
                case = fold(known)
            if known:
                yield Told(reference, case, known, self.library.pinned(case, self.store.pack).policy)
