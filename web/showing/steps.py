"""Where the case stands on its way: the steps of its procedure, for the tracker beside the page."""

from typing import Literal, NamedTuple

from engine.packs.pack import Procedure
from states.case import Case
from workflow.guards import OPEN


class StepShown(NamedTuple):
    """One step, where the case is with it, and the words for that."""

    title: str
    state: Literal["done", "now", "ahead"]
    said: str


def steps_shown(case: Case, procedure: Procedure) -> list[StepShown]:
    """The steps in the order of the procedure; an end is listed only where the case has come to it."""
    pathway = procedure.policy.pathway
    been = {taken.step for taken in case.taken}
    elsewhere = _recorded_elsewhere(case, procedure)
    found = []
    for name, step in pathway.steps.items():
        if name == case.step:
            found.append(StepShown(step.title, "now", "ended here" if step.finished else "here now"))
        elif name in been:
            found.append(StepShown(step.title, "done", "been here"))
        elif name in elsewhere:
            found.append(StepShown(step.title, "done", "recorded elsewhere"))
        elif not step.finished and not pathway.steps[case.step].finished:
            found.append(StepShown(step.title, "ahead", "not reached"))
    return found


def _recorded_elsewhere(case: Case, procedure: Procedure) -> set[str]:
    """Steps before the one at which the case came here."""
    questions = procedure.policy.pathway.moves[OPEN].record
    return {each.evidence_of for name, each in questions.items() if each.evidence_of and name in case.record}
