"""Orders as the latest events tell them. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp.customer_orders.reading import EARNED, ORDER_TYPES
from webapp.pictures import Column, columns
from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.order_records import Order, OrderItem

MONTHS = 12
COUNTING = {"PAID", "FULFILLED"}
STATUSES = {
    "CREATED": ("placed, not paid", "warn"),
    "PAID": ("paid", "good"),
    "FULFILLED": ("fulfilled", "good"),
    "CANCELED": ("canceled", "bad"),
    "PROCESSING": ("in processing", ""),
}


@dataclass(frozen=True)
class Item:
    """One line of an order; the amount in minor units, None for "not known"."""

    name: str
    quantity: int | None
    amount: int | None


@dataclass(frozen=True)
class Use:
    """A voucher that took part in an order; `code` is "" where only its id is known."""

    voucher_id: str
    code: str
    is_rolled_back: bool


@dataclass(frozen=True)
class SeenOrder:
    """An order with the status it had when an event last told of it. Amounts in minor units."""

    order_id: str
    name: str
    status: str
    tone: str
    counts: bool
    placed_at: datetime | None
    amount: int | None
    discount: int | None
    total: int | None
    items: tuple[Item, ...]
    uses: tuple[Use, ...]
    points: int | None


@dataclass(frozen=True)
class Month:
    """Orders paid or fulfilled that were placed in one month."""

    first_day: date
    orders: int
    amount: int


@dataclass(frozen=True)
class OrdersOverTime:
    """The last twelve months, oldest first, and their picture."""

    months: tuple[Month, ...]
    columns: tuple[Column, ...]


def orders_in(
    events: Iterable[ActivityEvent], show: Callable[[Order], Order], codes: Mapping[str, str]
) -> tuple[SeenOrder, ...]:
    """The orders that events (newest first) tell of, the latest placed first. `codes` are by voucher id."""
    latest: dict[str, Order] = {}
    earned: dict[str, int] = {}
    for event in events:
        raw = event.payload.get("order")
        if not Order.reads(raw):
            continue
        order = Order(raw)
        if event.type == EARNED:
            earned[order.id] = earned.get(order.id, 0) + (_points(event.payload) or 0)
        elif event.type in ORDER_TYPES:
            latest.setdefault(order.id, order)
    seen = [_seen(show(order), codes, earned.get(order.id)) for order in latest.values()]
    return tuple(sorted(seen, key=lambda order: order.placed_at.timestamp() if order.placed_at else 0, reverse=True))


def over_time(orders: Sequence[SeenOrder], today: date) -> OrdersOverTime:
    """Count the orders that are paid or fulfilled, month by month."""
    months = []
    for back in range(MONTHS - 1, -1, -1):
        first_day = _month(today, back)
        inside = [
            each
            for each in orders
            if each.counts and each.placed_at and each.placed_at.date().replace(day=1) == first_day
        ]
        months.append(Month(first_day, len(inside), sum(each.total or 0 for each in inside)))
    return OrdersOverTime(tuple(months), columns([month.orders for month in months]))


def _seen(order: Order, codes: Mapping[str, str], points: int | None) -> SeenOrder:
    given = order.status or ""
    status, tone = STATUSES.get(given, (given.lower() or "status not known", ""))
    return SeenOrder(
        order_id=order.id,
        name=order.source_id or order.id,
        status=status,
        tone=tone,
        counts=given in COUNTING,
        placed_at=order.created_at,
        amount=order.amount,
        discount=order.total_discount_amount,
        total=order.total_amount if order.total_amount is not None else order.amount,
        items=tuple(_item(item) for item in order.items),
        uses=tuple(_uses(order, codes)),
        points=points,
    )


def _item(item: OrderItem) -> Item:
    name = item.product.name or item.sku.sku or item.source_id or item.product_id or "an item without a name"
    return Item(name, item.quantity, item.amount)


def _uses(order: Order, codes: Mapping[str, str]) -> Iterable[Use]:
    for each in order.redemptions.values():
        if each.related_object_id and each.related_object_type in {"voucher", "redemption", None}:
            yield Use(each.related_object_id, codes.get(each.related_object_id, ""), bool(each.rollback_id))


def _points(payload: Mapping[str, Any]) -> int | None:
    balance = payload.get("balance")
    found = (balance.get("points") or balance.get("amount")) if isinstance(balance, Mapping) else None
    return found if isinstance(found, int) else None


def _month(today: date, back: int) -> date:
    """The first day of the month so many months ago."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
