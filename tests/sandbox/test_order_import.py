"""POST /v1/orders/import: orders as if they had always been there."""

from typing import Any

import pytest
from flask.testing import FlaskClient

MEMBER = "ticket-2"


def imported(client: FlaskClient, *orders: Any) -> dict[str, Any]:
    answer = client.post("/v1/orders/import", json=list(orders))
    assert answer.status_code == 200, answer.get_json()
    action: dict[str, Any] = client.get(f"/v1/async-actions/{answer.get_json()['async_action_id']}").get_json()
    return action


def kinds(client: FlaskClient, customer: str) -> list[str]:
    feed = client.get(f"/v1/customers/{customer}/activity?limit=100").get_json()["data"]
    return [event["type"] for event in feed]


def test_rows_are_applied_one_by_one(shop: FlaskClient) -> None:
    shop.post("/v1/orders", json={"source_id": "known", "amount": 1})
    action = imported(
        shop,
        {"source_id": "import-1", "status": "PAID", "items": [{"price": 900, "quantity": 2}]},
        {"source_id": "broken", "metadata": {"gift_wrap": 1}, "customer": {"source_id": "never-made"}},
        {"source_id": "known", "amount": 7},
        {"amount": 5},
    )
    assert (action["type"], action["status"], action["progress"]) == ("ORDERS.IMPORT", "DONE", 100)
    assert action["result"] == {
        "message": "3 order(s) imported successfully, 1 failed.",
        "failed": [
            {"source_id": "broken", "reason": "gift_wrap: must be a boolean (actual value is '1')"},
        ],
        "done_count": 3,
        "failed_count": 1,
    }
    assert shop.get("/v1/orders/import-1").get_json()["amount"] == 1800
    assert shop.get("/v1/orders/known").get_json()["amount"] == 7
    assert shop.get("/v1/orders/broken").status_code == 404
    assert shop.get("/v1/customers/never-made").status_code == 404


def test_a_failed_row_leaves_nothing_behind(shop: FlaskClient) -> None:
    wrong = {"metadata": {"membership_level": "platinum"}}
    action = imported(shop, {"customer": {"source_id": "half"}, "referrer": {"source_id": "other-half"} | wrong})
    assert action["result"]["failed_count"] == 1
    assert shop.get("/v1/customers/half").status_code == 404


def test_an_imported_order_dates_from_its_import(shop: FlaskClient) -> None:
    shop.put("/_sandbox/clock", json={"now": "2031-01-02T03:04:05Z", "stopped": True})
    imported(shop, {"source_id": "old", "created_at": "2019-01-01T00:00:00Z", "status": "PAID"})
    assert shop.get("/v1/orders/old").get_json()["created_at"] == "2031-01-02T03:04:05.000Z"


def test_figures_and_segments_follow_but_no_order_is_told_of_and_no_points_are_earned(shop: FlaskClient) -> None:
    before = shop.get(f"/v1/customers/{MEMBER}").get_json()
    fresh = {"source_id": "fresh", "name": "Fresh"}
    imported(
        shop,
        {"customer": {"source_id": MEMBER}, "amount": 40000, "status": "PAID"},
        {"customer": fresh, "amount": 20000, "status": "PAID"},
        {"customer": {"source_id": "fresh"}, "amount": 20000, "status": "FULFILLED"},
        {"customer": {"source_id": "fresh"}, "amount": 20000},
    )
    after = shop.get(f"/v1/customers/{MEMBER}").get_json()
    assert after["summary"]["orders"]["total_amount"] == before["summary"]["orders"]["total_amount"] + 40000
    assert after["loyalty"] == before["loyalty"]
    assert kinds(shop, MEMBER)[0] == "customer.segment.entered"

    customer = shop.get("/v1/customers/fresh").get_json()
    assert (customer["name"], customer["summary"]["orders"]["total_amount"]) == ("Fresh", 40000)
    assert kinds(shop, "fresh") == ["customer.segment.entered"]


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, "The payload should be an array"),
        ([{"amount": 1}, "x"], "The payload should be an object"),
        ([{"items": [{"initial_quantity": 0}]}], "Property .items[0].initial_quantity cannot be lower than 1"),
        ([{"items": [{}] * 501}], "Property .items cannot have more than 500 items"),
        ([{}] * 2001, "The payload cannot have more than 2000 orders"),
    ],
)
def test_what_is_no_import_is_refused_whole(client: FlaskClient, body: Any, details: str) -> None:
    answer = client.post("/v1/orders/import", json=body)
    assert (answer.status_code, answer.get_json()["key"], answer.get_json()["details"]) == (
        400,
        "invalid_payload",
        details,
    )
    assert client.get("/v1/async-actions").get_json()["async_actions"] == []


def test_the_largest_import(client: FlaskClient) -> None:
    action = imported(client, *({"source_id": f"bulk-{number}", "amount": number} for number in range(2000)))
    for _ in range(200):
        if action["status"] == "DONE":
            break
        action = client.get(f"/v1/async-actions/{action['id']}").get_json()
    assert action["result"]["done_count"] == 2000
    assert client.get("/v1/orders/bulk-1999").get_json()["amount"] == 1999
