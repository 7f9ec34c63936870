"""Segments of a customer: since when, and which were left."""

from datetime import UTC, datetime

from webapp.segments.presenters import ENTERED, LEFT, departures, memberships
from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.segments import Segment

VIP, COFFEE = Segment({"id": "seg_1", "name": "VIP"}), Segment({"id": "seg_2", "name": "coffee"})


def event(event_type: str, segment: object, day: int) -> ActivityEvent:
    created_at = f"2026-11-{day:02}T00:00:00.000Z"
    return ActivityEvent(
        {"id": f"evcus_{day}", "type": event_type, "created_at": created_at, "data": {"data": {"segment": segment}}}
    )


EVENTS = [
    event(ENTERED, {"id": "seg_1", "name": "VIP"}, 9),
    event(LEFT, {"id": "seg_3", "name": "Poland"}, 8),
    event(LEFT, {"id": "seg_1", "name": "VIP"}, 7),
    event(ENTERED, "odd", 6),
    event(ENTERED, {"id": "seg_3"}, 5),
    event(LEFT, {"id": "seg_3"}, 4),
]


def test_since_the_last_time_they_entered() -> None:
    coffee, vip = memberships([VIP, COFFEE], EVENTS, {"seg_1": "auto-update", "seg_2": "brand-new"})
    assert (vip.since, vip.kind) == (datetime(2026, 11, 9, tzinfo=UTC), "live, with events")
    assert (coffee.since, coffee.kind) == (None, "brand-new")


def test_a_departure_counts_once_and_not_after_a_return() -> None:
    assert [(left.name, left.left_at) for left in departures([VIP, COFFEE], EVENTS)] == [
        ("Poland", datetime(2026, 11, 8, tzinfo=UTC))
    ]
