"""/v1/validations: whether redeemables would apply."""

from typing import Any

from flask import Blueprint

from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.rules import customers, orders, validations
from webapp.sandbox.wire import ApiError, invalid_payload
from webapp.sandbox.world import changing

routes = Blueprint("validations", __name__, url_prefix="/v1/validations")

MOST_REDEEMABLES = 30
OBJECTS = ("voucher", "promotion_tier", "promotion_stack")
EXPANSIONS = ("order", "redemption", "redeemable", "category")
TIME_UNITS = ("DAYS", "HOURS", "MICROSECONDS", "MILLISECONDS", "MINUTES", "NANOSECONDS", "SECONDS")


@routes.post("")
def validate() -> dict[str, Any]:
    """Always 200: `valid` tells, and each redeemable why not."""
    body = Properties(json_body())
    wanted = redeemables(body)
    expand = expansions(body)
    session, tracking_id = session_of(body), body.text("tracking_id")
    given_customer, given_order = body.inner("customer"), body.inner("order")
    sent = order_sent(given_order) if given_order else None
    with changing() as change:
        customer = known_customer(change.connection, given_customer) if given_customer else None
        order = (known_order(change.connection, given_order) if given_order else None) or sent
        verdict = validations.validate(change, wanted, customer=customer, order=order, expand=expand)
    tracking_id = tracking_id or (customer or {}).get("source_id")
    verdict |= {"tracking_id": tracking_id or new_identifier("track_")}
    if session and verdict["valid"]:
        verdict["session"] = session
    return verdict | {"stacking_rules": validations.STACKING_RULES}


def redeemables(body: Properties) -> list[dict[str, Any]]:
    """The redeemables of the body: object, id and, of a card, how much of it (`amount`) is wanted."""
    body.demand("redeemables")
    given = body.items("redeemables") or []
    if not 1 <= len(given) <= MOST_REDEEMABLES:
        raise invalid_payload(f"Property .redeemables should have from 1 to {MOST_REDEEMABLES} items")
    wanted = [redeemable(Properties(each, f".redeemables[{place}]")) for place, each in enumerate(given)]
    if len({(each["object"], each["id"]) for each in wanted}) < len(wanted):
        details = "Duplicated redeemables detected in one redemption"
        raise ApiError(400, "duplicated_redeemables", details, message="Duplicated redeemables detected")
    if any(each["object"] == "promotion_stack" for each in wanted):
        reason = "cannot be use with other redeemables" if len(wanted) > 1 else "does not exist"
        raise ApiError(400, "invalid_redeemables", f"Promotion Stack {reason}", message="Invalid redeemables")
    return wanted


def redeemable(entry: Properties) -> dict[str, Any]:
    entry.demand("object", "id")
    wanted: dict[str, Any] = {"object": entry.choice("object", OBJECTS), "id": entry.text("id"), "amount": None}
    for card, unit in (("gift", "credits"), ("reward", "points")):
        if purse := entry.inner(card):
            wanted["amount"] = purse.whole_number(unit, lowest=1)
    return wanted


def expansions(body: Properties) -> list[str]:
    options = body.inner("options")
    expand = options.items("expand") if options else None
    if any(each not in EXPANSIONS for each in expand or ()):
        raise invalid_payload(f"Property .options.expand should be one of {', '.join(EXPANSIONS)}")
    return expand or []


def session_of(body: Properties) -> dict[str, Any] | None:
    """The session the caller asks for, with the defaults of one; the sandbox locks nothing."""
    session = body.inner("session")
    if session is None:
        return None
    return {
        "key": session.text("key") or new_identifier("ssn_"),
        "type": session.choice("type", ("LOCK",)) or "LOCK",
        "ttl": session.whole_number("ttl", lowest=1) or 7,
        "ttl_unit": session.choice("ttl_unit", TIME_UNITS) or "DAYS",
    }


def known_customer(connection: Connection, given: Properties) -> dict[str, Any]:
    """The customer by id or source_id; somebody unknown stays without an id, and is not made."""
    named = given.text("id") or given.text("source_id")
    customer = customers.find(connection, named) if named else None
    return customer or {"source_id": given.text("source_id")}


def known_order(connection: Connection, given: Properties) -> dict[str, Any] | None:
    named = given.text("id") or given.text("source_id")
    return orders.find(connection, named) if named else None


def order_sent(given: Properties) -> dict[str, Any] | None:
    """The order of the body with an amount, its own or that of its items; None when there is neither."""
    items = [
        order_item(Properties(each, f".order.items[{place}]")) for place, each in enumerate(given.items("items") or [])
    ]
    amount = given.whole_number("amount", lowest=0)
    if amount is None:
        amount = sum(item["amount"] for item in items) if items else None
    if amount is None:
        return None
    return {
        "amount": amount,
        "total_amount": amount,
        "items": items,
        "metadata": given.mapping("metadata") or {},
        "customer_id": None,
        "referrer_id": None,
        "object": "order",
    }


def order_item(given: Properties) -> dict[str, Any]:
    """The item with its amount: its own, or price times quantity."""
    quantity, price = given.whole_number("quantity", lowest=1), given.whole_number("price", lowest=0)
    amount = given.whole_number("amount", lowest=0)
    if amount is None:
        amount = (quantity or 1) * (price or 0)
    names = ("product_id", "sku_id", "source_id", "related_object")
    return {
        "object": "order_item",
        **{name: value for name in names if (value := given.text(name))},
        "quantity": quantity,
        "price": price,
        "amount": amount,
        "subtotal_amount": amount,
    }
