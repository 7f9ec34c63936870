"""/v1/orders: one order, the list and the import. The export is with the other exports."""

import json
from typing import Any

from flask import Blueprint

from webapp.sandbox import parameters
from webapp.sandbox.listing import Selection
from webapp.sandbox.order_payload import order_fields
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.rules import async_actions, orders
from webapp.sandbox.wire import invalid_payload, list_of, not_found
from webapp.sandbox.world import changing, queueing, reading

routes = Blueprint("orders", __name__, url_prefix="/v1/orders")

HIGHEST_PAGE = 100
MOST_IMPORTED = 2_000
# The API's order -> the column behind it.
ORDERS = {
    sign + name: sign + column
    for name, column in (("created_at", "created_at"), ("updated_at", "touched_at"))
    for sign in ("", "-")
}


@routes.post("")
def create_order() -> dict[str, Any]:
    """Always 200; upserts by id or source_id, writes the customers it names, counts what is paid."""
    fields = order_fields(Properties(json_body()))
    with changing() as change:
        return orders.upsert(change, fields)


@routes.get("")
def list_orders() -> dict[str, Any]:
    """By page; no filter by customer or status."""
    limit, page = parameters.limit(), parameters.page(HIGHEST_PAGE)
    order = ORDERS[parameters.choice("order", ORDERS) or "-created_at"]
    selection = Selection("orders")
    with reading() as connection:
        total = selection.total(connection)
        rows = selection.rows(connection, order, limit, (page - 1) * limit)
    return list_of("orders", [json.loads(row["document"]) for row in rows], total=total)


@routes.get("/<identifier:order_id>")
def get_order(order_id: str) -> dict[str, Any]:
    """By id or source_id."""
    with reading() as connection:
        order = orders.find(connection, order_id)
    if order is None:
        raise not_found("order", order_id)
    return order


@routes.put("/<identifier:order_id>")
def update_order(order_id: str) -> dict[str, Any]:
    """What is not sent stays, `total_amount` follows; moves figures, points and segments."""
    fields = order_fields(Properties(json_body()))
    with changing() as change:
        order = orders.update(change, order_id, fields)
    if order is None:
        raise not_found("order", order_id)
    return order


@routes.post("/import")
def import_orders() -> dict[str, Any]:
    """200, not 202. What is wrong with a body is refused at once; what is wrong with the world fails its row later."""
    rows = json_body()
    if not isinstance(rows, list):
        raise invalid_payload("The payload should be an array")
    if len(rows) > MOST_IMPORTED:
        raise invalid_payload(f"The payload cannot have more than {MOST_IMPORTED} orders")
    wanted = [order_fields(Properties(row)) for row in rows]
    for fields in wanted:
        fields.pop("created_at", None)  # an imported order dates from its import
    with queueing() as change:
        return {"async_action_id": async_actions.enqueue(change, "ORDERS.IMPORT", wanted)}
