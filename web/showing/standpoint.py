"""Where a case stands at one moment: its step, who holds it, its clocks. The case page and the replay show the same."""

from dataclasses import dataclass
from datetime import datetime

from engine import words
from engine.holders import held_documents, whom_told
from states.days import parse_instant
from web import standing
from web.rendering import said
from web.showing.clocks import ClockShown, Seen, clocks_shown
from web.showing.people import post_title

BEFORE = "Being opened"
"""Where a case stands before it has come to its first step."""

NOBODY_YET = "Nobody yet"


@dataclass(frozen=True)
class Standpoint:
    """The case as it stood. `running` and `ended` are its clocks; `holder` is nobody where the case is finished.

    vacant: nobody holds the post that has the pen.
    """

    step: str
    finished: bool
    since: datetime | None
    holder: str
    vacant: bool
    holder_since: str
    told: str
    running: list[ClockShown]
    ended: list[ClockShown]

    @property
    def late(self) -> list[ClockShown]:
        """The clocks that are late, or were, and of which nobody has said why."""
        return [each for each in (*self.running, *self.ended) if each.clock.terms.counts and each.reason_missing]

    @property
    def suspended(self) -> list[ClockShown]:
        """The clocks that stand still."""
        return [each for each in self.running if each.suspended]


def standpoint(seen: Seen) -> Standpoint:
    """Everything that a page says of where the case stands."""
    case, policy = seen.case, seen.procedure.policy
    step = policy.pathway.steps.get(case.step)
    begins = not case.holder.role and not (step and step.finished)
    running, ended = clocks_shown(seen)
    since, told = _held(seen)
    return Standpoint(
        step=step.title if step else BEFORE,
        finished=bool(step and step.finished),
        since=case.step_since,
        holder=NOBODY_YET if begins else post_title(case.holder.role, case.holder.agency, policy.partnership),
        vacant=not (step and step.finished) and seen.is_vacant((case.holder.role, case.holder.agency)),
        holder_since=since,
        told=told,
        running=running,
        ended=ended,
    )


def _held(seen: Seen) -> tuple[str, str]:
    """Since when the present holder has the pen, and how somebody there was told."""
    spans = held_documents(seen.history, seen.procedure.policy, seen.now)
    since = ""
    # While a case is being opened nobody has it yet, and there is no since.
    if seen.case.holder.role and spans and spans[-1]["until"] is None:
        begun = words.moment(parse_instant(spans[-1]["from"]))
        since = f"{begun} ({standing.working_days(spans[-1]['working_days'])})"
    over = seen.case.handed_over
    how = said(over.how).lower() if over.how else ""
    at = words.moment(over.told_at) if over.told_at else ""
    return since, ", ".join(part for part in (whom_told(seen.case, seen.history) or "", how, at) if part)
