import csv
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.finished import finished

Report = list[dict[str, str]]


def done(client: FlaskClient, path: str, body: Any) -> dict[str, Any]:
    """The action that a bulk call becomes, when it is through."""
    answer = client.post(path, json=body)
    assert answer.status_code == 202
    action = finished(client, f"/v1/async-actions/{answer.get_json()['async_action_id']}")
    assert action["status"] == "DONE"
    return action


def report(client: FlaskClient, action: dict[str, Any]) -> Report:
    (address,) = action["result"]["reports"]
    assert address.startswith(f"http://localhost/downloads/{action['id']}?token=")
    answer = client.application.test_client().get(address)
    assert answer.mimetype == "text/plain"
    return list(csv.DictReader(answer.text.splitlines()))


def customer(client: FlaskClient, identifier: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/customers/{identifier}").get_json()
    return found


def test_known_customers_change_and_unknown_ones_are_made(client: FlaskClient) -> None:
    action = done(
        client,
        "/v1/customers/bulk/async",
        [
            {"source_id": "crm-1", "phone": "+1 5", "metadata": {"vip": None}, "address": {"country": None}},
            {"source_id": "new-1", "name": "New One", "address": {"city": "Rome"}},
        ],
    )
    assert (action["type"], action["operation_status"]) == ("CUSTOMERS.BULK_UPDATE", "SUCCESS")
    assert (action["result"]["done_count"], action["result"]["failed_count"]) == (2, 0)
    assert action["result"]["errors"] == []
    assert action["result"]["reports_available_till"] > action["updated_at"]
    assert report(client, action) == [
        {"source_id": "crm-1", "found": "true", "updated": "true"},
        {"source_id": "new-1", "found": "false", "updated": "true"},
    ]
    known = customer(client, "crm-1")
    assert (known["name"], known["phone"], known["metadata"]) == ("Anna Nowak", "+1 5", {"lang": "pl", "vip": None})
    assert known["address"] == {"city": "Łódź", "country": None}
    assert customer(client, "new-1")["address"] == {"city": "Rome"}
    assert client.get("/v1/customers?name=new+one&city=rome").get_json()["total"] == 1


def test_rows_fail_one_by_one(shop: FlaskClient) -> None:
    action = done(
        shop,
        "/v1/customers/bulk/async",
        [
            {"name": "No source_id"},
            "no object",
            {"source_id": "a", "email": 5},
            {"source_id": "b", "metadata": {"membership_level": "iron"}},
            {"source_id": "c", "birthdate": "1.1.2000"},
            {"source_id": "d", "name": "Good"},
        ],
    )
    errors = action["result"]["errors"]
    assert (action["operation_status"], action["result"]["done_count"], len(errors)) == ("SUCCESS", 1, 5)
    assert [error["source_id"] for error in errors] == ["", "", "a", "b", "c"]
    assert errors[0]["details"] == "Payload should have required property 'source_id'"
    assert errors[2] == {
        "key": "invalid_payload",
        "message": "Invalid payload",
        "details": "Property .email should be a string",
        "source_id": "a",
    }
    assert errors[3]["key"] == "metadata_validation_failed"
    assert [row["updated"] for row in report(shop, action)] == ["false"] * 5 + ["true"]


def test_nothing_but_failures_is_a_failed_operation(client: FlaskClient) -> None:
    action = done(client, "/v1/customers/bulk/async", [{}])
    assert (action["status"], action["operation_status"]) == ("DONE", "FAILED")
    assert done(client, "/v1/customers/bulk/async", [])["operation_status"] == "SUCCESS"


def test_one_customer_twice(client: FlaskClient) -> None:
    action = done(
        client,
        "/v1/customers/bulk/async",
        [{"source_id": "two", "name": "First", "email": "x@example.org"}, {"source_id": "two", "name": "Second"}],
    )
    assert [row["found"] for row in report(client, action)] == ["false", "true"]
    found = customer(client, "two")
    assert (found["name"], found["email"]) == ("Second", "x@example.org")


def test_metadata_of_many(client: FlaskClient) -> None:
    action = done(
        client,
        "/v1/customers/metadata/async",
        {"source_ids": ["crm-1", "new-1"], "metadata": {"wave": 3, "vip": False}},
    )
    assert (action["type"], action["operation_status"]) == ("CUSTOMERS.METADATA_UPDATE", "SUCCESS")
    assert customer(client, "crm-1")["metadata"] == {"lang": "pl", "vip": False, "wave": 3}
    assert customer(client, "new-1")["metadata"] == {"wave": 3, "vip": False}
    assert [row["found"] for row in report(client, action)] == ["true", "false"]


def test_metadata_errors_do_not_name_the_customer(shop: FlaskClient) -> None:
    action = done(
        shop, "/v1/customers/metadata/async", {"source_ids": ["a", "b"], "metadata": {"store_visits": "many"}}
    )
    assert action["operation_status"] == "FAILED"
    assert [error.keys() for error in action["result"]["errors"]] == [{"key", "message", "details"}] * 2


@pytest.mark.parametrize(
    ("path", "body", "key"),
    [
        ("bulk/async", {"source_id": "a"}, "invalid_payload"),
        ("metadata/async", {"source_ids": [], "metadata": {}}, "not_enough_source_ids"),
        ("metadata/async", {"source_ids": ["a"]}, "invalid_payload"),
        ("metadata/async", [], "invalid_payload"),
    ],
)
def test_a_payload_of_another_shape_is_refused(client: FlaskClient, path: str, body: Any, key: str) -> None:
    answer = client.post(f"/v1/customers/{path}", json=body)
    assert (answer.status_code, answer.get_json()["key"]) == (400, key)


def test_more_than_ten_megabytes(client: FlaskClient) -> None:
    body = json.dumps([{"source_id": "a", "description": "x" * 10_485_760}])
    answer = client.post("/v1/customers/bulk/async", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["statusCode"]) == (413, 413)


def test_a_report_needs_its_token(client: FlaskClient) -> None:
    (address,) = done(client, "/v1/customers/bulk/async", [{"source_id": "a"}])["result"]["reports"]
    for asking in (client, client.application.test_client()):
        refused = asking.get(address[:-1])
        assert refused.status_code == 401
        assert refused.get_json() == {"code": 401, "message": "Unauthorized", "key": "unauthorized"}
    assert client.application.test_client().delete(address).status_code == 401


def test_bulk_calls_have_a_limit_of_their_own(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"rate_limits": {"bulk": 1}})
    assert client.post("/v1/customers/bulk/async", json=[]).status_code == 202
    refused = client.post("/v1/customers/metadata/async", json={"source_ids": ["a"], "metadata": {}})
    assert (refused.status_code, refused.headers["X-Rate-Limit-Type"]) == (429, "bulk_api_calls")
    assert client.get("/v1/customers").status_code == 200


def test_what_bulk_writes_did_is_told_of_customers_as_they_were_each_time(shop: FlaskClient) -> None:
    def rewrite(name: str) -> None:
        done(shop, "/v1/customers/bulk/async", [{"source_id": "ticket-1"}, {"source_id": "new-1", "name": name}])

    def told(kind: str) -> list[tuple[str, str | None, int]]:
        feed = shop.get(f"/v1/customers/new-1/activity?type={kind}&order=created_at").get_json()["data"]
        people = [event["data"]["data"]["customer"] for event in feed]
        return [(each["name"], each.get("updated_at"), each["summary"]["orders"]["total_count"]) for each in people]

    rewrite("First")
    shop.post("/v1/orders", json={"customer": {"source_id": "new-1"}, "status": "PAID", "amount": 500})
    rewrite("Second")
    second = customer(shop, "new-1")["updated_at"]
    rewrite("Third")
    third = customer(shop, "new-1")["updated_at"]
    shop.put("/v1/customers/new-1", json={"name": "Fourth"})
    fourth = customer(shop, "new-1")["updated_at"]
    assert told("customer.created") == [("First", None, 0)]
    assert told("customer.updated") == [("Second", second, 1), ("Third", third, 1), ("Fourth", fourth, 1)]


def test_a_permanent_deletion_takes_along_what_bulk_writes_remember(client: FlaskClient, seeded_app: Flask) -> None:
    for name in ("Nora Unforgettable", "Nora Changed"):
        done(client, "/v1/customers/bulk/async", [{"source_id": "new-1", "name": name}])
    client.post("/v1/customers/new-1/permanent-deletion")
    with seeded_app.extensions["sandbox"].database.read() as connection:
        assert list(connection.execute("SELECT * FROM past_customers")) == []
