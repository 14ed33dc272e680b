"""A rule as a pack states it: conditions on features, whom to tell, who is next, and on whose authority."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
    field_validator,
    model_validator,
)

from workflow.numbers import is_whole, whole_number
from workflow.pieces import Text

Feature = str | int | bool
Features = Mapping[str, Feature]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
FeatureName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_.][a-z0-9]+)*$", max_length=200)]
Value = StrictBool | StrictInt | StrictStr
Severity = Literal["information", "warning", "urgent"]
Confidence = Literal["high", "unconfirmed", "proposed"]

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class _Condition(_Frozen):
    """One thing that must hold of one feature."""

    feature: FeatureName


class Is(_Condition):
    """The feature is there and is exactly this value; a text never equals a number, nor a number a flag."""

    kind: Literal["is"] = "is"
    value: Value


class OneOf(_Condition):
    """The feature is there and is exactly one of these values."""

    kind: Literal["one-of"] = "one-of"
    values: Annotated[tuple[Value, ...], Field(min_length=1)]


class Not(_Condition):
    """The feature is there and is anything but this value."""

    kind: Literal["not"] = "not"
    value: Value


class Within(_Condition):
    """The feature is a whole number no smaller than `at_least` and no greater than `at_most`; either may be open."""

    kind: Literal["within"] = "within"
    at_least: int | None = None
    at_most: int | None = None

    @field_validator("at_least", "at_most", mode="before")
    @classmethod
    def _read_bound(cls, bound: object) -> int | None:
        return None if bound is None else whole_number(bound)

    @model_validator(mode="after")
    def _is_bounded(self) -> "Within":
        if self.at_least is None and self.at_most is None:
            raise ValueError("a range needs at_least, at_most or both")
        return self


class Present(_Condition):
    """The feature is there, whatever it is."""

    kind: Literal["present"] = "present"


class Absent(_Condition):
    """The feature is not there."""

    kind: Literal["absent"] = "absent"


Condition = Annotated[Is | OneOf | Not | Within | Present | Absent, Field(discriminator="kind")]


class Tell(_Frozen):
    """Whom to tell: a role of one party, or whoever holds the case (`role: holder`, which has no party)."""

    role: Name
    party: Name | None = None

    @model_validator(mode="after")
    def _names_the_party(self) -> "Tell":
        if self.role == "holder" and self.party is not None:
            raise ValueError("the holder has no party: write {role: holder}")
        if self.role != "holder" and self.party is None:
            raise ValueError(f"which party's {self.role}? Write {{role: {self.role}, party: …}}")
        return self


class Delay(_Frozen):
    """A time to wait, in working days of the case's calendar or in elapsed hours; a pack writes {hours: 2}."""

    unit: Literal["working_days", "hours"]
    amount: Annotated[int, Field(gt=0)]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: object) -> object:
        if isinstance(written, Delay) or (isinstance(written, Mapping) and set(written) == {"unit", "amount"}):
            return written
        if not isinstance(written, Mapping) or len(written) != 1 or not set(written) <= {"working_days", "hours"}:
            raise ValueError("a time to wait is in working days or in hours")
        [(unit, amount)] = written.items()
        if (count := whole_number(amount)) < 1:
            raise ValueError("a time to wait is at least 1")
        return {"unit": unit, "amount": count}


class Rung(_Frozen):
    """Who is told next when nobody has acknowledged the alert `after` this time on the rung before."""

    after: Delay
    tell: Tell


class Source(_Frozen):
    """Where a rule is written down, and how sure we are of it."""

    title: Text
    part: str = ""
    edition: str = ""
    confidence: Confidence


class Rule(_Frozen):
    """When every condition of `when` holds, `tell` somebody.

    `each: clock` asks once per running or stopped clock, `each: case` once for the case.
    `acknowledged_for` is how long an acknowledgement keeps the ladder still; without it, for good.
    """

    name: Name
    title: Text
    each: Literal["case", "clock"] = "case"
    when: tuple[Condition, ...]
    tell: Tell
    severity: Severity
    ladder: tuple[Rung, ...] = ()
    acknowledged_for: Delay | None = None
    source: Source

    @field_validator("when", mode="before")
    @classmethod
    def _read_when(cls, written: object) -> object:
        """The pack's notation, `feature: condition`; conditions that are already parsed pass as they are."""
        if isinstance(written, Mapping):
            return tuple(condition(str(feature), wanted) for feature, wanted in written.items())
        return written

    @field_validator("when")
    @classmethod
    def _names_each_feature_once(cls, when: tuple[Condition, ...]) -> tuple[Condition, ...]:
        features = [one.feature for one in when]
        if twice := sorted({feature for feature in features if features.count(feature) > 1}):
            raise ValueError(f"more than one condition on {', '.join(twice)}")
        return when


def condition(feature: str, wanted: object) -> dict[str, object]:
    """One line of `when` in the pack's notation, as the fields of the condition it stands for."""
    match wanted:
        case list() | tuple():
            return {"kind": "one-of", "feature": feature, "values": tuple(scalar(one) for one in wanted)}
        case {"not": value, **others} if not others:
            return {"kind": "not", "feature": feature, "value": scalar(value)}
        case {"present": value, **others} if not others and scalar(value) is True:
            return {"kind": "present", "feature": feature}
        case {"absent": value, **others} if not others and scalar(value) is True:
            return {"kind": "absent", "feature": feature}
        case Mapping() if wanted and set(wanted) <= {"at_least", "at_most"}:
            return {"kind": "within", "feature": feature, **wanted}
        case Mapping():
            raise ValueError(
                f"{feature}: a condition is a value, a list of values, {{not: value}}, {{at_least: n, at_most: n}},"
                " {present: true} or {absent: true}"
            )
    return {"kind": "is", "feature": feature, "value": scalar(wanted)}


def scalar(written: object) -> Feature:
    """A value as the pack's author meant it, whether or not the reader of the YAML kept every scalar as text.

    true, yes, false and no are flags, a whole number is a number (but 007 is not one), and anything else is text.
    """
    if isinstance(written, bool | int):
        return written
    if not isinstance(written, str):
        raise ValueError(f"{written!r} is not a text, a whole number or yes or no")
    if written.lower() in _FLAGS:
        return _FLAGS[written.lower()]
    return whole_number(written) if is_whole(written) else written
