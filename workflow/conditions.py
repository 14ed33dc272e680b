"""Conditions on small readable values: one notation for record fields, timescales and rules alike."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

from workflow.numbers import WHOLE

Scalar = str | int


class _Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Not(_Condition):
    """Present, and something else."""

    unlike: str = Field(alias="not")

    def holds(self, value: object) -> bool:
        return value is not None and value != self.unlike


class Range(_Condition):
    """A whole number within bounds, both inclusive."""

    at_least: Annotated[int, WHOLE] | None = None
    at_most: Annotated[int, WHOLE] | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> "Range":
        if self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or both")
        return self

    def holds(self, value: object) -> bool:
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


class Given(_Condition):
    """There is a value, whatever it is."""

    present: Literal["yes"]

    def holds(self, value: object) -> bool:
        return value is not None


class Missing(_Condition):
    """There is none."""

    absent: Literal["yes"]

    def holds(self, value: object) -> bool:
        return value is None


class OneOf(_Condition):
    """One of these; a single value in a pack is a list of one."""

    values: Annotated[tuple[Scalar, ...], Field(min_length=1)]

    def holds(self, value: object) -> bool:
        return any(type(value) is type(each) and value == each for each in self.values)


def _written_plainly(value: object) -> object:
    if isinstance(value, str | int):
        return {"values": [value]}
    return {"values": value} if isinstance(value, list) else value


Condition = Annotated[OneOf | Not | Range | Given | Missing, BeforeValidator(_written_plainly)]


class Conditions(RootModel[Mapping[str, Condition]]):
    """All of these hold; none at all is no condition. Names are record fields, or features in a rule."""

    model_config = ConfigDict(frozen=True)
    root: Mapping[str, Condition] = {}

    def hold(self, values: Mapping[str, Any]) -> bool:
        """Whether every condition holds of these values; a name that is not there counts as absent."""
        return all(condition.holds(values.get(name)) for name, condition in self.root.items())

    def __bool__(self) -> bool:
        return bool(self.root)

    def __deepcopy__(self, memo: Any = None) -> "Conditions":
        """Itself: nothing in it changes, and every question without conditions has the same."""
        return self

    def plain(self) -> dict[str, Any]:
        """As a pack writes them."""
        return {name: _plain(condition) for name, condition in self.root.items()}


def _plain(condition: Condition) -> Any:
    if isinstance(condition, OneOf):
        return condition.values[0] if len(condition.values) == 1 else list(condition.values)
    return condition.model_dump(by_alias=True, exclude_none=True)
