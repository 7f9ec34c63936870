"""A customer's events: /activity, and the deprecated /activities."""

from typing import Any

from flask import Blueprint

from webapp.sandbox import parameters
from webapp.sandbox.database import Connection
from webapp.sandbox.rules import customers, event_types
from webapp.sandbox.rules.feeds import ORDERS, Feed
from webapp.sandbox.wire import ApiError, invalid_query, list_of, not_found
from webapp.sandbox.world import reading

routes = Blueprint("activity", __name__, url_prefix="/v1/customers")

BY_TIME = ("created_at", "-created_at")
BY_ANYTHING = tuple(sign + name for name in ORDERS for sign in ("", "-"))
CAMPAIGN_TYPES = ("PROMOTION", "GIFT_VOUCHERS", "REFERRAL_PROGRAM", "DISCOUNT_COUPONS", "LOYALTY_PROGRAM")
OLD_CAMPAIGN_TYPES = (*CAMPAIGN_TYPES, "LUCKY_DRAW")

OF_PRODUCT = "EXISTS (SELECT 1 FROM json_tree(document) AS part WHERE part.key = 'product_id' AND part.value = ?)"


@routes.get("/<identifier:customer_id>/activity")
def list_activity(customer_id: str) -> dict[str, Any]:
    """The current feed: no total, and a cursor to go on from."""
    limit, after_id = parameters.limit(), parameters.text("starting_after_id")
    feed = _feed(event_types.ACTIVITY, BY_TIME, CAMPAIGN_TYPES)
    feed.where("category = ?", parameters.choice("category", ("ACTION", "EFFECT")))
    feed.where("type = ?", parameters.choice("type", event_types.FILTERABLE))
    with reading() as connection:
        feed.customer_id = _known(connection, customer_id)
        found = feed.events(connection, limit + 1, after_id)
    if found is None:
        raise _no_such_event()
    shown = found[:limit]
    if len(found) == len(shown):
        return list_of("data", shown, has_more=False)
    return list_of("data", shown, has_more=True, more_starting_after=shown[-1]["id"])


@routes.get("/<identifier:customer_id>/activities")
def list_activities(customer_id: str) -> dict[str, Any]:
    """The deprecated feed: a total, and each payload alone in an array."""
    limit, after_id = parameters.limit(), parameters.text("starting_after_id")
    feed = _feed(event_types.ACTIVITIES, BY_ANYTHING, OLD_CAMPAIGN_TYPES)
    feed.where(OF_PRODUCT, parameters.text("product_id"))
    after = parameters.moment("starting_after")
    with reading() as connection:
        feed.customer_id = _known(connection, customer_id)
        total = feed.total(connection)
        feed.where(f"created_at {'<' if feed.order.startswith('-') else '>'} ?", after)
        found = feed.events(connection, limit, after_id)
    if found is None:
        raise _no_such_event()
    return list_of("data", [_in_old_shape(event) for event in found], total=total)


def _feed(types: tuple[str, ...], orders: tuple[str, ...], campaign_types: tuple[str, ...]) -> Feed:
    """A feed of nobody yet, with the conditions both feeds share; dates are inclusive."""
    feed = Feed("", types, parameters.choice("order", orders) or "-created_at")
    feed.where("campaign_type = ?", parameters.choice("campaign_type", campaign_types))
    feed.where("campaign_id = ?", parameters.text("campaign_id"))
    feed.where("created_at >= ?", parameters.moment("start_date"))
    feed.where("created_at <= ?", parameters.moment("end_date"))
    return feed


def _known(connection: Connection, identifier: str) -> str:
    """The customer's id, or 404."""
    customer = customers.find(connection, identifier)
    if customer is None:
        raise not_found("customer", identifier)
    return str(customer["id"])


def _in_old_shape(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": event["id"],
        "type": event["type"],
        "data": [event["data"]["data"]],
        "created_at": event["created_at"],
    }


def _no_such_event() -> ApiError:
    return invalid_query("Property .starting_after_id is not the id of an event of this customer")
