"""Checks over a whole pack that no single entry can show: names that lead nowhere, steps nobody reaches, and so on."""

from collections.abc import Iterator

from engine.packs.clocks import clock_faults, school_term_faults
from engine.packs.conditions import condition_faults
from engine.packs.contradictions import contradiction_faults
from engine.packs.hand_overs import hand_over_faults
from engine.packs.kept_answers import kept_faults
from engine.packs.leading import leading_faults
from engine.packs.names import name_faults
from engine.packs.own import Own
from engine.packs.pack import Pack
from engine.packs.parties import party_faults
from engine.packs.partnership import partnership_faults
from engine.packs.places import Resolved
from engine.packs.reporting import report_faults
from engine.packs.restricting import restricted_faults
from engine.packs.rules import rule_faults
from engine.packs.subject import Subject
from engine.packs.ways import way_faults
from engine.packs.yaml import Fault


def check(pack: Pack, resolved: Resolved) -> list[Fault]:
    """Everything wrong with a pack that parses, in the order of its parts."""
    return [
        *partnership_faults(Own(pack, resolved)),
        *_references(pack, resolved),
        *_pathways(pack, resolved),
        *report_faults(pack, resolved),
    ]


def _pathways(pack: Pack, resolved: Resolved) -> Iterator[Fault]:
    for name, procedure in pack.procedures.items():
        subject = Subject(name, procedure.policy.pathway, procedure.book.rules, pack.partnership, resolved)
        for faults in _OF_A_PATHWAY:
            yield from faults(subject)
        yield from school_term_faults(subject, procedure.policy.calendar)


_OF_A_PATHWAY = (
    name_faults,
    party_faults,
    way_faults,
    leading_faults,
    clock_faults,
    contradiction_faults,
    condition_faults,
    restricted_faults,
    hand_over_faults,
    kept_faults,
    rule_faults,
)


def _references(pack: Pack, resolved: Resolved) -> Iterator[Fault]:
    """Two pathways with one prefix would draw their cases' references from one counter."""
    seen: dict[str, str] = {}
    for name, procedure in pack.procedures.items():
        reference = procedure.policy.pathway.reference
        if reference in seen:
            because = f"“{reference}” is the reference of the pathway {seen[reference]} already."
            remedy = "Give each pathway capital letters of its own, from two to five."
            yield resolved.fault(name, ("reference",), "same-reference", because, remedy)
        seen.setdefault(reference, name)
