"""What is wanted of customers, as the origin of a change set tells it. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple, Self

SIMPLE = frozenset({"name", "description", "email", "phone", "birthdate", "birthday"})
ADDRESS_LINES = frozenset({"line_1", "line_2", "postal_code", "city", "state", "country"})

Key = Literal["source_id", "id", "either"]
Mode = Literal["create_and_update", "update_only", "create_only"]


class Wanted(NamedTuple):
    """What one row wants of one customer, whom `key` names; `line` is where it stands in the file, or its number.

    `values` are JSON by flat names: "name", "address.city", "metadata.tier" (the key is all after the first dot). None
    clears a field, a name that is not there keeps it. No `values` at all: the customer is to be deleted.
    With `expected`, the row is left alone unless these are the customer's present values.
    """

    line: int
    key: str
    values: Mapping[str, Any] | None
    expected: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Options:
    """How rows are read. `key` says what their keys are, "either" looks for a source id and then for an id.

    With `overwrite` whatever the rows do not mention is wiped from customers that exist.
    """

    key: Key = "source_id"
    mode: Mode = "create_and_update"
    overwrite: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**kept)


def place_of(field: str) -> tuple[str, str | None]:
    """Where a flat name stands in a customer: ("email", None), ("metadata", "tier"). Raise ValueError for no field."""
    top, dot, rest = field.partition(".")
    if not dot and top in SIMPLE:
        return top, None
    if (top == "address" and rest in ADDRESS_LINES) or (top == "metadata" and rest):
        return top, rest
    raise ValueError("this is not a field of a customer that can be written")
