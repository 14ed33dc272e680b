"""The same answer as the reference, given by durable-rules: its C engine, inside the narrow part of it that is safe.

Outside that part the engine crashes the interpreter or answers wrongly without a word, so everything here is narrow on
purpose. Each feature becomes one flat fact: its kind `k` is the feature's name, `is` its type and value as one text,
and `number` its value where it is a whole number. A rule is a conjunction without joins over those facts, and begins
with the canary, a fact asserted after all others: so nothing fires before everything is known, `none()` included, and
an evaluation in which the canary does not sing is not believed.
"""

import json
import weakref
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import assert_never

import durable_rules_engine as extension

from rules.evaluate import evaluate
from rules.limits import REMEMBERED, fits, parted, too_much
from rules.model import Absent, Condition, Feature, Features, Is, Not, OneOf, Present, Rule, Within
from states.refusals import Refused

_SESSION = "0"
_CANARY = "the canary"  # not a name that a feature can have
_OBSERVED = 2  # what the engine answers when it believes that it has seen a fact before


class DurableRules:
    """The names, sorted, of those `rules` that hold of some features; each distinct feature set is asked once.

    Only features that some rule reads are looked at. Where one of them holds what the engine cannot be trusted with (a
    text near 64 KiB, a whole number beyond 64 bits), the reference answers instead.
    Raises: Refused("rule-too-large") for a rule that the engine cannot be trusted with.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        for rule in rules:
            if because := too_much(rule):
                raise Refused(
                    code="rule-too-large",
                    because=f"The rule {rule.name} is more than the rule engine can be trusted with: {because}.",
                    remedy="Say the same with several smaller rules.",
                )
        self._kinds = frozenset(one.feature for rule in rules for one in rule.when)
        self._remembered = lru_cache(maxsize=REMEMBERED)(_Answers(tuple(rules)))

    def __call__(self, features: Features) -> tuple[str, ...]:
        """The answer for these features, remembered or new."""
        read = frozenset((name, type(features[name]), features[name]) for name in self._kinds if name in features)
        return self._remembered(read)

    def forget(self) -> None:
        """Remember no answers: for measuring the engine itself."""
        self._remembered.cache_clear()


class _Answers:
    """Asks every part of a rule set. Keys carry the type of each value, because in Python `True == 1`."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules
        self._parts = [_Part(part) for part in parted(rules)]

    def __call__(self, read: frozenset[tuple[str, type, Feature]]) -> tuple[str, ...]:
        features = {name: value for name, _, value in read}
        if not all(map(fits, features.values())):
            return evaluate(self._rules, features)
        return tuple(sorted({name for part in self._parts for name in part.fired(features)}))


class _Part:
    """As many rules as the engine can be trusted with in one handle, which is deleted when nobody holds this any more.

    One evaluation is one session, from its first fact to its deletion, under a lock.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._names = [rule.name for rule in rules]
        self._kinds = frozenset(one.feature for rule in rules for one in rule.when)
        self._lock = Lock()
        written = {str(place): {"all": list(_patterns(rule))} for place, rule in enumerate(rules)}
        written[_CANARY] = {"all": [{"m": {"k": _CANARY}}]}
        self._handle: int = extension.create_ruleset("rules", json.dumps(written))
        weakref.finalize(self, extension.delete_ruleset, self._handle).atexit = False
        self.fired({})  # a handle in which no rule ever fired cannot safely end a session

    def fired(self, features: Features) -> set[str]:
        """The names of the rules of this part that hold."""
        read = [(name, value) for name, value in features.items() if name in self._kinds]
        facts = [_fact(place, name, _value(value)) for place, (name, value) in enumerate(read)]
        with self._lock:
            try:
                keys = set(self._sung([*facts, _fact(len(facts), _CANARY)]))
            finally:
                extension.delete_state(self._handle, _SESSION)
        if _CANARY not in keys:
            raise RuntimeError("durable-rules did not evaluate the rules that it was given")
        return {self._names[int(key)] for key in keys - {_CANARY}}

    def _sung(self, facts: Iterable[str]) -> Iterator[str]:
        """Assert every fact, then complete every action; the key under which each rule that fired was written."""
        for fact in facts:
            told, session = extension.assert_fact(self._handle, fact)
            if told == _OBSERVED:
                raise RuntimeError("durable-rules took one fact for another")
        started = extension.start_action_for_state(self._handle, session)
        action: str | None = started and started[1]
        while action is not None:
            yield action[2 : action.index('"', 2)]  # {"<key>":{…the facts…}}
            action = extension.complete_and_start_action(self._handle, session)


def _patterns(rule: Rule) -> Iterator[dict[str, object]]:
    """The canary, what must be there, then what must not be: `none()` is only sound after everything else."""
    yield {"m": {"k": _CANARY}}
    for place, one in enumerate(sorted(rule.when, key=lambda one: isinstance(one, Absent))):
        name = f"m{place}$not" if isinstance(one, Absent) else f"m{place}"
        yield {name: {"$and": [{"k": one.feature}, *_tests(one)]}}


def _tests(condition: Condition) -> list[dict[str, object]]:
    """What must hold of the fact whose kind is the condition's feature."""
    match condition:
        case Is(value=value):
            return [{"is": _text(value)}]
        case OneOf(values=values):
            texts = sorted({_text(value) for value in values})
            return [{"$or": [{"is": text} for text in texts]} if len(texts) > 1 else {"is": texts[0]}]
        case Not(value=value):
            return [{"$neq": {"is": _text(value)}}]
        case Within(at_least=at_least, at_most=at_most):
            bounds = {"$gte": at_least, "$lte": at_most}
            return [{sign: {"number": bound}} for sign, bound in bounds.items() if bound is not None]
        case Present() | Absent():
            return []
    assert_never(condition)


def _fact(place: int, kind: str, value: str = "") -> str:
    """A fact as the engine reads it; a kind is a checked name, so it needs no escapes."""
    return f'{{"id":"{place}","sid":"{_SESSION}","k":"{kind}"{value}}}'


def _value(value: Feature) -> str:
    """The fields that hold the value."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f',"is":"{_text(value)}","number":{int(value)}'
    return f',"is":{json.dumps(_text(value))}'


def _text(value: Feature) -> str:
    """Type and value in one text, so that things of different types are never equal."""
    if isinstance(value, bool):
        return "flag true" if value else "flag false"
    return f"number {int(value)}" if isinstance(value, int) else "text " + value
