"""The legal-move table: from which step which move is open. The only door to `transitions`.

A machine is built once per pathway and asked once per step and move; the answers are kept in a plain table.
The library accepts unknown and doubled states in silence, so the pack is checked before it comes here.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from transitions import Machine
from transitions.extensions import GraphMachine

START = "new"
"""Where a case stands before it is opened."""


class _Placeholder:
    """Something with a state, for the library to move; no case is ever registered with a machine."""

    state: str


def legal_moves(steps: Iterable[str], edges: Iterable[tuple[str, str, str]]) -> Mapping[str, tuple[str, ...]]:
    """For every step the moves open from it, in the order the pathway lists them; `edges` are (move, from, to)."""
    edges = list(edges)
    names = [START, *steps]
    machine = Machine(
        model=None, states=names, initial=START, auto_transitions=False, send_event=False, transitions=_unique(edges)
    )
    order = list(dict.fromkeys(move for move, _, _ in edges))
    table = {step: tuple(move for move in order if move in machine.get_triggers(step)) for step in names}
    return MappingProxyType(table)


def diagram(steps: Iterable[str], edges: Iterable[tuple[str, str, str]], title: str) -> str:
    """The pathway as Mermaid text, drawn by the library from the same table."""
    machine = GraphMachine(
        model=_Placeholder(),
        states=[START, *steps],
        initial=START,
        auto_transitions=False,
        transitions=[list(edge) for edge in edges],
        graph_engine="mermaid",
        title=title,
    )
    return str(getattr(machine.get_combined_graph(), "source"))  # noqa: B009 - its protocol forgets it


def _unique(edges: Iterable[tuple[str, str, str]]) -> list[list[str]]:
    """One edge for each (move, from): which way a move leads is a matter of the record, not of this table."""
    first = {(move, source): [move, source, target] for move, source, target in reversed(list(edges))}
    return list(first.values())
