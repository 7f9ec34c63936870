"""A customer's two feeds of events."""

import json

import pytest
from flask.testing import FlaskClient

from tests.support.openapi import FILE
from webapp.sandbox.rules import event_types


@pytest.fixture
def busy(client: FlaskClient) -> FlaskClient:
    """Bob was created, then updated on each of five days, twice in the same moment on the last."""
    for day in (1, 2, 3, 4, 4):
        client.put("/_sandbox/clock", json={"now": f"2026-01-0{day}T10:00:00Z", "stopped": True})
        client.put("/v1/customers/cust_bob", json={"description": f"Day {day}"})
    return client


def page(client: FlaskClient, query: str = "", customer_id: str = "cust_bob") -> dict:
    answer = client.get(f"/v1/customers/{customer_id}/activity?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def days(listed: dict) -> list[str]:
    return [event["created_at"][:10] for event in listed["data"]]


def test_the_feed_is_newest_first_without_a_total(busy):
    listed = page(busy)
    assert days(listed) == ["2026-01-04", "2026-01-04", "2026-01-03", "2026-01-02", "2026-01-01", "2025-03-01"]
    assert listed.keys() == {"object", "data_ref", "data", "has_more"}
    assert listed["data"][0].keys() == {"id", "type", "data", "created_at", "group_id"}


@pytest.mark.parametrize("order", ["created_at", "-created_at"])
def test_the_cursor_meets_every_event_once(busy, order):
    whole = [event["id"] for event in page(busy, f"order={order}")["data"]]
    met, after = [], ""
    while True:
        listed = page(busy, f"order={order}&limit=1&starting_after_id={after}")
        met += [event["id"] for event in listed["data"]]
        if not listed["has_more"]:
            assert "more_starting_after" not in listed
            break
        after = listed["more_starting_after"]
    assert met == whole
    assert len(met) == 6


def test_the_payload_is_one_level_deep_and_the_source_beside_it(busy):
    event = page(busy, "limit=1")["data"][0]
    assert event["type"] == "customer.updated"
    assert event["data"]["data"]["customer"]["description"] == "Day 4"
    assert event["data"]["event_source"]["channel"] == "API"
    assert event["group_id"].startswith("v-")


def test_the_window_of_dates_is_inclusive(busy):
    assert days(page(busy, "start_date=2026-01-02T10:00:00Z&end_date=2026-01-03T10:00:00Z")) == [
        "2026-01-03",
        "2026-01-02",
    ]
    assert days(page(busy, "end_date=2026-01-01")) == ["2025-03-01"]


def test_type_and_category(busy):
    assert days(page(busy, "type=customer.created")) == ["2025-03-01"]
    assert page(busy, "category=EFFECT")["data"] == []
    assert len(page(busy, "category=ACTION")["data"]) == 6


def test_all_documented_types_can_be_asked_for(client):
    assert len(set(event_types.FILTERABLE)) == 67
    for kind in event_types.FILTERABLE:
        assert page(client, f"type={kind}", "crm-2")["data"] == []


@pytest.mark.skipif(not FILE.exists(), reason="the vendor's OpenAPI file is not here")
def test_the_types_of_the_feeds_are_those_of_the_api():
    shown = json.loads(FILE.read_text())["components"]["schemas"]
    assert set(event_types.ACTIVITY) == set(shown["CustomerActivity"]["properties"]["type"]["enum"])
    assert set(event_types.ACTIVITIES) == set(shown["CustomerActivity_2024"]["properties"]["type"]["enum"])
    assert set(event_types.FILTERABLE) == set(shown["ParameterCustomerEvent"]["enum"])


def test_campaigns(shop):
    listed = page(shop, "campaign_type=LOYALTY_PROGRAM&limit=100", "ticket-2")["data"]
    assert listed
    [campaign] = {event["data"]["data"]["campaign"]["id"] for event in listed if "campaign" in event["data"]["data"]}
    assert page(shop, f"campaign_id={campaign}&limit=100", "ticket-2")["data"] == listed
    assert page(shop, "campaign_id=camp_other", "ticket-2")["data"] == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "order=type",
        "type=customer.consents.given",
        "type=customer.slept",
        "category=CAUSE",
        "campaign_type=LUCKY_DRAW",
        "start_date=soon",
        "starting_after_id=evcus_1",
    ],
)
def test_what_is_no_parameter_is_refused(client, query):
    answer = client.get(f"/v1/customers/cust_bob/activity?{query}")
    assert (answer.status_code, answer.json["key"]) == (400, "invalid_query_params")


@pytest.mark.parametrize("path", ["activity", "activities", "redeemables"])
def test_an_unknown_customer(client, path):
    answer = client.get(f"/v1/customers/nobody/{path}")
    assert (answer.status_code, answer.json["resource_type"]) == (404, "customer")
    assert answer.json["resource_id"] == "nobody"


def old_feed(client: FlaskClient, query: str = "") -> dict:
    answer = client.get(f"/v1/customers/cust_bob/activities?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_deprecated_feed_counts_and_shows_payloads_in_an_array(busy):
    listed = old_feed(busy, "limit=2")
    assert listed.keys() == {"object", "data_ref", "data", "total"}
    assert (len(listed["data"]), listed["total"]) == (2, 6)
    assert listed["data"][0].keys() == {"id", "type", "data", "created_at"}
    [payload] = listed["data"][0]["data"]
    assert payload["customer"]["description"] == "Day 4"


def test_the_deprecated_feed_pages_by_date_and_by_id(busy):
    assert days(old_feed(busy, "starting_after=2026-01-03T10:00:00Z")) == ["2026-01-02", "2026-01-01", "2025-03-01"]
    after = old_feed(busy, "order=created_at&starting_after=2026-01-03T10:00:00Z")
    assert (days(after), after["total"]) == (["2026-01-04", "2026-01-04"], 6)
    first = old_feed(busy, "order=type&limit=1")["data"][0]
    assert first["type"] == "customer.created"
    rest = old_feed(busy, f"order=type&starting_after_id={first['id']}")["data"]
    assert [event["type"] for event in rest] == ["customer.updated"] * 5


@pytest.mark.parametrize("order", ["updated_at", "-type", "code", "-campaign", "category"])
def test_the_deprecated_feed_has_more_orders(busy, order):
    assert len(old_feed(busy, f"order={order}&campaign_type=LUCKY_DRAW")["data"]) == 0
    assert len(old_feed(busy, f"order={order}")["data"]) == 6


def test_the_deprecated_feed_finds_events_by_product(shop):
    product = shop.get("/v1/customers/ticket-1/activities?limit=100").json["data"]
    items = [
        item["product_id"]
        for event in product
        if event["type"] == "customer.order.created"
        for item in event["data"][0]["order"]["items"]
    ]
    found = shop.get(f"/v1/customers/ticket-1/activities?limit=100&product_id={items[0]}").json
    assert 0 < found["total"] < len(product)
    assert all(items[0] in str(event["data"]) for event in found["data"])
