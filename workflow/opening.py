"""Opening: with which agencies a post may open a case of a pathway, worked out before anybody is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from states.refusals import Refused
from workflow.commands import Actor
from workflow.guards import OPEN
from workflow.parties import RAISING_FIELD, RECEIVING_FIELD, may, parties_of
from workflow.policy import Policy

AGENCIES = (RAISING_FIELD, RECEIVING_FIELD)
"""The questions that say which agency stands as which party."""


@dataclass(frozen=True)
class Ways:
    """Every pair (raising, receiving) with which a post may open a case; receiving is empty where there is none."""

    opener: str
    pairs: frozenset[tuple[str, str]]

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def answers(self, field: str) -> frozenset[str]:
        """The agencies that can be the answer to the question for one of the two."""
        place = AGENCIES.index(field)
        return frozenset(pair[place] for pair in self.pairs if pair[place])

    def needed(self, field: str) -> bool:
        """Whether no way is left where the question has no answer: then the opener's own agency, or none, stands."""
        if field == RAISING_FIELD:
            return all(raising != self.opener for raising, _ in self.pairs)
        return all(receiving for _, receiving in self.pairs)


def ways_to_open(opener: Actor, policy: Policy) -> Ways:
    """The ways open to a post. Which of them an opening takes is decided by its answers."""
    return Ways(opener.agency, frozenset(_pairs(opener, policy)))


def _pairs(opener: Actor, policy: Policy) -> Iterator[tuple[str, str]]:
    move = policy.pathway.moves[OPEN]
    if not any(who.role == opener.role for who in move.who):
        return
    partnership = policy.partnership
    raising = move.record.get(RAISING_FIELD)
    begins = dict.fromkeys((move.to, *(lead.to for lead in move.leads)))
    receiving = move.record.get(RECEIVING_FIELD)
    named = partnership.agencies_of(receiving.sectors) if receiving else ()
    others = named if receiving and receiving.required else ("", *named)
    for one in partnership.agencies_of(raising.sectors) if raising else (opener.agency,):
        for other in others:
            record = {RAISING_FIELD: one, **({RECEIVING_FIELD: other} if other else {})}
            if any(_may_begin(opener, record, step, policy) for step in begins):
                yield one, other


def _may_begin(opener: Actor, record: dict[str, str], step: str, policy: Policy) -> bool:
    try:
        parties = parties_of(opener, record, step, policy)
    except Refused:
        return False
    return may(opener, policy.pathway.moves[OPEN].who, parties)
