"""Deeds around orders."""

from typing import Any

from webapp.sandbox.demo import cards
from webapp.sandbox.demo.clock import Moment, written
from webapp.sandbox.demo.identifiers import record_id
from webapp.sandbox.demo.products import total
from webapp.sandbox.demo.story import WEB_SHOP, Story

Document = dict[str, Any]


def place(
    story: Story,
    moment: Moment,
    items: list[Document],
    *,
    amount: int | None = None,
    metadata: Document | None = None,
    referrer_id: str | None = None,
    source: Document = WEB_SHOP,
) -> Document:
    """POST /v1/orders with status CREATED. `amount` (minor units) stands alone where no items were sent."""
    story.request(moment, source)
    order_id = record_id("ord_", story.moment, story.rng)
    worth = total(items) if amount is None else amount
    order: Document = {
        "id": order_id,
        "source_id": f"web-{order_id[4:18]}" if story.rng.random() < 0.8 else None,
        "created_at": written(story.moment),
        "updated_at": None,
        "status": "CREATED",
        "amount": worth,
        "initial_amount": worth,
        "total_amount": worth,
        "items": items,
        "metadata": metadata or {},
        "customer": {"id": story.id, "object": "customer"},
        "customer_id": story.id,
        "referrer_id": referrer_id,
        "redemptions": {},
        "object": "order",
    }
    if referrer_id:
        order["referrer"] = {"id": referrer_id, "object": "customer"}
    story.rows["orders"].append(order)
    story.orders.append(order)
    tell(story, order, "created")
    return order


def pay(story: Story, order: Document, moment: Moment, *, earns_points: bool = True) -> None:
    """PUT /v1/orders/{orderId} with status PAID; the loyalty card collects its points unless told otherwise."""
    story.request(moment)
    settle(story, order, "PAID", earns_points=earns_points)


def fulfill(story: Story, order: Document, moment: Moment) -> None:
    """PUT /v1/orders/{orderId} with status FULFILLED."""
    story.request(moment)
    settle(story, order, "FULFILLED")


def cancel(story: Story, order: Document, moment: Moment) -> None:
    """PUT /v1/orders/{orderId} with status CANCELED."""
    story.request(moment)
    settle(story, order, "CANCELED")


def settle(story: Story, order: Document, status: str, *, earns_points: bool = True) -> None:
    """Give an order its next status within the open request, with everything that follows from it."""
    order.update(status=status, updated_at=written(story.moment))
    _count_orders(story)
    event_id = tell(story, order, status.lower())
    if status == "PAID" and earns_points and story.loyalty_card:
        cards.collect_points(story, story.loyalty_card, order, event_id)
    story.settle_segments()


def tell(story: Story, order: Document, what: str) -> str:
    """Write the event `customer.order.<what>` with the order as it stands; answers its id."""
    payload = {"customer": story.in_short(), "referrer": None, "order": dict(order)}
    return story.event(f"customer.order.{what}", payload)


def _count_orders(story: Story) -> None:
    """`summary.orders` counts what was bought: orders that are PAID or FULFILLED, after discounts."""
    bought = [order for order in story.orders if order["status"] in {"PAID", "FULFILLED"}]
    amount = sum(order["total_amount"] for order in bought)
    figures: Document = {
        "total_amount": amount,
        "total_count": len(bought),
        "average_amount": amount // len(bought) if bought else 0,
        "last_order_amount": bought[-1]["total_amount"] if bought else 0,
    }
    if bought:
        figures["last_order_date"] = bought[-1]["created_at"]
    story.customer["summary"]["orders"] = figures
