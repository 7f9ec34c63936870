"""The part of an order that can be written, as plain JSON, and single fields in it by name. Pure.

A field is named as the audit trail names it: "status", "items", "metadata.gift_wrap" (the key is all after the dot).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from webapp.audit import Change
from webapp.voucherify import UNSET
from webapp.voucherify.order_records import Order

Contents = dict[str, Any]
"""The writable fields an order has, under the API's names; `customer_id` stands for the customer."""

SIMPLE = ("status", "source_id", "customer_id", "amount", "discount_amount")
METADATA = "metadata"
ITEMS = "items"
ITEM_FIELDS = (
    "source_id", "related_object", "product_id", "sku_id", "quantity", "discount_quantity", "initial_quantity",
    "amount", "discount_amount", "initial_amount", "price", "product", "sku", "metadata",
)  # fmt: skip


def contents_of(order: Mapping[str, Any]) -> Contents:
    """The writable fields of an order object. What is null or of another kind than it should be is left out."""
    record = Order(order)
    contents = {name: value for name in SIMPLE if (value := getattr(record, name)) is not None}
    items, metadata = order.get(ITEMS), order.get(METADATA)
    if isinstance(items, list):
        contents[ITEMS] = [_item(item) for item in items if isinstance(item, Mapping)]
    contents[METADATA] = deepcopy(dict(metadata)) if isinstance(metadata, Mapping) else {}
    return contents


def value_of(contents: Mapping[str, Any], field: str) -> Any:
    """The value of a field; UNSET where there is none."""
    name, _, key = field.partition(".")
    value = contents.get(name, UNSET)
    if not key:
        return value
    return value.get(key, UNSET) if isinstance(value, Mapping) else UNSET


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; true is not 1, and null counts as not there."""
    return _spelled(one) == _spelled(other)


def update_for(contents: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What to send to write these values into an order as just read.

    Whether the API merges or replaces metadata is not documented, so they go whole.
    """
    update = {name: value for name, value in values.items() if "." not in name}
    keys = {field.partition(".")[2]: value for field, value in values.items() if "." in field}
    if keys:
        update[METADATA] = {**contents.get(METADATA, {}), **keys}
    if "customer_id" in update:
        update["customer"] = {"id": update.pop("customer_id")}
    return update


def changes_for(contents: Mapping[str, Any], values: Mapping[str, Any]) -> list[Change]:
    """The same as the audit trail notes it, one change for each field."""
    return [Change(field, value_of(contents, field), value) for field, value in values.items()]


def differences(old: Mapping[str, Any], new: Mapping[str, Any], apart_from: Iterable[str] = ()) -> list[Change]:
    """What differs between the contents of an order at two times, except in these fields."""
    spared = set(apart_from)
    return [
        Change(field, value_of(old, field), value_of(new, field))
        for field in dict.fromkeys((*_fields(old), *_fields(new)))
        if field not in spared and not same(value_of(old, field), value_of(new, field))
    ]


def _fields(contents: Mapping[str, Any]) -> Iterator[str]:
    for name, value in contents.items():
        if name == METADATA:
            yield from (f"{METADATA}.{key}" for key in value)
        else:
            yield name


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: deepcopy(item[name]) for name in ITEM_FIELDS if item.get(name) is not None}


def _spelled(value: Any) -> str:
    return "" if value is None or value is UNSET else json.dumps(value, sort_keys=True)
