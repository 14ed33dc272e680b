"""Where a case can go: the moves that can ever be taken, what can follow what, and what is certain to be known when."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from states.machine import START
from workflow.pathways import Move, Pathway

OPEN = "open"

DAY_ONE = "(day one)"
"""Stands among the fields that are certain: the ladder's Day 1 has begun. No field can be called so."""


class Way(NamedTuple):
    """One move from one step to another, or back to the same where it stays."""

    move: str
    source: str
    target: str

    @property
    def events(self) -> frozenset[str]:
        """What starts and stops clocks: the move taken and the step entered."""
        return frozenset({self.move} if self.source == self.target else {self.move, self.target})


class Routes:
    """The ways of a pathway that some case can take. Names that lead nowhere are faults of their own, and left out."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way that a case can come to take, found by walking from the opening until nothing new opens."""
        drawn = list(_drawn(self.pathway))
        found: list[Way] = []
        while fresh := [way for way in drawn if way not in found and self._opens(way, found)]:
            found.extend(fresh)
        return tuple(found)

    @cached_property
    def moves(self) -> frozenset[str]:
        """The moves that can ever be taken."""
        return frozenset(way.move for way in self.ways)

    @cached_property
    def steps(self) -> frozenset[str]:
        """The steps where a case can ever stand."""
        return frozenset(way.target for way in self.ways)

    @cached_property
    def onward(self) -> Mapping[str, frozenset[str]]:
        """For each step those that can come after it, itself included."""
        return {step: _onward(step, self.ways) for step in self.steps}

    def before(self, move: str) -> frozenset[str]:
        """The moves that can have been taken before this one."""
        sources = {way.source for way in self.ways if way.move == move}
        return frozenset(way.move for way in self.ways if sources & self.onward[way.target])

    def certain(self, ways: Iterable[Way]) -> frozenset[str]:
        """The readable fields that every case has recorded once it has taken any of these ways."""
        known = [self._certain[way.source] | self._given(way.move) for way in ways]
        return frozenset.intersection(*known) if known else frozenset()

    @cached_property
    def _certain(self) -> Mapping[str, frozenset[str]]:
        """For each step what every case knows there, whichever way it came: the least over all ways in."""
        known: dict[str, frozenset[str]] = {START: frozenset()}
        before: dict[str, frozenset[str]] = {}
        while known != before:
            before = dict(known)
            for way in self.ways:
                if way.source in known:
                    arrives = known[way.source] | self._given(way.move)
                    known[way.target] = known.get(way.target, arrives) & arrives
        return known

    def _given(self, name: str) -> frozenset[str]:
        ladder = self.pathway.day_one
        moves = self.pathway.moves
        begun = {DAY_ONE} if ladder and name in ladder.starts else set()
        earlier = (moves[each] for each in moves[name].after if each in moves)
        return frozenset(begun.union(*(_always(move) for move in (moves[name], *earlier))))

    def _opens(self, way: Way, found: list[Way]) -> bool:
        if way.source != START and all(way.source != each.target for each in found):
            return False
        needed = (move for move in self.pathway.moves[way.move].after if move in self.pathway.moves)
        return all(
            any(each.move == move and way.source in _onward(each.target, found) for each in found) for move in needed
        )


def _always(move: Move) -> Iterator[str]:
    yield from move.sets
    yield from (name for name, question in move.record.items() if question.required and not question.sealed)


def _drawn(pathway: Pathway) -> Iterator[Way]:
    for name, move in pathway.moves.items():
        sources = (START,) if name == OPEN else [step for step in move.starting if step in pathway.steps]
        for source in sources:
            for target in dict.fromkeys([move.to or source, *(lead.to for lead in move.leads)]):
                if target in pathway.steps:
                    yield Way(name, source, target)


def _onward(step: str, ways: Iterable[Way]) -> frozenset[str]:
    found, fresh = {step}, {step}
    while fresh:
        fresh = {way.target for way in ways if way.source in fresh} - found
        found |= fresh
    return frozenset(found)
