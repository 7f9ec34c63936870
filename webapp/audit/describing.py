"""What a value on record is, told by the field it stands in. Pure."""

from collections.abc import Mapping
from typing import Any

from webapp.values import Value, describe

ITEMS = "items"
PARTS_OF_ITEMS = frozenset({ITEMS, "product", "sku"})
AMOUNTS = frozenset({"amount", "initial_amount", "discount_amount", "price"})
"""Fields of orders and of their items, which count hundredths. Customers have none of that name."""


def describe_field(field: str, value: Any) -> Value:
    """The value of a field; amounts of orders and of their items are money, what stands in metadata is not."""
    if field in AMOUNTS and isinstance(value, int) and not isinstance(value, bool):
        return Value("money", value)
    if field in PARTS_OF_ITEMS and isinstance(value, list):
        return Value("list", tuple(describe_field(field, item) for item in value))
    if field in PARTS_OF_ITEMS and isinstance(value, Mapping):
        return Value("fields", {name.replace("_", " "): describe_field(name, part) for name, part in value.items()})
    return describe(value)
