"""Orders: written by id and source_id, their amounts, the list."""

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

PRICELESS = [{"product_id": "test_order_item1", "quantity": 1}, {"product_id": "test_order_item2", "quantity": 1}]


def create(client: FlaskClient, **fields: Any) -> dict[str, Any]:
    answer = client.post("/v1/orders", json=fields)
    assert answer.status_code == 200, answer.get_json()
    order: dict[str, Any] = answer.get_json()
    return order


def refused(client: FlaskClient, verb: str, path: str, body: Any) -> tuple[int, str, str]:
    answer = client.open(path, method=verb, json=body)
    error = answer.get_json()
    return answer.status_code, error["key"], error["details"]


def test_a_new_order_says_only_what_was_sent_and_what_follows(client: FlaskClient) -> None:
    order = create(client, amount=10000, status="CREATED", items=PRICELESS)
    assert order.pop("id").startswith("ord_")
    assert order.pop("created_at").endswith("Z")
    assert order == {
        "source_id": None,
        "updated_at": None,
        "status": "CREATED",
        "amount": 10000,
        "total_amount": 10000,
        "items": [{"object": "order_item", **item} for item in PRICELESS],
        "customer_id": None,
        "referrer_id": None,
        "object": "order",
    }


def test_an_empty_body_makes_an_order_worth_nothing_each_time(client: FlaskClient) -> None:
    first, second = create(client), create(client)
    assert first["id"] != second["id"]
    assert (first["status"], first["amount"], first["total_amount"]) == ("CREATED", 0, 0)


def test_a_new_amount_moves_the_total_and_leaves_the_items(client: FlaskClient) -> None:
    made = create(client, amount=10000, items=PRICELESS)
    order = client.put(f"/v1/orders/{made['id']}", json={"amount": 30000, "status": "PAID"}).get_json()
    assert order.pop("updated_at") >= made["created_at"]
    assert order == {name: made[name] for name in made if name != "updated_at"} | {
        "amount": 30000,
        "total_amount": 30000,
        "status": "PAID",
    }
    assert client.get(f"/v1/orders/{made['id']}").get_json()["items"] == made["items"]


def test_a_known_id_or_source_id_updates_its_order(client: FlaskClient) -> None:
    made = create(client, source_id="web-1", amount=100, metadata={"a": 1})
    again = create(client, source_id="web-1", metadata={"b": None})
    assert (again["id"], again["amount"], again["metadata"]) == (made["id"], 100, {"a": 1, "b": None})
    by_id = create(client, id=made["id"], source_id="web-2")
    assert (by_id["id"], by_id["source_id"]) == (made["id"], "web-2")
    assert client.get("/v1/orders/web-2").get_json() == by_id
    assert client.get("/v1/orders/web-1").status_code == 404


def test_an_unknown_id_makes_an_order_with_that_id(client: FlaskClient) -> None:
    order = create(client, id="ord_mine", source_id="mine", created_at="2024-05-01T10:00:00+02:00")
    assert (order["id"], order["source_id"], order["created_at"]) == ("ord_mine", "mine", "2024-05-01T08:00:00.000Z")


def test_a_source_id_of_another_order_is_refused(client: FlaskClient) -> None:
    create(client, source_id="taken")
    other = create(client)
    assert refused(client, "PUT", f"/v1/orders/{other['id']}", {"source_id": "taken"})[:2] == (409, "duplicate_found")
    assert client.get(f"/v1/orders/{other['id']}").get_json() == other


def test_a_source_id_with_any_character_is_found(client: FlaskClient) -> None:
    order = create(client, source_id="a/b?c=d#e%2F+x@y z")
    assert client.get("/v1/orders/a%2Fb%3Fc%3Dd%23e%252F%2Bx%40y%20z").get_json() == order


@pytest.mark.parametrize(
    ("fields", "amounts"),
    [
        ({"items": [{"price": 900, "quantity": 2}, {"price": 2000, "quantity": 3}]}, {"amount": 7800}),
        ({"items": [{"amount": 900}, {"amount": 2000}]}, {"amount": 2900}),
        ({"amount": 5000, "items": [{"price": 900, "quantity": 2}]}, {"amount": 5000}),
        ({"amount": 5000, "initial_amount": 6000}, {"amount": 5000, "initial_amount": 6000}),
        ({"amount": 5000, "discount_amount": 0}, {"amount": 5000}),
        (
            {"amount": 5000, "discount_amount": 700},
            {"amount": 5000, "discount_amount": 700, "total_discount_amount": 700, "total_amount": 4300},
        ),
        (
            {"discount_amount": 50, "items": [{"price": 1000, "quantity": 1, "discount_amount": 100}]},
            {
                "amount": 1000,
                "discount_amount": 50,
                "items_discount_amount": 100,
                "total_discount_amount": 150,
                "total_amount": 850,
            },
        ),
        (
            {"amount": 100, "discount_amount": 700},
            {"amount": 100, "discount_amount": 700, "total_discount_amount": 700, "total_amount": 0},
        ),
    ],
)
def test_amounts(client: FlaskClient, fields: dict[str, Any], amounts: dict[str, int]) -> None:
    order = create(client, **fields)
    shown = {name: value for name, value in order.items() if name.endswith("amount")}
    assert shown == {"total_amount": amounts["amount"]} | amounts


def test_new_items_make_a_new_amount_unless_one_is_sent(client: FlaskClient) -> None:
    made = create(client, items=[{"price": 100, "quantity": 1, "discount_amount": 10}])
    path = f"/v1/orders/{made['id']}"
    assert client.put(path, json={"items": [{"price": 300, "quantity": 2}]}).get_json()["total_amount"] == 600
    order = client.put(path, json={"items": PRICELESS}).get_json()
    assert (order["amount"], "items_discount_amount" in order) == (600, False)
    assert client.put(path, json={"items": [{"price": 1}], "amount": 77}).get_json()["amount"] == 77


def test_customers_an_order_names_are_written(client: FlaskClient) -> None:
    order = create(
        client,
        customer={"source_id": "crm-1", "phone": "+48 1"},
        referrer={"source_id": "new-friend", "name": "New Friend"},
    )
    assert order["customer"] == {"id": "cust_anna", "object": "customer"}
    assert client.get("/v1/customers/crm-1").get_json()["phone"] == "+48 1"
    friend = client.get("/v1/customers/new-friend").get_json()
    assert (order["customer_id"], order["referrer_id"]) == ("cust_anna", friend["id"])
    assert friend["name"] == "New Friend"

    moved = client.put(f"/v1/orders/{order['id']}", json={"customer": {"id": "cust_bob"}, "referrer_id": "cust_anna"})
    assert (moved.get_json()["customer_id"], moved.get_json()["referrer_id"]) == ("cust_bob", "cust_anna")


def test_a_customer_without_an_identifier_is_a_new_one(client: FlaskClient) -> None:
    fields = {"name": "Test Customer", "email": "shared@example.org"}
    first, second = create(client, customer=fields), create(client, customer=fields)
    assert first["customer_id"] != second["customer_id"]
    assert create(client, customer={})["customer_id"] is None


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ([], "The payload should be an object"),
        ({"status": "PROCESSING"}, "Property .status should be one of CREATED, PAID, CANCELED, FULFILLED"),
        ({"amount": -1}, "Property .amount cannot be lower than 0"),
        ({"amount": 1.5}, "Property .amount should be an integer"),
        ({"amount": True}, "Property .amount should be an integer"),
        ({"amount": 10**13}, "Property .amount cannot be higher than 1000000000000"),
        ({"items": [{"initial_quantity": 0}]}, "Property .items[0].initial_quantity cannot be lower than 1"),
        ({"items": ["x"]}, "Property .items[0] should be an object"),
        ({"items": [{}] * 501}, "Property .items cannot have more than 500 items"),
        (
            {"items": [{}, {"price": 10**12, "quantity": 2}]},
            "Property .items[1].amount cannot be higher than 1000000000000",
        ),
        (
            {"items": [{"product": {"price": "1"}}]},
            "Property .items[0].product.price should be a number from 0 to 1000000000000",
        ),
        ({"created_at": "yesterday"}, "Property .created_at cannot be recognized as a ISO-8601 compliant date"),
        ({"customer": "crm-1"}, "Property .customer should be an object"),
        (
            {"customer": {"birthdate": "soon"}},
            "Property .customer.birthdate should be a date in the format YYYY-MM-DD",
        ),
    ],
)
def test_what_is_no_order_is_refused(client: FlaskClient, body: Any, details: str) -> None:
    before = client.get("/v1/orders").get_json()["total"]
    assert refused(client, "POST", "/v1/orders", body) == (400, "invalid_payload", details)
    assert client.get("/v1/orders").get_json()["total"] == before


def test_metadata_follow_their_schemas(shop: FlaskClient) -> None:
    for body in ({"metadata": {"gift_wrap": "yes"}}, {"items": [{"metadata": {"weight_in_grams": 0}}]}):
        assert refused(shop, "POST", "/v1/orders", body)[:2] == (400, "metadata_validation_failed")
    order = create(shop, metadata={"gift_wrap": True, "unknown": 1}, items=[{"metadata": {"engraving": "A"}}])
    assert (order["metadata"], order["items"][0]["metadata"]) == ({"gift_wrap": True, "unknown": 1}, {"engraving": "A"})


@pytest.mark.parametrize("verb", ["GET", "PUT"])
def test_an_unknown_order(client: FlaskClient, verb: str) -> None:
    answer = client.open("/v1/orders/ord_none", method=verb, json={} if verb == "PUT" else None)
    error = answer.get_json()
    assert (answer.status_code, error["key"], error["resource_type"], error["resource_id"]) == (
        404,
        "not_found",
        "order",
        "ord_none",
    )


def test_the_list_goes_by_creation_or_update(shop: FlaskClient) -> None:
    listed = shop.get("/v1/orders?limit=100").get_json()
    assert (listed["object"], listed["data_ref"], set(listed)) == (
        "list",
        "orders",
        {"object", "data_ref", "orders", "total"},
    )
    assert len(listed["orders"]) == min(listed["total"], 100)
    for order in ("created_at", "-created_at", "updated_at", "-updated_at"):
        found = shop.get(f"/v1/orders?limit=100&order={order}").get_json()["orders"]
        name = order.lstrip("-")
        moments = [datetime.fromisoformat(each[name] or each["created_at"]) for each in found]
        assert moments == sorted(moments, reverse=order.startswith("-"))
    assert [each["id"] for each in shop.get("/v1/orders?limit=2&page=2").get_json()["orders"]] == [
        each["id"] for each in listed["orders"][2:4]
    ]
    assert shop.get("/v1/orders?page=100&limit=100").get_json()["orders"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "page=0", "page=101", "order=status", "order=x"])
def test_parameters_out_of_range(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/v1/orders?{query}")
    assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_query_params")
