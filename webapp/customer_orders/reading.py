"""The calls behind a customer's orders."""

from datetime import datetime

from webapp.customer_page.feed import Sightings, read_types
from webapp.voucherify import Voucherify

EARNED = "customer.rewarded.loyalty_points"
ORDER_TYPES = tuple(
    f"customer.order.{name}" for name in ("created", "updated", "processing", "paid", "fulfilled", "canceled")
)
MOST = 100


def read_orders(client: Voucherify, customer_id: str, until: datetime | None = None) -> Sightings:
    """The newest hundred events of each type that tells of an order, before `until`."""
    return read_types(client, customer_id, (*ORDER_TYPES, EARNED), until=until, limit=MOST)
