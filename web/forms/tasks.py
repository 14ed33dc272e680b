"""The moves of a case as a list of tasks: what is done, what can be done in any order now, and what cannot yet."""

from dataclasses import dataclass
from datetime import datetime

from engine import words
from engine.packs.pack import Procedure
from states.case import Case
from web.forms.foreseeing import clock_title
from workflow.answers import readable
from workflow.commands import Actor
from workflow.guards import OPEN
from workflow.offering import kept_by, missing_before
from workflow.parties import may


@dataclass(frozen=True)
class Task:
    """One move. `open`: the visitor may take it now; `hint`: when it is due, or what comes first."""

    name: str
    title: str
    status: str
    hint: str
    open: bool


def tasks_of(actor: Actor, case: Case, procedure: Procedure) -> list[Task]:
    """Those that are open at the case's step, or have been done, in the pathway's order."""
    policy = procedure.policy
    done = {taken.move: taken.at for taken in case.taken}
    here = policy.open_moves[case.step]
    names = [name for name in policy.pathway.moves if name != OPEN and (name in here or name in done)]
    return [_task(name, actor, case, procedure, done.get(name)) for name in names]


def _task(name: str, actor: Actor, case: Case, procedure: Procedure, done: datetime | None) -> Task:
    policy = procedure.policy
    move = policy.pathway.moves[name]
    missing = missing_before(move, case, policy) if name in policy.open_moves[case.step] else []
    ready = name in policy.open_moves[case.step] and not missing and move.only_when.hold(readable(case.record))
    hints = [f"Recorded for {words.moment(done)}" if done else ""]
    if missing:
        hints.append(f"After: {', '.join(policy.pathway.moves[each].title for each in missing)}")
    if ready and (clock := kept_by(name, case, policy)):
        hints.append(f"{clock_title(clock, procedure.titles)}: due {words.moment(case.clocks[clock].due_at)}")
    mine = may(actor, move.who, case.parties)
    if ready and not mine:
        hints.append("For another post")
    status = "Completed" if done else "Not started" if ready else "Cannot start yet"
    return Task(name, move.title, status, ". ".join(hint for hint in hints if hint), ready and mine)
