"""An order in a body, checked: POST and PUT /v1/orders, and each order of POST /v1/orders/import."""

from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.customer_payload import profile
from webapp.sandbox.payload import Properties
from webapp.sandbox.rules.order_items import LARGEST
from webapp.sandbox.wire import invalid_payload

STATUSES = ("CREATED", "PAID", "CANCELED", "FULFILLED")
MOST_ITEMS = 500

_LOWEST = {"quantity": 0, "discount_quantity": 0, "initial_quantity": 1}
_ITEM_NUMBERS = (*_LOWEST, "amount", "discount_amount", "initial_amount", "price")


def order_fields(body: Properties) -> dict[str, Any]:
    """The fields of an order that were sent.

    `customer` and `referrer` are customers' fields with `id` or `source_id`, left out where they name nobody and say
    nothing; `items` are fields of items. Amounts are minor units.
    """
    fields: dict[str, Any] = {
        name: value for name in ("id", "status", "created_at") if (value := _READINGS[name](body)) is not None
    }
    if "source_id" in body:
        fields["source_id"] = body.text("source_id") or None
    fields |= {
        name: body.whole_number(name, 0, LARGEST)
        for name in ("amount", "initial_amount", "discount_amount")
        if name in body
    }
    if "items" in body:
        fields["items"] = _items(body)
    if "metadata" in body:
        fields["metadata"] = body.mapping("metadata")
    return fields | _people(body)


def _moment(body: Properties) -> str | None:
    given = body.text("created_at")
    if given is None:
        return None
    try:
        return moments.written(moments.read(given))
    except ValueError as error:
        raise invalid_payload("Property .created_at cannot be recognized as a ISO-8601 compliant date") from error


_READINGS = {
    "id": lambda body: body.text("id") or None,
    "status": lambda body: body.choice("status", STATUSES),
    "created_at": _moment,
}


def _people(body: Properties) -> dict[str, Any]:
    people = {}
    if referrer_id := body.text("referrer_id"):
        people["referrer"] = {"id": referrer_id}
    for role in ("customer", "referrer"):
        if person := body.inner(role):
            identity = {name: value for name in ("id", "source_id") if (value := person.text(name))}
            if fields := identity | profile(person):
                people[role] = fields
    return people


def _items(body: Properties) -> list[dict[str, Any]] | None:
    items = body.items("items")
    if items is None:
        return None
    if len(items) > MOST_ITEMS:
        raise invalid_payload(f"Property .items cannot have more than {MOST_ITEMS} items")
    return [_item(Properties(item, f".items[{place}]")) for place, item in enumerate(items)]


def _item(body: Properties) -> dict[str, Any]:
    """The fields of an item; null counts as not sent."""
    fields: dict[str, Any] = {name: body.text(name) for name in ("sku_id", "product_id", "source_id")}
    fields["related_object"] = body.choice("related_object", ("product", "sku"))
    fields |= {name: body.whole_number(name, _LOWEST.get(name, 0), LARGEST) for name in _ITEM_NUMBERS}
    fields |= {name: _article(body.inner(name)) for name in ("product", "sku")}
    fields["metadata"] = body.mapping("metadata")
    return {name: value for name, value in fields.items() if value is not None}


def _article(body: Properties | None) -> dict[str, Any] | None:
    """A product or SKU inside an item."""
    if body is None:
        return None
    fields: dict[str, Any] = {name: body.text(name) for name in ("id", "source_id", "name", "sku")}
    fields["price"] = body.number("price", 0, LARGEST)
    fields |= {"metadata": body.mapping("metadata"), "override": body.flag("override")}
    return {name: value for name, value in fields.items() if value is not None}
