"""Conditions of a procedure in words: on what is recorded, and on what a rule looks at."""

from collections.abc import Mapping
from typing import Any

from web.rendering import said
from workflow.answers import LOWERED

STATES = {
    "running": "on track",
    "near": "due soon",
    "breached": "late",
    "met": "done on time",
    "late": "done late",
    "suspended": "suspended",
    "cancelled": "no longer needed",
    "passed": "past its day",
    "missing": "missing",
    "given": "given",
}
COUNTED = {
    "left": "working days left",
    "over": "working days past the deadline",
    "step-working-days": "working days at the step",
    "held-working-days": "working days with whoever has it",
    "quiet-working-days": "working days in which nobody recorded anything",
}
PLAIN = {
    "clock": "the promise",
    "reason": "the reason why it was late",
    "received": "the step was received",
    "kind": "the kind of promise",
    "party": "whoever has it stands in the case as",
    "holder": "whoever has it is the",
    "timescale": "the promise is",
    "step": "the case is at",
}

FLAGS = {
    ("finished", "yes"): "the case has ended",
    ("finished", "no"): "the case has not ended",
    ("told", "yes"): "somebody is recorded as told that they have it",
    ("told", "no"): "nobody is recorded as told that they have it",
    ("counts", "yes"): "the promise can be late",
    ("counts", "no"): "the promise only reminds",
}

OF_KEPT = {
    ("differs", "yes"): "differ from one another",
    ("differs", "no"): "agree with one another",
    ("lowered", "yes"): "have become lower",
    ("lowered", "no"): "have not become lower",
}

Titles = Mapping[str, str]
"""What people call things: questions behind `record.`, moves behind `taken.`, promises, steps and roles by name."""


def on_record(conditions: Mapping[str, Any] | None, titles: Titles) -> str:
    """Conditions of a question, a move or a promise: on answers."""
    named = {name if name.startswith(LOWERED) else f"record.{name}": each for name, each in (conditions or {}).items()}
    return _all(named, titles)


def of_rule(conditions: Mapping[str, Any], titles: Titles) -> str:
    """Conditions of a rule."""
    return _all(conditions, titles)


def _all(conditions: Mapping[str, Any], titles: Titles) -> str:
    return "; and ".join(_one(name, wanted, titles) for name, wanted in conditions.items())


def _one(name: str, wanted: Any, titles: Titles) -> str:
    base, _, rest = name.partition(".")
    if isinstance(wanted, str) and (name, wanted) in FLAGS:
        return FLAGS[name, wanted]
    match base:
        case "record":
            return f"“{titles.get(name, said(rest))}” {_answered(wanted)}"
        case "highest" if rest:
            return f"the highest of the answers to “{titles.get(f'record.{rest}', said(rest))}” {_is(wanted, titles)}"
        case "differs" | "lowered" if rest and isinstance(wanted, str):
            return f"the answers to “{titles.get(f'record.{rest}', said(rest))}” {OF_KEPT[base, wanted]}"
        case "taken":
            there = wanted in ("yes", {"present": "yes"})
            return f"“{titles.get(name, said(rest))}” {'is' if there else 'is not'} recorded"
        case "clock" | "reason" if rest:
            what = f"“{titles.get(rest, said(rest))}”"
            about = what if base == "clock" else f"the reason why {what} was late"
            return f"{about} {_is(wanted, titles)}"
        case "party" | "holder" | "timescale" | "step":
            return f"{PLAIN[base]} {_names(wanted, titles)}"
    if base in COUNTED:
        return f"{_how_many(wanted)} {COUNTED[base]}"
    return f"{PLAIN.get(base, said(base).lower())} {_is(wanted, titles)}"


def _answered(wanted: Any) -> str:
    match wanted:
        case {"not": value}:
            return f"is answered, and not with {_word(value)}"
        case {"present": _}:
            return "is answered"
        case {"absent": _}:
            return "is not answered"
        case dict():
            return f"is {_how_many(wanted)}"
        case list():
            return f"is answered {' or '.join(map(_word, wanted))}"
    return f"is answered {_word(wanted)}"


def _is(wanted: Any, titles: Titles) -> str:
    match wanted:
        case {"present": _}:
            return "is there"
        case {"absent": _}:
            return "is not there"
        case {"not": value}:
            return f"is not {_state(value, titles)}"
        case list():
            return f"is {' or '.join(_state(each, titles) for each in wanted)}"
    return f"is {_state(wanted, titles)}"


def _names(wanted: Any, titles: Titles) -> str:
    match wanted:
        case {"not": value}:
            return f"any but {_named(value, titles)}"
        case list():
            return " or ".join(_named(each, titles) for each in wanted)
    return _named(wanted, titles)


def _named(name: Any, titles: Titles) -> str:
    return f"“{titles.get(str(name), said(str(name)))}”"


def _state(value: Any, titles: Titles) -> str:
    return STATES.get(str(value)) or titles.get(str(value)) or _word(value)


def _how_many(wanted: Any) -> str:
    match wanted:
        case {"at_least": least, "at_most": most}:
            return f"{least} to {most}"
        case {"at_least": least}:
            return f"{least} or more"
        case {"at_most": most}:
            return f"{most} or fewer"
    return str(wanted)


def _word(value: Any) -> str:
    return f"“{said(str(value)).lower()}”"
