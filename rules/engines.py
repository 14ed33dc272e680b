"""Which engine answers: durable-rules wherever it runs, the reference where it does not."""

from collections.abc import Sequence
from functools import lru_cache, partial
from importlib.metadata import version
from typing import Protocol

from rules.evaluate import evaluate
from rules.model import Features, Rule

try:
    from rules.durable import DurableRules
except ImportError:  # Python 3.13 and later: the engine does not load there
    ENGINE = "reference"
else:
    ENGINE = "durable-rules"

_KEPT = 64


class Evaluator(Protocol):
    """The names, sorted and each once, of the rules that hold of these features."""

    def __call__(self, features: Features) -> tuple[str, ...]: ...


def engine_for(rules: Sequence[Rule]) -> Evaluator:
    """An evaluator of these rules; the same rule objects get the same evaluator again, the last 64 rule sets long.

    Raises: Refused("rule-too-large") for a rule that durable-rules cannot be trusted with (see `limits`).
    """
    return _compiled(_SameRules(tuple(rules)))


def engine_name() -> str:
    """The engine in use, with its version where it has one."""
    return f"{ENGINE} {version('durable-rules')}" if ENGINE == "durable-rules" else ENGINE


class _SameRules:
    """Rules by identity, which costs nothing to hash and, unlike equality, never takes `true` for `1`."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameRules) and list(map(id, self.rules)) == list(map(id, other.rules))

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.rules)))


@lru_cache(maxsize=_KEPT)
def _compiled(same: _SameRules) -> Evaluator:
    return DurableRules(same.rules) if ENGINE == "durable-rules" else partial(evaluate, same.rules)
