"""What is wrong with one value of a pack or a story, and what would work, in the words of their notation."""

from collections.abc import Mapping
from typing import Any

from engine.packs.examples import example
from engine.packs.places import instead

Problem = Mapping[str, Any]
"""What the parser says of a value: its `type`, its `msg`, its `input` and what else there is under `ctx`."""

_NAME = "Use small letters, digits and hyphens, such as first-visit."
_PATTERNS: Mapping[str, tuple[str, str]] = {
    "^[A-Z]{2,5}$": ("a reference begins with two to five capital letters", "Write for example ESC."),
    "^(([01]\\d|2[0-3]):[0-5]\\d)?$": ("there is no such time of day", 'Write for example "17:00".'),
    "^[0-9]{2}-[0-9]{2}$": ("it is not a month and a day", "Write for example 04-01."),
    "^[a-z][a-z0-9_]*$": (
        "it has characters that do not belong in it",
        "Use small letters, digits and underscores, such as visit_on.",
    ),
    "^[^\\r\\n]*$": ("it has more than one line", "Write it in one line."),
}
"""By the pattern that a text has to follow; any other is that of a name."""

_TO_AGREE: Mapping[str, str] = {
    "choices belong": "Add `choices: […]` to a choice, or leave them out elsewhere.",
    "sectors belong": "Write `type: agency`, or leave `sectors` out.",
    "kept_by belongs": "Write `type: choice` with its choices, or leave `kept_by` out.",
    "rising belongs": "Write `type: choice` and `kept_by`, or leave `rising` out.",
    "what tells whom": "For example `told_at: {type: instant, ask: …, tells: when}`.",
    "can be excluded": "Write `type: person`, or leave `excludes` out.",
    "a statutory timescale": "Leave closures, cut_off, suspension and extension out, or call it local, if it is.",
    "suspension and extension": "Count working days or calendar days, or leave suspension and extension out.",
    "each_party needs": "Add the other of the two, or leave both out.",
    "bands go": "For example `within: {hours: 24}` with `bands: {hours: [24, 48, 72], reason_above: 24}`.",
    "the bands go up": "For example `hours: [24, 48, 72]`.",
    "does not repeat": "Leave `repeat` out, or give a length instead of a day.",
    "a window ends": "Write for example `window: {from_day: 3, to_day: 9}`.",
    "either field or move": "Write the field that holds the instant, or the move that was taken then.",
    "give either": "Write for example {working_days: 2} or {hours: 6}.",
    "a time to wait": "Write for example {working_days: 2} or {hours: 6}.",
    "the holder has": "Write {role: holder}.",
    "give one of bands": "For example `bands: {pathway: …, timescale: …}`.",
    "which party": "Write {role: …, party: raising, receiving or partnership}.",
    "condition": "Write a value, a list of values, {not: value}, {at_least: n}, {present: yes} or {absent: yes}.",
    "days, weeks": "For example `within: {working_days: 5, count_from: exclude_trigger}`.",
    "counted in one way": "For example `within: {hours: 24}`.",
    "count_from": "For example `within: {working_days: 5, count_from: exclude_trigger}`.",
    "whole number": "Write a whole number in digits, such as 5.",
}
"""What would work where two entries do not go together, by words of the reason."""

_CONDITION = "Write a value, a list of values, {not: value}, {at_least: n, at_most: n} or {present: yes}."
_MAPPING, _LIST = "a mapping (`name: value` lines) is due here", "a list is due here"
_BECAUSE: Mapping[str, str] = {
    **dict.fromkeys(("condition", "union_tag_not_found"), "it is not a condition"),
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), _MAPPING),
    **dict.fromkeys(("tuple_type", "list_type"), _LIST),
    "string_type": "a text is due here",
    **dict.fromkeys(("bool_type", "bool_parsing"), "it is neither yes nor no"),
    **dict.fromkeys(("string_too_short", "too_short"), "it is empty"),
    "string_too_long": "it is too long",
    "literal_error": "it is none of the words that can stand here",
}


def because_of(problem: Problem) -> str:
    """Why a value cannot be used, without the full stop."""
    what, context = problem["type"], problem.get("ctx") or {}
    if what == "value_error":
        message = str(problem["msg"]).removeprefix("Value error, ").rstrip(".")
        return message[:1].lower() + message[1:]
    if what == "string_pattern_mismatch" and (found := _PATTERNS.get(context["pattern"])):
        return found[0]
    if what == "string_pattern_mismatch":
        return f"“{str(problem['input'])[:60]}” has characters that do not belong in it"
    for bound, words in (("ge", "it is less than"), ("gt", "it is no more than"), ("le", "it is more than")):
        if bound in context:
            return f"{words} {context[bound]}"
    return _BECAUSE.get(what, "it is not what is due here")


def remedy_for(name: str, kind: Any, problem: Problem) -> str:
    """What would work for the entry of a name and a type."""
    what, context = problem["type"], problem.get("ctx") or {}
    if what == "literal_error":
        known = context["expected"].replace(" or ", ", ").split(", ")
        return instead(str(problem["input"])[:60], [word.strip("'") for word in known if word != "''"])
    if what == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], ("", _NAME))[1]
    for bound, words in (("ge", "at least"), ("gt", "more than"), ("le", "at most")):
        if bound in context:
            return f"Write a whole number, {words} {context[bound]}."
    if what == "value_error" and (how := _agreeing(str(problem["msg"]))):
        return how
    if what == "condition":
        return _CONDITION
    if what == "string_too_long":
        return "Write something shorter."
    return f"For example `{shown(name, kind)}`."


def shown(name: str, kind: Any) -> str:
    """An entry as its author could write it; one of a list has no name."""
    return example(name, kind) if name.isdigit() else f"{name}: {example(name, kind)}"


def _agreeing(message: str) -> str:
    return next((how for words, how in _TO_AGREE.items() if words in message), "")
