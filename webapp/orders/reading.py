"""The calls behind the page of one order."""

from datetime import timedelta

from flask import abort

from webapp.customer_page.feed import Feed, Narrowing, read_feed
from webapp.voucherify import Voucherify
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import NotFound
from webapp.voucherify.metadata_schemas import MetadataSchema
from webapp.voucherify.order_records import Order

MOST_EVENTS = 100
CLOCKS_DIFFER_BY = timedelta(hours=1)
ORDER = "order"
UNREACHABLE = frozenset({".", ".."})
"""Identifiers that no address can carry."""


def find_order(client: Voucherify, identifier: str) -> Order | None:
    """The order with this id or source id; None where there is none, or no address can carry the text."""
    try:
        return client.orders.get(identifier)
    except (NotFound, ValueError):
        return None


def read_order(client: Voucherify, identifier: str) -> Order:
    """The order with this id or source id. Raises NotFound; 404 for what no address can carry."""
    try:
        return client.orders.get(identifier)
    except ValueError:
        abort(404)


def find_customer(client: Voucherify, identifier: str) -> Customer | None:
    """The customer with this id or source id; None where there is none, or no address can carry the text."""
    try:
        return client.customers.get(identifier)
    except (NotFound, ValueError):
        return None


def read_schema(client: Voucherify) -> MetadataSchema | None:
    """What the project says of orders' metadata; None where it says nothing."""
    try:
        return client.metadata_schemas.get(ORDER)
    except NotFound:
        return None


def read_events(client: Voucherify, order: Order, customer_id: str) -> Feed:
    """The newest events of the customer since the order was placed, a hundred at most."""
    since = order.created_at - CLOCKS_DIFFER_BY if order.created_at else None
    return read_feed(client, customer_id, Narrowing(since=since), limit=MOST_EVENTS)
