"""What the customer's activity tells of one order. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.customer_page.feed import Feed
from webapp.orders.criteria import total_of
from webapp.orders.presenters.statuses import COUNTING, Status, status_of
from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.order_records import Order

EARNED = "customer.rewarded.loyalty_points"
PREFIX = "customer.order."
WORDS = {
    "created": "Placed",
    "updated": "Changed",
    "processing": "In processing",
    "paid": "Paid",
    "fulfilled": "Fulfilled",
    "canceled": "Canceled",
}


@dataclass(frozen=True)
class Entry:
    """One event. `total` (minor units) and `points` are None where it does not tell."""

    at: datetime | None
    words: str
    status: Status | None
    total: int | None
    points: int | None


@dataclass(frozen=True)
class History:
    """The events of one order, newest first. `points` are all that were earned for it, None for no event of that.

    `reaches_back` is false where older events of the customer were not looked through.
    """

    entries: tuple[Entry, ...]
    points: int | None
    reaches_back: bool

    @property
    def is_unrewarded(self) -> bool:
        """Whether it was paid under our eyes and no event tells of points."""
        was_paid = any(entry.status and entry.status.value in COUNTING for entry in self.entries)
        return self.reaches_back and was_paid and self.points is None


def history_of(order_id: str, feed: Feed) -> History:
    """The events (newest first) that are about the order."""
    entries = tuple(_entry(event) for event in _about(order_id, feed.events))
    points = [entry.points for entry in entries if entry.points is not None]
    return History(entries, sum(points) if points else None, feed.reaches_the_beginning)


def _about(order_id: str, events: Iterable[ActivityEvent]) -> Iterable[ActivityEvent]:
    for event in events:
        order = event.payload.get("order")
        is_about_it = isinstance(order, Mapping) and order.get("id") == order_id
        if is_about_it and (event.type == EARNED or (event.type or "").startswith(PREFIX)):
            yield event


def _entry(event: ActivityEvent) -> Entry:
    if event.type == EARNED:
        return Entry(event.created_at, "Points earned", None, None, _points(event.payload))
    order = Order.lenient(event.payload.get("order"))
    kind = (event.type or "").removeprefix(PREFIX)
    return Entry(event.created_at, WORDS.get(kind, kind), status_of(order.status), total_of(order), None)


def _points(payload: Mapping[str, Any]) -> int | None:
    balance = payload.get("balance")
    found = (balance.get("points") or balance.get("amount")) if isinstance(balance, Mapping) else None
    return found if isinstance(found, int) else None
