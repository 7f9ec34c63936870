"""/v1/customers/{customerId}/redeemables: what the customer holds, and whether it can be used."""

import json
from datetime import datetime
from sqlite3 import Row
from typing import Any

from flask import Blueprint

from webapp.sandbox import parameters
from webapp.sandbox.database import Connection
from webapp.sandbox.listing import Selection
from webapp.sandbox.routes.narrowing import by_filters
from webapp.sandbox.rules import customers
from webapp.sandbox.rules.filters.fields import column, stamp
from webapp.sandbox.rules.redeemables import status
from webapp.sandbox.tables import dumps
from webapp.sandbox.wire import list_of, not_found
from webapp.sandbox.world import reading, world

routes = Blueprint("redeemables", __name__, url_prefix="/v1/customers")

HELD = (
    "id", "created_at", "redeemable_id", "redeemable_object", "customer_id", "holder_role", "campaign_id",
    "campaign_type", "voucher_type",
)  # fmt: skip
FIELDS = {name: stamp(name) if name == "created_at" else column(name) for name in HELD if name != "customer_id"}


@routes.get("/<identifier:customer_id>/redeemables")
def list_redeemables(customer_id: str) -> dict[str, Any]:
    """What the customer holds, each with its status; the filter grammar and a cursor of ids."""
    limit = parameters.limit()
    order = parameters.choice("order", ("id", "-id")) or "-id"
    after_id = parameters.text("starting_after_id")
    now = world().clock.now()
    with reading() as connection:
        customer = customers.find(connection, customer_id)
        if customer is None:
            raise not_found("customer", customer_id)
        selection = Selection("holders")
        selection.where("customer_id = ?", customer["id"])
        by_filters(selection, FIELDS.get)
        total = selection.total(connection)
        holders = selection.rows(connection, order, limit + 1, cursor=after_id)
        vouchers = _vouchers(connection, [holder["redeemable_id"] for holder in holders[:limit]])
    shown = [_shown(holder, vouchers[holder["redeemable_id"]], now) for holder in holders[:limit]]
    if len(holders) <= limit:
        return list_of("data", shown, total=total, has_more=False)
    return list_of("data", shown, total=total, has_more=True, more_starting_after=shown[-1]["id"])


def _vouchers(connection: Connection, identifiers: list[str]) -> dict[str, dict[str, Any]]:
    rows = connection.execute(
        "SELECT id, document FROM vouchers WHERE id IN (SELECT value FROM json_each(?))", [dumps(identifiers)]
    )
    return {row["id"]: json.loads(row["document"]) for row in rows}


def _shown(holder: Row, voucher: dict[str, Any], now: datetime) -> dict[str, Any]:
    redeemable = {"type": "voucher", "voucher": voucher, "status": status(voucher, now)}
    return {name: holder[name] for name in HELD} | {"redeemable": redeemable}
