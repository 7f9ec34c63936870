"""The items of an order: named from the catalogue, and calculated."""

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.sandbox.rules import catalogue, metadata
from webapp.sandbox.rules.change import Change
from webapp.sandbox.wire import invalid_payload

Item = dict[str, Any]

LARGEST = 1_000_000_000_000  # of any number of an order: keeps all sums exact

ORDER_OF_FIELDS = (
    "object", "source_id", "related_object", "product_id", "sku_id", "quantity", "discount_quantity",
    "initial_quantity", "amount", "discount_amount", "initial_amount", "price", "subtotal_amount", "product", "sku",
    "metadata",
)  # fmt: skip


def calculated(change: Change, items: Sequence[Mapping[str, Any]]) -> list[Item]:
    """The items as the API shows them; products and SKUs said to `override` the catalogue do so.

    Raises 400 where an item's metadata break their schema, or its amount grows too large.
    """
    return [_calculated(change, place, item) for place, item in enumerate(items)]


def _calculated(change: Change, place: int, item: Mapping[str, Any]) -> Item:
    metadata.check(change.connection, "order_item", item.get("metadata"), creating=True)
    product, sku = catalogue.named(change, item)
    whole = {**item, "object": "order_item", "product": product, "sku": sku}
    if sku and product and "id" in product:
        whole.setdefault("product_id", product["id"])
    price = next((each["price"] for each in (item, sku, product) if each and "price" in each), None)
    if price is not None:
        whole["price"] = round(price)
        whole.setdefault("amount", whole["price"] * item.get("quantity", 1))
    if "amount" in whole:
        if whole["amount"] > LARGEST:
            raise invalid_payload(f"Property .items[{place}].amount cannot be higher than {LARGEST}")
        whole["subtotal_amount"] = max(whole["amount"] - item.get("discount_amount", 0), 0)
    return {name: whole[name] for name in ORDER_OF_FIELDS if whole.get(name) is not None}
