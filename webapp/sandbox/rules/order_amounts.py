"""The amounts of an order, which follow from each other; all in minor units."""

from collections.abc import Mapping
from typing import Any

Order = Mapping[str, Any]

_SOURCES = frozenset({"amount", "discount_amount", "items"})
_DISCOUNTS = ("discount_amount", "items_discount_amount", "total_discount_amount")


def with_amounts(order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The order as these fields, just written to it, leave its amounts; other fields leave them as they are.

    The amount sent counts, or else what the items sent come to together, where they have amounts. Discounts that are
    nothing are left out.
    """
    if _SOURCES.isdisjoint(fields):
        return dict(order)
    amount = _amount(order, fields)
    of_order = order.get("discount_amount") or 0
    of_items = _of_items(order) if "items" in fields else order.get("items_discount_amount") or 0
    discounts = dict(zip(_DISCOUNTS, (of_order, of_items, of_order + of_items), strict=True))
    others = {name: value for name, value in order.items() if name not in _DISCOUNTS}
    return (
        others
        | {name: discount for name, discount in discounts.items() if discount}
        | {"amount": amount, "total_amount": max(amount - discounts["total_discount_amount"], 0)}
    )


def _amount(order: Order, fields: Mapping[str, Any]) -> int:
    if (sent := fields.get("amount")) is not None:
        return int(sent)
    together = [item["amount"] for item in order.get("items") or () if "amount" in item] if "items" in fields else []
    return sum(together) if together else int(order["amount"])


def _of_items(order: Order) -> int:
    return sum(item.get("discount_amount", 0) for item in order.get("items") or ())
