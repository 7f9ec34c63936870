"""Orders as events tell them."""

from datetime import date
from typing import Any

from webapp.customer_orders.presenters import orders_in, over_time
from webapp.voucherify.activity import ActivityEvent


def event(event_type: str, order: Any, **payload: Any) -> ActivityEvent:
    return ActivityEvent({"id": "evcus_1", "type": event_type, "data": {"data": {"order": order, **payload}}})


def seen(*events: ActivityEvent, codes: dict[str, str] | None = None) -> Any:
    return orders_in(events, lambda order: order, codes or {})


def test_the_newest_event_tells_the_status_and_points_are_added_up() -> None:
    [order] = seen(
        event("customer.order.fulfilled", {"id": "ord_1", "status": "FULFILLED", "total_amount": 900}),
        event("customer.rewarded.loyalty_points", {"id": "ord_1", "status": "PAID"}, balance={"points": 9}),
        event("customer.rewarded.loyalty_points", {"id": "ord_1"}, balance={"amount": 1}),
        event("customer.order.created", {"id": "ord_1", "status": "CREATED", "total_amount": 100}),
    )
    assert (order.status, order.total, order.points, order.counts) == ("fulfilled", 900, 10, True)


def test_vouchers_of_an_order_by_code_where_it_is_known() -> None:
    redemptions = {
        "r_1": {"related_object_type": "voucher", "related_object_id": "v_1"},
        "r_2": {"related_object_type": "voucher", "related_object_id": "v_2", "rollback_id": "rr_1"},
        "r_3": {"related_object_type": "promotion_tier", "related_object_id": "promo_1"},
    }
    [order] = seen(event("customer.order.paid", {"id": "ord_1", "redemptions": redemptions}), codes={"v_1": "SAVE10"})
    assert [(use.voucher_id, use.code, use.is_rolled_back) for use in order.uses] == [
        ("v_1", "SAVE10", False),
        ("v_2", "", True),
    ]


def test_odd_orders_are_shown_as_far_as_they_can_be() -> None:
    [order] = seen(
        event("customer.order.paid", None),
        event("customer.order.paid", {"source_id": "without an id"}),
        event("customer.order.paid", {"id": "ord_1", "status": "ON_HOLD", "items": [{"quantity": 2}]}),
    )
    assert (order.name, order.status, order.total, order.placed_at) == ("ord_1", "on_hold", None, None)
    assert order.items[0].name == "an item without a name"


def test_months_count_what_was_paid_or_fulfilled() -> None:
    def order(number: int, status: str, created_at: str) -> ActivityEvent:
        fields = {"id": f"ord_{number}", "status": status, "created_at": created_at, "total_amount": 100}
        return event("customer.order.paid", fields)

    found = over_time(
        seen(
            order(1, "PAID", "2026-11-01T00:00:00Z"),
            order(2, "FULFILLED", "2026-11-30T00:00:00Z"),
            order(3, "CANCELED", "2026-11-30T00:00:00Z"),
            order(4, "PAID", "2025-12-05T00:00:00Z"),
            order(5, "PAID", "2025-11-05T00:00:00Z"),
        ),
        date(2026, 11, 20),
    )
    counted = {month.first_day: (month.orders, month.amount) for month in found.months if month.orders}
    assert counted == {date(2026, 11, 1): (2, 200), date(2025, 12, 1): (1, 100)}
    assert len(found.months) == len(found.columns) == 12
