"""The newest events, on the first tab of the customer page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.activity.presenters.timeline import Day, days_of
from webapp.customer_page import Part
from webapp.customer_page.feed import Feed
from webapp.customer_page.reads import latest_activity
from webapp.privacy import shown_json
from webapp.rendering import formats
from webapp.voucherify.customer_records import Customer

SHOWN = 8


@dataclass(frozen=True)
class LatestActivity:
    """What the panel shows; `has_more` says that the section's page has older events."""

    customer_id: str
    days: tuple[Day, ...]
    has_more: bool


def _present(customer: Customer, feed: Feed) -> LatestActivity:
    def mask(value: Any) -> Any:
        return shown_json(value, customer)

    today = datetime.now(formats().zone).date()
    days = days_of(feed.events, formats(), today, mask, show=SHOWN, follows_everything=True)
    return LatestActivity(customer.id, days, len(feed.events) > SHOWN or not feed.reaches_the_beginning)


PANEL = Part("activity", "activity/_panel.html", _present, needs=(latest_activity,))
