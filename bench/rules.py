"""Rule evaluations a second: durable-rules asked anew, durable-rules remembered, and the reference."""

from collections.abc import Callable
from time import perf_counter

from rules.engines import ENGINE
from rules.evaluate import evaluate
from rules.model import Feature, Rule

_SECONDS = 1.0


def run() -> list[dict[str, object]]:
    """A case of 12 features under 15 rules of four conditions each, of which five hold; nothing without the engine."""
    if ENGINE == "reference":
        return []
    from rules.durable import DurableRules

    rules = tuple(map(_rule, range(15)))
    features: dict[str, Feature] = {f"f-{n}": ("near", "given", n)[n % 3] for n in range(12)}
    durable = DurableRules(rules)
    if durable(features) != evaluate(rules, features) or len(durable(features)) != 5:
        raise AssertionError("the engines disagree")

    def asked_anew() -> None:
        durable.forget()
        durable(features)

    reference = _rate(lambda: evaluate(rules, features))
    anew = _rate(asked_anew)
    return [
        _row("rules: durable-rules, asked anew", anew, "the reference in Python", reference, 0.1),
        _row("rules: durable-rules, remembered", _rate(lambda: durable(features)), "asked anew", anew, 10.0),
        _row("rules: the reference in Python", reference, "durable-rules, asked anew", anew, 1.0),
    ]


def _rule(n: int) -> Rule:
    """Every third rule holds: its features are those whose turn it is."""
    when: dict[str, object] = {
        f"f-{n % 12}": ["near", "breached"],
        f"f-{(n + 1) % 12}": {"not": "missing"},
        f"f-{(n + 2) % 12}": {"at_most": 20},
        "form": {"absent": True},
    }
    return Rule.model_validate(
        {
            "name": f"rule-{n}",
            "title": "A rule",
            "when": when,
            "tell": {"role": "holder"},
            "severity": "warning",
            "source": {"title": "Made up", "confidence": "proposed"},
        }
    )


def _rate(work: Callable[[], object]) -> float:
    done, began = 0, perf_counter()
    while (taken := perf_counter() - began) < _SECONDS:
        for _ in range(100):
            work()
        done += 100
    return done / taken


def _row(name: str, ours: float, against: str, theirs: float, target: float) -> dict[str, object]:
    return {
        "name": name,
        "ours_per_s": round(ours),
        "against": against,
        "against_per_s": round(theirs),
        "ratio": round(ours / theirs, 2),
        "target": target,
    }


if __name__ == "__main__":
    for row in run():
        print(row)
