"""Orders: written, and what follows for the customers they belong to."""

import json
from collections.abc import Mapping
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules import customers, earning, events, excerpts, figures, membership, metadata, order_items
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.earning import Happening
from webapp.sandbox.rules.mentions import mentioned
from webapp.sandbox.rules.order_amounts import with_amounts
from webapp.sandbox.tables import ORDERS
from webapp.sandbox.wire import ApiError

Order = dict[str, Any]

ORDER_OF_FIELDS = (
    "id", "source_id", "created_at", "updated_at", "status", "amount", "initial_amount", "discount_amount",
    "items_discount_amount", "total_discount_amount", "total_amount", "applied_discount_amount",
    "items_applied_discount_amount", "total_applied_discount_amount", "items", "metadata", "customer", "referrer",
    "customer_id", "referrer_id", "redemptions", "object",
)  # fmt: skip

WRITTEN_AS_SENT = ("source_id", "status", "initial_amount", "discount_amount", "items")

# The statuses that have an event of their own; any other change is an update.
TOLD = {"PAID": "paid", "FULFILLED": "fulfilled", "CANCELED": "canceled"}


def find(connection: Connection, identifier: str) -> Order | None:
    """The order with this id or, when no id matches, with this source_id."""
    row = ORDERS.find(connection, id=identifier) or ORDERS.find(connection, source_id=identifier)
    return None if row is None else _order(row)


def _order(row: Mapping[str, Any]) -> Order:
    order: Order = json.loads(row["document"])
    return order


def upsert(change: Change, fields: Mapping[str, Any]) -> Order:
    """Updates the order with this id or else this source_id, or makes one.

    `fields` are those of `order_payload.order_fields`. Raises 400 for metadata that break a schema, and 409 for a
    source_id that is another order's.
    """
    for name in ("id", "source_id"):
        row = ORDERS.find(change.connection, **{name: fields[name]}) if fields.get(name) else None
        if row is not None:
            return _changed(change, _order(row), fields)
    return _created(change, fields)


def update(change: Change, identifier: str, fields: Mapping[str, Any]) -> Order | None:
    """Writes the given fields and leaves the others; None when there is no such order. Raises as `upsert` does."""
    order = find(change.connection, identifier)
    return None if order is None else _changed(change, order, fields)


def _created(change: Change, fields: Mapping[str, Any]) -> Order:
    new: Order = {
        "id": fields.get("id") or new_identifier("ord_"),
        "source_id": None,
        "created_at": fields.get("created_at", change.now),
        "updated_at": None,
        "status": "CREATED",
        "amount": 0,
        "total_amount": 0,
        "customer_id": None,
        "referrer_id": None,
        "object": "order",
    }
    order = _with(change, new, fields, creating=True)
    ORDERS.insert(change.connection, [order])
    _follow(change, None, order)
    return order


def _changed(change: Change, order: Order, fields: Mapping[str, Any]) -> Order:
    changed = _with(change, order | {"updated_at": change.now}, fields, creating=False)
    ORDERS.update(change.connection, changed)
    _follow(change, order, changed)
    return changed


def _with(change: Change, order: Order, fields: Mapping[str, Any], *, creating: bool) -> Order:
    """The order with these fields; the customers it names are written, too."""
    metadata.check(change.connection, "order", fields.get("metadata"), creating=creating)
    if fields.get("source_id"):
        _refuse_duplicate(change, order["id"], fields["source_id"])
    order = order | {name: fields[name] for name in WRITTEN_AS_SENT if name in fields}
    if fields.get("items") is not None:
        order["items"] = order_items.calculated(change, fields["items"])
    if "metadata" in fields:
        order["metadata"] = customers.combined(change, order, {"metadata": fields["metadata"]})["metadata"]
    for role in ("customer", "referrer"):
        if role in fields:
            person = mentioned(change, fields[role])
            order |= {role: {"id": person["id"], "object": "customer"}, f"{role}_id": person["id"]}
    order = with_amounts(order, fields)
    return {name: order[name] for name in ORDER_OF_FIELDS if name in order}


def _refuse_duplicate(change: Change, order_id: str, source_id: str) -> None:
    row = ORDERS.find(change.connection, source_id=source_id)
    if row is not None and row["id"] != order_id:
        details = f"Order with source_id {source_id} already exists"
        raise ApiError(409, "duplicate_found", details, message="Duplicated resource found")


def _follow(change: Change, before: Order | None, order: Order) -> None:
    """Brings the customer's events, points, figures and segments up to date, and those of a customer who lost it."""
    people = {customer_id for each in (before, order) if each and (customer_id := each.get("customer_id"))}
    if change.postponed is None:
        _tell(change, before, order)
        figures.refresh(change.connection, people)
    membership.reevaluate(change, people)


def _tell(change: Change, before: Order | None, order: Order) -> None:
    customer, referrer = (_person(change.connection, order.get(f"{role}_id")) for role in ("customer", "referrer"))
    if customer is None:
        return
    payload = {
        "customer": excerpts.customer(customer),
        "referrer": referrer and excerpts.customer(referrer),
        "order": order,
    }
    if before is None:
        events.record(change, "customer.order.created", customer["id"], payload)
    moved = order["status"] != (before or {"status": "CREATED"})["status"]
    if moved and order["status"] in TOLD:
        kind = f"customer.order.{TOLD[order['status']]}"
        event_id = events.record(change, kind, customer["id"], payload, category="EFFECT")
        earning.follow(change, Happening(customer, order, {"id": event_id, "type": kind}))
    elif before is not None:
        events.record(change, "customer.order.updated", customer["id"], payload, category="EFFECT")


def _person(connection: Connection, customer_id: str | None) -> dict[str, Any] | None:
    return customers.find(connection, customer_id) if customer_id else None
