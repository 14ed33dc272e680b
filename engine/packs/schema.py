"""JSON Schemas of a pack's two kinds of file, as their authors write them, for editors that know such schemas.

They are made from the models, and differ from them as the files do: lists of entries with names, a source by its name,
groups of questions, conditions in their short notation. A file on top of an inherited one may leave anything out and
`drop` what it does not want. What only the whole pack can show is left to `duecourse packs check`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from engine.packs.files import LISTS
from engine.packs.meanings import MEANINGS
from rules.model import Rule
from workflow.pathways import Pathway
from workflow.policy import Partnership

Json = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_TEXT = ["string", "number", "boolean"]
"""What an editor may take a text for: `edition: 2024`, `choices: [yes, no]`."""

_FLAG = {"enum": ["yes", "no", "true", "false", True, False]}
_YES = {"enum": ["yes", "true", True]}
DIGITS = {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}
_SCALAR = {"type": _TEXT}
_DROPPED: Json = {
    "type": "object",
    "properties": {"drop": {**_YES, "description": MEANINGS["File.drop"]}},
    "required": ["drop"],
    "additionalProperties": False,
}
_BOUND: Json = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^(0|-?[1-9][0-9]*)$"}]}
_SHORT: Json = {
    "anyOf": [
        _SCALAR,
        {"type": "array", "items": _SCALAR, "minItems": 1},
        {"type": "object", "properties": {"not": _SCALAR}, "required": ["not"], "additionalProperties": False},
        {
            "type": "object",
            "properties": {"at_least": _BOUND, "at_most": _BOUND},
            "minProperties": 1,
            "additionalProperties": False,
        },
        {"type": "object", "properties": {"present": _YES}, "required": ["present"], "additionalProperties": False},
        {"type": "object", "properties": {"absent": _YES}, "required": ["absent"], "additionalProperties": False},
    ],
    "description": "A value, a list of values, {not: …}, {at_least: n, at_most: n}, {present: yes} or {absent: yes}.",
}
_CONDITIONS: Json = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Condition"}}
_DELAY: Json = {
    "type": "object",
    "properties": {unit: {"anyOf": [{"type": "integer", "minimum": 1}, DIGITS]} for unit in ("working_days", "hours")},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}


def schemas() -> dict[str, Json]:
    """One schema for each kind of file."""
    return {"pathway": pathway_schema(), "partnership": partnership_schema()}


def pathway_schema() -> Json:
    """A pathway's file. One with reference, steps and moves stands alone; another changes what it inherits."""

    def complete(inherits: str) -> dict[str, Json]:
        definitions = _definitions(Pathway, inherits) | _definitions(Rule, inherits)
        own = definitions[f"Pathway{inherits}"]["properties"]
        own["rules"] = {"description": MEANINGS["File.rules"]}
        for part, kind in zip(LISTS, ("Step", "Move", "Timescale", "Rule"), strict=True):
            definitions[f"{kind}{inherits}"] = _with_name(definitions[f"{kind}{inherits}"])
            entries = {"type": ["array", "null"], "items": _ref(kind, inherits)}
            own[part] = {**entries, "description": own[part]["description"]}
        groups = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}], "description": MEANINGS["File.asks"]}
        definitions[f"Move{inherits}"]["properties"]["asks"] = groups
        group = {"type": "object", "additionalProperties": _ref("Question", inherits)}
        described = {"description": MEANINGS["File.questions"]}
        own["questions"] = {"type": "object", "additionalProperties": group, **described}
        own["sources"] = _sources(inherits)
        return definitions

    return _either("Pathway", "A pathway of a pack", complete, {"required": ["reference", "steps", "moves"]})


def partnership_schema() -> Json:
    """A partnership's file. One that says `extends` may leave out what it inherits."""

    def complete(inherits: str) -> dict[str, Json]:
        definitions = _definitions(Partnership, inherits)
        definitions[f"Partnership{inherits}"]["properties"]["sources"] = _sources(inherits)
        return definitions

    return _either("Partnership", "The partnership of a pack", complete, {"not": {"required": ["extends"]}})


_ON_TOP = "OnTop"


def _either(kind: str, title: str, complete: Callable[[str], dict[str, Json]], alone: Json) -> Json:
    return {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "if": alone,
        "then": {"$ref": f"#/$defs/{kind}"},
        "else": {"$ref": f"#/$defs/{kind}{_ON_TOP}"},
        "$defs": dict(sorted({**complete(""), **complete(_ON_TOP), "Condition": _SHORT}.items())),
    }


def _definitions(model: type[BaseModel], inherits: str) -> dict[str, Json]:
    """Every mapping that authors write, by its model's name; with `inherits` nothing in it is needed.

    A rule's models with a `kind` are the ways to read a condition, which authors write in a notation of its own.
    """
    made = model.model_json_schema(by_alias=True)
    every = {**made.pop("$defs", {}), model.__name__: made}
    prefix = "Rule" if model is Rule else ""
    names = {name: f"{prefix if name != 'Rule' else ''}{name}{inherits}" for name in every}
    return {
        names[name]: _mapping(name, found, names, inherits)
        for name, found in every.items()
        if any(key.startswith(f"{name}.") for key in MEANINGS) and not (prefix and "kind" in found["properties"])
    }


def _mapping(model: str, found: Json, names: Mapping[str, str], inherits: str) -> Json:
    properties = {}
    for name, value in found["properties"].items():
        written = _source(names) if name == "source" else _written(value, names, inherits)
        if f"{model}.{name}" == "Rule.when":
            written = dict(_CONDITIONS)
        if meaning := MEANINGS.get(f"{model}.{name}"):
            written["description"] = meaning
        properties[name] = written
    result: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    if "description" in found:
        result["description"] = found["description"].split("\n")[0]
    if inherits:
        properties["drop"] = {**_YES, "description": MEANINGS["File.drop"]}
    elif found.get("required"):
        result["required"] = found["required"]
    return result


def _written(value: Json, names: Mapping[str, str], inherits: str) -> Json:
    """A part of a schema as it is in the file: texts that may look like numbers, flags, names alone or in a list."""
    if "$ref" in value:
        kind = value["$ref"].rpartition("/")[2]
        known = {"Conditions": _CONDITIONS, "Delay": _DELAY}
        return dict(known[kind]) if kind in known else {"$ref": f"#/$defs/{names[kind]}"}
    if "anyOf" in value:
        options = [_written(each, names, inherits) for each in value["anyOf"] if each.get("type") != "null"]
        return options[0] if len(options) == 1 else {"anyOf": options}
    if "enum" in value or "const" in value:
        words = [each for each in value.get("enum", [value.get("const")]) if each]
        return dict(_YES) if words == ["yes"] else {"enum": words}
    match value.get("type"):
        case "boolean":
            return dict(_FLAG)
        case "integer":
            bounds = {key: value[key] for key in ("minimum", "maximum", "exclusiveMinimum") if key in value}
            return {"anyOf": [{"type": "integer", **bounds}, DIGITS]}
        case "string":
            return {"type": _TEXT, **{key: value[key] for key in ("pattern", "minLength", "maxLength") if key in value}}
        case "array":
            items = _written(value["items"], names, inherits)
            several: Json = {"type": "array", "items": items}
            return {"anyOf": [items, several]} if items.get("type") == _TEXT else several
        case "object":
            return _by_name(value, names, inherits)
    return {}


def _by_name(value: Json, names: Mapping[str, str], inherits: str) -> Json:
    """A mapping from names of the author's own."""
    pattern, inner = next(iter(value.get("patternProperties", {".": value.get("additionalProperties", {})}).items()))
    item = _written(inner, names, inherits)
    named = {"pattern": pattern, **value.get("propertyNames", {})}
    return {
        "type": "object",
        "propertyNames": named,
        "additionalProperties": {"anyOf": [item, _DROPPED]} if inherits else item,
    }


def _with_name(entry: Json) -> Json:
    name = entry["properties"].get("name") or {"type": _TEXT, "pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": 60}
    properties = {"name": {**name, "description": MEANINGS["File.name"]}, **entry["properties"]}
    return {**entry, "properties": properties, "required": list(dict.fromkeys(["name", *entry.get("required", [])]))}


def _source(names: Mapping[str, str]) -> Json:
    return {"anyOf": [{"type": _TEXT}, {"$ref": f"#/$defs/{names['Source']}"}]}


def _sources(inherits: str) -> Json:
    return {
        "type": "object",
        "additionalProperties": _ref("Source", inherits),
        "description": MEANINGS["File.sources"],
    }


def _ref(kind: str, inherits: str) -> Json:
    return {"$ref": f"#/$defs/{kind}{inherits}"}
