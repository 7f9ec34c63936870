import sqlite3

import pytest
from flask import Flask
from flask.testing import FlaskClient

FRESH_SUMMARY = {
    "redemptions": {
        "total_redeemed": 0,
        "total_failed": 0,
        "total_succeeded": 0,
        "total_rolled_back": 0,
        "total_rollback_failed": 0,
        "total_rollback_succeeded": 0,
        "gift": {"redeemed_amount": 0, "amount_to_go": 0},
        "loyalty_card": {"redeemed_points": 0, "points_to_go": 0},
    },
    "orders": {"total_amount": 0, "total_count": 0, "average_amount": 0, "last_order_amount": 0},
}


def events_of(app: Flask, customer_id: str) -> list[sqlite3.Row]:
    """No endpoint serves the activity feed yet, so this looks where it is kept."""
    with app.extensions["sandbox"].database.read() as connection:
        return connection.execute(
            "SELECT * FROM events WHERE customer_id = ? ORDER BY sequence", [customer_id]
        ).fetchall()


def test_a_new_customer_is_answered_with_fresh_figures_and_only_the_fields_sent(client: FlaskClient) -> None:
    answer = client.post("/v1/customers", json={"source_id": "new-1", "name": "Zoë"})
    customer = answer.get_json()
    assert answer.status_code == 200
    assert customer.pop("id").startswith("cust_")
    assert customer.pop("created_at").endswith("Z")
    assert customer == {
        "source_id": "new-1",
        "name": "Zoë",
        "address": None,
        "summary": FRESH_SUMMARY,
        "loyalty": {"points": 0, "referred_customers": 0, "campaigns": {}},
        "referrals": {"total": 0, "campaigns": []},
        "system_metadata": {},
        "object": "customer",
    }


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_an_empty_body_makes_a_fresh_customer_each_time(client: FlaskClient, body: bytes) -> None:
    first = client.post("/v1/customers", data=body, content_type="application/json").get_json()
    second = client.post("/v1/customers", data=body, content_type="application/json").get_json()
    assert first["id"] != second["id"]
    assert first["source_id"] is None


def test_a_known_source_id_updates_its_customer(client: FlaskClient) -> None:
    customer = client.post("/v1/customers", json={"source_id": "crm-1", "phone": "+48 1"}).get_json()
    assert (customer["id"], customer["phone"], customer["name"]) == ("cust_anna", "+48 1", "Anna Nowak")
    assert customer["updated_at"] > "2025-06-01T10:00:00.000Z"


def test_an_id_wins_over_a_source_id(client: FlaskClient) -> None:
    customer = client.post("/v1/customers", json={"id": "cust_bob", "source_id": "crm-1"}).get_json()
    assert (customer["id"], customer["source_id"]) == ("cust_bob", "bob@example.com")


def test_an_unknown_id_makes_a_customer_with_that_id_and_no_source_id(client: FlaskClient) -> None:
    customer = client.post("/v1/customers", json={"id": "cust_mine", "source_id": "mine"}).get_json()
    assert (customer["id"], customer["source_id"]) == ("cust_mine", None)


def test_an_update_leaves_what_is_not_sent_and_keeps_the_source_id(client: FlaskClient) -> None:
    client.put("/v1/customers/crm-1", json={"name": "Anna Kowalska", "source_id": "other"})
    customer = client.get("/v1/customers/cust_anna").get_json()
    assert (customer["name"], customer["email"], customer["source_id"]) == (
        "Anna Kowalska",
        "anna@example.org",
        "crm-1",
    )


def test_partial_metadata_and_address_are_merged_by_key_with_null_kept(client: FlaskClient) -> None:
    customer = client.put(
        "/v1/customers/crm-1", json={"metadata": {"vip": None, "size": 2}, "address": {"country": None}}
    ).get_json()
    assert customer["metadata"] == {"lang": "pl", "vip": None, "size": 2}
    assert customer["address"] == {"city": "Łódź", "country": None}


def test_a_switch_makes_partial_metadata_and_address_replace_the_stored_ones(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"merge": "replace"})
    customer = client.put(
        "/v1/customers/crm-1", json={"metadata": {"size": 2}, "address": {"city": "Gdańsk"}}
    ).get_json()
    assert (customer["metadata"], customer["address"]) == ({"size": 2}, {"city": "Gdańsk"})


def test_null_is_stored_as_null_and_an_empty_text_as_empty(client: FlaskClient) -> None:
    client.put("/v1/customers/crm-1", json={"name": None, "email": "", "address": None})
    customer = client.get("/v1/customers/crm-1").get_json()
    assert (customer["name"], customer["email"], customer["address"]) == (None, "", None)


def test_an_update_never_creates(client: FlaskClient) -> None:
    answer = client.put("/v1/customers/nobody", json={"name": "N"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({"name": 7}, "Property .name should be a string"),
        ({"source_id": ["a"]}, "Property .source_id should be a string"),
        ({"birthdate": "01.02.2000"}, "Property .birthdate should be a date in the format YYYY-MM-DD"),
        ({"birthday": "2023-02-29"}, "Property .birthday should be a date in the format YYYY-MM-DD"),
        ({"address": "Main Street"}, "Property .address should be an object"),
        ({"address": {"city": 1}}, "Property .address.city should be a string"),
        ({"metadata": []}, "Property .metadata should be an object"),
        ([], "The payload should be an object"),
    ],
)
def test_wrong_types_are_refused_by_name_and_change_nothing(client: FlaskClient, body: object, details: str) -> None:
    before = client.get("/_sandbox/state").get_json()["counts"]
    answer = client.post("/v1/customers", json=body)
    assert answer.status_code == 400
    error = answer.get_json()
    assert (error["key"], error["details"]) == ("invalid_payload", details)
    assert client.get("/_sandbox/state").get_json()["counts"] == before


@pytest.mark.parametrize("body", ["{", '{"a":NaN}', '{"a":1e999}', '{"name":"\\ud800"}', "[" * 100_000])
def test_what_is_no_json_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/v1/customers", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["message"] == "Invalid request payload JSON format"


def test_writes_leave_events_at_the_documented_depth(client: FlaskClient, seeded_app: Flask) -> None:
    customer = client.post("/v1/customers", json={"source_id": "eventful"}).get_json()
    client.put("/v1/customers/eventful", json={"name": "E"})
    created, updated = (client.application.json.loads(row["document"]) for row in events_of(seeded_app, customer["id"]))
    assert created["type"] == "customer.created"
    assert created["data"]["data"]["customer"] == customer
    assert created["data"]["event_source"]["channel"] == "API"
    assert created["group_id"].startswith("v-")
    assert set(created) == {"id", "type", "data", "created_at", "group_id"}
    assert updated["type"] == "customer.updated"
    assert updated["data"]["data"]["customer"]["name"] == "E"


def test_a_profile_write_leaves_the_figures_alone(client: FlaskClient, seeded_app: Flask) -> None:
    with seeded_app.extensions["sandbox"].database.write() as connection:
        connection.execute("UPDATE customers SET figures = json_set(figures, '$.loyalty.points', 5)")
    client.put("/v1/customers/cust_none", json={"name": "Somebody"})
    customer = client.get("/v1/customers/cust_none").get_json()
    assert (customer["name"], customer["loyalty"]["points"]) == ("Somebody", 5)
