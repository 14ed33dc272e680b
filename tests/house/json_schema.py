"""As much of JSON Schema (draft 2020-12) as the schemas of a pack use; a keyword that it does not know is an error."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_TOLD = {"$schema", "$defs", "title", "description", "then", "else"}


def problems(value: Any, schema: Schema, whole: Schema | None = None, place: str = "") -> list[str]:
    """What is wrong with a value, each with its place; none where it is valid."""
    return list(_problems(value, schema, schema if whole is None else whole, place))


def _problems(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    if unknown := set(schema) - set(_CHECKS) - _TOLD - {"if"}:
        raise AssertionError(f"a keyword that this does not check: {sorted(unknown)}")
    if "if" in schema:
        branch = "else" if problems(value, schema["if"], whole, place) else "then"
        yield from problems(value, schema[branch], whole, place)
    for keyword, check in _CHECKS.items():
        if keyword in schema:
            yield from check(value, schema, whole, place)


def _type(value: Any, schema: Schema, _whole: Schema, place: str) -> Iterator[str]:
    names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    kinds = tuple(kind for name in names for kind in _TYPES[name])
    if not isinstance(value, kinds) or (isinstance(value, bool) and "boolean" not in names):
        yield f"{place}: {value!r} is none of {', '.join(names)}"


def _ref(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    yield from problems(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, place)


def _any_of(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    found = [problems(value, each, whole, place) for each in schema["anyOf"]]
    if all(found):
        yield min(found, key=len)[0]


def _not(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    if not problems(value, schema["not"], whole, place):
        yield f"{place}: is what it must not be"


def _enum(value: Any, schema: Schema, _whole: Schema, place: str) -> Iterator[str]:
    if not any(type(value) is type(each) and value == each for each in schema["enum"]):
        yield f"{place}: {value!r} is none of {schema['enum']}"


def _required(value: Any, schema: Schema, _whole: Schema, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{place}: has no {name}" for name in schema["required"] if name not in value)


def _properties(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    for name, each in schema["properties"].items():
        if isinstance(value, dict) and name in value:
            yield from problems(value[name], each, whole, f"{place}.{name}")


def _more(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    for name in value if isinstance(value, dict) else ():
        if name not in schema.get("properties", {}):
            if schema["additionalProperties"] is False:
                yield f"{place}.{name}: means nothing here"
            else:
                yield from problems(value[name], schema["additionalProperties"], whole, f"{place}.{name}")


def _names(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    for name in value if isinstance(value, dict) else ():
        yield from problems(name, schema["propertyNames"], whole, f"{place}.{name}")


def _items(value: Any, schema: Schema, whole: Schema, place: str) -> Iterator[str]:
    for number, each in enumerate(value if isinstance(value, list) else ()):
        yield from problems(each, schema["items"], whole, f"{place}.{number}")


def _bound(keyword: str, kinds: tuple[type, ...], fits: Callable[[Any, Any], bool]) -> Any:
    def check(value: Any, schema: Schema, _whole: Schema, place: str) -> Iterator[str]:
        if isinstance(value, kinds) and not isinstance(value, bool) and not fits(value, schema[keyword]):
            yield f"{place}: {value!r} is against {keyword} {schema[keyword]}"

    return check


_CHECKS: Mapping[str, Callable[[Any, Schema, Schema, str], Iterator[str]]] = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "not": _not,
    "enum": _enum,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _more,
    "propertyNames": _names,
    "items": _items,
    "pattern": _bound("pattern", (str,), lambda value, bound: bool(re.search(bound, value))),
    "minLength": _bound("minLength", (str,), lambda value, bound: len(value) >= bound),
    "maxLength": _bound("maxLength", (str,), lambda value, bound: len(value) <= bound),
    "minItems": _bound("minItems", (list,), lambda value, bound: len(value) >= bound),
    "minProperties": _bound("minProperties", (dict,), lambda value, bound: len(value) >= bound),
    "maxProperties": _bound("maxProperties", (dict,), lambda value, bound: len(value) <= bound),
    "minimum": _bound("minimum", (int,), lambda value, bound: value >= bound),
    "maximum": _bound("maximum", (int,), lambda value, bound: value <= bound),
    "exclusiveMinimum": _bound("exclusiveMinimum", (int,), lambda value, bound: value > bound),
}
