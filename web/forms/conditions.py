"""When a question is asked: in words for everybody, and as data for the script that hides what is not asked."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from web.forms.typed import id_of
from workflow.answers import readable
from workflow.conditions import Condition, Conditions, Given, Missing, Not, OneOf, Range
from workflow.pathways import Question

Titled = Callable[[Question, str], str]
"""What a choice is called, as an answer to its question."""


def in_words(question: Question, beside: Mapping[str, Question], titled: Titled) -> str:
    """“If “Is a child at immediate risk of harm?” is Yes”; empty where nothing on the form decides it."""
    said = [
        f"“{beside[name].ask}” {_says(condition, partial(titled, beside[name]))}"
        for name, condition in question.when.root.items()
        if name in beside
    ]
    return f"If {' and '.join(said)}" if said else ""


def as_data(question: Question, beside: Mapping[str, Question], known: Mapping[str, Any]) -> str:
    """The conditions that the form itself can change, as JSON by the name of the input; empty where there is none.

    One that the form cannot change and that does not hold leaves the question shown: it may be answered all the same.
    """
    others = {name: each for name, each in question.when.root.items() if name not in beside}
    if not Conditions(others).hold(readable(known)):
        return ""
    here = {id_of(name): each for name, each in question.when.root.items() if name in beside}
    return json.dumps({name: _data(each) for name, each in here.items()}) if here else ""


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
