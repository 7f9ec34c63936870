"""What a discount, a gift card or points take off an order."""

from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]

_OFF_ITEMS = ("APPLY_TO_ITEMS", "APPLY_TO_ITEMS_PROPORTIONALLY", "APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY")


def taken_off(discount: Mapping[str, Any], amount: int) -> int:
    """What the discount takes off `amount`; both in minor units. Free items take nothing off."""
    kind = discount["type"]
    if kind == "AMOUNT":
        worth = discount["amount_off"]
    elif kind == "PERCENT":
        worth = amount * discount["percent_off"] / 100
        if discount.get("amount_limit"):
            worth = min(worth, discount["amount_limit"])
    elif kind == "FIXED":
        worth = max(amount - discount["fixed_amount"], 0)
    else:
        worth = 0
    return min(int(worth), amount)


def discounted(order: Mapping[str, Any], worth: int, effect: str | None = None) -> Document:
    """The order after a further discount of `worth` minor units, taken off the items where `effect` says so."""
    place = "items_" if effect in _OFF_ITEMS else ""
    before = {name: order.get(name) or 0 for name in (f"{place}discount_amount", "total_discount_amount")}
    total = before["total_discount_amount"] + worth
    part = before[f"{place}discount_amount"] + worth
    return {
        **order,
        f"{place}discount_amount": part,
        f"{place}applied_discount_amount": part,
        "total_discount_amount": total,
        "total_applied_discount_amount": total,
        "total_amount": order["amount"] - total,
    }
