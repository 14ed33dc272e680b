"""When a question is asked: in words for everybody, and as data for the script that hides what is not asked."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from web.forms.typed import id_of
from workflow.answers import LOWERED, readable
from workflow.conditions import Condition, Conditions, Given, Missing, Not, OneOf, Range
from workflow.kept import NOTHING_KEPT, Standing, is_lower
from workflow.questions import RAISING, Question

Titled = Callable[[Question, str], str]
"""What a choice is called, as an answer to its question."""


def in_words(question: Question, beside: Mapping[str, Question], titled: Titled) -> str:
    """“If “Is a child at immediate risk of harm?” is Yes”; empty where nothing on the form decides it."""
    said = [
        f"“{beside[name].ask}” {_says(condition, partial(titled, beside[name]))}"
        for name, condition in question.when.root.items()
        if name in beside
    ]
    said += [f"“{beside[name].ask}” {FELL}" for name in _fallen(question, beside)]
    return f"If {' and '.join(said)}" if said else ""


def as_data(
    question: Question, beside: Mapping[str, Question], known: Mapping[str, Any], stands: Standing = NOTHING_KEPT
) -> str:
    """The conditions that the form itself can change, as JSON by the name of the input; empty where there is none.

    One that the form cannot change and that does not hold leaves the question shown: it may be answered all the same.
    """
    fallen = _fallen(question, beside)
    others = {
        name: each
        for name, each in question.when.root.items()
        if name not in beside and name.removeprefix(LOWERED) not in fallen
    }
    if not Conditions(others).hold(readable(known)):
        return ""
    here = {id_of(name): _data(each) for name, each in question.when.root.items() if name in beside}
    here |= {id_of(name): _lower(name, beside[name], stands) for name in fallen}
    return json.dumps(here) if here else ""


FELL = "is lower than this agency's answer before"


def _fallen(question: Question, beside: Mapping[str, Question]) -> list[str]:
    """The questions on the form whose answer has to be lower than before for this one to be asked."""
    asked = [name.removeprefix(LOWERED) for name in question.when.root if name.startswith(LOWERED)]
    return [name for name in asked if name in beside]


def _lower(name: str, question: Question, stands: Standing) -> dict[str, Any]:
    """The answers that are lower, by whose the answer is: by the input that says so, or of the one agency it can be."""
    lower = {
        of: [choice for choice in question.choices if is_lower(choice, was, question.choices)]
        for of, was in stands.answers.get(name, {}).items()
    }
    if question.kept_by == RAISING:
        return {"is": lower.get(stands.parties.get(RAISING, ""), [])}
    return {"by": id_of(question.kept_by), "of": lower}


def _says(condition: Condition, titled: Callable[[str], str]) -> str:
    match condition:
        case OneOf(values=values):
            return f"is {' or '.join(titled(str(value)) for value in values)}"
        case Not(unlike=value):
            return f"is answered, and not {titled(value)}"
        case Range(at_least=least, at_most=most):
            bounds = (f"at least {least}" if least is not None else "", f"at most {most}" if most is not None else "")
            return f"is {' and '.join(bound for bound in bounds if bound)}"
        case Given():
            return "is answered"
        case Missing():
            return "is not answered"


def _data(condition: Condition) -> dict[str, Any]:
    match condition:
        case OneOf(values=values):
            return {"is": [str(value) for value in values]}
        case Not(unlike=value):
            return {"not": value}
        case Range(at_least=least, at_most=most):
            return {"least": least, "most": most}
        case Given():
            return {"given": True}
        case Missing():
            return {"given": False}
