"""What importing an order would change of the one that has its source_id already, in words. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.formats import Formats
from webapp.order_imports.checking import MONEY
from webapp.order_imports.findings import readable
from webapp.voucherify.order_records import Order, OrderItem

SAME = "Stays as it is."
NOTHING = "nothing"
MOST_ITEMS_NAMED = 5


def comparison(document: Mapping[str, Any], stored: Order, formats: Formats) -> str:
    """Every field that would change, as "status: CREATED → PAID"; what the file does not give stays."""
    changes = list(_changes(document, stored, formats))
    return readable("; ".join(f"{field}: {old} → {new}" for field, old, new in changes)) or SAME


def _changes(document: Mapping[str, Any], stored: Order, formats: Formats) -> Iterator[tuple[str, str, str]]:
    old, new = stored.status or NOTHING, document.get("status")
    if new is not None and new != old:
        yield "status", old, new
    for name in MONEY:
        amount = stored.raw.get(name)
        if name in document and document[name] != amount:
            yield name, formats.money(amount) if isinstance(amount, int) else NOTHING, formats.money(document[name])
    if "items" in document:
        before = [_line(item, formats) for item in stored.items]
        after = [_line(OrderItem(item), formats) for item in document["items"]]
        if before != after:
            yield "items", _shortened(before), _shortened(after)
    customer_id = document.get("customer", {}).get("id")
    if customer_id and customer_id != stored.customer_id:
        yield "customer", stored.customer_id or NOTHING, customer_id
    metadata = stored.metadata or {}
    for key, value in document.get("metadata", {}).items():
        if key not in metadata or metadata[key] != value:
            yield f"metadata.{key}", _written(metadata[key]) if key in metadata else NOTHING, _written(value)


def _line(item: OrderItem, formats: Formats) -> str:
    name = item.product_id or item.sku_id or item.source_id or item.product.name or "an item"
    price = "" if item.price is None else f" at {formats.money(item.price)}"
    return f"{1 if item.quantity is None else item.quantity} × {name}{price}"


def _shortened(lines: list[str]) -> str:
    rest = len(lines) - MOST_ITEMS_NAMED
    named = ", ".join(lines[:MOST_ITEMS_NAMED]) or NOTHING
    return f"{named} and {rest:,} more" if rest > 0 else named


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
