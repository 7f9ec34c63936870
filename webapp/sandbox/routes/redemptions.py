"""/v1/redemptions: one redemption or rollback, the list of both, and rolling back."""

import json
from typing import Any

from flask import Blueprint

from webapp.sandbox import parameters
from webapp.sandbox.customer_payload import profile
from webapp.sandbox.database import Connection
from webapp.sandbox.listing import Selection
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.routes.narrowing import by_customer, by_filters, by_moment
from webapp.sandbox.rules import list_fields, metadata, rollbacks
from webapp.sandbox.tables import REDEMPTIONS
from webapp.sandbox.wire import ApiError, list_of, not_found
from webapp.sandbox.world import changing, reading

routes = Blueprint("redemptions", __name__, url_prefix="/v1/redemptions")

HIGHEST_PAGE = 100
# The API's order -> the column behind it.
ORDERS = {
    sign + name: sign + column
    for name, column in {
        "created_at": "date",
        "id": "id",
        "voucher_code": list_fields.VOUCHER_CODE,
        "tracking_id": list_fields.TRACKING_ID,
        "customer_id": "customer_id",
    }.items()
    for sign in ("", "-")
}
RESULTS = ("SUCCESS", "FAILURE")
ORDER_STATUSES = ("CREATED", "PAID", "CANCELED", "FULFILLED")


@routes.get("")
def list_redemptions() -> dict[str, Any]:
    """Rollbacks stand in between; nothing for an unknown customer."""
    limit, page = parameters.limit(), parameters.page(HIGHEST_PAGE)
    order = ORDERS[parameters.choice("order", ORDERS) or "-created_at"]
    with reading() as connection:
        selection = filtered(connection, order)
        total = selection.total(connection)
        rows = selection.rows(connection, order, limit, (page - 1) * limit)
    return list_of("redemptions", [json.loads(row["document"]) for row in rows], total=total)


@routes.get("/<identifier:redemption_id>")
def get_redemption(redemption_id: str) -> dict[str, Any]:
    """A redemption or a rollback."""
    with reading() as connection:
        return redemption(connection, redemption_id)


@routes.post("/<identifier:redemption_id>/rollback")
def roll_back_redemption(redemption_id: str) -> dict[str, Any]:
    """Gives back credits, points and the redemption, cancels the order; three months back at most."""
    body = Properties(json_body())
    said = {name: body.text(name) or parameters.text(name) for name in ("reason", "tracking_id")}
    remarks = body.mapping("metadata")
    customer, order = body.inner("customer"), body.inner("order")
    named_customer = {**identity(customer), **profile(customer)} if customer else {}
    named_order = identity(order) | {"status": order.choice("status", ORDER_STATUSES)} if order else {}
    with changing() as change:
        metadata.check(change.connection, "redemption", remarks, creating=True)
        rollback = rollbacks.roll_back(
            change,
            redemption(change.connection, redemption_id),
            customer=named_customer,
            order=named_order,
            metadata=remarks,
            **said,
        )
    if rollback["result"] == "FAILURE":  # raised here, so that the record of the attempt stays
        raise ApiError(
            400,
            "already_rolled_back",
            rollbacks.ALREADY_ROLLED_BACK,
            message="Already rolled back",
            resource_id=rollback["id"],
            resource_type="redemption_rollback",
        )
    return rollback


def redemption(connection: Connection, redemption_id: str) -> dict[str, Any]:
    """The redemption or rollback with this id, or 404."""
    row = REDEMPTIONS.find(connection, id=redemption_id)
    if row is None:
        raise not_found("redemption", redemption_id)
    document: dict[str, Any] = json.loads(row["document"])
    return document


def identity(body: Properties) -> dict[str, Any]:
    return {name: value for name in ("id", "source_id") if (value := body.text(name))}


def filtered(connection: Connection, order: str) -> Selection:
    """The redemptions and rollbacks the query's filters leave; all of them must hold."""
    selection = Selection("redemptions")
    by_customer(connection, selection)
    if campaign := parameters.text("campaign"):
        selection.where("campaign = ?", campaign)
    if results := parameters.several("result"):
        selection.where(
            "result IN (SELECT value FROM json_each(?))",
            json.dumps(results),
            test="+result IN (SELECT value FROM json_each(?))",
        )
    by_moment(selection, "created_at", "date", order)
    by_filters(selection, list_fields.redemptions)
    return selection
