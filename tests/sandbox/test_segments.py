"""Segments: made, listed, taken away, and the customers who move in and out of them."""

import pytest
from flask.testing import FlaskClient

GOLD = {"metadata.level": {"conditions": {"$is": ["gold"]}}}


def made(client: FlaskClient, **body: object) -> dict:
    answer = client.post("/v1/segments", json={"name": "Gold", "type": "auto-update", "filter": GOLD} | body)
    assert answer.status_code == 200, answer.text
    return answer.json


def members(client: FlaskClient, segment_id: str) -> list[str]:
    listed = client.get(f"/v1/customers?segment_id={segment_id}&order=source_id").json
    assert listed["total"] == len(listed["customers"])
    return [customer["source_id"] for customer in listed["customers"]]


def of_customer(client: FlaskClient, customer_id: str) -> list[str]:
    listed = client.get(f"/v1/customers/{customer_id}/segments").json
    assert listed["total"] == len(listed["data"])
    return [segment["name"] for segment in listed["data"]]


def feed(client: FlaskClient, customer_id: str) -> list[str]:
    return [event["type"] for event in client.get(f"/v1/customers/{customer_id}/activity").json["data"]]


def test_a_static_segment_holds_the_customers_named(client):
    segment = made(client, type="static", filter=None, customers=["cust_bob", "cust_anna", "cust_nobody"])
    assert (segment["type"], segment["filter"], segment["object"]) == ("static", None, "segment")
    assert members(client, segment["id"]) == ["bob@example.com", "crm-1"]
    assert of_customer(client, "crm-1") == ["Old friends", "Gold"]
    assert client.get(f"/v1/segments/{segment['id']}").json == segment


def test_a_static_segment_does_not_follow_anybody(client):
    segment = made(client, type="static", filter=None, customers=["cust_bob"])
    client.put("/v1/customers/cust_bob", json={"metadata": {"level": "gold"}})
    client.put("/v1/customers/cust_anna", json={"metadata": {"level": "gold"}})
    assert members(client, segment["id"]) == ["bob@example.com"]


@pytest.mark.parametrize(("kind", "told"), [("auto-update", True), ("passive", False)])
def test_a_dynamic_segment_follows_its_filter_and_only_an_active_one_tells(client, kind, told):
    client.put("/v1/customers/cust_bob", json={"metadata": {"level": "gold"}})
    segment = made(client, type=kind)
    assert members(client, segment["id"]) == ["bob@example.com"]

    client.put("/v1/customers/cust_hanna", json={"metadata": {"level": "gold"}})
    client.post("/v1/customers", json={"source_id": "new", "metadata": {"level": "Gold"}})
    client.put("/v1/customers/cust_bob", json={"metadata": {"level": None}})
    assert members(client, segment["id"]) == ["crm-2", "new"]
    assert of_customer(client, "new") == ["Gold"]

    entered, left = ["customer.segment.entered"] * told, ["customer.segment.left"] * told
    assert feed(client, "cust_hanna") == [*entered, "customer.updated"]
    assert feed(client, "new") == [*entered, "customer.created"]
    assert feed(client, "cust_bob") == [*left, "customer.updated", "customer.updated", "customer.created"]


def test_the_event_of_a_segment_names_it_and_the_whole_customer(client):
    segment = made(client)
    client.put("/v1/customers/cust_bob", json={"metadata": {"level": "gold"}})
    event, update = client.get("/v1/customers/cust_bob/activity?limit=2").json["data"]
    assert event["data"]["data"]["segment"] == {"id": segment["id"], "name": "Gold", "object": "segment"}
    assert event["data"]["data"]["customer"] == update["data"]["data"]["customer"]
    assert event["group_id"] == update["group_id"]


def test_a_customer_who_stays_is_told_nothing(client):
    made(client)
    client.put("/v1/customers/cust_bob", json={"metadata": {"level": "gold"}})
    client.put("/v1/customers/cust_bob", json={"name": "Bob"})
    assert feed(client, "cust_bob").count("customer.segment.entered") == 1


def test_the_clock_moves_customers_too(client):
    recent = {"created_at": {"conditions": {"$less_than": 30}}}
    segment = made(client, filter=recent)
    client.post("/v1/customers", json={"source_id": "new"})
    assert members(client, segment["id"]) == ["new"]
    client.put("/_sandbox/clock", json={"advance": 31 * 24 * 3600})
    assert members(client, segment["id"]) == []
    assert feed(client, "new")[0] == "customer.segment.left"


def test_an_unknown_customer_gets_what_a_blank_one_would(client):
    made(client, name="Not gold", filter={"metadata.level": {"conditions": {"$is_not": "gold"}}})
    made(client, name="Penniless", filter={"summary.orders.total_amount": {"conditions": {"$less_than": 1}}})
    made(client)
    assert of_customer(client, "nobody") == ["Not gold", "Penniless"]
    client.post("/v1/customers", json={"source_id": "blank"})
    assert of_customer(client, "blank") == ["Not gold", "Penniless"]


def test_an_unknown_customer_where_no_segment_is_dynamic(client):
    assert of_customer(client, "nobody") == []


def test_a_deleted_segment_is_gone_with_its_memberships(client):
    assert client.delete("/v1/segments/seg_old").status_code == 204
    assert of_customer(client, "crm-1") == []
    for answer in (client.get("/v1/segments/seg_old"), client.delete("/v1/segments/seg_old")):
        assert answer.status_code == 404
        assert (answer.json["resource_type"], answer.json["resource_id"]) == ("segment", "seg_old")


def test_the_list_is_newest_first_and_its_total_ignores_the_limit(client):
    assert names(client, "limit=1") == (["New friends"], 2)
    assert names(client, "order=created_at") == (["Old friends", "New friends"], 2)
    assert names(client, "ids=seg_old&ids=seg_none") == (["Old friends"], 1)
    assert names(client, "ids[0]=seg_old&ids[1]=seg_new&limit=1") == (["New friends"], 2)
    assert names(client, "filters[created_at][conditions][$before]=2025-01-31") == (["Old friends"], 1)


def names(client: FlaskClient, query: str) -> tuple[list[str], int]:
    listed = client.get(f"/v1/segments?{query}").json
    assert listed["data_ref"] == "data"
    return [segment["name"] for segment in listed["data"]], listed["total"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": 5},
        {"name": "Odd", "type": "dynamic"},
        {"name": "Odd", "type": "passive"},
        {"name": "Odd", "type": "passive", "filter": []},
        {"name": "Odd", "type": "static", "customers": [5]},
        {"name": "Odd", "type": "static", "customers": [str(number) for number in range(20_001)]},
    ],
)
def test_what_is_no_segment_is_refused(client, body):
    answer = client.post("/v1/segments", json=body)
    assert (answer.status_code, answer.json["key"]) == (400, "invalid_payload")
    assert client.get("/v1/segments").json["total"] == 2


def test_there_are_at_most_a_hundred_dynamic_segments(client):
    for number in range(100):
        made(client, name=str(number), type=("auto-update", "passive")[number % 2])
    full = client.post("/v1/segments", json={"name": "One more", "type": "passive", "filter": GOLD})
    assert (full.status_code, full.json["key"]) == (400, "invalid_payload")
    made(client, type="static", filter=None)


def test_the_demo_world_is_segmented_as_its_filters_say(shop):
    """A write touches every dynamic segment of the customer: one that changes nothing must move nobody."""
    for customer in shop.get("/v1/customers?limit=100").json["customers"]:
        before = of_customer(shop, customer["id"])
        shop.put(f"/v1/customers/{customer['id']}", json={})
        assert of_customer(shop, customer["id"]) == before
