"""Rules that could never hold, or that read what this pathway does not have."""

from collections.abc import Iterator, Mapping

from engine.packs.kept_answers import kept_fields
from engine.packs.subject import Subject
from engine.packs.yaml import Fault
from rules.checks import Known, findings
from rules.features import CASE_FEATURES, CLOCK_FEATURES, CLOCK_STATES
from rules.model import Rule, scalar
from workflow.timescales import Timescale

_REASONS = frozenset({"missing", "given"})


def rule_faults(subject: Subject) -> Iterator[Fault]:
    """Everything wrong with the conditions of the rules, each feature with the values it can have in this pathway."""
    of_case, of_clock = case_features(subject), clock_features(subject)
    each = {rule.name: rule.each for rule in subject.rules}
    for rule in subject.rules:
        yield from _ladder(subject, rule)
    for found in findings(subject.rules, of_case, of_clock):
        key, _, feature = found.field.partition(".")
        path = ("rules", found.rule, key, *([feature] if feature else []))
        field = feature.removeprefix("record.")
        if feature.startswith("record.") and field in subject.fields and subject.fields[field][0].sealed:
            because = f"“{field}” is sealed ({subject.fields[field][0].type}), and no rule may read it."
            remedy = "Ask a question of the type choice or yes_no for it, and read that."
            yield subject.fault(path, "sealed-field", because, remedy)
        elif not feature:
            yield subject.fault(path, "rule-not-usable", found.because, found.remedy)
        elif feature in CLOCK_FEATURES and each[found.rule] == "case":
            remedy = "Write `each: clock` in this rule, or read `clock.<timescale>`."
            yield subject.fault(path, "unknown-feature", found.because, remedy)
        elif feature not in {**of_case, **of_clock}:
            yield subject.fault(path, "unknown-feature", found.because, found.remedy)
        else:
            absent = " Write {absent: yes} for a move not taken." if feature.startswith("taken.") else ""
            yield subject.fault(path, "impossible-value", found.because, found.remedy + absent)


def _ladder(subject: Subject, rule: Rule) -> Iterator[Fault]:
    """A rung that tells whom the rung before it told: nobody else learns of it."""
    told = rule.tell
    for place, rung in enumerate(rule.ladder):
        if rung.tell == told:
            because = "This rung tells whom the one before it told, so nobody else would learn of it."
            path = ("rules", rule.name, "ladder", str(place), "tell")
            yield subject.fault(path, "told-again", because, "Name somebody else, or leave the rung out.")
        told = rung.tell


def case_features(subject: Subject) -> dict[str, Known]:
    """What every rule of this pathway can read, with its values: see rules/features.py."""
    pathway = subject.pathway
    holders = [step.holder for step in pathway.steps.values()]
    holders += [move.holder for move in pathway.moves.values() if move.holder is not None]
    found: dict[str, Known] = dict.fromkeys(CASE_FEATURES, int)
    found["step"] = frozenset(pathway.steps)
    found["finished"] = bool
    found["holder"] = frozenset(who.role for who in holders)
    found["party"] = frozenset(who.party for who in holders)
    found["told"] = bool
    found.update((f"record.{name}", known) for name, known in _records(subject).items())
    for name, question in kept_fields(subject).items():
        found[f"differs.{name}"] = bool
        if question.rising:
            found[f"lowered.{name}"] = bool
            found[f"highest.{name}"] = frozenset(scalar(choice) for choice in question.choices)
    found.update((f"taken.{move}", frozenset({True})) for move in pathway.moves)
    for name, timescale in pathway.timescales.items():
        found[f"clock.{name}"] = _states(timescale)
        if _counts(timescale) or timescale.bands:
            found[f"reason.{name}"] = _REASONS
    return found


def clock_features(subject: Subject) -> dict[str, Known]:
    """What a rule about each clock can read beside that."""
    timescales = subject.pathway.timescales
    found: dict[str, Known] = dict.fromkeys(CLOCK_FEATURES, int)
    found["clock"] = frozenset(state for timescale in timescales.values() for state in _states(timescale))
    found["timescale"] = frozenset(timescales)
    found["kind"] = frozenset(timescale.kind for timescale in timescales.values())
    found["counts"] = bool
    found["reason"] = _REASONS
    found["received"] = frozenset({"late", "in-time"})
    return found


def _records(subject: Subject) -> Mapping[str, Known]:
    found: dict[str, Known] = {}
    for name, questions in subject.fields.items():
        possible = subject.values(name)
        if questions[0].sealed or questions[0].type in ("choices", "attendance", "actions"):
            continue
        if possible is not None:
            found[name] = frozenset(scalar(value) for value in possible)
        else:
            found[name] = int if questions[0].type == "number" else str
    return found


def _counts(timescale: Timescale) -> bool:
    return timescale.kind != "reminder" and timescale.source.confidence != "proposed" and not timescale.bands


def _states(timescale: Timescale) -> frozenset[str]:
    never = {
        "near": timescale.near is None,
        "breached": not _counts(timescale),
        "passed": _counts(timescale),
        "suspended": timescale.suspension is None,
        "cancelled": not timescale.cancels,
    }
    states = frozenset(state for state in CLOCK_STATES if not never.get(state, False))
    if timescale.bands:
        hours = timescale.bands.hours
        states |= {*(f"band-{hour}h" for hour in hours), f"band-over-{hours[-1]}h"}
    return states
