"""The clocks that a report looks at, of the pathways and timescales that it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine import words
from reports.reading import Reader, Told
from states.case import Clock
from workflow.reporting import ClocksReport


@dataclass(frozen=True)
class Found:
    """A clock and the case that it runs in; `name` is `pathway/timescale`."""

    told: Told
    clock: Clock
    name: str

    @property
    def title(self) -> str:
        """What people call the promise; with whose it is, where there are several."""
        known = self.told.policy.pathway.timescales.get(self.clock.timescale)
        which = self.clock.id.partition("#")[0].partition(":")[2]
        title = known.title if known else self.clock.timescale
        agency = self.told.policy.partnership.agencies.get(which)
        return f"{title} ({words.which(which, agency.title if agency else '')})" if which else title


def clocks(asked: ClocksReport, reader: Reader) -> Iterator[Found]:
    """Every clock of them, in order of pathway and reference."""
    for pathway in asked.clocks or reader.pack.procedures:
        wanted = asked.clocks.get(pathway, ())
        for told in reader.cases(pathway):
            for clock in told.case.clocks.values():
                if not wanted or clock.timescale in wanted:
                    yield Found(told, clock, f"{pathway}/{clock.timescale}")
