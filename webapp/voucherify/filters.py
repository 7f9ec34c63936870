"""The filter grammar of lists, segments and exports.

    Filters("or", voucher_type=is_("GIFT_VOUCHER"), created_at=after(start) & before(end))
    Filters(**{"metadata.tier": in_("gold", "silver")})

Which fields there are depends on what is filtered.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

Value = str | int | float | bool | date


@dataclass(frozen=True)
class Condition:
    """What must hold of one field: each operator with its values. `&` joins conditions; all of them must hold."""

    operators: Mapping[str, tuple[Value, ...]]

    def __and__(self, other: Self) -> Self:
        """Raise ValueError when both use the same operator, which the grammar cannot say."""
        if self.operators.keys() & other.operators.keys():
            raise ValueError("a field can have each operator once")
        return type(self)({**self.operators, **other.operators})


class Filters:
    """Conditions on fields, joined by "and" or "or"."""

    def __init__(self, junction: Literal["and", "or"] = "and", /, **conditions: Condition) -> None:
        """Raise ValueError for another junction, or one given by name: names are fields."""
        if junction not in {"and", "or"} or "junction" in conditions:
            raise ValueError("the junction must be and, or; it comes first, without a name")
        self._junction = junction
        self._conditions = conditions

    def for_query(self, fields: Collection[str] | None = None) -> Mapping[str, Any]:
        """Return the filters as a query says them. Raise ValueError for a field not among `fields`, if given."""
        if fields is not None and (unknown := self._conditions.keys() - set(fields)):
            raise ValueError(f"there is no filter by {', '.join(sorted(unknown))}")
        return self._written(lambda operator, values: values if operator in LISTING else values[0])

    def for_body(self) -> Mapping[str, Any]:
        """Return the filters as a JSON body says them, where every operator takes an array."""
        return self._written(lambda _, values: values)

    def _written(self, write: Callable[[str, tuple[Value, ...]], object]) -> Mapping[str, Any]:
        fields = {
            field: {"conditions": {operator: write(operator, values) for operator, values in each.operators.items()}}
            for field, each in self._conditions.items()
        }
        return {"junction": self._junction, **fields}


LISTING = frozenset({"$in", "$not_in"})


def condition(operator: str, *values: Value) -> Condition:
    """Return a condition by the operator's own name, such as "$is_days_ago"; without values an empty one is sent."""
    return Condition({operator: values or ("",)})


def is_(value: Value) -> Condition:
    """Exactly this value."""
    return condition("$is", value)


def is_not(value: Value) -> Condition:
    """Any other value."""
    return condition("$is_not", value)


def in_(value: Value, *others: Value) -> Condition:
    """One of these values."""
    return condition("$in", value, *others)


def not_in(value: Value, *others: Value) -> Condition:
    """None of these values."""
    return condition("$not_in", value, *others)


def has_value() -> Condition:
    """Not null."""
    return condition("$has_value")


def is_unknown() -> Condition:
    """Null."""
    return condition("$is_unknown")


def starts_with(text: str) -> Condition:
    """A text that starts like this."""
    return condition("$starts_with", text)


def ends_with(text: str) -> Condition:
    """A text that ends like this."""
    return condition("$ends_with", text)


def contains(text: str) -> Condition:
    """A text with this within."""
    return condition("$contains", text)


def not_contain(text: str) -> Condition:
    """A text without this within."""
    return condition("$not_contain", text)


def after(moment: date | str) -> Condition:
    """Later than this."""
    return condition("$after", moment)


def before(moment: date | str) -> Condition:
    """Earlier than this."""
    return condition("$before", moment)


def more_than(amount: float) -> Condition:
    """A larger number; of a date: more days ago."""
    return condition("$more_than", amount)


def less_than(amount: float) -> Condition:
    """A smaller number; of a date: fewer days ago."""
    return condition("$less_than", amount)
