"""The customer's latest orders, on the first tab."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.customer_orders.presenters import OrdersOverTime, SeenOrder, orders_in, over_time
from webapp.customer_page import Part
from webapp.customer_page.feed import Feed
from webapp.customer_page.reads import latest_activity, redeemables
from webapp.privacy import shown
from webapp.rendering import formats
from webapp.voucherify import Page
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.redeemables import RedeemableHolder

SHOWN = 4


@dataclass(frozen=True)
class LatestOrders:
    """What the panel shows. `since` is how far back it looked; None for all of the activity."""

    customer_id: str
    orders: tuple[SeenOrder, ...]
    count: int
    over_time: OrdersOverTime
    since: datetime | None


def codes_of(held: Page[RedeemableHolder] | None) -> Mapping[str, str]:
    """The codes of what the customer holds, by voucher id."""
    vouchers = [holder.redeemable.voucher for holder in held.items] if held else []
    return {voucher.id: voucher.code for voucher in vouchers if voucher.code}


def _present(customer: Customer, feed: Feed, held: Page[RedeemableHolder] | None) -> LatestOrders:
    found = orders_in(feed.events, lambda order: shown(order, customer), codes_of(held))
    since = None if feed.reaches_the_beginning else feed.events[-1].created_at
    today = datetime.now(formats().zone).date()
    return LatestOrders(customer.id, found[:SHOWN], len(found), over_time(found, today), since)


PANEL = Part("orders", "customer_orders/_panel.html", _present, needs=(latest_activity,), uses=(redeemables,))
