"""What the API's own events tell about changes of a profile."""

from typing import Any

from webapp.audit import Change
from webapp.history.observed import CREATED, UPDATED, observed
from webapp.voucherify import UNSET
from webapp.voucherify.activity import ActivityEvent


def event(kind: str, customer: dict[str, Any], channel: str = "API", key: str | None = None) -> ActivityEvent:
    source = {"channel": channel, "api_key": {"name": key} if key else None}
    return ActivityEvent(
        {
            "id": "evcus_1",
            "type": kind,
            "created_at": "2026-05-03T10:00:00.000Z",
            "data": {"data": {"customer": {"id": "cust_1", **customer}}, "event_source": source},
        }
    )


def test_each_update_is_compared_with_the_event_before_it():
    events = [
        event(UPDATED, {"phone": "2", "metadata": {"tier": "gold"}}, key="Call center"),
        event(UPDATED, {"phone": "1", "metadata": {}, "address": {"city": "Łódź"}}, "USER_PORTAL"),
        event(CREATED, {"phone": "1", "address": None}),
    ]
    latest, first = observed(events)
    assert latest.by == "an API key, “Call center”"
    assert latest.changes == (
        Change("phone", "1", "2"),
        Change("address.city", "Łódź", UNSET),
        Change("metadata.tier", UNSET, "gold"),
    )
    assert first.by == "Voucherify's dashboard"
    assert first.changes == (Change("address.city", UNSET, "Łódź"),)


def test_without_the_event_before_what_changed_is_not_known():
    [only] = observed([event(UPDATED, {"phone": "2"}, "SOMETHING_NEW")])
    assert only.changes is None
    assert only.by == "SOMETHING_NEW"


def test_figures_that_the_api_keeps_are_no_changes_of_the_profile():
    [only] = observed([event(UPDATED, {"summary": {"orders": 2}}), event(CREATED, {"summary": {"orders": 1}})])
    assert only.changes == ()
