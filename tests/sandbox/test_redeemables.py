"""What a customer holds."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

HOLDER_KEYS = {
    "id", "created_at", "redeemable_id", "redeemable_object", "customer_id", "holder_role", "campaign_id",
    "campaign_type", "voucher_type", "redeemable",
}  # fmt: skip


def page(client: FlaskClient, customer_id: str, query: str = "") -> dict:
    answer = client.get(f"/v1/customers/{quote(customer_id, safe='')}/redeemables?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.fixture
def rich(shop: FlaskClient) -> str:
    """A customer with redeemables of several kinds."""
    for campaign in ("Welcome 10", "VIP prices", "Gift cards"):
        body = {"campaign": {"name": campaign}, "customer": {"source_id": "ticket-2"}}
        assert shop.post("/v1/publications", json=body).status_code == 200
    return str(shop.get("/v1/customers/ticket-2").json["id"])


def test_an_item_is_a_holder_with_its_voucher_and_status(shop, rich):
    listed = page(shop, rich, "limit=100")
    assert listed["total"] == len(listed["data"]) > 2
    assert listed["has_more"] is False
    assert "more_starting_after" not in listed
    for item in listed["data"]:
        assert item.keys() == HOLDER_KEYS
        assert item["customer_id"] == rich
        assert item["redeemable"].keys() == {"type", "voucher", "status"}
        assert item["redeemable"]["voucher"]["id"] == item["redeemable_id"]


def test_the_cursor_meets_every_item_once_in_both_directions(shop, rich):
    for order in ("id", "-id"):
        met, after = [], ""
        while True:
            listed = page(shop, rich, f"limit=1&order={order}&starting_after_id={after}")
            met += [item["id"] for item in listed["data"]]
            if not listed["has_more"]:
                break
            after = listed["more_starting_after"]
        assert met == sorted(met, reverse=order == "-id")
        assert len(met) == len(set(met)) == listed["total"]


@pytest.mark.parametrize(
    ("field", "operator"),
    [(name, "$is") for name in sorted(HOLDER_KEYS - {"redeemable", "customer_id", "created_at"})],
)
def test_every_documented_field_can_be_filtered_by(shop, rich, field, operator):
    everything = page(shop, rich, "limit=100")["data"]
    value = everything[0][field]
    listed = page(shop, rich, f"limit=100&filters[{field}][conditions][{operator}]={value}")
    assert [item["id"] for item in listed["data"]] == [item["id"] for item in everything if item[field] == value]
    assert listed["total"] == len(listed["data"])


def test_the_leading_bracket_and_the_empty_value(shop, rich):
    everything = page(shop, rich)["total"]
    assert page(shop, rich, "[filters][holder_role][conditions][$has_value]=")["total"] == everything
    assert page(shop, rich, "filters[holder_role][conditions][$is_unknown]=")["total"] == 0
    assert page(shop, rich, "filters[created_at][conditions][$after]=2000-01-01")["total"] == everything
    assert page(shop, rich, "filters[created_at][conditions][$less_than]=0")["total"] == 0


def test_the_status_follows_the_voucher(shop, rich):
    item = page(shop, rich, "limit=100&filters[voucher_type][conditions][$in][0]=DISCOUNT_VOUCHER")["data"][0]
    code = item["redeemable"]["voucher"]["code"]
    assert shop.post(f"/v1/vouchers/{code}/disable").status_code == 200
    again = page(shop, rich, f"filters[id][conditions][$is]={item['id']}")["data"][0]
    assert again["redeemable"]["status"] == "DISABLED"


def test_a_customer_who_holds_nothing(shop):
    shop.post("/v1/customers", json={"source_id": "empty-handed"})
    assert page(shop, "empty-handed") == {
        "object": "list",
        "data_ref": "data",
        "data": [],
        "total": 0,
        "has_more": False,
    }


@pytest.mark.parametrize("query", ["order=created_at", "limit=0", "filters[color][conditions][$is]=red"])
def test_what_is_no_parameter_is_refused(shop, query):
    answer = shop.get(f"/v1/customers/ticket-1/redeemables?{query}")
    assert (answer.status_code, answer.json["key"]) == (400, "invalid_query_params")
