"""What the present step of a case needs as a list of tasks, and what may be recorded besides."""

from collections.abc import Collection
from dataclasses import dataclass

from engine import words
from web.showing.clocks import Seen, title_of
from web.showing.people import posts_in_words
from workflow.commands import Actor
from workflow.needed import done_here, step_needs
from workflow.offering import kept_by, posts
from workflow.parties import may
from workflow.ways import missing_before

DONE, UNDER_WAY, READY, LATER = "Completed", "In progress", "Not started", "Cannot start yet"


@dataclass(frozen=True)
class Way:
    """One move that does a task, or may be recorded besides. `open`: the visitor may take it now."""

    name: str
    title: str
    open: bool


@dataclass(frozen=True)
class Task:
    """One thing that is to be done: by any one of its ways. `hint`: when it is due, what comes first, whose it is.

    `keeps`: the clock that it keeps first, if it keeps one.
    """

    ways: tuple[Way, ...]
    status: str
    hint: str
    keeps: tuple[str, ...]


@dataclass(frozen=True)
class Tasks:
    """Those of the step, and the ways besides that are for this visitor."""

    tasks: list[Task]
    also: list[Way]

    @property
    def completed(self) -> int:
        """How many are done."""
        return sum(task.status == DONE for task in self.tasks)


def tasks_of(actor: Actor, seen: Seen) -> Tasks:
    """What the step needs, in the pathway's order with the ways on from it last."""
    needs = step_needs(seen.case, seen.procedure.policy)
    also = [_way(name, actor, seen) for name in needs.also]
    tasks: list[Task] = []
    for names in needs.tasks:
        tasks.append(_task(names, actor, seen, {clock for task in tasks for clock in task.keeps}))
    return Tasks(tasks, [way for way in also if way.open])


def _task(names: tuple[str, ...], actor: Actor, seen: Seen, said: Collection[str]) -> Task:
    """`said`: the clocks whose deadlines stand beside a task before it."""
    case, policy = seen.case, seen.procedure.policy
    ways = tuple(_way(name, actor, seen) for name in names)
    done = [taken.at for taken in case.taken if taken.move in names and taken.move in done_here(case)]
    missing = {before for name in names for before in missing_before(policy.pathway.moves[name], case, policy)}
    ready = [name for name in names if not missing_before(policy.pathway.moves[name], case, policy)]
    due = [case.clocks[clock] for name in ready if (clock := kept_by(name, case, policy))]
    hints = [f"Recorded for {words.moment(done[-1])}"] if done else []
    if not ready:
        titles = (policy.pathway.moves[name].title for name in policy.pathway.moves if name in missing)
        hints.append(f"After: {', '.join(titles)}")
    first = min(due, key=lambda clock: clock.due_at, default=None)
    if first and first.id not in said:
        hints.append(f"{title_of(first.id, seen.procedure)}: due {words.moment(first.due_at)}")
    if ready and not any(way.open for way in ways):
        hints.append(f"For: {posts_in_words(posts(ready, case, policy), policy.partnership)}")
    status = (UNDER_WAY if due else DONE) if done else READY if ready else LATER
    return Task(ways, status, ". ".join(hints), (first.id,) if first else ())


def _way(name: str, actor: Actor, seen: Seen) -> Way:
    case, policy = seen.case, seen.procedure.policy
    move = policy.pathway.moves[name]
    open_now = name in policy.open_moves[case.step] and not missing_before(move, case, policy)
    return Way(name, move.title, open_now and may(actor, move.who, case.parties))
