"""Conditions that exclude each other: a way that a move takes only where a clock's own condition does not hold."""

from engine.packs.routes import Way
from workflow.conditions import Condition, Conditions, Given, Missing, Not, OneOf
from workflow.pathways import Move


def never_goes(move: Move, way: Way, when: Conditions) -> bool:
    """Whether the answers by which a move takes this way are never those of `when`; no, where that is not simple."""
    led = [lead.when for lead in move.leads if lead.to == way.target]
    otherwise = (move.to or way.source) == way.target
    if otherwise and not any(_implies(when, lead.when) for lead in move.leads):
        return False
    return all(_exclude(when, each) for each in led)


def _exclude(one: Conditions, other: Conditions) -> bool:
    """Whether both never hold at once, as some field would have to have two answers."""
    return any(_apart(one.root[field], other.root[field]) for field in one.root.keys() & other.root.keys())


def _apart(one: Condition, other: Condition) -> bool:
    match one, other:
        case OneOf(), OneOf():
            return _values(one).isdisjoint(_values(other))
        case (OneOf(), Not()) | (Not(), OneOf()):
            some, unlike = (one, other) if isinstance(one, OneOf) else (other, one)
            return isinstance(some, OneOf) and isinstance(unlike, Not) and _values(some) == {unlike.unlike}
        case (Missing(), OneOf() | Not() | Given()) | (OneOf() | Not() | Given(), Missing()):
            return True
    return False


def _implies(one: Conditions, other: Conditions) -> bool:
    """Whether the other holds wherever the one does, field by field."""
    return bool(other) and all(
        field in one.root and _holds_too(one.root[field], condition) for field, condition in other.root.items()
    )


def _holds_too(one: Condition, other: Condition) -> bool:
    match one, other:
        case OneOf(), OneOf():
            return _values(one) <= _values(other)
        case OneOf(), Not():
            return other.unlike not in _values(one)
        case ((OneOf() | Not() | Given()), Given()):
            return True
    return one == other


def _values(condition: OneOf) -> set[str]:
    return {str(value) for value in condition.values}
