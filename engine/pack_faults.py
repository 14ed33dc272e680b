"""What a parser finds wrong with a pack, said in words its author can use: file, line, field, why, what would work."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.pack_files import Resolved
from engine.yaml import Fault, Path_
from rules import model
from workflow import pathways, policy

Model = TypeVar("Model", bound=BaseModel)


def parsed(
    kind: type[Model],
    content: Mapping[str, Any],
    part: str,
    prefix: Path_,
    resolved: Resolved,
    faults: list[Fault],
) -> Model | None:
    """The content as a model, or its faults added to the list."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        seen: set[tuple[int, str]] = set()
        for problem in error.errors(include_url=False):
            fault = _fault(dict(problem), part, prefix, resolved)
            if (fault.line, fault.field) not in seen:
                seen.add((fault.line, fault.field))
                faults.append(fault)
        return None


def _fault(problem: dict[str, Any], part: str, prefix: Path_, resolved: Resolved) -> Fault:
    path = (*prefix, *(str(each) for each in problem["loc"] if not str(each).startswith(("function-", "constrained-"))))
    kind, last = problem["type"], path[-1] if path else part
    around = ".".join(path[:-1]) or part
    if kind == "missing":
        code, because = f"missing-{last}", f"“{around}” has no {last}."
        remedy = _HOW.get(last, f"Add `{last}: …` to it.")
    elif kind == "extra_forbidden":
        code, because = "unknown-entry", f"“{last}” means nothing here."
        near = get_close_matches(last, _known(), n=1)
        remedy = f"Did you mean “{near[0]}”?" if near else "Remove it, or look it up with `duecourse packs show`."
    else:
        code = "not-usable"
        because = f"“{'.'.join(path)}” cannot be used: {_plain(problem)}."
        remedy = _HOW.get(last, "Write it as in the packs that came with Duecourse.")
    return Fault(resolved.file(part, path), resolved.line(part, path), ".".join(path), code, because, remedy)


_HOW = {
    "source": "Add `source: {title, part, edition, confidence}`, or the name of one of the pack's sources.",
    "confidence": "Use high, unconfirmed or proposed.",
    "within": "For example `within: {working_days: 5, count_from: exclude_trigger}`.",
    "kind": "Use statutory, local, aspiration or reminder.",
}


def _plain(problem: dict[str, Any]) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ").rstrip(".")
    return message[:1].lower() + message[1:]


def _known() -> list[str]:
    """Every entry that any part of a pack may have."""
    models = [
        each
        for module in (pathways, policy, model)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseModel)
    ]
    return [info.alias or field for each in models for field, info in each.model_fields.items()]
