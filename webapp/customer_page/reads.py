"""Calls that several features' parts of the customer page need; each goes out once for a page."""

from webapp.customer_page.feed import Feed, read_feed
from webapp.voucherify import Page, Voucherify
from webapp.voucherify.redeemables import RedeemableHolder
from webapp.voucherify.segments import Segment

MOST = 100


def latest_activity(client: Voucherify, customer_id: str) -> Feed:
    """The newest events, a hundred at most."""
    return read_feed(client, customer_id, limit=MOST)


def redeemables(client: Voucherify, customer_id: str) -> Page[RedeemableHolder]:
    """What the customer holds, the latest first, a hundred at most."""
    return client.redeemables.list(customer_id, MOST, order="-id")


def segments(client: Voucherify, customer_id: str) -> Page[Segment]:
    """The segments the customer is in."""
    return client.segments.of_customer(customer_id)
