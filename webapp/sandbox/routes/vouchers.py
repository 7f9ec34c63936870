"""/v1/vouchers: one voucher, the list, on and off, balance, transactions and redemptions."""

import json
from typing import Any

from flask import Blueprint

from webapp.sandbox import parameters
from webapp.sandbox.database import Connection
from webapp.sandbox.listing import Selection
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.routes.narrowing import by_customer, by_filters, by_moment
from webapp.sandbox.rules import adjustments, list_fields, vouchers
from webapp.sandbox.tables import TRANSACTIONS
from webapp.sandbox.wire import invalid_query, list_of
from webapp.sandbox.world import changing, reading

routes = Blueprint("vouchers", __name__, url_prefix="/v1/vouchers")

HIGHEST_PAGE = 100
ORDERS = tuple(sign + name for name in ("created_at", "updated_at", "code") for sign in ("", "-"))


@routes.get("")
def list_vouchers() -> dict[str, Any]:
    """By page, filters and owner."""
    limit, page = parameters.limit(), parameters.page(HIGHEST_PAGE)
    order = parameters.choice("order", ORDERS) or "-created_at"
    with reading() as connection:
        selection = filtered(connection, order)
        total = selection.total(connection)
        rows = selection.rows(connection, order, limit, (page - 1) * limit)
    return list_of("vouchers", [json.loads(row["document"]) for row in rows], total=total)


@routes.get("/<identifier:code>")
def get_voucher(code: str) -> dict[str, Any]:
    """By code or id."""
    with reading() as connection:
        return vouchers.get(connection, code)


@routes.post("/<identifier:code>/enable")
def enable_voucher(code: str) -> dict[str, Any]:
    """Switches it on."""
    with changing() as change:
        return vouchers.switch(change, code, active=True)


@routes.post("/<identifier:code>/disable")
def disable_voucher(code: str) -> dict[str, Any]:
    """Switches it off."""
    with changing() as change:
        return vouchers.switch(change, code, active=False)


@routes.post("/<identifier:code>/balance")
def change_balance(code: str) -> dict[str, Any]:
    """Adds or takes credits or points; leaves a transaction and an event, moves figures."""
    body = Properties(json_body())
    body.demand("amount")
    amount = body.whole_number("amount") or 0
    source_id, reason = body.text("source_id"), body.text("reason")
    with changing() as change:
        card = vouchers.get(change.connection, code)
        balance = adjustments.adjust(change, card, amount, source_id=source_id, reason=reason)
    return {"amount": amount, **{name: balance[name] for name in balance if name != "points"}}


@routes.get("/<identifier:code>/transactions")
def list_transactions(code: str) -> dict[str, Any]:
    """The latest first; a cursor of ids, no total."""
    limit = parameters.limit()
    order = parameters.choice("order", ("id", "-id")) or "-id"
    after = parameters.text("starting_after_id")
    with reading() as connection:
        voucher = vouchers.get(connection, code)
        rows = transactions(connection, voucher["id"], order, limit + 1, after)
    shown = [json.loads(row["document"]) for row in rows[:limit]]
    if len(rows) <= limit:
        return list_of("data", shown, has_more=False)
    return list_of("data", shown, has_more=True, more_starting_after=shown[-1]["id"])


@routes.get("/<identifier:code>/redemption")
@routes.get("/<identifier:code>/redemptions")
def list_voucher_redemptions(code: str) -> dict[str, Any]:
    """Both spellings: the singular one is documented, the plural one is what vouchers name as their `url`."""
    with reading() as connection:
        voucher = vouchers.get(connection, code)
        rows = connection.execute(
            "SELECT document FROM redemptions WHERE voucher_id = ? ORDER BY date DESC, sequence DESC", [voucher["id"]]
        ).fetchall()
    used = voucher["redemption"]
    entries = [json.loads(row["document"]) for row in rows]
    return {
        "quantity": used["quantity"],
        "redeemed_quantity": used["redeemed_quantity"],
        "url": used["url"],
        **list_of("redemption_entries", entries, total=len(entries)),
    }


def filtered(connection: Connection, order: str) -> Selection:
    """The vouchers the query's filters leave; all of them must hold."""
    selection = Selection("vouchers")
    if code := parameters.text("code"):
        selection.where("code = ?", code)
    if ids := parameters.several("ids"):
        selection.among("id", ids)
    by_customer(connection, selection, "id IN (SELECT redeemable_id FROM holders WHERE customer_id = ?)")
    for name in ("campaign_id", "category"):
        if value := parameters.text(name):
            selection.where(f"{name} = ?", value)
    if campaign := parameters.text("campaign"):  # campaign_id is the one that every order has an index for
        selection.where("campaign_id = (SELECT id FROM campaigns WHERE name = ?)", campaign)
    for name in ("created_at", "updated_at"):
        by_moment(selection, name, name, order)
    by_filters(selection, list_fields.vouchers)
    return selection


def transactions(connection: Connection, voucher_id: str, order: str, limit: int, after: str | None) -> list[Any]:
    """A card's movements in the order they happened, or with `-id` the latest first; only those past `after`."""
    sign, direction = ("<", "DESC") if order == "-id" else (">", "ASC")
    cursor = None
    if after is not None:
        cursor = TRANSACTIONS.find(connection, id=after, voucher_id=voucher_id)
        if cursor is None:
            raise invalid_query("Property .starting_after_id is not a transaction of this voucher")
    passed = f"AND sequence {sign} {cursor['sequence']}" if cursor else ""
    return connection.execute(
        f"SELECT document FROM transactions WHERE voucher_id = ? {passed} ORDER BY sequence {direction} LIMIT ?",  # noqa: S608
        [voucher_id, limit],
    ).fetchall()
