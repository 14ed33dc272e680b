"""Where a case stands at one moment: its step, who holds it, its clocks. The case page and the replay show the same."""

from dataclasses import dataclass
from datetime import datetime

from engine import words
from engine.documents import case_document
from states.days import parse_instant
from web import standing
from web.rendering import said
from web.showing.clocks import ClockShown, Seen, clocks_shown
from web.showing.people import post_title


@dataclass(frozen=True)
class Standpoint:
    """The case as it stood. `running` and `ended` are its clocks; `holder` is nobody where the case is finished."""

    step: str
    finished: bool
    since: datetime | None
    holder: str
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
    running, ended = clocks_shown(seen)
    since, told = _held(seen)
    return Standpoint(
        step=step.title if step else said(case.step),
        finished=bool(step and step.finished),
        since=case.step_since,
        holder=post_title(case.holder.role, case.holder.agency, policy.partnership),
        holder_since=since,
        told=told,
        running=running,
        ended=ended,
    )


def _held(seen: Seen) -> tuple[str, str]:
    """Since when the present holder has the pen, and how somebody there was told."""
    document = case_document(seen.reference, seen.history, seen.procedure, seen.now)
    spans = document.get("held", [])
    since = ""
    if spans and spans[-1]["until"] is None:
        since = f"{_moment(spans[-1]['from'])} ({standing.working_days(spans[-1]['working_days'])})"
    told = document["holder"].get("told")
    if not told:
        return since, ""
    parts = [told["whom"], said(told["how"]).lower() if told["how"] else ""]
    at = _moment(told["at"]) if told["at"] else ""
    return since, ", ".join(part for part in (*parts, at) if part)


def _moment(text: str) -> str:
    return words.moment(parse_instant(text))
