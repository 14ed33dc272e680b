"""The words for single entries of a pack that changed, and for the values that they can have.

Keys are `kind.field`; `*.field` is for every kind. An entry that is in no table is named as its author wrote it.
"""

from collections.abc import Mapping
from typing import Any

PARTS: Mapping[str, str] = {
    "partnership": "partnership",
    "sector": "core partner (sector)",
    "agency": "agency",
    "role": "role",
    "lateness-reason": "reason code",
    "relation": "way to link cases",
    "report": "report",
    "pathway": "pathway",
    "day-one": "Day 1",
    "step": "step",
    "move": "move",
    "field": "question",
    "timescale": "timescale",
    "rule": "rule",
}

SPLIT: Mapping[str, tuple[str, ...]] = {
    "timescale.within": ("within.window.from_day", "within.window.to_day"),
    "partnership.emergency": ("emergency.text", "emergency.source"),
    "partnership.acts": ("acts.correct", "acts.strike_out"),
}
"""Entries whose parts are compared one by one where both packs have them."""

NEW: Mapping[str, str] = {
    "timescale.starts": "{about}: {value} now starts it too.",
    "timescale.stops": "{about}: {value} now stops it too.",
    "timescale.cancels": "{about}: {value} now ends it without its being met or late.",
    "move.from": "{about} can now be taken from {value}.",
    "move.who": "{about} may now be taken by {value}.",
    "move.after": "{about}: {value} must now have come first.",
    "move.leads": "{about} now leads {value}.",
    "field.choices": "{about} has a new choice, {value}.",
    "partnership.acts.correct": "{value} may now correct what was recorded.",
    "partnership.acts.strike_out": "{value} may now strike out texts.",
}
GONE: Mapping[str, str] = {
    "timescale.starts": "{about}: {value} no longer starts it.",
    "timescale.stops": "{about}: {value} no longer stops it.",
    "timescale.cancels": "{about}: {value} no longer ends it.",
    "move.from": "{about} can no longer be taken from {value}.",
    "move.who": "{about} may no longer be taken by {value}.",
    "move.after": "{about}: {value} need not have come first any more.",
    "move.leads": "{about} no longer leads {value}.",
    "field.choices": "{about} no longer has the choice {value}.",
    "partnership.acts.correct": "{value} may no longer correct what was recorded.",
    "partnership.acts.strike_out": "{value} may no longer strike out texts.",
}

CHANGED: Mapping[str, str] = {
    "*.title": "{about} is now called “{now}” (was “{was}”).",
    "*.holder": "{about}: it is now held by {now} (was {was}).",
    "timescale.within": "{about}: the time allowed is now {now} (was {was}).",
    "timescale.within.window.from_day": "{about}: the first day is now Day {now} (was Day {was}).",
    "timescale.within.window.to_day": "{about}: the last day is now Day {now} (was Day {was}).",
    "timescale.kind": "{about} is now {now} (was {was}).",
    "timescale.anchor": "{about} is now counted from {now} (was {was}).",
    "timescale.when": "{about} now runs {now} (was {was}).",
    "timescale.only_in": "{about} can now start in {now} (was {was}).",
    "timescale.near": "{about}: the warning now comes {now} the deadline (was {was}).",
    "timescale.roll": "{about}: a deadline on a day that is not a working day now rolls {now} (was {was}).",
    "timescale.cut_off": "{about}: what comes at or after {now} now counts as the next working day's (was {was}).",
    "timescale.closures": "{about}: local closure days are left out of the counting: now {now} (was {was}).",
    "timescale.suspension": "{about} may now be suspended {now} (was {was}).",
    "timescale.extension": "{about} may now be extended {now} (was {was}).",
    "timescale.at_least": "{about} is a least time, so that acting early is the breach: now {now} (was {was}).",
    "timescale.before": "{about} is counted back: now {now} (was {was}).",
    "timescale.repeat": "{about}: each later round is now {now} (was {was}).",
    "timescale.bands": "{about}: how long it took is now told in bands: {now} (was {was}).",
    "timescale.each_party": "{about} now runs once for each of {now} (was {was}).",
    "day-one.unit": "{about} are now {now} (were {was}).",
    "day-one.also_read_as": "{about}: their second reading, for the warning, is now {now} (was {was}).",
    "day-one.starts": "{about} are now counted from {now} (was {was}).",
    "pathway.reference": "{about}: its cases' references now begin with {now} (was {was}).",
    "step.finished": "{about} ends a case: now {now} (was {was}).",
    "move.to": "{about} now leads to {now} (was {was}).",
    "move.only_when": "{about} is now open {now} (was {was}).",
    "move.happened_at": "{about} happened at what is answered to {now}, from now on (was {was}).",
    "move.sets": "{about} now sets {now} (was {was}).",
    "field.ask": "{about} now reads “{now}” (was “{was}”).",
    "field.hint": "{about}: its hint is now “{now}” (was “{was}”).",
    "field.type": "{about} now takes an answer of the type {now} (was {was}).",
    "field.required": "{about} must always be answered: now {now} (was {was}).",
    "field.when": "{about} must now be answered {now} (was {was}).",
    "field.may_be_future": "{about} may be answered with a time to come: now {now} (was {was}).",
    "rule.each": "{about} is now asked once for each {now} (was {was}).",
    "rule.when": "{about} now speaks {now} (was {was}).",
    "rule.tell": "{about} now tells {now} (was {was}).",
    "rule.severity": "{about} is now {now} (was {was}).",
    "rule.ladder": "{about}: if nobody acknowledges it, it now goes {now} (was {was}).",
    "rule.acknowledged_for": "{about}: an acknowledgement now holds for {now} (was {was}).",
    "agency.sector": "{about} now belongs to the sector {now} (was {was}).",
    "partnership.partnership": "The partnership is now named {now} in packs (was {was}).",
    "partnership.edition": "The edition is now {now} (was {was}).",
    "partnership.in_force_from": "It is now in force from {now} (was {was}).",
    "partnership.calendar": "Working days are now those of the calendar {now} (was {was}).",
    "partnership.own_agency": "The partnership's own agency is now {now} (was {was}).",
    "partnership.emergency.text": "What to do in an emergency now reads “{now}” (was “{was}”).",
    "partnership.emergency.source": "The source of what to do in an emergency is now {now} (was {was}).",
}

EMPTY: Mapping[str, str] = {
    "timescale.anchor": "the moment it starts",
    "timescale.when": "always",
    "timescale.only_in": "any step",
    "timescale.near": "only at",
    "timescale.roll": "nowhere",
    "timescale.cut_off": "no time of day",
    "timescale.suspension": "not at all",
    "timescale.extension": "not at all",
    "timescale.repeat": "none",
    "timescale.bands": "none",
    "timescale.each_party": "the case only",
    "day-one.also_read_as": "none",
    "move.to": "no other step",
    "move.only_when": "always",
    "move.happened_at": "no question",
    "move.holder": "whoever the step names",
    "move.sets": "nothing",
    "field.hint": "",
    "field.when": "if known",
    "rule.ladder": "to nobody else",
    "rule.when": "always",
    "rule.acknowledged_for": "good",
    **dict.fromkeys(
        [
            *(f"timescale.{field}" for field in ("closures", "at_least", "before")),
            "step.finished",
            "field.required",
            "field.may_be_future",
        ],
        "no",
    ),
}
"""Of a value that is not given."""

_UNITS = ("working_days", "calendar_days", "weeks", "months", "school_terms", "hours")


def value_in_words(field: str, value: Any, roles: Mapping[str, str]) -> str:
    """A value as an officer reads it."""
    match field:
        case "when" | "only_when":
            return f"if {_conditions(value)}"
        case "ladder":
            return ", then ".join(f"to {_post(rung['tell'], roles)} after {_length(rung['after'])}" for rung in value)
        case "near":
            return f"{_length(value)} before"
        case "within" | "repeat":
            return _length(value)
        case "leads":
            return f"to {value['to']} if {_conditions(value['when'])}"
        case "suspension" | "extension":
            whom = " or ".join(_post(who, roles) for who in value["who"])
            return f"by {whom}, for {' or '.join(value['reasons'])}, up to {value['at_most']} of its own days"
        case "acts.correct" | "acts.strike_out":
            return roles.get(value, value)
        case "starts" if isinstance(value, dict):
            return ", ".join(f"{source} ({move})" for move, source in value.items())
        case "unit" | "also_read_as":
            return str(value).replace("_", " ")
    return _in_words(value, roles)


def _in_words(value: Any, roles: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_in_words(each, roles) for each in value)
    if not isinstance(value, dict):
        return str(value)
    if "role" in value:
        return _post(value, roles)
    if "window" in value or any(unit in value for unit in _UNITS):
        return _length(value)
    if "confidence" in value:
        return f"“{value['title']}”, {value['part']}, {value['edition']} ({value['confidence']})"
    return ", ".join(f"{key}: {_in_words(inner, roles)}" for key, inner in value.items())


def _post(who: Mapping[str, Any], roles: Mapping[str, str]) -> str:
    where = who.get("party") or who.get("agency")
    return f"{roles.get(who['role'], who['role'])} ({where})" if where else "whoever holds the case"


def _length(within: Mapping[str, Any]) -> str:
    if window := within.get("window"):
        first, last = window["from_day"], window["to_day"]
        return f"Day {first}" if first == last else f"Day {first} to Day {last}"
    unit = next((unit for unit in _UNITS if within.get(unit) is not None), "")
    if not unit:
        return "up to the day that is given"
    words = unit.replace("_", " ")
    text = f"{within[unit]} {words[:-1] if within[unit] == 1 else words}"
    first = "first term" if unit == "school_terms" else "first day"
    counted = {"include_trigger": f", the {first} counted", "exclude_trigger": f", not counting the {first}"}
    return text + counted.get(within.get("count_from", ""), "")


def _conditions(when: Mapping[str, Any]) -> str:
    return " and ".join(f"{name} {_condition(wanted)}" for name, wanted in when.items())


def _condition(wanted: Any) -> str:
    match wanted:
        case list():
            return f"is {' or '.join(map(str, wanted))}"
        case {"not": value}:
            return f"is not {value}"
        case {"present": _}:
            return "is known"
        case {"absent": _}:
            return "is not known"
        case {"at_least": least, "at_most": most}:
            return f"is {least} to {most}"
        case {"at_least": least}:
            return f"is at least {least}"
        case {"at_most": most}:
            return f"is at most {most}"
    return f"is {wanted}"
